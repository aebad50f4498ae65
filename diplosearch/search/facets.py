"""How many of the matching passages have each source, language, year or entity."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, get_args

from ..engines.base import Reader
from ..engines.deadline import OutOfTimeError, check_time
from ..entities.gazetteer.ids import kind_of
from ..entity_index.table import EntityTable
from ..query import tree
from ..schema import DATE, ENTITY, LANGUAGE, SOURCE
from ..storage.store import DocumentStore
from ..text.letters import normalize

Facet = Literal[
    "source", "language", "year", "person", "org", "country", "city", "place", "event"
]

FACETS: tuple[Facet, ...] = get_args(Facet)

_KEYWORDS = {"source": SOURCE, "language": LANGUAGE, "year": DATE}
"""The keyword field behind each facet that is none of entities."""

ENTITY_KINDS: dict[str, tuple[str, ...]] = {
    "person": ("person",),
    "org": ("org",),
    "country": ("country",),
    "city": ("city",),
    "place": ("gpe", "loc", "fac"),
    "event": ("event",),
}
"""What the ids begin with that each facet of entities counts."""

_YEAR_LETTERS = 4


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value, its name for a reader, and the number of matching passages."""

    id: str
    name: str
    count: int


def count_facets(
    node: tree.Node,
    facets: Sequence[Facet],
    *,
    reader: Reader,
    store: DocumentStore,
    commit: int,
    table: EntityTable,
    deadline: float | None = None,
) -> dict[str, tuple[FacetValue, ...]]:
    """Return, by facet, the values of matching passages, the most frequent first.

    Facets for which the time does not suffice are left out.
    """
    named: Counter[str] | None = None
    counted: dict[str, tuple[FacetValue, ...]] = {}
    with suppress(OutOfTimeError):
        for facet in facets:
            check_time(deadline)
            if facet in ENTITY_KINDS:
                if named is None:
                    named = count_entities(node, reader, table, deadline)
                counted[facet] = entity_values(named, ENTITY_KINDS[facet], table)
            else:
                counted[facet] = _count_keywords(node, facet, reader, store, commit)
    return counted


def _count_keywords(
    node: tree.Node, facet: Facet, reader: Reader, store: DocumentStore, commit: int
) -> tuple[FacetValue, ...]:
    counts = Counter(reader.count_by(node, _KEYWORDS[facet]))
    names: dict[str, str] = {}
    if facet == "year":
        years: Counter[str] = Counter()
        for value, count in counts.items():
            years[value[:_YEAR_LETTERS]] += count
        counts = years
    elif facet == "source":
        names = {normalize(name): name for name in store.count_by("source", commit) if name}
    return _ordered(counts, names)


def count_entities(
    node: tree.Node, reader: Reader, table: EntityTable, deadline: float | None = None
) -> Counter[str]:
    """Return how many matching passages name each entity, by whatever id.

    A passage that names one entity by two ids counts once. Raises
    :class:`~diplosearch.engines.deadline.OutOfTimeError` when the deadline passes.
    """
    counts = reader.count_by(node, ENTITY)
    aliases = table.aliases()
    members: dict[str, list[str]] = defaultdict(list)
    for id in counts:
        members[aliases.get(id, id)].append(id)
    named: Counter[str] = Counter()
    several = {entity: ids for entity, ids in members.items() if len(ids) > 1}
    found = _keys(node, reader) if several else set()
    for entity, ids in members.items():
        if entity in several:
            check_time(deadline)
            # To look each passage up is far quicker than to ask for both at once.
            holders = _keys(tree.Keyword(ENTITY, tuple(ids)), reader)
            named[entity] = len(found & holders)
        else:
            named[entity] = counts[ids[0]]
    return named


def _keys(node: tree.Node, reader: Reader) -> set[int]:
    """Return all passages that match."""
    return {key for key, _ in reader.search(node, limit=max(1, reader.passages)).hits}


def entity_values(
    named: Mapping[str, int], kinds: Iterable[str], table: EntityTable
) -> tuple[FacetValue, ...]:
    """Return the entities of some kinds with their names, the most frequent first."""
    counts = {id: count for id, count in named.items() if kind_of(id) in kinds}
    return _ordered(counts, table.names_of(counts))


def _ordered(counts: Mapping[str, int], names: Mapping[str, str]) -> tuple[FacetValue, ...]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        FacetValue(value, names.get(value, value), count) for value, count in ordered
    )
