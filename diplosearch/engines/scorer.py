"""The passages that match a tree, with scores, from postings, a term at a time.

The memory and the Whoosh engine share it, so they give the same passages with
the same scores; they differ in where the postings come from.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress

from ..query import tree
from ..schema import DATE, ENTITY, LANGUAGE, ROW, TITLE_FIELDS
from .base import Order, Ranked, Ranking
from .deadline import OutOfTimeError, check_time
from .phrase_positions import find_sequences
from .posting_source import PostingSource
from .ranking import K1, saturate

Scores = dict[int, float]

Phrases = dict[tuple[str, tuple[str, ...], int | None, int], dict[int, int]]
"""How often each passage holds a phrase, by its field, its terms, the slop and the gap."""


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores every passage that matches a tree.

    When the deadline passes, the rest of a disjunction is skipped and added to
    ``skipped``. Where that is None nothing may be skipped, as in what excludes
    passages: then the whole node raises. ``phrases`` keeps what was counted.
    """

    source: PostingSource
    deadline: float | None = None
    skipped: list[tree.Node] | None = None
    phrases: Phrases = field(default_factory=dict)
    wholes: dict[int, Scores] = field(default_factory=dict)
    """The scores of concepts as a whole, by the ``id`` of the concept."""

    held: dict[int, int] = field(default_factory=dict)
    """How many passages hold all concepts of a list, by its ``id``."""

    _positions: dict[tuple[str, str], Mapping[int, Sequence[int]]] = field(
        default_factory=dict
    )

    def score(self, node: tree.Node) -> Scores:
        """Return the score of each passage that matches ``node``, as a new dictionary.

        Raises :class:`OutOfTimeError` when the deadline passes before any is found,
        and TypeError for a leaf that the expansion should have replaced.
        """
        check_time(self.deadline)
        match node:
            case tree.Term():
                return self._score_term(node)
            case tree.Sequence():
                return self._score_sequence(node)
            case tree.Best():
                return self._score_best(node)
            case tree.Favoured():
                return self._score_favoured(node)
            case tree.Boolean():
                return self._score_boolean(node)
            case tree.ConceptList():
                return self._score_concept_list(node)
            case tree.Keyword():
                return self._score_keyword(node.field, node.values)
            case tree.Between():
                return self._score_between(node)
            case tree.Everything():
                return dict.fromkeys(self.source.numbers(), 0.0)
            case tree.Nothing():
                return {}
        raise TypeError(f"{type(node).__name__} is for the expansion, not for an engine")

    def _score_term(self, node: tree.Term) -> Scores:
        numbers, counts = self.source.postings(node.field, node.text)
        if not numbers:
            return {}
        if node.language is not None:
            ordinals = self.source.ordinals(LANGUAGE)
            wanted = ordinals.among((node.language,))
            of_each = map(ordinals.by_number.__getitem__, numbers)
            is_kept = list(map(wanted.__contains__, of_each))
            if not all(is_kept):
                numbers = list(compress(numbers, is_kept))
                counts = list(compress(counts, is_kept))
        weight = node.weight
        if node.field in TITLE_FIELDS:
            return {
                number: weight * saturate(count, K1)
                for number, count in zip(numbers, counts, strict=True)
            }
        norms, most = self.source.norms, K1 + 1
        # What saturate() returns; to call it for each posting takes a third of the time.
        return {
            number: weight * (count * most / (count + norms[number]))
            for number, count in zip(numbers, counts, strict=True)
        }

    def _score_sequence(self, node: tree.Sequence) -> Scores:
        key = node.field, node.texts, node.slop, node.gap
        if key not in self.phrases:
            self.phrases[key] = self._count_sequence(node)
        counts = self.phrases[key]
        if node.field in TITLE_FIELDS:
            return {n: node.weight * saturate(count, K1) for n, count in counts.items()}
        norms = self.source.norms
        return {n: node.weight * saturate(count, norms[n]) for n, count in counts.items()}

    def _count_sequence(self, node: tree.Sequence) -> dict[int, int]:
        """Return how often each passage holds a phrase; those without it are left out."""
        texts = tuple(dict.fromkeys(node.texts))
        postings = []
        # The last word is the rarest where a tree has many forms of it.
        for text in reversed(texts):
            postings.append(self._find_positions(node.field, text))
            if not postings[-1]:
                return {}
        postings.reverse()
        counts: dict[int, int] = {}
        for number in min(postings, key=len):
            if not all(number in one for one in postings):
                continue
            positions = {
                text: one[number] for text, one in zip(texts, postings, strict=True)
            }
            count = len(find_sequences(node.texts, positions, node.slop, node.gap))
            if count:
                counts[number] = count
        return counts

    def _find_positions(self, name: str, text: str) -> Mapping[int, Sequence[int]]:
        """Return the positions of a term, read once: phrases share their first words."""
        key = name, text
        if key not in self._positions:
            self._positions[key] = self.source.positions(name, text)
        return self._positions[key]

    def _score_best(self, node: tree.Best) -> Scores:
        best: Scores = {}
        for index, child in enumerate(node.children):
            try:
                found = self.score(child)
            except OutOfTimeError:
                if self.skipped is None or index == 0:
                    raise
                self.skipped.append(child)
                break
            best = _keep_best(best, found)
        return best

    def _score_favoured(self, node: tree.Favoured) -> Scores:
        ordinals = self.source.ordinals(node.field)
        favoured, by_number = ordinals.among((node.value,)), ordinals.by_number
        return {
            number: score if by_number[number] in favoured else score * node.factor
            for number, score in self.score(node.child).items()
        }

    def _score_boolean(self, node: tree.Boolean) -> Scores:
        complete = replace(self, skipped=None)
        excluded = {number for child in node.must_not for number in complete.score(child)}
        scores: Scores
        if node.must:
            scores = self._score_all(node.must)
            for found in self._in_time(Counter(node.should)):
                for number, score in found.items():
                    if number in scores:
                        scores[number] += score
        elif node.should:
            scores = {}
            for found in self._in_time(Counter(node.should)):
                if not scores:
                    scores = found
                    continue
                for number, score in found.items():
                    scores[number] = scores.get(number, 0.0) + score
        elif node.must_not:
            scores = dict.fromkeys(self.source.numbers(), 0.0)
        else:
            return {}
        for number in excluded:
            scores.pop(number, None)
        return scores

    def _score_concept_list(self, node: tree.ConceptList) -> Scores:
        findable = node.findable
        wholly: Scores | None = None
        scores: Scores = {}
        for concept in node.concepts:
            try:
                whole, best = self._score_concept(concept, is_strict=node.is_strict)
            except OutOfTimeError:
                if self.skipped is None or concept is node.concepts[0]:
                    raise
                self.skipped.append(concept.any)
                wholly = {}
                break
            if wholly is None:
                wholly = whole if concept in findable else None
            elif concept in findable:
                wholly = {
                    number: score + whole[number]
                    for number, score in wholly.items()
                    if number in whole
                }
            if not scores:
                scores = dict(best)
                continue
            for number, score in best.items():
                scores[number] = scores.get(number, 0.0) + score
        else:
            is_held = len(findable) == len(node.concepts)
            self.held[id(node)] = len(wholly or ()) if is_held else 0
        wholly = wholly or {}
        if node.is_strict:
            return dict(wholly)
        if node.factor != 1.0:
            scores = {number: score * node.factor for number, score in scores.items()}
        for number, score in wholly.items():
            scores[number] = max(score, scores[number])
        return scores

    def _score_concept(
        self, concept: tree.Concept, *, is_strict: bool
    ) -> tuple[Scores, Scores]:
        """Return the scores of a concept as a whole, and in any way.

        The first are kept for the count of passages that hold all concepts.
        """
        whole = self.wholes.get(id(concept))
        if whole is None:
            whole = self.wholes[id(concept)] = self.score(concept.whole)
        if is_strict:
            return whole, {}
        if isinstance(concept.loose, tree.Nothing):
            return whole, whole
        return whole, _keep_best(dict(whole), self.score(concept.loose))

    def _score_repeated(self, node: tree.Node, count: int) -> Scores:
        """Return the scores of a clause that a query has ``count`` times."""
        scores = self.score(node)
        if count == 1:
            return scores
        return {number: score * count for number, score in scores.items()}

    def _in_time(self, nodes: Mapping[tree.Node, int]) -> Iterator[Scores]:
        """Yield the scores of each of ``nodes``, of as many as there is time for.

        The number of each is how often the query has it.
        """
        for index, (node, count) in enumerate(nodes.items()):
            try:
                yield self._score_repeated(node, count)
            except OutOfTimeError:
                if self.skipped is None or index == 0:
                    raise
                self.skipped.append(node)
                return

    def _score_all(self, nodes: Sequence[tree.Node]) -> Scores:
        filters = [one for one in nodes if isinstance(one, tree.Keyword | tree.Between)]
        scored = [one for one in nodes if one not in filters] or filters[:1]
        counted = Counter(scored)
        first = scored[0]
        scores = self._score_repeated(first, counted.pop(first))
        for node, count in counted.items():
            more = self._score_repeated(node, count)
            scores = {
                number: score + more[number]
                for number, score in scores.items()
                if number in more
            }
        for one in dict.fromkeys(filters):
            scores = self._filter_scores(one, scores)
        return scores

    def _filter_scores(self, node: tree.Keyword | tree.Between, scores: Scores) -> Scores:
        """Return those of ``scores`` whose passages match the filter ``node``."""
        if isinstance(node, tree.Keyword) and node.field == ROW:
            row, rows = self.source.row, set(map(int, node.values))
            return {one: score for one, score in scores.items() if row(one) in rows}
        if isinstance(node, tree.Keyword) and node.field == ENTITY:
            holders = self._score_keyword(node.field, node.values)
            return {one: score for one, score in scores.items() if one in holders}
        ordinals = self.source.ordinals(node.field)
        by_number = ordinals.by_number
        if isinstance(node, tree.Between):
            wanted = ordinals.between(node.low, node.high)
        else:
            wanted = ordinals.among(node.values)
        return {one: score for one, score in scores.items() if by_number[one] in wanted}

    def _score_keyword(self, field: str, values: Iterable[str]) -> Scores:
        if field == ROW:
            row, rows = self.source.row, set(map(int, values))
            return {one: 0.0 for one in self.source.numbers() if row(one) in rows}
        return {
            number: 0.0 for value in values for number in self.source.holders(field, value)
        }

    def _score_between(self, node: tree.Between) -> Scores:
        ordinals = self.source.ordinals(node.field)
        by_number, wanted = ordinals.by_number, ordinals.between(node.low, node.high)
        return {one: 0.0 for one in self.source.numbers() if by_number[one] in wanted}


