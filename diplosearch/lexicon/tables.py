"""Tables of compiled entries: the renderings of each headword, stem and term.

There are four tables from text to text. Rows are decompressed and values parsed when they
are looked up, so loading takes little more than reading the files.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Literal, NamedTuple

from ..packed_table import PackedTable
from ..resources import read_data

Origin = Literal["glossary", "dictionary"]

_ORIGINS: dict[str, Origin] = {"g": "glossary", "d": "dictionary"}
_SEPARATOR = "|"
_HEADWORD = re.compile(r"^([^\W\d_]+)\t", re.MULTILINE)
_FIELD_SEPARATOR = "="
_DIGITS = 3  # of a weight


class Rendering(NamedTuple):
    """A translation of a word or a term.

    ``text`` is a stem for a word, and a phrase in dictionary form for a term. The best
    rendering has ``weight`` 1.
    """

    text: str
    weight: float
    origin: Origin


@dataclass(slots=True)
class Tables:
    """The renderings of words and terms; values are as :func:`pack` makes them.

    ``english`` maps an English headword in small letters to Turkish stems, ``turkish``
    a Turkish stem to English stems. The other two map the stems of a term, with spaces
    between, to phrases in dictionary form.
    """

    english: Mapping[str, str] = field(default_factory=dict)
    turkish: Mapping[str, str] = field(default_factory=dict)
    english_terms: Mapping[str, str] = field(default_factory=dict)
    turkish_terms: Mapping[str, str] = field(default_factory=dict)

    def overlaid(self, other: Tables) -> Tables:
        """Return these tables with the entries of ``other`` before their own."""
        merged = Tables()
        for name in table_names():
            table = dict(getattr(self, name))
            for key, packed in getattr(other, name).items():
                table[key] = f"{packed}{_SEPARATOR}{table[key]}" if key in table else packed
            setattr(merged, name, table)
        return merged


def table_names() -> tuple[str, ...]:
    """Return the names of the tables."""
    return tuple(one.name for one in fields(Tables))


def pack(renderings: list[Rendering]) -> str:
    """Return renderings as one string, the value of a table."""
    return _SEPARATOR.join(
        f"{text}{_FIELD_SEPARATOR}{weight:.{_DIGITS}g}{_FIELD_SEPARATOR}{origin[0]}"
        for text, weight, origin in renderings
    )


def unpack(packed: str) -> list[Rendering]:
    """Return the renderings of a value; of those with one text, the first."""
    found: dict[str, Rendering] = {}
    for rendering in packed.split(_SEPARATOR):
        text, weight, origin = rendering.split(_FIELD_SEPARATOR)
        found.setdefault(text, Rendering(text, float(weight), _ORIGINS[origin]))
    return list(found.values())


def load_tables() -> Tables:
    """Return the built-in tables."""
    return Tables(*(_load(name) for name in table_names()))


def _load(name: str) -> PackedTable:
    """Return one of the built-in tables."""
    data = read_data(__spec__.parent, "data", f"{name}.tsv.gz")
    return PackedTable(data)


@cache
def headwords(name: str) -> frozenset[str]:
    """Return the keys of a built-in table that are single words."""
    packed = read_data(__spec__.parent, "data", f"{name}.tsv.gz")
    return frozenset(_HEADWORD.findall(gzip.decompress(packed).decode("utf-8")))
