"""Evidence that a text is Turkish which lost letters to the wrong encoding.

Windows-1254 and Windows-1252 differ in six letters only: ``ĞİŞğış`` are shown as
``ÐÝÞðýþ``, which are right in Icelandic, Faroese, Czech and Turkmen.
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
_ENDED_LENGTH = 6  # letters of a word from which on its ending counts; a guess
_SAMPLE = 100_000  # characters of a text that are read, to bound the time
_STEM_LENGTH = 5  # letters of a listed word that others may begin with
# Words with lost letters among all: a guess, far below the one in three of broken Turkish.
_LEAST_RATIO = 0.08
_LEAST_EVIDENCE = 4  # a guess


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """Return the listed Turkish words, in small letters."""
    return frozenset(read_list(__spec__.parent, "turkish_words.txt"))


def known_stem(broken: str, meant: str) -> str | None:
    """Return the listed word that ``meant`` is or begins with, or None.

    It must include a letter that ``broken`` has lost: what comes behind a stem is no
    evidence.
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
    """Tell whether ``meant``, a word with its lost letters back, looks Turkish.

    It may be Turkish, and no ``ı`` or ``İ`` that was lost is beside another vowel, as
    in Turkmen ``Ýagşy``.
    """
    small = lower(meant, "tr")
    if len(small) != len(broken) or not may_be_turkish(meant):
        return False
    for index, char in enumerate(broken):
        neighbours = small[max(0, index - 1) : index] + small[index + 1 : index + 2]
        if char in "Ýý" and any(other in _VOWELS for other in neighbours):
            return False
    return any(char in _VOWELS for char in small) or len(small) == 1


def may_be_turkish(word: str) -> bool:
    """Tell whether all letters are Turkish and each ``ğ`` follows a vowel.

    ``Sigurğur`` is not Turkish: it was Icelandic ``Sigurður``.
    """
    small = lower(word, "tr")
    return _LETTERS.issuperset(small) and not _MISPLACED_G.search(small)


@dataclass(slots=True)
class _Count:
    """Numbers of words in a text: all, and those of each kind of evidence."""

    words: int = 0
    lost: int = 0  # with lost letters
    plain: int = 0  # Turkish without lost letters
    strong: int = 0  # with lost letters, and a Turkish ending or stem
    foreign: int = 0


def is_turkish(text: str, letters: dict[int, int], *, least_words: int = 1) -> bool:
    """Tell whether ``text`` is Turkish that lost letters.

    letters: a table for ``str.translate`` from lost letters to what they were.
    least_words: how many words must have lost letters and look Turkish.
    """
    start = next((i for i, char in enumerate(text) if char in _LOST), 0)
    words = _WORD.findall(text, max(0, start - _SAMPLE // 2), start + _SAMPLE)
    count = _Count(words=len(words))
    shaped = _count_words(words, letters, count)
    evidence = count.plain + 2 * count.strong + shaped
    is_sure = count.strong >= 2 and not count.foreign
    return (
        shaped >= least_words
        and (shaped >= 2 or count.strong > 0)
        and (count.plain > 0 or count.lost * 2 > count.words or is_sure)
        and count.lost >= _LEAST_RATIO * count.words
        and evidence >= _LEAST_EVIDENCE
        and count.foreign * 2 < evidence
    )


def _count_words(words: list[str], letters: dict[int, int], count: _Count) -> int:
    """Fill ``count``; return how many distinct words with lost letters look Turkish.

    Where more than a quarter of them do not, the number is 0.
    """
    signs = read_sections(__spec__.parent, "turkish_mojibake.txt")
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
                # Where þ is a right letter it begins a word or a part of a compound.
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
