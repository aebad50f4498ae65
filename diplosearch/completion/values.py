"""Values of the fields for languages, sources and dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from ..engines.base import Reader
from ..query.lexer import FIELDS
from ..schema import DATE, LANGUAGE, SOURCE
from ..text.letters import normalize
from .base import Kind

Value = tuple[str, int]
"""A value and its number of passages."""

_YEAR, _MONTH = 4, 7
_SHORTEST_FIELD = 2  # letters; one is more often a word (a guess)


def find_values(
    field: str, beginning: str, *, reader: Reader, sources: Mapping[str, str]
) -> tuple[Kind, list[Value]]:
    """Return the kind of the values of ``field``, and those that begin so, in order.

    ``sources`` are the names of sources by their normal form.
    """
    if field == "lang":
        return "language", _by_count(_languages(beginning, reader))
    if field == "source":
        return "source", _by_count(_sources(beginning, reader, sources))
    return "date", sorted(_dates(beginning, reader).items(), reverse=True)


def find_fields(beginning: str, own_fields: Iterable[str] = ()) -> list[str]:
    """Return the fields whose names begin so, once two letters are typed."""
    plain = normalize(beginning)
    if len(plain) < _SHORTEST_FIELD:
        return []
    return [f"{field}:" for field in (*FIELDS, *own_fields) if field.startswith(plain)]


def _languages(beginning: str, reader: Reader) -> Iterator[Value]:
    return reader.terms(LANGUAGE, normalize(beginning))


def _sources(beginning: str, reader: Reader, names: Mapping[str, str]) -> Iterator[Value]:
    """Yield the sources in which a word begins so."""
    plain = normalize(beginning)
    for folded, count in reader.terms(SOURCE):
        if f" {plain}" in f" {folded}":
            yield names.get(folded, folded), count


def _dates(beginning: str, reader: Reader) -> Counter[str]:
    """Return years, months of the year typed, or days of the month typed."""
    typed = beginning.strip()
    length = _YEAR if len(typed) < _YEAR else _MONTH if len(typed) < _MONTH else None
    counts: Counter[str] = Counter()
    for date, count in reader.terms(DATE, typed):
        counts[date[:length]] += count
    return counts


def _by_count(values: Iterator[Value]) -> list[Value]:
    return sorted(values, key=lambda value: (-value[1], value[0]))
