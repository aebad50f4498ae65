"""How many of the matching passages have each source, language, year or entity."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from ..engines.deadline import OutOfTimeError, check_time
from ..entities.gazetteer.ids import kind_of
from ..model import Facet, FacetValue
from ..query import tree
from ..schema import DATE, ENTITY, FACET_KINDS, LANGUAGE, SOURCE
from ..text.letters import normalize
from .searcher import Searcher

_KEYWORDS = {"source": SOURCE, "language": LANGUAGE, "year": DATE}
"""The keyword field behind each facet that is none of entities."""

_YEAR_LETTERS = 4


def count_facets(
    searcher: Searcher,
    node: tree.Node,
    facets: Sequence[Facet],
    deadline: float | None = None,
) -> dict[str, tuple[FacetValue, ...]]:
    """Return, by facet, the values of matching passages, the most frequent first.

    Facets that there is no time for before ``deadline`` are left out.
    """
    counts: Counter[str] | None = None
    counted: dict[str, tuple[FacetValue, ...]] = {}
    with suppress(OutOfTimeError):
        for facet in facets:
            check_time(deadline)
            if facet in FACET_KINDS:
                if counts is None:
                    counts = count_entities(searcher, node, deadline)
                counted[facet] = _entity_values(searcher, counts, FACET_KINDS[facet])
            else:
                counted[facet] = _count_keywords(searcher, node, facet)
    return counted


def _count_keywords(
    searcher: Searcher, node: tree.Node, facet: Facet
) -> tuple[FacetValue, ...]:
    counts = Counter(searcher.reader.count_by(node, _KEYWORDS[facet]))
    names: dict[str, str] = {}
    if facet == "year":
        years: Counter[str] = Counter()
        for value, count in counts.items():
            years[value[:_YEAR_LETTERS]] += count
        counts = years
    elif facet == "source":
        sources = searcher.store.count_by("source", searcher.commit)
        names = {normalize(name): name for name in sources if name}
    return _ordered(counts, names)


def count_entities(
    searcher: Searcher, node: tree.Node, deadline: float | None = None
) -> Counter[str]:
    """Return how many matching passages name each entity, by whatever id.

    A passage that names one entity by two ids counts once. Raises
    :class:`~diplosearch.engines.deadline.OutOfTimeError` when the deadline passes.
    """
    counts = searcher.reader.count_by(node, ENTITY)
    aliases = searcher.entities.aliases()
    members: dict[str, list[str]] = defaultdict(list)
    for id in counts:
        members[aliases.get(id, id)].append(id)
    passages: Counter[str] = Counter()
    several = {entity: ids for entity, ids in members.items() if len(ids) > 1}
    found = _keys(searcher, node) if several else set()
    for entity, ids in members.items():
        if entity in several:
            check_time(deadline)
            # To look each passage up is far quicker than to ask for both at once.
            holders = _keys(searcher, tree.Keyword(ENTITY, tuple(ids)))
            passages[entity] = len(found & holders)
        else:
            passages[entity] = counts[ids[0]]
    return passages


def _keys(searcher: Searcher, node: tree.Node) -> set[int]:
    """Return the keys of all passages that match."""
    return {key for key, _ in searcher.match_all(node)}


def _entity_values(
    searcher: Searcher, passages: Mapping[str, int], kinds: Iterable[str]
) -> tuple[FacetValue, ...]:
    """Return the entities of some kinds with their names, the most frequent first."""
    counts = {id: count for id, count in passages.items() if kind_of(id) in kinds}
    return _ordered(counts, searcher.entities.names_of(counts))


def _ordered(counts: Mapping[str, int], names: Mapping[str, str]) -> tuple[FacetValue, ...]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        FacetValue(value, names.get(value, value), count) for value, count in ordered
    )
