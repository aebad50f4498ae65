"""Ids of organisations that are typed, not read in a text."""

from __future__ import annotations

from collections.abc import Iterator

from .base import Section
from .gazetteer.gazetteer import Gazetteer
from .gazetteer.ids import kind_of
from .recognizer import DefaultRecognizer

_LONGEST = 120
"""Characters of a name; a guess."""

_OWNERS = ("country", "norp")


def identify_organization(typed: str, gazetteer: Gazetteer) -> Iterator[str]:
    """Yield the id of the organisation that a text would give the whole of ``typed``.

    *Ukraine's Ministry of Defence* is one, with the country before it, though a text
    has two mentions there.
    """
    if len(typed) > _LONGEST:
        return
    sections = [Section(0, len(typed), "en")]
    found = DefaultRecognizer(gazetteer, None).recognize(typed, sections)
    if not found or found[-1].type != "ORG":
        return
    last = found[-1]
    before = found[:-1]
    is_whole = last.start == 0 or (
        len(before) == 1 and before[0].start == 0 and kind_of(before[0].id) in _OWNERS
    )
    if is_whole and not typed[last.end :].strip():
        yield last.id
