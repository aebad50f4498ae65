"""Casing, folding and apostrophes; no other module changes letters.

Nothing here keeps offsets: take them before you call. The letters ``i İ ı I`` and ``I``
with U+0307 fold to one, and so do all apostrophes, so that ``IMF``, ``imf`` and ``İMF``
are the same term. The locale of the process has no effect.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from unidecode import unidecode

from ..model import Language

APOSTROPHE = "'"
RIGHT_SINGLE_QUOTATION_MARK = "\u2019"
LEFT_SINGLE_QUOTATION_MARK = "\u2018"
MODIFIER_LETTER_APOSTROPHE = "\u02bc"
GRAVE_ACCENT = "`"
ACUTE_ACCENT = "\u00b4"
FULLWIDTH_APOSTROPHE = "\uff07"
PRIME = "\u2032"
COMBINING_DOT_ABOVE = "\u0307"
DOTLESS_SMALL_I = "\u0131"
DOTTED_CAPITAL_I = "\u0130"

APOSTROPHES = (
    APOSTROPHE
    + RIGHT_SINGLE_QUOTATION_MARK
    + LEFT_SINGLE_QUOTATION_MARK
    + MODIFIER_LETTER_APOSTROPHE
    + GRAVE_ACCENT
    + ACUTE_ACCENT
    + FULLWIDTH_APOSTROPHE
    + PRIME
)
"""Characters that count as an apostrophe within a word; equal for matching."""

HYPHENS = "-\u2010\u2011"
"""The hyphen of the keyboard, U+2010 and the one that does not break."""

SOFT_HYPHEN = "\u00ad"
ZERO_WIDTH_SPACE = "\u200b"
ZERO_WIDTH_NON_JOINER = "\u200c"
ZERO_WIDTH_JOINER = "\u200d"
WORD_JOINER = "\u2060"
ZERO_WIDTH_NO_BREAK_SPACE = "\ufeff"

INVISIBLE = (
    SOFT_HYPHEN
    + ZERO_WIDTH_SPACE
    + ZERO_WIDTH_NON_JOINER
    + ZERO_WIDTH_JOINER
    + WORD_JOINER
    + ZERO_WIDTH_NO_BREAK_SPACE
)
"""Characters without width, which a page or a word processor leaves within words."""

_NO_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))
_NO_SEPARATORS = dict.fromkeys(map(ord, HYPHENS + INVISIBLE + ".,"))

LATIN_SCHWA = "\u0259"
TURNED_E = "\u01dd"
CYRILLIC_SCHWA = "\u04d9"
_SCHWAS = (LATIN_SCHWA, TURNED_E, CYRILLIC_SCHWA)
_FIRST_SCHWA = re.compile(rf"(?<!\w)[{''.join(_SCHWAS)}]")

_NO_APOSTROPHES = dict.fromkeys(map(ord, APOSTROPHES))
_PLAIN_I = {ord(DOTLESS_SMALL_I): "i", ord(COMBINING_DOT_ABOVE): None}

REPLACEMENT_CHARACTER = "\ufffd"

_SURROGATES = re.compile("[\ud800-\udfff]")


def replace_surrogates(text: str) -> str:
    """Return ``text`` with U+FFFD for each lone surrogate, which UTF-8 cannot encode."""
    try:
        text.encode()  # much faster than to search for them
    except UnicodeEncodeError:
        return _SURROGATES.sub(REPLACEMENT_CHARACTER, text)
    return text


def is_mark(character: str) -> bool:
    """Tell whether a character is a combining mark of the letter before it."""
    return unicodedata.category(character).startswith("M")


def unify_apostrophes(text: str) -> str:
    """Return ``text`` with every apostrophe as U+0027."""
    for mark in APOSTROPHES:
        text = text.replace(mark, APOSTROPHE)
    return text


def drop_invisible(text: str) -> str:
    """Return ``text`` without characters that have no width."""
    has_some = not text.isascii() and any(map(text.__contains__, INVISIBLE))
    return text.translate(_NO_INVISIBLE) if has_some else text


def drop_separators(word: str) -> str:
    """Return a word without what may stand within it: ``S-400`` → ``S400``."""
    return word.translate(_NO_SEPARATORS)


def lower(text: str, language: Language) -> str:
    """Return ``text`` composed (NFC) and in the small letters of ``language``.

    In Turkish ``I`` becomes ``ı`` and ``İ`` becomes ``i``; in English both
    become ``i``.
    """
    if text.isascii() and (language == "en" or "I" not in text):
        return text.lower()
    composed = unicodedata.normalize("NFC", text)
    if language == "tr":
        composed = composed.replace("I", DOTLESS_SMALL_I).replace(DOTTED_CAPITAL_I, "i")
    small = composed.lower()
    if small.isascii():
        return small
    return unicodedata.normalize("NFC", small.replace("i" + COMBINING_DOT_ABOVE, "i"))


class _PlainLetters(dict[int, str]):
    """The folded form of each small letter, computed when it is first needed."""

    def __missing__(self, code: int) -> str:
        letter = replace_surrogates(chr(code))
        latin = "e" if letter in _SCHWAS else unidecode(letter).lower()
        plain = self[code] = "".join(latin.translate(_NO_APOSTROPHES).split())
        return plain


_PLAIN_LETTERS = _PlainLetters()


def fold(word: str) -> str:
    """Return a word in small letters without diacritics and apostrophes.

    Azerbaijani ə is ``a`` at the beginning of a word and ``e`` elsewhere, which is how
    Turkish and English write its names. Other scripts are transliterated by Unidecode,
    without its spaces. A word that
    Unidecode does not know at all is folded by its compatible letters (a capital alpha
    of mathematics to ``a``). A word of which nothing would be left even so is returned
    in small letters, so the result is empty only for "".

    >>> fold("Şişli"), fold("Əliyev"), fold("北京")
    ('sisli', 'aliyev', 'beijing')
    """
    if word.isascii() and word.isalnum():
        return word.lower()
    return _fold(word)


@lru_cache(maxsize=1 << 15)
def _fold(word: str) -> str:
    small = unicodedata.normalize("NFC", word).lower()
    if small.isascii() and small.isalnum():
        return small
    if LATIN_SCHWA in small or CYRILLIC_SCHWA in small or TURNED_E in small:
        small = _FIRST_SCHWA.sub("a", small)
    plain = small.translate(_PLAIN_LETTERS)
    if not plain:
        compatible = unicodedata.normalize("NFKC", small).lower()
        plain = compatible.translate(_PLAIN_LETTERS)
    return plain or unify_apostrophes(small.translate(_PLAIN_I) or word)


def normalize(text: str) -> str:
    """Return the normal form of ``text``: each word folded, single spaces between.

    It is the form of the ``exact`` field, of prefixes, fuzzy words and names of
    sources.
    """
    if text.isascii() and APOSTROPHE not in text and GRAVE_ACCENT not in text:
        return " ".join(text.lower().split())
    return " ".join(map(fold, text.split()))
