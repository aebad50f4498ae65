"""The answers of an index in a comparable form, and the expected ones."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from itertools import islice
from pathlib import Path
from typing import Any

import diplosearch
from diplosearch import Document, Index
from diplosearch.backends.disk.generations import ASIDE, read_current
from diplosearch.engines.registry import LOCK_FILES
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
_MADE_ANEW = ("CURRENT", "LOCK", "LOCK.holder", "IN-USE", *LOCK_FILES)
FACETS: tuple[Facet, ...] = ("language", "source", "country")


@dataclass(frozen=True, slots=True)
class Answers:
    """Documents, entities and results of an index; equal for equal content."""

    documents: tuple[Document, ...]
    passages: int
    entities: tuple[Any, ...]
    found: tuple[Any, ...]


def ask(index: Index, queries: Iterable[str] = QUERIES, *, limit: int = 1000) -> Answers:
    """Return the answers of ``index``, without the order of documents.

    ``limit`` is the number of documents, entities, and hits of each query.

    Engines may order passages with nearly equal scores differently, so hits are sorted
    by rounded scores.
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
    """Return the differences between two sets of answers, shortened."""
    differences = []
    for field in fields(Answers):
        ours, theirs = getattr(expected, field.name), getattr(found, field.name)
        if ours != theirs:
            differences.append(
                f"{field.name}: {str(theirs)[:400]} instead of {str(ours)[:400]}"
            )
    return "; ".join(differences)


def expect(documents: Iterable[Document], *, entities: bool = False) -> Answers:
    """Return the expected answers of an index of these documents."""
    options: dict[str, Any] = {"entities": entities, "keep_duplicates": True, "jobs": 1}
    with diplosearch.rebuild(list(documents), **options) as index:
        return ask(index)


def look(location: Path) -> Answers:
    """Return the answers of the index at ``location``, opened with full verification."""
    damage = damage_of(location)
    assert not damage, damage
    with diplosearch.open(location, verify="full") as index:
        return ask(index)


def damage_of(location: Path) -> list[str]:
    """Return the damage that a full check finds, as messages."""
    check = getattr(diplosearch, "check", None)
    return [str(one) for one in check(location, full=True).damage] if check else []


def leftovers(location: Path) -> list[str]:
    """Return the files at ``location`` that do not belong to the current commit."""
    current = read_current(location).relative_to(location).as_posix()
    expected = {"CURRENT", "LOCK", "README", current, current.partition("/")[0]}
    names = (path.relative_to(location).as_posix() for path in location.rglob("*"))
    return sorted(
        name
        for name in names
        if name not in expected and not name.startswith(f"{current}/")
    )


def content_of(location: Path) -> Counter[tuple[str, str]]:
    """Return the files below a folder by name and digest, wherever in it they lie.

    Without those that a writer or a reader may make anew: locks, and what names the
    current state.
    """
    return Counter(
        (path.name, hashlib.blake2b(path.read_bytes()).hexdigest())
        for path in location.rglob("*")
        if path.is_file() and path.name not in _MADE_ANEW
    )


def remove_aside(location: Path) -> None:
    """Remove what recoveries have put aside."""
    for path in location.glob(f"{ASIDE}*"):
        shutil.rmtree(path)
