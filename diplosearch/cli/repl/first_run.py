"""The first run, when there is no index yet: offers to build one."""

from __future__ import annotations

from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import PathCompleter

from ...errors import DiplosearchError
from ...highlighting.control_characters import one_line
from ..errors import describe
from ..output.progress import shown_progress
from ..output.screen import Screen

_SEEDS = "seeds"
"""The sample corpus, offered where it is there."""


def offer_to_build(location: str, gazetteer: str | None, screen: Screen) -> bool:
    """Build an index of a folder that the user types; return whether one was built."""
    screen.write(f"There is no index in {one_line(location)} yet.")
    default = _SEEDS if Path(_SEEDS).exists() else ""
    if default:
        screen.write(f"Press Enter to build one from {default}, or name a folder or file.")
    else:
        screen.write("Name a folder or a file of documents to build one from.")
    screen.write("Ctrl-D leaves without one.")
    prompt: PromptSession[str] = PromptSession(completer=PathCompleter(expanduser=True))
    while True:
        try:
            typed = prompt.prompt(f"Documents [{default}]: " if default else "Documents: ")
        except (EOFError, KeyboardInterrupt):
            screen.write("Nothing was built; diplosearch rebuild FOLDER does it, too.")
            return False
        source = typed.strip() or default
        if source and _build(source, location, gazetteer, screen):
            return True


def _build(source: str, location: str, gazetteer: str | None, screen: Screen) -> bool:
    from ...entities.provider import Resources
    from ...index.rebuild import rebuild
    from ...messages import count

    try:
        with shown_progress(is_quiet=False) as progress:
            index = rebuild(
                Path(source).expanduser(),
                location,
                resources=Resources(gazetteer=gazetteer),
                progress=progress,
                jobs=None,
            )
    except KeyboardInterrupt:
        screen.write("Stopped; no index was built.")
        return False
    except (DiplosearchError, OSError) as error:
        screen.write(f"diplosearch: {describe(error)}")
        return False
    with index:
        report = index.report
    skipped = report.skipped_count
    left_out = f", {skipped:,} left out" if skipped else ""
    screen.write(f"Built from {count(report.documents, 'document')}{left_out}.")
    return True
