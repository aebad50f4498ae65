"""Messages for an unknown document or entity, with the nearest names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...highlighting.control_characters import one_line
from ...schema import FIELD_TYPES
from ..errors import Failure

if TYPE_CHECKING:
    from ...index.index import Index
    from ...model import Document

_LEAST_LIKENESS = 50  # of 100, as rapidfuzz counts (a guess)
_OFFERED = 3


def find_nearest(typed: str, names: Iterable[str], *, most: int = _OFFERED) -> list[str]:
    """Return the names that look most like ``typed``, the nearest first."""
    from rapidfuzz import fuzz, process

    found = process.extract(
        typed.casefold(),
        names,
        scorer=fuzz.WRatio,
        processor=str.casefold,
        limit=most,
        score_cutoff=_LEAST_LIKENESS,
    )
    return [name for name, _, _ in found]


def find_document(index: Index, id: str) -> Document:
    """Return the document called ``id``.

    Raises :class:`Failure` with the nearest ids for an unknown one.
    """
    try:
        return index.get(id)
    except KeyError:
        near = find_nearest(id, index.ids())
        hint = f"; the nearest: {', '.join(map(repr, near))}" if near else ""
        raise Failure(f"no document is called {id!r}{hint}") from None


def describe_unknown(typed: str, index: Index) -> str:
    """Return the message for an unknown entity, with the nearest names of ``index``."""
    known = index.entities()
    if not known:
        return f"no entity {typed!r}: the index knows none; rebuild it with entities"
    names = list(
        dict.fromkeys(one.name for one in known if one.type in FIELD_TYPES["entity"])
    )
    near = find_nearest(typed.rpartition(":")[2], names)
    hint = f"; the nearest: {', '.join(map(repr, near))}" if near else ""
    return one_line(f"no entity is called {typed!r}{hint}")
