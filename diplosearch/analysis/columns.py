"""The words of a text as columns: a text's analysis as it is kept and looked through.

A column is a string of terms with one space before, between and behind them. To
ask where a term stands is a search in that string, many times faster than to
analyse the text again or to compare it word by word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..fields import EXACT, PREFIX, STEM, TITLE_EXACT, TITLE_STEM
from ..model import Language, Span
from .base import PREFIX_LENGTH, PREFIXED_LANGUAGES

_STEMS = frozenset((STEM, TITLE_STEM))
_EXACTS = frozenset((EXACT, TITLE_EXACT))

WRITTEN_OUT = "!"
"""What stands before spans that are written out."""

_FIRST_CODE = ord(WRITTEN_OUT) + 1
"""The letter that stands for 0."""

_NUMBERS = 3
"""Numbers that say where a word stands."""

_LAST_CODE = 0xD7FF  # surrogates follow, which no file can hold


class WordColumns(NamedTuple):
    """The terms of the words of a text in ``language``, and where the words stand.

    ``spans`` holds what :func:`pack_spans` makes. No column holds a line break.
    """

    language: Language
    exact: str = " "
    stem: str = " "
    spans: str = ""

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

    def all_spans(self) -> Iterator[Span]:
        """Yield where each word stands in the text."""
        if self.spans[:1] == WRITTEN_OUT:
            numbers = list(map(int, self.spans[1:].split(",")))
        else:
            numbers = [ord(letter) - _FIRST_CODE for letter in self.spans]
        begin = 0
        for before, length, behind in zip(*[iter(numbers)] * _NUMBERS, strict=True):
            start, end = begin + before, begin + before + length
            yield Span(start, end)
            begin = end + behind

    def span(self, place: int) -> Span:
        """Return where the word at ``place`` stands in the text."""
        size = _NUMBERS * place + 2
        numbers = self.spans[:size]
        if numbers[0] == WRITTEN_OUT:
            written = list(map(int, self.spans[1:].split(",")))[:size]
            return Span(sum(written[:-1]), sum(written))
        codes = numbers.encode() if numbers.isascii() else list(map(ord, numbers))
        end = sum(codes) - _FIRST_CODE * size
        return Span(end - codes[-1] + _FIRST_CODE, end)


def pack_spans(spans: Iterable[Span], *, behind: int = 0) -> str:
    """Return the spans of words as a short string.

    It holds three numbers a word: the characters before it, its own, and those
    behind it that do not count as before the next one, ``behind`` for the last; a
    letter each, or written out behind ``WRITTEN_OUT`` where one is too large.
    Strings without that mark can be put together.
    """
    numbers: list[int] = []
    last = 0
    for start, end in spans:
        numbers += (start - last, end - start, 0)
        last = end
    if numbers:
        numbers[-1] = behind
    if max(numbers, default=0) <= _LAST_CODE - _FIRST_CODE:
        return "".join([chr(_FIRST_CODE + number) for number in numbers])
    return WRITTEN_OUT + ",".join(map(str, numbers))
