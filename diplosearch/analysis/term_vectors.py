"""The words of a text as columns: a text's analysis as it is kept and looked through.

A column is a string of terms with one space before, between and behind them. To
ask where a term stands is a search in that string, many times faster than to
analyse the text again or to compare it word by word.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from ..model import Language, Span
from ..schema import EXACT, PREFIX, STEM, TITLE_EXACT, TITLE_STEM
from .word_rules import PREFIX_LENGTH, PREFIXED_LANGUAGES

_COLUMN_OF = {
    EXACT: "exact",
    TITLE_EXACT: "exact",
    PREFIX: "exact",
    STEM: "stem",
    TITLE_STEM: "stem",
}
"""The column in which the terms of a field are looked up."""

_BETWEEN = "\n"
"""What stands between the columns of texts that are joined; no column holds it."""

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


class JoinedColumns:
    """The words of several texts, in which a term is looked up in all of them at once.

    Texts go by their numbers, from 0.
    """

    __slots__ = ("_found", "_is_empty", "_joined", "_texts")

    def __init__(self, texts: Sequence[WordColumns]) -> None:
        """Join ``texts``."""
        self._texts = texts
        self._is_empty = not any(text.spans for text in texts)
        self._joined: dict[str, tuple[str, list[int]]] = {}
        self._found: dict[tuple[str, str], dict[int, list[int]]] = {}

    def find(self, field: str, term: str) -> Mapping[int, list[int]]:
        """Return the places of the words that have ``term`` in ``field``, in order.

        They come by the number of the text; a text that has none is left out. A
        field of the title is looked up in the columns of the title. A field that
        is none of exact forms, stems or prefixes has no places.
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
        is_begun = field == PREFIX and len(term) == PREFIX_LENGTH
        needle = f" {term}" if is_begun else f" {term} "  # a shorter one is a whole word
        column, starts = self._column(name)
        places: dict[int, list[int]] = {}
        at = column.find(needle)
        while at >= 0:
            number = bisect_right(starts, at) - 1
            place = column.count(" ", starts[number], at)
            if number in places:
                places[number].append(place)
            elif field != PREFIX or self._texts[number].language in PREFIXED_LANGUAGES:
                places[number] = [place]
            at = column.find(needle, at + 1)
        return places

    def _column(self, name: str) -> tuple[str, list[int]]:
        """Return one column of all texts, and where each of them begins in it."""
        joined = self._joined.get(name)
        if joined is None:
            columns = [getattr(text, name) for text in self._texts]
            starts = [0, *accumulate(len(column) + 1 for column in columns)][:-1]
            joined = self._joined[name] = _BETWEEN.join(columns), starts
        return joined


def widen(spans: str, *, before: int = 0, behind: int = 0) -> str | None:
    """Return packed spans with more characters before the first and behind the last.

    None where a number becomes too large for a letter.
    """
    first, last = ord(spans[0]) + before, ord(spans[-1]) + behind
    if max(first, last) > _LAST_CODE:
        return None
    return f"{chr(first)}{spans[1:-1]}{chr(last)}"


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
