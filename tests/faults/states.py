"""What an index answers, in a form that can be compared, and what it ought to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from itertools import islice
from pathlib import Path
from typing import Any

import diplosearch
from diplosearch import Document, Index
from diplosearch.backends.disk.generations import read_current
from diplosearch.model import Facet

QUERIES = (
    "Ankara talks",
    "görüşme",
    '"trade agreement"',
    "minist*",
    "+Ankara -Beijing",
    "lang:tr",
    "country:CN",
    "person:Erdoğan",
)
FACETS: tuple[Facet, ...] = ("language", "source", "country")


@dataclass(frozen=True, slots=True)
class Answers:
    """All that is asked of an index; equal for indexes that hold the same."""

    documents: tuple[Document, ...]
    passages: int
    entities: tuple[Any, ...]
    found: tuple[Any, ...]


def ask(index: Index, queries: Iterable[str] = QUERIES, *, limit: int = 1000) -> Answers:
    """Return what ``index`` answers, but for the order of documents.

    ``limit`` is how many documents, entities, and hits of each query are looked at.

    Engines may order passages of nearly one score in their own ways, so hits are
    put in order by what is rounded.
    """
    return Answers(
        documents=tuple(sorted(islice(index.documents(), limit), key=lambda one: one.id)),
        passages=index.stats().passages,
        entities=tuple(index.entities(limit=limit)),
        found=tuple((query, *_found(index, query, limit)) for query in queries),
    )


def _found(index: Index, query: str, limit: int) -> tuple[Any, ...]:
    results = index.search(query, limit=limit, per_document=None, facets=FACETS)
    hits = sorted((-round(hit.score, 4), hit.passage.id, hit.matches) for hit in results)
    facets = {
        name: tuple(sorted(counts, key=lambda one: one.id))
        for name, counts in results.facets.items()
    }
    return results.total, tuple(hits), tuple(sorted(facets.items()))


def difference(expected: Answers, found: Answers) -> str:
    """Return what one index answers and the other does not, shortly."""
    told = []
    for field in fields(Answers):
        ours, theirs = getattr(expected, field.name), getattr(found, field.name)
        if ours != theirs:
            told.append(f"{field.name}: {str(theirs)[:400]} instead of {str(ours)[:400]}")
    return "; ".join(told)


def expect(documents: Iterable[Document], *, entities: bool = False) -> Answers:
    """Return what an index of these documents ought to answer."""
    how: dict[str, Any] = {"entities": entities, "keep_duplicates": True, "jobs": 1}
    with diplosearch.rebuild(list(documents), **how) as index:
        return ask(index)


def look(place: Path) -> Answers:
    """Return what the index at ``place`` answers, all of it verified."""
    damage = damage_of(place)
    assert not damage, damage
    with diplosearch.open(place, verify="full") as index:
        return ask(index)


def damage_of(place: Path) -> list[str]:
    """Return what a check of all of it names as damaged, in words."""
    check = getattr(diplosearch, "check", None)
    return [str(one) for one in check(place, full=True).damage] if check else []


def leftovers(place: Path) -> list[str]:
    """Return what lies at ``place`` beside the one current commit."""
    current = read_current(place).relative_to(place).as_posix()
    expected = {"CURRENT", "LOCK", "README", current, current.partition("/")[0]}
    names = (path.relative_to(place).as_posix() for path in place.rglob("*"))
    return sorted(
        name
        for name in names
        if name not in expected and not name.startswith(f"{current}/")
    )
