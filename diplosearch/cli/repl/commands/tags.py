"""``:tag``: tags of the documents that were found."""

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
    """Give a tag to the document of a passage or take it away, or list all tags."""
    if not argument:
        return list_tags(session)
    rank, _, name = argument.partition(" ")
    is_taken = name.strip().startswith("-")
    name = name.strip().removeprefix("-").strip()
    if not name:
        raise UsageError(f"tag which passage, with what? as {SIGN}tag 1 reviewed")
    id = session.pages.find_hit(rank).document.reference
    if is_taken:
        session.index.untag(id, name)
    else:
        session.index.tag(id, name)
    tags = session.index.tags(id)
    listed = ", ".join(tags) or translate("no tags")
    return say(one_line(f"{id}: {listed}"), id=id, tags=list(tags))


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


COMMANDS = (
    ReplCommand(
        "tag",
        "[N TAG]",
        "tag a document",
        "Give the document of passage N a tag, which tag:TAG finds in a query, or with "
        "-TAG take it away; it is kept beside the index, also when that is rebuilt. Alone, "
        "list all tags.",
        ":tag 1 reviewed",
        tag,
        ("tags",),
        takes="passage",
    ),
)
