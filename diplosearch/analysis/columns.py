"""The words of a text as columns: a text's analysis as it is kept and looked through.

A column is a string of terms with one space before, between and behind them. To
ask where a term stands is a search in that string, many times faster than to
analyse the text again or to compare it word by word.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..fields import EXACT, PREFIX, STEM, TITLE_EXACT, TITLE_STEM
from ..model import Language, Span
from .base import PREFIX_LENGTH, PREFIXED_LANGUAGES

_STEMS = frozenset((STEM, TITLE_STEM))
_EXACTS = frozenset((EXACT, TITLE_EXACT))

_WRITTEN_OUT = "!"
_FIRST_CODE = ord(_WRITTEN_OUT) + 1
"""The letter that stands for 0."""

_LAST_CODE = 0xD7FF  # surrogates follow, which no file can hold


class WordColumns(NamedTuple):
    """The terms of the words of a text in ``language``, and where the words stand.

    ``spans`` holds two numbers a word: how far it begins behind the end of the
    word before, and its length; a letter each, or written out behind a mark where
    one is too large. No column holds a line break.
    """

    language: Language
    exact: str = " "
    stem: str = " "
    spans: str = ""

    @classmethod
    def of(
        cls, language: Language, words: Iterable[tuple[str, str]], spans: list[int]
    ) -> WordColumns:
        """Return the columns of words that have an exact form and a stem."""
        exact, stem = [" "], [" "]
        for word in words:
            exact.append(word[0])
            stem.append(word[1])
        exact.append("")
        stem.append("")
        if max(spans, default=0) <= _LAST_CODE - _FIRST_CODE:
            packed = "".join([chr(_FIRST_CODE + number) for number in spans])
        else:
            packed = _WRITTEN_OUT + ",".join(map(str, spans))
        return cls(language, " ".join(exact)[1:], " ".join(stem)[1:], packed)

    @property
    def size(self) -> int:
        """The number of words."""
        return self.exact.count(" ") - 1

    def find(self, field: str, term: str) -> list[int]:
        """Return the places of the words that have ``term`` in ``field``, in order.

        A field of the title is looked up in the columns of the title. A field
        that is none of exact forms, stems or prefixes has no places.
        """
        column, needle = self.exact, f" {term} "
        if field in _STEMS:
            column = self.stem
        elif field == PREFIX:
            if len(term) > PREFIX_LENGTH or self.language not in PREFIXED_LANGUAGES:
                return []
            if len(term) == PREFIX_LENGTH:  # a shorter one is the whole of a short word
                needle = needle[:-1]
        elif field not in _EXACTS:
            return []
        at = column.find(needle)
        if at < 0:
            return []
        places, place, last = [], 0, 0
        while at >= 0:
            place += column.count(" ", last, at)
            places.append(place)
            last, at = at, column.find(needle, at + 1)
        return places

    def span(self, place: int) -> Span:
        """Return where the word at ``place`` stands in the text."""
        numbers = self.spans[: 2 * place + 2]
        if numbers[0] == _WRITTEN_OUT:
            written = list(map(int, self.spans[1:].split(",")))[: 2 * place + 2]
            return Span(sum(written[:-1]), sum(written))
        codes = numbers.encode() if numbers.isascii() else list(map(ord, numbers))
        end = sum(codes) - _FIRST_CODE * len(codes)
        return Span(end - codes[-1] + _FIRST_CODE, end)