def _keep_best(scores: Scores, others: Scores) -> Scores:
    """Return the better score of each passage, in one of the two, which is changed."""
    if len(others) > len(scores):
        scores, others = others, scores
    for number, score in others.items():
        if score > scores.get(number, -1.0):
            scores[number] = score
    return scores


def rank(
    source: PostingSource, scores: Scores, *, limit: int, order: Order, is_complete: bool
) -> Ranking:
    """Return the best passages as :meth:`~diplosearch.engines.base.Reader.search` does."""
    kept: Iterable[tuple[int, float]] = scores.items()
    if order == "score" and 0 < limit < len(scores):
        # The keys of all take longer than to find the score of the last.
        least = heapq.nlargest(limit, scores.values())[-1]
        kept = [(number, score) for number, score in kept if score >= least]
    keyed = [(-score, source.key(number), number) for number, score in kept]
    if order == "score":
        best = heapq.nsmallest(limit, keyed)
    else:
        dates = source.ordinals(DATE).by_number  # NO_ORDINAL, the least, for the undated
        best = heapq.nsmallest(limit, keyed, key=lambda one: (-dates[one[2]], one))
    hits = tuple(Ranked(key, -score) for score, key, _ in best)
    return Ranking(len(scores), hits, is_complete=is_complete)


def count_by(source: PostingSource, matching: Scores, field: str) -> dict[str, int]:
    """Return counts as :meth:`~diplosearch.engines.base.Reader.count_by` does."""
    if field == ENTITY:
        return Counter(id for number in matching for id in set(source.entities(number)))
    counts: dict[str, int] = {}
    for value in source.values(field):
        count = sum(number in matching for number in source.holders(field, value))
        if count:
            counts[value] = count
    return counts
