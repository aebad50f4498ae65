"""Compiles our tree into a Tantivy query that matches the same passages."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ...model import LANGUAGES
from ...query import tree
from ...query.traversal import concept_lists, require_all
from ...schema import LANGUAGE, POSITION_FIELDS, TEXT_FIELDS
from ..deadline import OutOfTimeError, check_time
from .arrangements import Words, find_arrangements, spread
from .schema import FIELDS, KEY, value_field
from .tokens import encode
from .vocabulary import Vocabulary

MOST_ARRANGEMENTS = 20_000
"""Arrangements of near words that one query tries."""

_MOST_POSTINGS = 2_500_000
"""Postings of the words of all arrangements that one query tries: measured as 40 ns each,
for the page and again for every facet."""

_MOST_POSTINGS_PER_PASSAGE = 125
"""The same in an index of more than 20,000 passages, for each of them."""


@dataclass(slots=True)
class Budget:
    """The arrangements that may still be tried, and the postings of their words."""

    postings: int
    arrangements: int = MOST_ARRANGEMENTS

    @classmethod
    def of(cls, passages: int) -> Budget:
        """Return the budget of a query in an index of that many passages."""
        return cls(max(_MOST_POSTINGS, passages * _MOST_POSTINGS_PER_PASSAGE))

    def spend(self, postings: int) -> None:
        """Count one more; raise OutOfTimeError when it is one too many."""
        self.arrangements -= 1
        self.postings -= postings
        if self.arrangements < 0 or self.postings < 0:
            raise OutOfTimeError


class Split(NamedTuple):
    """Two queries for a tree with a list of concepts, of which the better score counts.

    Tantivy finds both in less time than one query that holds both.
    """

    ways: Any
    """Finds all passages that match, by any concept and for less."""

    wholes: Any
    """Finds the passages that hold all concepts; None where these count no more."""

    strict: Any
    """Finds the same ones in any case; None where there is a concept that none holds."""


@dataclass(frozen=True, slots=True)
class Compiler:
    """Turns trees into queries of one state of an index."""

    tantivy: Any
    schema: Any
    searcher: Any
    vocabulary: Vocabulary
    positions: int
    """The most positions that a passage has in a field."""

    budget: Budget
    deadline: float | None = None
    _wholes: dict[int, Any] = field(default_factory=dict)
    """The queries of concepts as a whole, by the ``id`` of the concept."""

    _split: set[int] = field(default_factory=set)
    """The ``id`` of the list of concepts of which only the ways are compiled."""

    def split(self, node: tree.Node) -> Split | None:
        """Return the queries of a tree with one list of concepts; None for others.

        Raises what :meth:`compile` raises.
        """
        found = list(concept_lists(node))
        if len(found) != 1 or found[0].is_strict or _count_lists(node) != 1:
            return None
        (listed,) = found
        self._split.add(id(listed))
        ways = self.compile(node)
        self._split.clear()
        if not listed.findable:
            return Split(ways, None, None)
        strict = self.compile(require_all(node, only_findable=True))
        is_more = listed.factor != 1.0
        is_held = len(listed.findable) == len(listed.concepts)
        return Split(ways, strict if is_more else None, strict if is_held else None)

    def best_of(self, *queries: Any) -> Any:
        """Return the query for passages of any of ``queries``, with the best score."""
        return self._any_of(list(queries))

    def compile(self, node: tree.Node) -> Any:
        """Return the query of ``node``.

        Raises :class:`~diplosearch.engines.deadline.OutOfTimeError` when the
        deadline passes or near words have too many arrangements, ValueError for a
        phrase in a field without positions, and TypeError for a leaf that the
        expansion should have replaced.
        """
        self.check_time()
        match node:
            case tree.Term():
                return self._in_language(self._term(node), node.language)
            case tree.Sequence():
                return self._sequence(node)
            case tree.Best():
                return self._best(node)
            case tree.Favoured():
                return self._favoured(node)
            case tree.Boolean():
                return self._boolean(node)
            case tree.ConceptList():
                return self._concept_list(node)
            case tree.Keyword():
                return self.keyword(node.field, node.values)
            case tree.Between():
                return self.keyword(node.field, self._values_between(node))
            case tree.Everything():
                return self.unscored(self.tantivy.Query.exists_query(KEY))
            case tree.Nothing():
                return self._nothing()
        raise TypeError(f"{type(node).__name__} is for the expansion, not for an engine")

    def unscored(self, query: Any) -> Any:
        """Return ``query`` with a score of 0."""
        return self.tantivy.Query.const_score_query(query, 0.0)

    def keyword(self, field: str, values: Iterable[str]) -> Any:
        """Return the query for passages with one of ``values``, with a score of 0."""
        name = value_field(field)
        texts = list(dict.fromkeys(values))
        if field not in FIELDS or not texts:
            return self._nothing()
        if name is None:
            name, texts = field, [encode(text) for text in texts]
        if len(texts) == 1:
            query = self._token(name, texts[0], "basic")
        else:
            query = self.tantivy.Query.term_set_query(self.schema, name, texts)
        return self.unscored(query)

    def all_of(self, *queries: Any) -> Any:
        """Return the query for passages that match all ``queries``."""
        must = self.tantivy.Occur.Must
        return self.tantivy.Query.boolean_query([(must, query) for query in queries])

    def _nothing(self) -> Any:
        return self.tantivy.Query.empty_query()

    def _token(self, field: str, token: str, option: str) -> Any:
        return self.tantivy.Query.term_query(self.schema, field, token, option)

    def _boosted(self, query: Any, weight: float, rarity: float) -> Any:
        """Return ``query`` with ``weight`` in place of ``rarity``, Tantivy's own weight."""
        return self.tantivy.Query.boost_query(query, weight / rarity)

    def _term(self, node: tree.Term) -> Any:
        if node.field not in TEXT_FIELDS:
            return self._nothing()
        rarity = self.vocabulary.rarity(node.field, node.text)
        if rarity is None:
            return self._nothing()
        query = self._token(node.field, encode(node.text), "freq")
        return self._boosted(query, node.weight, rarity)

    def _in_language(self, query: Any, language: str | None) -> Any:
        if language is None:
            return query
        passages = self.vocabulary.passages
        count = self.vocabulary.frequency(LANGUAGE, language)
        if count == passages:
            return query
        others = tuple(one for one in LANGUAGES if one != language)
        rest = sum(self.vocabulary.frequency(LANGUAGE, one) for one in others)
        if rest < count == passages - rest:
            # To leave out the few takes less time than to look each of the many up.
            occur = self.tantivy.Occur
            excluded = (occur.MustNot, self.keyword(LANGUAGE, others))
            return self.tantivy.Query.boolean_query([(occur.Must, query), excluded])
        return self.all_of(query, self.keyword(LANGUAGE, (language,)))

    def _sequence(self, node: tree.Sequence) -> Any:
        if node.field not in POSITION_FIELDS:
            raise ValueError(f"field {node.field!r} keeps no positions")
        rarities = [self.vocabulary.rarity(node.field, text) for text in node.texts]
        known = [rarity for rarity in rarities if rarity is not None]
        if not node.texts or len(known) < len(rarities):
            return self._nothing()
        rarity = math.fsum(known)
        if len(node.texts) == 1:
            query = self._token(node.field, encode(node.texts[0]), "freq")
            return self._boosted(query, node.weight, rarity)
        if node.slop is None:
            ways = [
                self._boosted(self._phrase(node.field, words), node.weight, rarity)
                for words in spread(node.texts, node.gap)
            ]
            return self._any_of(ways)
        return self._near(node, node.slop, rarity)

    def _phrase(self, field: str, words: Words) -> Any:
        tokens = [(position, encode(text)) for position, text in words]
        return self.tantivy.Query.phrase_query(self.schema, field, tokens)

    def _near(self, node: tree.Sequence, slop: int, rarity: float) -> Any:
        """Return the union of all arrangements that occur."""

        def spend(words: Words) -> None:
            frequency = self.vocabulary.frequency
            self.budget.spend(sum(frequency(node.field, text) for _, text in words))

        def occurs(words: Words) -> bool:
            self.check_time()
            spend(words)
            query = self._phrase(node.field, words)
            return bool(self.searcher.search(query, limit=1).count)

        rarest_first = sorted(
            node.texts, key=lambda text: self.vocabulary.rarity(node.field, text) or 0.0
        )[::-1]
        width = min(len(node.texts) + slop, self.positions)
        found = find_arrangements(rarest_first, width, occurs)
        queries = []
        for words in found:
            spend(words)
            queries.append(
                self._boosted(self._phrase(node.field, words), node.weight, rarity)
            )
        return self._any_of(queries)

    def _any_of(self, queries: list[Any]) -> Any:
        if len(queries) == 1:
            return queries[0]
        if not queries:
            return self._nothing()
        return self.tantivy.Query.disjunction_max_query(queries)

    def _best(self, node: tree.Best) -> Any:
        """Return the best of the children, with one filter for all terms of a language."""
        found = []
        by_language: dict[str, list[Any]] = defaultdict(list)
        for child in node.children:
            if isinstance(child, tree.Term) and child.language is not None:
                by_language[child.language].append(self._term(child))
            else:
                found.append(self.compile(child))
        for language, queries in by_language.items():
            found.append(self._in_language(self._any_of(queries), language))
        return self._any_of(found)

    def _favoured(self, node: tree.Favoured) -> Any:
        child = self.compile(node.child)
        holders = self.vocabulary.frequency(node.field, node.value)
        if holders == self.vocabulary.passages:
            return child
        lower = self.tantivy.Query.boost_query(child, node.factor)
        if not holders:
            return lower
        whole = self.all_of(child, self.keyword(node.field, (node.value,)))
        return self.tantivy.Query.disjunction_max_query([whole, lower])

    def _boolean(self, node: tree.Boolean) -> Any:
        occur = self.tantivy.Occur
        must: list[tree.Node] = list(node.must)
        if not must and not node.should:
            if not node.must_not:
                return self._nothing()
            must.append(tree.Everything())
        clauses = [
            *((occur.Must, one) for one in self._compile_each(must)),
            *((occur.Should, one) for one in self._compile_each(node.should)),
            *((occur.MustNot, one) for one in self._compile_each(node.must_not)),
        ]
        return self.tantivy.Query.boolean_query(clauses)

    def _concept_list(self, node: tree.ConceptList) -> Any:
        """Return the best of all concepts as a whole and of any at a lower weight."""
        occur, query = self.tantivy.Occur, self.tantivy.Query
        wholes = [(occur.Must, self._whole(one)) for one in node.findable]
        if node.is_strict:
            return query.boolean_query(wholes) if wholes else self._nothing()
        ways = []
        for concept in node.concepts:
            found = [self._whole(concept)]
            if not isinstance(concept.loose, tree.Nothing):
                found.append(self.compile(concept.loose))
            ways.append((occur.Should, self._any_of(found)))
        any_of = query.boolean_query(ways)
        if node.factor == 1.0:
            return any_of
        any_of = query.boost_query(any_of, node.factor)
        if not wholes or id(node) in self._split:
            return any_of
        return self._any_of([query.boolean_query(wholes), any_of])

    def _whole(self, concept: tree.Concept) -> Any:
        """Return the query of a concept as a whole, compiled once."""
        key = id(concept)
        if key not in self._wholes:
            self._wholes[key] = self.compile(concept.whole)
        return self._wholes[key]

    def _compile_each(self, nodes: Iterable[tree.Node]) -> Iterator[Any]:
        """Yield the query of each of ``nodes``, one for those that are equal."""
        for node, count in Counter(nodes).items():
            query = self.compile(node)
            yield self.tantivy.Query.boost_query(query, count) if count > 1 else query

    def _values_between(self, node: tree.Between) -> list[str]:
        if node.field not in FIELDS:
            return []
        values = self.vocabulary.values(node.field)
        first = 0 if node.low is None else bisect_left(values, node.low)
        end = len(values) if node.high is None else bisect_right(values, node.high)
        return values[first:end]

    def check_time(self) -> None:
        """Raise OutOfTimeError once the deadline has passed."""
        check_time(self.deadline)


def _count_lists(node: tree.Node) -> int:
    """Return the number of lists of concepts anywhere in a tree."""
    match node:
        case tree.Best():
            return sum(map(_count_lists, node.children))
        case tree.Favoured():
            return _count_lists(node.child)
        case tree.Boolean():
            return sum(map(_count_lists, (*node.must, *node.should, *node.must_not)))
        case tree.ConceptList():
            within = (part for one in node.concepts for part in (one.whole, one.loose))
            return 1 + sum(map(_count_lists, within))
    return 0
