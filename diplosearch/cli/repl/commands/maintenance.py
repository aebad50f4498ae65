"""``:stats``, ``:reload``, ``:rebuild``, ``:quit``."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from ....errors import UsageError, show_location
from ..answer import Answer, say
from ..command_spec import Leave, ReplCommand
from ..session import Session

if TYPE_CHECKING:
    from ...output.screen import Screen


def show_stats(session: Session, _argument: str) -> Answer:
    """Return the statistics of the index."""
    from ...commands.stats import stats_to_dict, write_stats

    stats = session.index.stats()

    def write(screen: Screen) -> None:
        write_stats(stats, screen)

    return Answer(write, lambda: stats_to_dict(stats))


def reload(session: Session, _argument: str) -> Answer:
    """Refresh the index, so that changes of other processes are seen."""
    session.index.refresh()
    return _describe(session)


def turn_to(session: Session, argument: str) -> Answer:
    """Search other indexes from now on, or say which are searched."""
    from ....backends.base import MEMORY_LOCATION

    try:
        locations = shlex.split(argument)
    except ValueError:
        raise UsageError("a quotation mark is open; close it") from None
    if MEMORY_LOCATION in locations:
        raise UsageError(f"an index in {MEMORY_LOCATION!r} would be empty; name a folder")
    if locations:
        session.turn_to(
            [str(Path(one).expanduser()) if "://" not in one else one for one in locations]
        )
    return _describe(session)


def rebuild(session: Session, argument: str) -> Answer:
    """Rebuild the index from a folder, or from its own documents."""
    from ....entities.provider import Resources
    from ....index.rebuild import rebuild as rebuild_index
    from ...output.progress import shown_progress

    location = session.find_single()
    session.check_kept()
    if argument and not Path(argument).exists():
        shown = show_location(argument)
        raise UsageError(f"there is no file or folder {shown!r} to build from")
    with shown_progress(is_quiet=False) as progress:
        rebuild_index(
            argument or None,
            location,
            from_index=None if argument else location,
            resources=Resources(gazetteer=session.gazetteer),
            # Duplicates that the index has were let in on purpose.
            keep_duplicates=not argument,
            progress=progress,
        ).close()
    session.index.refresh()
    return _describe(session)


def leave(_session: Session, _argument: str) -> Answer:
    """Raise :class:`Leave`."""
    raise Leave


def _describe(session: Session) -> Answer:
    stats = session.index.stats()
    return say(session.describe_index(), documents=stats.documents, passages=stats.passages)


COMMANDS = (
    ReplCommand(
        "stats",
        "",
        "what the index holds",
        "Say what the index holds.",
        ":stats",
        show_stats,
    ),
    ReplCommand(
        "index",
        "[FOLDER …]",
        "search another index",
        "Search another index from now on, or several as one: their documents are named "
        "by their index. Alone, say what is searched.",
        ":index index archive",
        turn_to,
        takes="path",
    ),
    ReplCommand(
        "reload",
        "",
        "take up its changes",
        "Take up what others have changed in the index.",
        ":reload",
        reload,
    ),
    ReplCommand(
        "rebuild",
        "[FOLDER]",
        "build it anew",
        "Build the index anew, of its own documents or of those in FOLDER, which then "
        "take their place.",
        ":rebuild seeds",
        rebuild,
        takes="path",
    ),
)

LEAVING = (
    ReplCommand(
        "quit",
        "",
        "leave, as Ctrl-D",
        "Leave; so does Ctrl-D.",
        ":quit",
        leave,
        ("q", "exit"),
    ),
)
