"""Read and write the built-in gazetteer's file.

It is text of six columns, with an empty line between them; every two are a table: keys
of names and their entities, the same for acronyms, and first words of names with the
number of words of the longest name that begins with them.
"""

from __future__ import annotations

import gzip
import zlib
from functools import cache
from importlib.resources import files

from ..word_lists import DATA
from .gazetteer import Gazetteer

_FILE = "gazetteer.tsv.gz"


def pack(gazetteer: Gazetteer) -> str:
    """Return a gazetteer as text; equal gazetteers give equal text."""
    tables = (
        gazetteer.names.lines(),
        gazetteer.acronyms.lines(),
        {word: str(most) for word, most in gazetteer.longest.items()},
    )
    columns = []
    for table in tables:
        keys = sorted(table)
        columns += ["\n".join(keys), "\n".join(table[key] for key in keys)]
    return "\n\n".join(columns)


@cache
def default_gazetteer() -> Gazetteer:
    """Return the built-in gazetteer, which ``tools/make_gazetteer.py`` made."""
    packed = files(DATA).joinpath(_FILE).read_bytes()
    columns = [
        column.split("\n") for column in gzip.decompress(packed).decode().split("\n\n")
    ]
    names, acronyms, longest = (
        dict(zip(keys, values, strict=True))
        for keys, values in zip(columns[::2], columns[1::2], strict=True)
    )
    return Gazetteer(
        names=names,
        acronyms=acronyms,
        longest=dict(zip(longest, map(int, longest.values()), strict=True)),
        fingerprint=f"{zlib.crc32(packed):08x}",
    )
