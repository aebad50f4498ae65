"""How often each name of a list is in the news, and with whom most.

python batch_of_names.py index 'Wang Yi' 'Hakan Fidan' Zorblax
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

import diplosearch
from diplosearch import Index


def describe(index: Index, names: Iterable[str]) -> Iterator[str]:
    """Yield a line for each name."""
    for answer in index.batch(names):
        if answer.entity is None:
            yield f"{answer.query}: nobody of that name; {answer.results.total} passages"
            continue
        related = index.related(answer.entity.id, limit=3)
        beside = ", ".join(one.name for one in related)
        yield f"{answer.entity.name}: {answer.results.total} passages, with {beside}"


if __name__ == "__main__":
    with diplosearch.open(sys.argv[1]) as opened:
        print(*describe(opened, sys.argv[2:]), sep="\n")
