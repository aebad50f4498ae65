"""Letters of Turkish words: vowel harmony, and which letters are plain for which."""

from __future__ import annotations

VOWELS = frozenset("aeıioöuü")
VOICELESS = frozenset("fstkçşhp")

HARMONY = dict(zip("aıeiouöü", "ııiiuuüü", strict=True))
"""The vowel that a suffix's ``I`` becomes behind each vowel."""

OPPOSITE = dict(zip("ıiuü", "iıüu", strict=True))
"""The vowel of ``HARMONY`` behind words with the other kind of vowels: *saat-i*."""

LOW = dict(zip("ıuiü", "aaee", strict=True))
"""The vowel that a suffix's ``A`` becomes, by that of its ``I``."""

_KINDS = dict.fromkeys(VOWELS, "a") | dict.fromkeys(VOICELESS, "t")
_KINDS |= {"l": "l", "r": "r"}

_PLAIN = str.maketrans("çğıöşü", "cgiosu")
_CIRCUMFLEX = str.maketrans("âîû", "aiu")


def to_plain(word: str) -> str:
    """Return a word in small letters as it is typed without Turkish letters."""
    return word.translate(_PLAIN)


def without_circumflex(word: str) -> str:
    """Return a word in small letters without circumflexes, which most texts leave out."""
    return word if word.isascii() else word.translate(_CIRCUMFLEX)


def kind_of(letter: str) -> str:
    """Return a letter that stands for all behind which suffixes look the same.

    Of vowels, of voiceless consonants and of the others; *l* and *r* stand for themselves.
    """
    return _KINDS.get(letter, "n")


def harmony(word: str, default: str = "i") -> str:
    """Return what a suffix's ``I`` becomes behind ``word``."""
    for letter in reversed(word):
        if letter in HARMONY:
            return HARMONY[letter]
    return default
