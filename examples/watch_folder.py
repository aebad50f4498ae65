"""Keep an index up to date with a folder, and print what is new to a query.

python watch_folder.py news index 'Gazze ateşkes'
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import diplosearch
from diplosearch import Hit

SECONDS = 5.0
"""Time between two looks into the folder."""


def follow(folder: str, location: str, query: str) -> Iterator[list[Hit]]:
    """Look into a folder each time that the next value is asked for; yield what is new."""
    if not Path(location, "CURRENT").exists():
        diplosearch.rebuild(folder, location).close()
    with diplosearch.open(location) as index:
        if "followed" not in [watch.name for watch in index.watches.all()]:
            index.watch("followed", query)
        while True:
            index.sync(folder)
            yield [item.hit for item in index.watches.run(["followed"])]


if __name__ == "__main__":
    for found in follow(*sys.argv[1:4]):
        for hit in found:
            print(hit.title, hit.to_text(), "", sep="\n")
        time.sleep(SECONDS)
