"""Score loaded passages and make hits of them, at once or while they are iterated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, overload

from ..engines.base import Ranked
from ..engines.ranking import Recency
from ..engines.scorer import Scorer
from ..model import Document
from ..query import tree
from ..storage.codec import split_key
from .loaded_passages import LoadedPassages, LoadedPostings
from .matches import Matcher
from .results import Hit, SearchRequest
from .searcher import Searcher

ReadOthers = Callable[[int], tuple[Document, ...]]
"""Returns the other documents of the story of a passage, by its number."""


class Candidate(NamedTuple):
    """A passage that may become a hit, by its number among the loaded ones.

    ``proximity`` is the part of ``score`` for words that stand near each other, and
    ``recency`` the factor in it for the age of the document.
    """

    number: int
    score: float
    proximity: float = 0.0
    recency: float = 1.0


def make_scorer(passages: LoadedPassages, average_length: float) -> Scorer:
    """Return what scores loaded passages; it keeps what it has counted in them.

    ``average_length`` is that of the index, in words.
    """
    return Scorer(LoadedPostings(passages, average_length))


def score_passages(
    passages: LoadedPassages,
    node: tree.Node,
    scorer: Scorer,
    recency: Recency | None = None,
) -> list[Candidate]:
    """Return loaded passages with the scores that ``node`` gives them.

    All engines agree on which passages match, but not on the last digits of a score.
    Hits are scored here, so that scores are the same on every engine and explanations
    add up to them. ``recency`` lowers the scores of what is old.
    """
    scores = scorer.score(node)
    if recency is None:
        return [
            Candidate(number, scores.get(number, 0.0)) for number in range(len(passages))
        ]
    factors = [recency.factor(one.stored.date) for one in passages]
    return [
        Candidate(number, scores.get(number, 0.0) * factor, recency=factor)
        for number, factor in enumerate(factors)
    ]


def sort_key(one: Candidate, passages: LoadedPassages) -> tuple[float, str, int]:
    """Return the key that sorts the best first, equals by document id and passage."""
    loaded = passages[one.number]
    return -one.score, loaded.stored.id, loaded.ordinal


def make_hits(
    candidates: Sequence[Candidate],
    passages: LoadedPassages,
    node: tree.Node,
    scorer: Scorer,
    *,
    before: int = 0,
    excerpt: int | None = None,
    read_others: ReadOthers | None = None,
) -> tuple[Hit, ...]:
    """Return the hits of an answer to ``node``, ranked after ``before`` others.

    ``scorer`` has scored the passages, and ``excerpt`` is the length of what each shows,
    None for its whole passage.
    ``read_others`` returns the other documents of the story of a passage.
    """
    matcher = Matcher(node, passages, scorer)
    average_length = scorer.source.average_length
    return tuple(
        Hit(
            rank=rank,
            score=one.score,
            passage=passages[one.number].passage,
            matches=matcher.match_text(one.number),
            title_matches=matcher.match_title(one.number),
            others=() if read_others is None else read_others(one.number),
            _loaded=passages[one.number],
            _request=SearchRequest(
                node, average_length, one.proximity, excerpt, one.recency
            ),
        )
        for rank, one in enumerate(candidates, before + 1)
    )


BLOCK = 100
"""Passages that are loaded at once; a guess."""


@dataclass(frozen=True, slots=True, eq=False)
class HitStream(Sequence[Hit]):
    """The hits ``first``, followed by those of ``ranked``, which are loaded when read.

    Raises :class:`IndexClosedError` when those are read after the index was closed or
    shows another state. ``before`` is the number of hits that were skipped, and
    ``has_others`` tells that hits have the other documents of their stories.
    """

    searcher: Searcher
    node: tree.Node
    first: tuple[Hit, ...]
    ranked: tuple[Ranked, ...]
    before: int = 0
    excerpt: int | None = None
    recency: Recency | None = None
    has_others: bool = False

    def __len__(self) -> int:
        return len(self.first) + len(self.ranked)

    def __iter__(self) -> Iterator[Hit]:
        yield from self.first
        for start in range(0, len(self.ranked), BLOCK):
            yield from self._load(start, start + BLOCK)

    @overload
    def __getitem__(self, index: int) -> Hit: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Hit, ...]: ...

    def __getitem__(self, index: int | slice) -> Hit | tuple[Hit, ...]:
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        number = range(len(self))[index]
        if number < len(self.first):
            return self.first[number]
        (hit,) = self._load(number - len(self.first), number - len(self.first) + 1)
        return hit

    def _load(self, start: int, end: int) -> tuple[Hit, ...]:
        """Return some of the hits after the first ones."""
        length = self.searcher.reader.average_length
        with self.searcher.snapshot.use():
            ranked = self.ranked[start:end]
            passages = self.searcher.load(one.key for one in ranked)
            scorer = make_scorer(passages, length)
            candidates = score_passages(passages, self.node, scorer, self.recency)
            before = self.before + len(self.first) + start
            return make_hits(
                candidates,
                passages,
                self.node,
                scorer,
                before=before,
                excerpt=self.excerpt,
                read_others=make_reader(self.searcher, ranked) if self.has_others else None,
            )


def make_reader(searcher: Searcher, ranked: Sequence[Ranked]) -> ReadOthers:
    """Return what reads the other documents of the story of one of ``ranked``."""

    def read(number: int) -> tuple[Document, ...]:
        return searcher.read_others(split_key(ranked[number].key)[0])

    return read
