"""The only place that changes letters: casing, folding, apostrophes.

Nothing here keeps offsets: take them before you call. The letters ``i İ ı I``
and ``I`` with U+0307 fold to one, and so do all apostrophes, so that ``IMF``,
``imf`` and ``İMF`` meet. The locale of the process is never asked.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from unidecode import unidecode

from .model import Language

APOSTROPHE = "'"
RIGHT_SINGLE_QUOTATION_MARK = "\u2019"
LEFT_SINGLE_QUOTATION_MARK = "\u2018"
MODIFIER_LETTER_APOSTROPHE = "\u02bc"
GRAVE_ACCENT = "`"
ACUTE_ACCENT = "\u00b4"
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
)
"""All that may stand between the letters of one word; equal for matching."""

_ONE_APOSTROPHE = {ord(mark): APOSTROPHE for mark in APOSTROPHES}
_NO_APOSTROPHES = dict.fromkeys(map(ord, APOSTROPHES))
_TURKISH_CAPITALS = {ord("I"): DOTLESS_SMALL_I, ord(DOTTED_CAPITAL_I): "i"}
_PLAIN_I = {ord(DOTLESS_SMALL_I): "i", ord(COMBINING_DOT_ABOVE): None}


REPLACEMENT_CHARACTER = "\ufffd"

_SURROGATES = re.compile("[\ud800-\udfff]")


def mend_surrogates(text: str) -> str:
    """Return ``text`` with U+FFFD for each lone surrogate, which no file can hold."""
    return _SURROGATES.sub(REPLACEMENT_CHARACTER, text)


def unify_apostrophes(text: str) -> str:
    """Return ``text`` with every apostrophe as U+0027."""
    return text.translate(_ONE_APOSTROPHE)


def lower(text: str, language: Language) -> str:
    """Return ``text`` composed (NFC) and in the small letters of ``language``.

    In Turkish ``I`` becomes ``ı`` and ``İ`` becomes ``i``; in English both
    become ``i``.
    """
    composed = unicodedata.normalize("NFC", text)
    if language == "tr":
        composed = composed.translate(_TURKISH_CAPITALS)
    small = composed.lower().replace("i" + COMBINING_DOT_ABOVE, "i")
    return unicodedata.normalize("NFC", small)


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return a word in plain small letters: ``Şişli`` and ``sisli`` are one.

    Letters of other scripts are written in Latin by Unidecode, without its
    spaces (``北京`` → ``beijing``). A word of which nothing would be left is
    returned in small letters as it is, so the result is empty only for "".
    """
    small = unicodedata.normalize("NFC", word).lower().translate(_PLAIN_I)
    latin = small if small.isascii() else unidecode(mend_surrogates(small)).lower()
    plain = "".join(latin.translate(_NO_APOSTROPHES).split())
    return plain or small or word


def normalize(text: str) -> str:
    """Return ``text`` cased and folded word by word, its spaces kept single.

    This is the form of the ``exact`` field, for prefixes, fuzzy words and
    names of sources.
    """
    return " ".join(map(fold, unify_apostrophes(text).split()))
