"""``:tag``, ``:untag``: tags of the documents that were found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....errors import UsageError
from ....highlighting.control_characters import one_line
from ....messages import translate, write_number
from ..answer import Answer, say
from ..command_spec import SIGN, ReplCommand
from ..session import Session

if TYPE_CHECKING:
    from ...output.screen import Screen


def tag(session: Session, argument: str) -> Answer:
    """Give a tag to the document of a passage, or list all tags."""
    if not argument:
        return list_tags(session)
    id, name = _read(session, argument, "tag")
    session.index.tag(id, name)
    return _tell(session, id)


def untag(session: Session, argument: str) -> Answer:
    """Take a tag from the document of a passage."""
    id, name = _read(session, argument, "untag")
    session.index.untag(id, name)
    return _tell(session, id)


def list_tags(session: Session) -> Answer:
    """Return all tags with the number of documents of each."""
    counted = session.index.tags()

    def write(screen: Screen) -> None:
        from ...output.table import write_columns

        if not counted:
            screen.write(translate("No tags; give one such as :tag 1 reviewed."))
            return
        rows = [(one_line(name), write_number(number)) for name, number in counted.items()]
        head = [translate("tag"), translate("documents")]
        write_columns(head, rows, screen, numbers=(1,))

    return Answer(write, lambda: {"tags": counted}, is_long=True)


def _read(session: Session, argument: str, command: str) -> tuple[str, str]:
    """Return the id of the document of a passage, and the tag."""
    rank, _, name = argument.partition(" ")
    if not name.strip():
        raise UsageError(
            f"{command} which passage, with what? as {SIGN}{command} 1 reviewed"
        )
    return session.pages.find_hit(rank).document.id, name.strip()


def _tell(session: Session, id: str) -> Answer:
    tags = session.index.tags(id)
    listed = ", ".join(tags) or translate("no tags")
    return say(one_line(f"{id}: {listed}"), id=id, tags=list(tags))


COMMANDS = (
    ReplCommand(
        "tag",
        "[N TAG]",
        "tag a document",
        "Give the document of passage N a tag, which tag:TAG finds in a query; it is kept "
        "beside the index, also when that is rebuilt. Alone, list all tags.",
        ":tag 1 reviewed",
        tag,
        ("tags",),
        takes="passage",
    ),
    ReplCommand(
        "untag",
        "N TAG",
        "take a tag away",
        "Take a tag from the document of passage N.",
        ":untag 1 reviewed",
        untag,
        takes="passage",
    ),
)
