"""Read and write the files of the built-in gazetteer.

They are three tables that are decompressed in parts: entities by the keys of their names,
the same by acronyms, and first words of names with the number of words of the longest name
that begins with them.
"""

from __future__ import annotations

import zlib
from functools import cache

from ...packed_table import PackedTable, pack_table
from ...resources import read_data
from ..word_lists import DATA
from .gazetteer import Gazetteer

_TABLES = ("names", "acronyms", "longest")


def pack(gazetteer: Gazetteer) -> dict[str, bytes]:
    """Return the files of a gazetteer; equal gazetteers give equal files."""
    longest = {word: str(most) for word, most in gazetteer.longest.items()}
    tables = (gazetteer.names.lines(), gazetteer.acronyms.lines(), longest)
    return {
        _file_of(name): pack_table(table, f"The gazetteer: {name}.")
        for name, table in zip(_TABLES, tables, strict=True)
    }


def _file_of(name: str) -> str:
    return f"gazetteer-{name}.tsv.gz"


@cache
def default_gazetteer() -> Gazetteer:
    """Return the built-in gazetteer, which ``tools/make_gazetteer.py`` made."""
    package, _, folder = DATA.rpartition(".")
    packed = [read_data(package, folder, _file_of(name)) for name in _TABLES]
    names, acronyms, longest = map(PackedTable, packed)
    return Gazetteer(
        names=names,
        acronyms=acronyms,
        longest=longest,
        fingerprint=f"{zlib.crc32(b''.join(packed)):08x}",
    )
