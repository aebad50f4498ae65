"""Countries and cities by name, from the file that ``tools/make_places.py`` makes.

A line holds a folded name, the id, the name that is shown, and ``w`` where the
name says too little alone. Lines are read into entities when they are asked
for, because most never are.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from .named import Named

_DATA = "places.tsv.gz"
_WEAK = "w"


class Places(Mapping[str, Named]):
    """Countries and cities by folded name."""

    def __init__(self, text: str) -> None:
        self._lines = dict(line.split("\t", 1) for line in text.splitlines())

    def __getitem__(self, name: str) -> Named:
        id, shown, weak = self._lines[name].split("\t")
        return Named("GPE", id, shown, is_weak=weak == _WEAK)

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


@cache
def read_places() -> Places:
    """Return the countries and cities that come along."""
    packed = files(f"{__package__}.data").joinpath(_DATA).read_bytes()
    return Places(gzip.decompress(packed).decode())
