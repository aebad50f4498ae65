"""Parses the end of a line: the word and the field that are being typed."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from ..query.lexer import FIELDS
from ..text.letters import normalize

_QUOTE = '"'
_FIELD_BEFORE_QUOTE = re.compile(r"(?:^|[\s(+-])([^\W\d_][\w-]*):\Z")
_LAST = re.compile(r"[^\s()]*\Z")
_WORD = re.compile(r"[^\s():]+")
_RANGE_MARK = ".."
_LANGUAGE = "language"
_MOST_WORDS = 4  # of a name before its last word is typed (a guess)


@dataclass(frozen=True, slots=True)
class Typed:
    """The last word of a line.

    ``field`` is the field whose value it is, None without a field; ``value`` is what
    is completed and ``length`` its characters at the end of the line, an open quote
    included. ``endings`` are the ends of the line that a name of several words may
    have begun with, the longest first.
    """

    field: str | None
    value: str
    length: int
    endings: tuple[str, ...] = ()


def read_typed(
    line: str, field: str | None = None, *, own_fields: Container[str] = ()
) -> Typed:
    """Return the end of ``line``; with ``field``, all of it is the value of that field.

    ``own_fields`` are the folded names of fields that the index has beside the built-in.
    """
    if field is not None:
        return Typed(field, line, len(line))
    if line.count(_QUOTE) % 2:
        before, _, value = line.rpartition(_QUOTE)
        found = _FIELD_BEFORE_QUOTE.search(before)
        if found and (known := _field_of(found[1], own_fields)):
            return Typed(known, value, len(value) + 1)
        line = value
    last = _last_word(line)
    name, colon, value = last.partition(":")
    known = _field_of(name, own_fields) if colon else None
    if known is None:
        return Typed(None, last, len(last), _endings_of(line))
    if known == "date":
        value = value.rpartition(_RANGE_MARK)[2]
    return Typed(known, value, len(value))


def _last_word(line: str) -> str:
    found = _LAST.search(line)
    last = found[0] if found else ""
    if last[:1] in ("+", "-"):
        return last[1:]
    return last.rpartition(_QUOTE)[2]


def _field_of(name: str, own_fields: Container[str]) -> str | None:
    plain = normalize(name)
    plain = "lang" if plain == _LANGUAGE else plain
    return plain if plain in FIELDS or plain in own_fields else None


def _endings_of(line: str) -> tuple[str, ...]:
    """Return the ends of ``line`` from each of its last words on."""
    starts = [found.start() for found in _WORD.finditer(line)][-_MOST_WORDS:]
    return tuple(line[start:].lstrip("+-" + _QUOTE) for start in starts)
