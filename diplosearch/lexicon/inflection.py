"""The headwords of an English dictionary of which a word may be an inflected form."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..analysis.english import irregular_forms

_FORM_WEIGHT = 0.9  # a guess
_SHORTEST_HEADWORD = 3  # letters; a guess


def find_headwords(word: str, is_headword: Callable[[str], bool]) -> dict[str, float]:
    """Return the headwords of ``word`` (in small letters) with their weights.

    The word itself has weight 1 if it is a headword. A headword of which it is an
    inflected form has 0.9 beside it, and the first such one 1 otherwise.
    """
    found = {word: 1.0} if is_headword(word) else {}
    for base in _bases(word):
        if len(base) >= _SHORTEST_HEADWORD and is_headword(base):
            found.setdefault(base, _FORM_WEIGHT if found else 1.0)
    return found


def _bases(word: str) -> Iterator[str]:
    irregular = irregular_forms().get(word)
    if irregular:
        yield irregular
    if word.endswith(("ies", "ied")):
        yield word[:-3] + "y"
    if word.endswith("es"):
        yield word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]
    for ending, rest in (("ed", "e"), ("ing", "e")):
        if word.endswith(ending):
            base = word[: -len(ending)]
            yield base
            yield base + rest
            if len(base) > 2 and base[-1] == base[-2]:
                yield base[:-1]
