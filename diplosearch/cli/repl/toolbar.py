"""The line below the prompt: where one is, and what restricts the next query."""

from __future__ import annotations

from pathlib import PurePath

from prompt_toolkit.utils import get_cwidth

from ...highlight.controls import show_controls
from ..counts import count
from .session import Session

_GAP = " · "
_SHORTEST = 12


def describe_state(session: Session, width: int) -> str:
    """Return index, documents, filters, language and translation in one line.

    Where ``width`` cells are too few, filters are counted instead of listed, and
    then the name of the index is cut.
    """
    place = show_controls(PurePath(session.location).name or session.location)
    for name in (place, place[:_SHORTEST]):
        for filters in (_list_filters(session), _count_filters(session)):
            line = f" {_GAP.join([name, *_parts(session, filters)])} "
            if get_cwidth(line) <= width:
                return line
    return line[:width]


def _parts(session: Session, filters: str) -> list[str]:
    documents = session.documents
    language = next((one.value for one in session.filters if one.name == "lang"), None)
    parts = [
        "opening …" if documents is None else count(documents, "document"),
        filters,
        "newest first" if "sort" in session.options else "",
        f"lang {language or 'tr+en'}",
        f"translation {'on' if session.is_translating else 'off'}",
    ]
    return [part for part in parts if part]


def _list_filters(session: Session) -> str:
    return " ".join(str(one) for one in session.filters if one.name != "lang")


def _count_filters(session: Session) -> str:
    number = sum(1 for one in session.filters if one.name != "lang")
    return count(number, "filter") if number else ""
