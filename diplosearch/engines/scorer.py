"""The answer to a tree from postings, a term at a time, for engines in Python.

The memory and the Whoosh engine share it, so they give the same passages with
the same scores; they differ in where the postings come from.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..query import tree
from ..schema import DATE, ENTITY, LANGUAGE, TITLE_FIELDS
from .base import Order, Ranked, Ranking
from .deadline import OutOfTimeError, check_time
from .phrase_positions import find_sequences
from .posting_source import PostingSource
from .ranking import K1, saturate

Scores = dict[int, float]


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores every passage that matches a tree.

    Out of time, it leaves what else might have matched, and notes in ``left`` that
    it did; unless that is None, as where passages are left out by what they match.
    """

    source: PostingSource
    deadline: float | None = None
    left: list[tree.Node] | None = None

    def score(self, node: tree.Node) -> Scores:
        """Return the score of each passage that matches ``node``.

        Raises :class:`OutOfTimeError` when the deadline passes before any is found.
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
            case tree.Keyword():
                return self._unscored(node.field, node.values)
            case tree.Between():
                return self._between(node)
            case tree.Everything():
                return dict.fromkeys(self.source.numbers(), 0.0)
            case tree.Nothing():
                return {}
        raise TypeError(f"{type(node).__name__} is for the expansion, not for an engine")

    def _score_term(self, node: tree.Term) -> Scores:
        numbers, counts = self.source.postings(node.field, node.text)
        if node.language is not None:
            ordinals = self.source.ordinals(LANGUAGE)
            spoken, places = ordinals.among((node.language,)), ordinals.places
            kept = [at for at, number in enumerate(numbers) if places[number] in spoken]
            numbers = [numbers[at] for at in kept]
            counts = [counts[at] for at in kept]
        weight = node.weight
        if node.field in TITLE_FIELDS:
            return {
                number: weight * saturate(count, K1)
                for number, count in zip(numbers, counts, strict=True)
            }
        norms = self.source.norms
        return {
            number: weight * saturate(count, norms[number])
            for number, count in zip(numbers, counts, strict=True)
        }

    def _score_sequence(self, node: tree.Sequence) -> Scores:
        texts = tuple(dict.fromkeys(node.texts))
        places = [self.source.positions(node.field, text) for text in texts]
        rarest = min(places, key=len)
        norms = self.source.norms
        is_title = node.field in TITLE_FIELDS
        scores: Scores = {}
        for number in rarest:
            if not all(number in place for place in places):
                continue
            here = {text: place[number] for text, place in zip(texts, places, strict=True)}
            count = len(find_sequences(node.texts, here, node.slop))
            if count:
                norm = K1 if is_title else norms[number]
                scores[number] = node.weight * saturate(count, norm)
        return scores

    def _score_best(self, node: tree.Best) -> Scores:
        best: Scores = {}
        for found in self._in_time(node.children):
            for number, score in found.items():
                if score > best.get(number, -1.0):
                    best[number] = score
        return best

    def _score_favoured(self, node: tree.Favoured) -> Scores:
        ordinals = self.source.ordinals(node.field)
        favoured, places = ordinals.among((node.value,)), ordinals.places
        return {
            number: score if places[number] in favoured else score * node.factor
            for number, score in self.score(node.child).items()
        }

    def _score_boolean(self, node: tree.Boolean) -> Scores:
        whole = replace(self, left=None)
        excluded = {number for child in node.must_not for number in whole.score(child)}
        scores: Scores
        if node.must:
            scores = self._score_all(node.must)
            for found in self._in_time(node.should):
                for number, score in found.items():
                    if number in scores:
                        scores[number] += score
        elif node.should:
            scores = {}
            for found in self._in_time(node.should):
                for number, score in found.items():
                    scores[number] = scores.get(number, 0.0) + score
        elif node.must_not:
            scores = dict.fromkeys(self.source.numbers(), 0.0)
        else:
            return {}
        for number in excluded:
            scores.pop(number, None)
        return scores

    def _in_time(self, nodes: Sequence[tree.Node]) -> Iterator[Scores]:
        """Yield what each of ``nodes`` finds, as many as there is time for."""
        for place, node in enumerate(nodes):
            try:
                yield self.score(node)
            except OutOfTimeError:
                if self.left is None or place == 0:
                    raise
                self.left.append(node)
                return

    def _score_all(self, nodes: Sequence[tree.Node]) -> Scores:
        filters = [one for one in nodes if isinstance(one, tree.Keyword | tree.Between)]
        scored = [one for one in nodes if one not in filters] or filters[:1]
        scores = self.score(scored[0])
        for node in scored[1:]:
            more = self.score(node)
            scores = {
                number: score + more[number]
                for number, score in scores.items()
                if number in more
            }
        for one in filters:
            scores = self._let_through(one, scores)
        return scores

    def _let_through(self, node: tree.Keyword | tree.Between, scores: Scores) -> Scores:
        """Return those of ``scores`` that a filter lets through."""
        if isinstance(node, tree.Keyword) and node.field == ENTITY:
            holders = self._unscored(node.field, node.values)
            return {one: score for one, score in scores.items() if one in holders}
        ordinals = self.source.ordinals(node.field)
        places = ordinals.places
        if isinstance(node, tree.Between):
            wanted = ordinals.between(node.low, node.high)
        else:
            wanted = ordinals.among(node.values)
        return {one: score for one, score in scores.items() if places[one] in wanted}

    def _unscored(self, field: str, values: Iterable[str]) -> Scores:
        return {
            number: 0.0 for value in values for number in self.source.holders(field, value)
        }

    def _between(self, node: tree.Between) -> Scores:
        ordinals = self.source.ordinals(node.field)
        places, wanted = ordinals.places, ordinals.between(node.low, node.high)
        return {one: 0.0 for one in self.source.numbers() if places[one] in wanted}


def rank(
    source: PostingSource,
    node: tree.Node,
    *,
    limit: int,
    order: Order,
    deadline: float | None,
) -> Ranking:
    """Return the ranking that :meth:`Reader.search` promises."""
    left: list[tree.Node] = []
    try:
        scores = Scorer(source, deadline, left).score(node)
    except OutOfTimeError:
        return Ranking(0, (), is_complete=False)
    keyed = [(-score, source.key(number), number) for number, score in scores.items()]
    if order == "score":
        best = heapq.nsmallest(limit, keyed)
    else:
        places = source.ordinals(DATE).places  # of the undated the least
        best = heapq.nsmallest(limit, keyed, key=lambda one: (-places[one[2]], one))
    hits = tuple(Ranked(key, -score) for score, key, _ in best)
    return Ranking(len(keyed), hits, is_complete=not left)


def count_by(source: PostingSource, node: tree.Node, field: str) -> dict[str, int]:
    """Return the counts that :meth:`Reader.count_by` promises."""
    matching = Scorer(source).score(node)
    if field == ENTITY:
        return Counter(id for number in matching for id in set(source.entities(number)))
    counts: dict[str, int] = {}
    for value in source.values(field):
        count = sum(number in matching for number in source.holders(field, value))
        if count:
            counts[value] = count
    return counts
