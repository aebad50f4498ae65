"""What sort of place a name that the tagger found is."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import EntityType
from .gazetteer.gazetteer import is_form_of
from .word_lists import words_by_kind

_KINDS: tuple[EntityType, ...] = ("LOC", "FAC")


def kind_of_place(words: Sequence[str]) -> EntityType:
    """Return LOC, FAC or GPE for the folded words of a place's name."""
    if len(words) > 1:
        known = words_by_kind("place-words")
        for type in _KINDS:
            if is_form_of(words[-1], known[f"{type}, last"]):
                return type
        for type in _KINDS:
            if words[0] in known[f"{type}, first"]:
                return type
    return "GPE"
