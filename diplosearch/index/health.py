"""Checking an index, whether or not it can be opened."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from ..backends.registry import place_of
from ..integrity.findings import CheckReport


def check(location: str | Path, *, full: bool = False) -> CheckReport:
    """Return what is wrong with the index at ``location``, which need not open.

    Sizes are compared at once. With ``full`` everything is read: the checksum of
    each file, each document, and whether the engine and the entities hold what the
    documents say, no more and no less.

    Raises:
        IndexMissingError: there is nothing of an index.
        UsageError: the location is of a kind that does not exist.
    """
    with closing(place_of(location)) as place:
        return place.check(is_full=full)
