"""Count matching passages by source, language, year or entity."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import cast

from ...engines.deadline import OutOfTimeError, check_time
from ...engines.own_fields import make_terms, value_of
from ...engines.remote_reader import RemoteReader
from ...entities.gazetteer.ids import kind_of
from ...errors import UsageError
from ...model import FACETS, FacetValue
from ...query import tree
from ...query.filters import filter_dates, read_period
from ...schema import DATE, ENTITY, FACET_KINDS, LANGUAGE, OWN_KIND, ROW, SOURCE, TAG
from ...storage.codec import split_key
from ...stories.table import StoryTable
from ...text.letters import normalize
from ..options import Group
from ..searcher import Searcher

_KEYWORDS = {"source": SOURCE, "language": LANGUAGE, "year": DATE}
"""The keyword field of each facet that does not count entities."""

_ROWS_AT_ONCE = 10_000
"""Rows of one condition; a cluster takes 65,536 unless changed."""

_YEAR_LETTERS = 4
"""Characters of the year in an ISO date."""


class Facets(dict[str, tuple[FacetValue, ...]]):
    """The values of facets by their names, which a notebook shows with their counts."""

    def _repr_html_(self) -> str:
        from ...export.page import facets_to_fragment

        return facets_to_fragment(self)


def count_facets(
    searcher: Searcher,
    node: tree.Node,
    facets: Sequence[str],
    deadline: float | None = None,
    *,
    group: Group | None = None,
) -> Facets:
    """Return the values of each facet with their counts, the most frequent first.

    With ``group`` stories are counted, else passages.

    Facets that are not counted by ``deadline`` (seconds of the monotonic clock) are left
    out.
    """
    counts: dict[str, dict[str, int]] | None = None
    counted = Facets()
    with suppress(OutOfTimeError):
        for facet in facets:
            check_time(deadline)
            if facet in FACET_KINDS:
                if counts is None:
                    counts = _group_by_kind(count_entities(searcher, node, deadline))
                kinds = FACET_KINDS[facet]
                counted[facet] = _select_entities(searcher, counts, kinds)
            elif facet in _KEYWORDS:
                counted[facet] = _count_keywords(searcher, node, facet)
            elif facet == TAG:
                counted[facet] = _count_tags(searcher, node)
            else:
                terms = searcher.reader.count_by(node, ENTITY)
                counted[facet] = _select_values(facet, terms)
            if group is not None and searcher.stories is not None:
                by_story = _StoryCounter(searcher, searcher.stories, node, deadline)
                counted[facet] = by_story.count(facet, counted[facet])
    return counted


def check_facets(searcher: Searcher, facets: Iterable[str]) -> None:
    """Raise :class:`UsageError` for a facet that is neither built in nor a field."""
    for facet in facets:
        if facet not in FACETS and facet not in searcher.own_fields:
            known = ", ".join((*FACETS, *searcher.own_fields.names))
            raise UsageError(f"{facet!r} is no facet; use {known}")


def _count_tags(searcher: Searcher, node: tree.Node) -> tuple[FacetValue, ...]:
    """Return the tags of matching passages."""
    tagged = {tag: searcher.find_tagged(tag) for tag, _ in searcher.tags().items()}
    counts = Counter[str]()
    if hasattr(searcher.reader, "count_each"):
        remote = cast(RemoteReader, searcher.reader)
        pieces = list(_split(tagged))
        conditions = {str(n): rows for n, (_, rows) in enumerate(pieces)}
        found = remote.count_each(node, conditions)
        for number, (tag, _) in enumerate(pieces):
            counts[tag] += found[str(number)]
    else:
        passages = searcher.count_rows(node)
        for tag, rows in tagged.items():
            counts[tag] = sum(passages[row] for row in rows)
    return _sort_values({tag: count for tag, count in counts.items() if count}, {})


def _split(tagged: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, tree.Keyword]]:
    """Yield tags with conditions for their documents, of not too many rows each."""
    for tag, rows in tagged.items():
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            some = rows[start : start + _ROWS_AT_ONCE]
            yield tag, tree.Keyword(ROW, tuple(map(str, some)))


def _select_values(field: str, terms: Mapping[str, int]) -> tuple[FacetValue, ...]:
    """Return the values of a field of one's own, named as most passages write them."""
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    wanted = make_terms({field: [""]})[0]
    for term in sorted(terms, key=lambda term: (-terms[term], term)):
        if term.startswith(wanted):
            value = normalize(value_of(term))
            names.setdefault(value, value_of(term))
            counts[value] += terms[term]
    return _sort_values(counts, names)


def _count_keywords(
    searcher: Searcher, node: tree.Node, facet: str
) -> tuple[FacetValue, ...]:
    """Return the values of a keyword facet; a source is named as documents write it."""
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
    return _sort_values(counts, names)


