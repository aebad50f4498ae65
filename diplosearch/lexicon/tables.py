"""Compiled entries: what each headword, stem and term is in the other language.

Four tables of text to text. A value is read when it is asked for, so loading
costs little more than reading the files.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from importlib.resources import files
from typing import Literal, NamedTuple

Origin = Literal["glossary", "dictionary"]

_ORIGINS: dict[str, Origin] = {"g": "glossary", "d": "dictionary"}
_BETWEEN = "|"
_HEADWORD = re.compile(r"^([^\W\d_]+)\t", re.MULTILINE)
_WITHIN = "="
_DIGITS = 3


class Rendering(NamedTuple):
    """What stands for a word or a term in the other language.

    ``text`` is a stem for a word, and a phrase in dictionary form for a term;
    ``weight`` is 1 for the best rendering.
    """

    text: str
    weight: float
    origin: Origin


@dataclass(slots=True)
class Tables:
    """What words and terms are in the other language.

    ``english`` goes from an English headword in small letters to Turkish
    stems, ``turkish`` from a Turkish stem to English stems. The other two have
    the stems of a term, joined by spaces, and go to phrases in dictionary form.
    """

    english: dict[str, str] = field(default_factory=dict)
    turkish: dict[str, str] = field(default_factory=dict)
    english_terms: dict[str, str] = field(default_factory=dict)
    turkish_terms: dict[str, str] = field(default_factory=dict)

    def overlaid(self, other: Tables) -> Tables:
        """Return these tables with the entries of ``other`` before their own."""
        joined = Tables()
        for name in table_names():
            table = dict(getattr(self, name))
            for key, packed in getattr(other, name).items():
                table[key] = f"{packed}{_BETWEEN}{table[key]}" if key in table else packed
            setattr(joined, name, table)
        return joined


def table_names() -> tuple[str, ...]:
    """Return the names of the tables."""
    return tuple(one.name for one in fields(Tables))


def pack(renderings: list[Rendering]) -> str:
    """Return renderings as a value of a table."""
    return _BETWEEN.join(
        f"{text}{_WITHIN}{weight:.{_DIGITS}g}{_WITHIN}{origin[0]}"
        for text, weight, origin in renderings
    )


def unpack(packed: str) -> list[Rendering]:
    """Return the renderings of a value; of equal ones the first."""
    found: dict[str, Rendering] = {}
    for part in packed.split(_BETWEEN):
        text, weight, origin = part.split(_WITHIN)
        found.setdefault(text, Rendering(text, float(weight), _ORIGINS[origin]))
    return list(found.values())


def load_tables() -> Tables:
    """Return the tables that the package brings along."""
    return Tables(*(_load(name) for name in table_names()))


def _load(name: str) -> dict[str, str]:
    """Return one of the tables that the package brings along."""
    packed = files(__spec__.parent or "").joinpath(f"data/{name}.tsv.gz").read_bytes()
    table = {}
    for line in gzip.decompress(packed).decode("utf-8").splitlines():
        key, tab, value = line.partition("\t")
        if tab and not key.startswith("#"):
            table[key] = value
    return table


def headwords(name: str) -> frozenset[str]:
    """Return the single words that one of the tables that come along begins with."""
    packed = files(__spec__.parent or "").joinpath(f"data/{name}.tsv.gz").read_bytes()
    return frozenset(_HEADWORD.findall(gzip.decompress(packed).decode("utf-8")))


def write_table(table: Mapping[str, str], header: str) -> bytes:
    """Return a table as the bytes of its file; equal tables give equal bytes."""
    lines = [f"# {line}" for line in header.splitlines()]
    lines += [f"{key}\t{table[key]}" for key in sorted(table)]
    return gzip.compress(("\n".join(lines) + "\n").encode("utf-8"), 9, mtime=0)
