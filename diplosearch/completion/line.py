"""What is being typed at the end of a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..query.lexer import FIELDS
from ..text.letters import normalize

_QUOTE = '"'
_NAMED = re.compile(r"(?:^|[\s(+-])([^\W\d_]+):\Z")
_LAST = re.compile(r"[^\s()]*\Z")
_RUN = re.compile(r"[^\s():]+")
_RANGE_MARK = ".."
_LANGUAGE = "language"
_MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Typed:
    """The last word of a line.

    ``field`` is the field whose value it is, None where it is part of no field;
    ``value`` is what is to be completed and ``length`` how many characters at the
    line's end that takes, an open quote included. ``run`` are the words up to the
    end of the line that a name may have begun with.
    """

    field: str | None
    value: str
    length: int
    run: tuple[str, ...] = ()


def read_typed(line: str, field: str | None = None) -> Typed:
    """Return what ``line`` ends in; with ``field``, all of it is a value of that."""
    if field is not None:
        return Typed(field, line, len(line))
    if line.count(_QUOTE) % 2:
        before, _, value = line.rpartition(_QUOTE)
        named = _NAMED.search(before)
        if named and (known := _field_of(named[1])):
            return Typed(known, value, len(value) + 1)
        line = value
    last = _last_word(line)
    name, colon, value = last.partition(":")
    known = _field_of(name) if colon else None
    if known is None:
        return Typed(None, last, len(last), _run_of(line))
    if known == "date":
        value = value.rpartition(_RANGE_MARK)[2]
    return Typed(known, value, len(value))


def _last_word(line: str) -> str:
    found = _LAST.search(line)
    last = found[0] if found else ""
    if last[:1] in ("+", "-"):
        return last[1:]
    return last.rpartition(_QUOTE)[2]


def _field_of(name: str) -> str | None:
    plain = normalize(name)
    plain = "lang" if plain == _LANGUAGE else plain
    return plain if plain in FIELDS else None


def _run_of(line: str) -> tuple[str, ...]:
    """Return the last words of ``line`` as typed, each up to the line's end."""
    starts = [found.start() for found in _RUN.finditer(line)][-_MOST_WORDS:]
    return tuple(line[start:].lstrip("+-" + _QUOTE) for start in starts)