def count_entities(
    searcher: Searcher, node: tree.Node, deadline: float | None = None
) -> Counter[str]:
    """Return the number of matching passages that name each entity, by entity id.

    A passage that names an entity by two of its ids counts once. Raises
    :class:`~diplosearch.engines.deadline.OutOfTimeError` when the deadline passes.
    """
    found = searcher.reader.count_by(node, ENTITY)
    counts = {id: count for id, count in found.items() if kind_of(id) != OWN_KIND}
    namings = searcher.entities.namings
    passages = Counter(counts)
    members: dict[str, list[str]] = defaultdict(list)
    for id in counts.keys() & namings.keys():  # few of them
        del passages[id]
        if entity := namings[id].id:
            members[entity].append(id)
    several = []
    for entity, ids in members.items():
        if len(ids) > 1 or entity in passages:
            several.append(entity)
        passages[entity] += sum(counts[id] for id in ids)
    if hasattr(searcher.reader, "count_each"):
        groups = searcher.entities.groups
        named = {one: tree.Keyword(ENTITY, tuple(groups[one])) for one in several}
        remote = cast(RemoteReader, searcher.reader)
        for entity, count in remote.count_each(node, named).items():
            passages[entity] = count
        return passages
    searcher.repeated_ids.prefetch(several)
    matching: set[int] | None = None
    for entity in several:
        check_time(deadline)
        repeated = searcher.repeated_ids.find(entity)
        if repeated:
            if matching is None:
                matching = {key for key, _ in searcher.match_all(node)}
            passages[entity] -= sum(
                times for key, times in repeated.items() if key in matching
            )
    return passages


def _group_by_kind(counts: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Return counts of entities by the kind of each."""
    grouped: dict[str, dict[str, int]] = defaultdict(dict)
    for id, count in counts.items():
        grouped[kind_of(id)][id] = count
    return grouped


def _select_entities(
    searcher: Searcher, counts: Mapping[str, Mapping[str, int]], kinds: Iterable[str]
) -> tuple[FacetValue, ...]:
    """Return the entities of some kinds as facet values, the most frequent first."""
    chosen = {id: count for kind in kinds for id, count in counts.get(kind, {}).items()}
    return _sort_values(chosen, searcher.entities.names_of(chosen))


class _StoryCounter:
    """Counts the stories that match by values of a facet, since an engine cannot."""

    def __init__(
        self,
        searcher: Searcher,
        stories: StoryTable,
        node: tree.Node,
        deadline: float | None,
    ) -> None:
        self._searcher = searcher
        self._node = node
        self._deadline = deadline
        self._own_terms: tuple[str, ...] | None = None
        self._stories = {
            key: stories.story_of(split_key(key)[0]) for key, _ in searcher.match_all(node)
        }

    def count(self, facet: str, values: Sequence[FacetValue]) -> tuple[FacetValue, ...]:
        """Return ``values``, counted by passages, counted by stories."""
        counts = {}
        for one in values:
            check_time(self._deadline)
            counts[one.id] = one.count
            if one.count > 1:
                counts[one.id] = len(self._find(facet, one.id))
        return _sort_values(counts, {one.id: one.name for one in values})

    def _find(self, facet: str, value: str) -> set[int]:
        """Return the stories of the matching passages that have a value of a facet."""
        if facet == TAG:
            rows = set(self._searcher.find_tagged(value))
            return {
                story for key, story in self._stories.items() if split_key(key)[0] in rows
            }
        reader, condition = self._searcher.reader, self._condition(facet, value)
        found = reader.search(condition, limit=reader.passages).hits
        return {self._stories[key] for key, _ in found if key in self._stories}

    def _condition(self, facet: str, value: str) -> tree.Node:
        if facet == "year":
            year = read_period(value)[0]
            return filter_dates(year, year)
        if facet in FACET_KINDS:
            groups = self._searcher.entities.groups
            return tree.Keyword(ENTITY, tuple(sorted(groups.get(value, {value}))))
        if facet in _KEYWORDS:
            return tree.Keyword(_KEYWORDS[facet], (value,))
        return tree.Keyword(ENTITY, self._terms_of(facet, value))

    def _terms_of(self, field: str, value: str) -> tuple[str, ...]:
        """Return the terms of a value of a field of one's own, however it is written."""
        if self._own_terms is None:
            self._own_terms = tuple(self._searcher.reader.count_by(self._node, ENTITY))
        wanted = make_terms({field: [""]})[0]
        return tuple(
            term
            for term in self._own_terms
            if term.startswith(wanted) and normalize(value_of(term)) == value
        )


def _sort_values(
    counts: Mapping[str, int], names: Mapping[str, str]
) -> tuple[FacetValue, ...]:
    ordered = sorted(counts)
    ordered.sort(key=counts.__getitem__, reverse=True)
    return tuple(
        FacetValue(value, names.get(value, value), counts[value]) for value in ordered
    )
