"""Term vectors: the analysis of a text as it is stored and searched.

A column is a string of terms with one space before, between and behind them; several
terms at one position have ``STACK`` between. The positions of a term are found by a
search in that string, which is many times faster than analysing the text again or
comparing it word by word.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from ..model import Language, Span
from ..schema import EXACT, PREFIX, STEM, TITLE_EXACT, TITLE_STEM
from .term_list import STACK
from .word_rules import PREFIX_LENGTH, PREFIXED_LANGUAGES

_COLUMN_OF = {
    EXACT: "exact",
    TITLE_EXACT: "exact",
    PREFIX: "exact",
    STEM: "stem",
    TITLE_STEM: "stem",
}
"""The column in which terms of each field are searched."""

_STACKED = (STEM, TITLE_STEM)
"""Fields with several terms at a position."""

_BORDERS = f" {STACK}"
"""Characters before and behind a term in a column."""

_BETWEEN = "\n"
"""Separates the columns of several texts; no column contains it."""

DECIMAL_MARK = "!"
"""Begins spans that are written as decimal numbers."""

_FIRST_CODE = ord(DECIMAL_MARK) + 1
"""The code of the character that stands for 0."""

_NUMBERS = 3
"""Numbers that pack the span of a word."""

_PACKED = re.compile(rf"[^\0-{DECIMAL_MARK}]+")
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)

_LAST_CODE = 0xD7FF  # surrogates follow, which UTF-8 cannot encode


class TermVectors(NamedTuple):
    """Term vector of a text in ``language``: the terms of each word, and its span.

    ``spans`` are packed by :func:`pack_spans`. No column contains a line break.
    """

    language: Language
    exact: str = " "
    stem: str = " "
    spans: str = ""

    @property
    def size(self) -> int:
        """The number of words."""
        return self.exact.count(" ") - 1

    @property
    def is_whole(self) -> bool:
        """Whether the columns are of one size, and each word has a span."""
        spans, count = self.spans, self.exact.count(" ") - 1
        if self.stem.count(" ") - 1 != count:
            return False
        if count <= 0 or not spans:
            return count == 0 and not spans
        if spans[0] == DECIMAL_MARK:
            numbers = spans[1:].split(",")
            size = len(numbers) if all(map(_NUMBER.fullmatch, numbers)) else 0
        else:
            size = len(spans) if _PACKED.fullmatch(spans) else 0
        return size == _NUMBERS * count

    def all_spans(self) -> Iterator[Span]:
        """Yield the span of each word in the text."""
        if self.spans[:1] == DECIMAL_MARK:
            numbers = list(map(int, self.spans[1:].split(",")))
        else:
            numbers = [ord(letter) - _FIRST_CODE for letter in self.spans]
        begin = 0
        for before, length, behind in zip(*[iter(numbers)] * _NUMBERS, strict=True):
            start, end = begin + before, begin + before + length
            yield Span(start, end)
            begin = end + behind

    def span(self, position: int) -> Span:
        """Return the span of the word at ``position`` (from 0) in the text."""
        size = _NUMBERS * position + 2
        numbers = self.spans[:size]
        if numbers[0] == DECIMAL_MARK:
            lengths = list(map(int, self.spans[1:].split(",")))[:size]
            return Span(sum(lengths[:-1]), sum(lengths))
        codes = numbers.encode() if numbers.isascii() else list(map(ord, numbers))
        end = sum(codes) - _FIRST_CODE * size
        return Span(end - codes[-1] + _FIRST_CODE, end)


NO_TERMS = TermVectors("en")
"""The term vectors of an empty text, in any language."""


class JoinedTermVectors:
    """Term vectors of several texts, numbered from 0, that are searched as one."""

    __slots__ = ("_columns", "_found", "_is_empty", "_texts")

    def __init__(self, texts: Sequence[TermVectors]) -> None:
        """Take the term vectors; their columns are joined when they are first searched."""
        self._texts = texts
        self._is_empty = not any(text.spans for text in texts)
        self._columns: dict[str, tuple[str, list[int]]] = {}
        self._found: dict[tuple[str, str], dict[int, list[int]]] = {}

    def find(self, field: str, term: str) -> Mapping[int, list[int]]:
        """Return the positions of ``term`` in ``field``, in order, by number of text.

        A text without the term is left out. A field of the title is searched in the
        columns of the title. Only exact forms, stems and prefixes have positions.
        """
        if self._is_empty:
            return {}
        found = self._found.get((field, term))
        if found is None:
            found = self._found[field, term] = self._find(field, term)
        return found

    def _find(self, field: str, term: str) -> dict[int, list[int]]:
        name = _COLUMN_OF.get(field)
        if name is None or (field == PREFIX and len(term) > PREFIX_LENGTH):
            return {}
        column, starts = self._column(name)
        positions: dict[int, list[int]] = {}
        for at in _find_all(field, term, column):
            number = bisect_right(starts, at) - 1
            position = column.count(" ", starts[number], at) - 1
            if number in positions:
                positions[number].append(position)
            elif field != PREFIX or self._texts[number].language in PREFIXED_LANGUAGES:
                positions[number] = [position]
        return positions

    def _column(self, name: str) -> tuple[str, list[int]]:
        """Return a column of all texts, and the offset in it at which each text begins."""
        found = self._columns.get(name)
        if found is None:
            columns = [getattr(text, name) for text in self._texts]
            starts = [0, *accumulate(len(column) + 1 for column in columns)][:-1]
            found = self._columns[name] = _BETWEEN.join(columns), starts
        return found


def _find_all(field: str, term: str, column: str) -> Iterator[int]:
    """Yield the offset of each occurrence of a term in a column."""
    if field in _STACKED:
        at = column.find(term)
        end = at + len(term)
        while at >= 0:
            if column[at - 1] in _BORDERS and column[end] in _BORDERS:
                yield at
            at = column.find(term, end)
            end = at + len(term)
        return
    is_cut = field == PREFIX and len(term) == PREFIX_LENGTH
    needle = f" {term}" if is_cut else f" {term} "  # a shorter one is a whole word
    at = column.find(needle)
    while at >= 0:
        yield at + 1
        at = column.find(needle, at + 1)


def widen(spans: str, *, before: int = 0, behind: int = 0) -> str | None:
    """Return packed spans with more characters before the first and behind the last.

    None if a number becomes too large for one character.
    """
    first, last = ord(spans[0]) + before, ord(spans[-1]) + behind
    if max(first, last) > _LAST_CODE:
        return None
    return f"{chr(first)}{spans[1:-1]}{chr(last)}"


def pack_spans(spans: Iterable[Span], *, behind: int = 0) -> str:
    """Return the spans of words packed into a short string.

    A word has three numbers: the characters before it, its own length, and those behind
    it that are not counted as before the next word (0, and ``behind`` for the last
    word). Each number is one character of the string; if one is too large, all are
    decimal numbers behind ``DECIMAL_MARK``. Strings without that mark can be
    concatenated.
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
    return DECIMAL_MARK + ",".join(map(str, numbers))
