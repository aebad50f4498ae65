"""Messages for an unknown document or entity, with the nearest names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...export.phrases import list_first
from ...highlighting.control_characters import one_line
from ...messages import translate
from ...schema import FIELD_TYPES
from ...text.letters import normalize
from ..errors import Failure

if TYPE_CHECKING:
    from ...index.index import Index
    from ...model import Document

_LEAST_LIKENESS = 65  # of 100: one letter of three may differ (a guess)
_LEAST_WORD = 4  # letters of a word that stands for a name
_OFFERED = 3


def find_nearest(typed: str, names: Iterable[str], *, most: int = _OFFERED) -> list[str]:
    """Return the names that look most like ``typed``, the nearest first.

    A name is compared as a whole and by each of its longer words, so that a surname
    finds it, but never by a part of a word: *X* is not near *Zorblax*.
    """
    from rapidfuzz import fuzz, process

    spellings: list[str] = []
    owners: list[str] = []
    for name in names:
        words = (word for word in name.split() if len(word) >= _LEAST_WORD)
        for spelling in dict.fromkeys((name, *words)):
            spellings.append(normalize(spelling))
            owners.append(name)
    found = process.extract(
        normalize(typed),
        spellings,
        scorer=fuzz.ratio,
        limit=most * _OFFERED,
        score_cutoff=_LEAST_LIKENESS,
    )
    return list(dict.fromkeys(owners[number] for _, _, number in found))[:most]


def find_document(index: Index, id: str) -> Document:
    """Return the document called ``id``, or the one whose id alone begins so.

    Raises :class:`Failure` with the nearest ids for an unknown one, and with those that
    begin so where several do.
    """
    try:
        return index.get(id)
    except KeyError:
        ids = list(index.ids())
    begun = [one for one in ids if one.startswith(id)] if id else []
    if len(begun) == 1:
        return index.get(begun[0])
    if begun:
        listed = list_first([repr(one) for one in begun], _OFFERED)
        raise Failure(
            translate("several documents begin {id}: {listed}", id=repr(id), listed=listed)
        )
    message = translate("no document is called {id}", id=repr(id))
    raise Failure(message + _offer(find_nearest(id, ids)))


def describe_unknown(typed: str, index: Index) -> str:
    """Return the message for an unknown entity, with the nearest names of ``index``."""
    known = index.entities()
    if not known:
        return translate(
            "no entity {name}: the index knows none; rebuild it with entities",
            name=repr(typed),
        )
    names = list(
        dict.fromkeys(one.name for one in known if one.type in FIELD_TYPES["entity"])
    )
    near = find_nearest(typed.rpartition(":")[2], names)
    message = translate("no entity is called {name}", name=repr(typed))
    return one_line(message + _offer(near))


def _offer(near: list[str]) -> str:
    if not near:
        return ""
    return translate("; the nearest: {listed}", listed=", ".join(map(repr, near)))
