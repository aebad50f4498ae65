"""Whether words whose Turkish letters got lost speak for Turkish.

Windows-1254 and Windows-1252 differ in six letters only: ``ĞİŞğış`` against
``ÐÝÞðýþ``. The latter are sound in Icelandic, Faroese, Czech and Turkmen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ..resources import read_list, read_sections
from ..text.letters import lower

_WORD = re.compile(r"[^\W\d_]{1,60}")
_LOST = frozenset("ÐÝÞðýþ")
_VOWELS = "aeıioöuüâîû"
_LETTERS = frozenset("abcçdefgğhıijklmnoöprsştuüvyzâîû")
_MISPLACED_G = re.compile(f"(?<![{_VOWELS}])ğ")
_ENDED_LENGTH = 6
_SAMPLE = 100_000
_STEM_LENGTH = 5
# Broken Turkish shows lost letters in about every third word.
_LEAST_SHARE = 0.08
_LEAST_EVIDENCE = 4


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """Return the Turkish words of the list, in small letters."""
    return frozenset(read_list(__spec__.parent, "turkish_words.txt"))


def known_stem(broken: str, meant: str) -> str | None:
    """Return the known word that ``meant`` is or begins with.

    Its letters must cover a lost one of ``broken``: what comes after a stem
    is no evidence.
    """
    first = next((i for i, char in enumerate(broken) if char in _LOST), len(broken))
    small = lower(meant, "tr")
    words = known_words()
    if small in words:
        return small
    longest = min(len(small), 16)
    for length in range(longest, max(_STEM_LENGTH, first + 1) - 1, -1):
        if small[:length] in words:
            return small[:length]
    return None


def is_turkish_shaped(broken: str, meant: str) -> bool:
    """Tell whether ``meant`` speaks for Turkish.

    It may be Turkish, and an ``ı`` or ``İ`` that was lost touches no other
    vowel, as it does in Turkmen ``Ýagşy``.
    """
    small = lower(meant, "tr")
    if len(small) != len(broken) or not may_be_turkish(meant):
        return False
    for place, char in enumerate(broken):
        neighbours = small[max(0, place - 1) : place] + small[place + 1 : place + 2]
        if char in "Ýý" and any(other in _VOWELS for other in neighbours):
            return False
    return any(char in _VOWELS for char in small) or len(small) == 1


def may_be_turkish(word: str) -> bool:
    """Tell whether all letters are Turkish and ``ğ`` only follows a vowel.

    ``Sigurğur`` is none: it was Icelandic ``Sigurður``.
    """
    small = lower(word, "tr")
    return _LETTERS.issuperset(small) and not _MISPLACED_G.search(small)


@dataclass(slots=True)
class _Count:
    """What the words of a text say."""

    words: int = 0
    lost: int = 0
    plain: int = 0
    strong: int = 0
    foreign: int = 0


def is_turkish(text: str, letters: dict[int, int], *, least_words: int = 1) -> bool:
    """Tell whether ``text`` is Turkish that lost letters.

    ``letters`` translates lost letters into what they were. At least
    ``least_words`` words must hold one, most of them in Turkish shape.
    """
    start = next((i for i, char in enumerate(text) if char in _LOST), 0)
    words = _WORD.findall(text, max(0, start - _SAMPLE // 2), start + _SAMPLE)
    count = _Count(words=len(words))
    shaped = _tell_apart(words, letters, count)
    evidence = count.plain + 2 * count.strong + shaped
    is_sure = count.strong >= 2 and not count.foreign
    return (
        shaped >= least_words
        and (shaped >= 2 or count.strong > 0)
        and (count.plain > 0 or count.lost * 2 > count.words or is_sure)
        and count.lost >= _LEAST_SHARE * count.words
        and evidence >= _LEAST_EVIDENCE
        and count.foreign * 2 < evidence
    )


def _tell_apart(words: list[str], letters: dict[int, int], count: _Count) -> int:
    """Fill ``count``; return how many words with lost letters look Turkish.

    It is 0 when too many of them do not.
    """
    signs = read_sections(__package__, "turkish_mojibake.txt")
    broken, sound = signs["broken endings"], signs["sound endings"]
    lost: set[str] = set()
    shaped: set[str] = set()
    for word in words:
        if not _LOST.isdisjoint(word):
            count.lost += 1
            lost.add(word)
            meant = word.translate(letters)
            if is_turkish_shaped(word, meant):
                shaped.add(word)
                # Where þ is a sound letter it begins a word or a part of one.
                count.strong += bool(
                    word.endswith("þ")
                    or (len(word) >= _ENDED_LENGTH and word.endswith(broken))
                    or known_stem(word, meant)
                )
        elif lower(word, "tr") in known_words() or (
            len(word) >= _ENDED_LENGTH and word.endswith(sound)
        ):
            count.plain += 1
        elif word.lower() in signs["english"] or not (
            word.isascii() or _LETTERS.issuperset(lower(word, "tr"))
        ):
            count.foreign += 1
    return len(shaped) if len(shaped) * 4 >= len(lost) * 3 else 0
