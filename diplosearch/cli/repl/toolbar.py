"""The line below the prompt: the index, and what restricts the next query."""

from __future__ import annotations

from pathlib import PurePath

from prompt_toolkit.utils import get_cwidth

from ...engines.opensearch.address import show_address
from ...highlighting.control_characters import show_controls
from ...messages import count, translate
from .session import Session

_GAP = " · "
_CUT = "…"


def describe_state(session: Session, width: int) -> str:
    """Return index, documents, filters, language and options in one line.

    Where ``width`` cells are too few, filters are counted instead of listed, then
    words are left out, and in the end the name of the index is cut.
    """
    given = session.location
    shown = map(show_address, [given] if isinstance(given, str) else given)
    name = show_controls(" + ".join(PurePath(one).name or one for one in shown))
    line = ""
    for is_listed, is_long in ((True, True), (False, True), (False, False)):
        items = [name, *_list_items(session, is_listed=is_listed, is_long=is_long)]
        line = f" {_GAP.join(items)} "
        if get_cwidth(line) <= width:
            return line
    spare = get_cwidth(line) - width + len(_CUT)
    return line.replace(name, f"{name[: max(0, len(name) - spare)]}{_CUT}", 1)[:width]


def _list_items(session: Session, *, is_listed: bool, is_long: bool) -> list[str]:
    language = next((one.value for one in session.filters if one.name == "lang"), "tr+en")
    others = [str(one) for one in session.filters if one.name != "lang"]
    filters = " ".join(others) if is_listed else count(len(others), "filter")
    items = [
        _documents(session, "document" if is_long else "doc"),
        filters if others else "",
        _order(session),
        f"match {session.options['match']}" if "match" in session.options else "",
        translate("whole passages") if "excerpt" in session.options else "",
        f"lang {language}" if is_long else language,
        _translation(session, is_long=is_long),
    ]
    return [item for item in items if item]


def _order(session: Session) -> str:
    order = session.options.get("sort", "score")
    if order == "score":
        return ""
    return translate("newest first" if order == "date" else "recent before others")


def _translation(session: Session, *, is_long: bool) -> str:
    if not is_long:
        return f"translate {'on' if session.is_translating else 'off'}"
    if session.is_translating:
        return translate("translation on")
    return translate("translation off")


def _documents(session: Session, noun: str) -> str:
    number = session.documents
    return translate("opening …") if number is None else count(number, noun)
