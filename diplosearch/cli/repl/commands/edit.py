"""``:delete`` and ``:update``: documents that go, and what is known of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ....errors import NotFoundError, UsageError
from ....messages import count, translate
from ....model import check_field_name
from ....text.letters import fold
from ...commands.documents.edit import (
    describe_dates,
    describe_deletion,
    describe_update,
    preview,
)
from ..answer import Answer, say
from ..command_spec import SIGN, ReplCommand
from ..session import Session

if TYPE_CHECKING:
    from ...output.screen import Screen

_NO_WAY_BACK = ":undo does not bring them back; a sync or rebuild of their folder does."

_FIELDS = ("title", "date", "source", "url")
_NAME = re.compile(r"(?:^|\s)([^\s=]+)=")


def delete(session: Session, argument: str) -> Answer:
    """Delete what a query finds with the filters, once the user has agreed."""
    session.find_single()
    if not argument:
        raise UsageError(
            f"delete what? give a query, as {SIGN}delete source:Xinhua date:..2020, or "
            "the number of a passage"
        )
    index, notes = session.index, list[str]()
    if argument.isdecimal():
        ids = [session.pages.find_hit(argument).document.id]
        index.get(ids[0])  # it may be gone already
    else:
        options = session.selection()
        ids = index.ids(argument, **options)
        notes = describe_dates(index, argument, options)

    def write(screen: Screen) -> None:
        preview(index, ids, screen)
        if ids:
            screen.write(translate(_NO_WAY_BACK))

    def go_on() -> Answer:
        report = index.delete(ids)
        session.read_stats()
        return say(describe_deletion(report), deleted=report.deleted)

    return Answer(
        write,
        lambda: {"documents": ids, "deleted": 0},
        notes=notes,
        question=translate("Delete {documents}?", documents=count(len(ids), "document"))
        if ids
        else "",
        go_on=go_on,
        declined=translate("nothing was deleted"),
    )


def update(session: Session, argument: str) -> Answer:
    """Change what is known of a document, by the number of a passage or by its id."""
    session.find_single()
    names = list(_NAME.finditer(argument))
    target = argument[: names[0].start()].strip() if names else ""
    if not target:
        raise UsageError(
            f"update which document, with what? as {SIGN}update 1 date=2024-04-25 "
            "desk=Ankara"
        )
    fields: dict[str, Any] = {}
    own: dict[str, list[str] | None] = {}
    ends = [one.start() for one in names[1:]] + [len(argument)]
    for name, end in zip(names, ends, strict=True):
        value = argument[name.end() : end].strip().strip('"').strip()
        if fold(name[1]) in _FIELDS:
            fields[fold(name[1])] = value or None
        else:
            check_field_name(name[1])
            own[name[1]] = [*(own.get(name[1]) or ()), value] if value else None
    if own:
        fields["metadata"] = own
    id = _find_id(session, target)
    report = session.index.update(id, **fields)
    return say(
        describe_update(report),
        id=id,
        updated=report.replaced,
        unchanged=report.unchanged,
    )


def _find_id(session: Session, typed: str) -> str:
    """Return the id of the document of a passage, or one that is typed.

    Raises :class:`UsageError` for the number of no passage, and :class:`NotFoundError`
    for what is no id.
    """
    try:
        return session.pages.find_hit(typed).document.id
    except UsageError:
        try:
            return session.index.get(typed).id
        except NotFoundError:
            if not typed.isdecimal():
                raise
        raise


COMMANDS = (
    ReplCommand(
        "update",
        "N NAME=…",
        "its date, source …",
        "Change title, date, source, url or a field of your own of the document of passage "
        "N, or of an id; without a value it is taken away. Its text is not read again, and "
        "the change holds until it is: a rebuild from files does not keep it.",
        ":update 1 date=2024-04-25 source=Anadolu Ajansı desk=Ankara",
        update,
        takes="passage",
    ),
    ReplCommand(
        "delete",
        "N|QUERY",
        "take documents out",
        "Delete the document of passage N, or all that hold the words of a query and pass "
        "the filters. You see them and are asked first. :undo does not bring them back; "
        "their files stay, and a sync or rebuild of their folder does.",
        ":delete source:Xinhua date:..2020",
        delete,
    ),
)
