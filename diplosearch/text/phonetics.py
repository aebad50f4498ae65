"""One name, two alphabets' spellings.

Turkish writes a Russian, Azerbaijani or Chinese name by its sound (Mişustin,
Ceyhun, Şi Cinping), English by another (Mishustin, Jeyhun, Xi Jinping), and
each in more than one way (Zelenskiy, Zelenskyy). ``sound`` writes both with
the same letters; ``skeleton`` keeps of that what hardly ever differs, so that
it can be looked up; ``likeness`` says how near two spellings are.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import cache, lru_cache

from ..model import Language
from ..resources import read_columns

_CACHED_NAMES = 1 << 12

_C_SOUND = "C"  # in the list of English sounds

_SOFT_C = re.compile("c(?=[eiy])")
_SOFT_G = re.compile("g(?=[eiy])")
_DOUBLE = re.compile(r"(.)\1+")
_ENDING = re.compile("(?:ij|(?<![iy])[iy]+)$")
_WEAK = re.compile("[aeiouyh]")


@lru_cache(_CACHED_NAMES)
def sound(name: str, language: Language) -> str:
    """Return a folded name as the habits of ``language`` make it sound."""
    written = name
    if language == "en":
        for letters, turkish in _english_sounds():
            written = written.replace(letters, turkish)
        if written.startswith("x"):
            written = "s" + written[1:]
        written = _SOFT_C.sub("s", written.replace("x", "ks")).replace("c", "k")
        written = _SOFT_G.sub("c", written.replace(_C_SOUND, "c"))
    written = written.replace("j", "c")
    return _ENDING.sub("i", _DOUBLE.sub(r"\1", written))


@cache
def _english_sounds() -> list[tuple[str, str]]:
    return read_columns(__package__, "english_sounds.txt")


@lru_cache(_CACHED_NAMES)
def skeleton(name: str, language: Language) -> str:
    """Return the first letter and the consonants of a folded name's sound."""
    heard = sound(name, language)
    return heard[:1] + _WEAK.sub("", heard[1:])


def likeness(
    one: str, language_of_one: Language, other: str, language_of_other: Language
) -> float:
    """Return how near two folded names sound, from 0 to 1."""
    # The matcher's answer depends on which comes first.
    first, last = sorted((sound(one, language_of_one), sound(other, language_of_other)))
    return SequenceMatcher(None, first, last, autojunk=False).ratio()
