"""Measure entity linking on small corpora of which is known who is one and who is two.

Each corpus of a linking set (see :mod:`diplosearch.evaluation.linking_set`) is indexed in
memory. The id of a mention is that of the entity of its type that shares most letters
with it; countries, towns, regions and buildings are one type. Ids are compared by B-cubed
(see :mod:`diplosearch.evaluation.b_cubed`), and filters by the documents they find.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

from ..backends.memory import MEMORY_LOCATION
from ..errors import SourceError
from ..index.index import Index, open_index
from ..model import Document
from .b_cubed import Grouping, MentionScore, f1, score_mentions
from .entities import LABELS, TYPES
from .linking_set import (
    LinkingCase,
    MarkedEntity,
    MarkedFilter,
    MarkedMention,
    read_linking_set,
)


@dataclass(frozen=True, slots=True)
class LinkingScores:
    """How well mentions have the ids that they should have, and filters find them.

    ``id_accuracy`` is the F1 of ``id_precision`` and ``id_recall``, the means of B-cubed
    over all mentions. ``whole_entities`` is the share of entities whose mentions all have
    one id that no other marked mention of the corpus has. ``filter_recall`` is the share
    that filters find of the documents they must find, ``filter_precision`` the share of
    these among all judged documents that they find. All are from 0 to 1, and None where
    there is nothing to count.
    """

    mentions: int
    id_precision: float | None
    id_recall: float | None
    id_accuracy: float | None
    entities: int
    whole_entities: float | None
    filters: int
    filter_recall: float | None
    filter_precision: float | None


@dataclass(frozen=True, slots=True)
class LinkingFailure:
    """An entity or a filter of a case that fails, and the reason in words."""

    case: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class LinkingEvaluation:
    """The scores of all cases, by label (PER, LOC, ORG) and by kind, and what fails."""

    cases: int
    documents: int
    total: LinkingScores
    types: Mapping[str, LinkingScores] = field(hash=False)
    kinds: Mapping[str, LinkingScores] = field(hash=False)
    failures: tuple[LinkingFailure, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as values for JSON."""
        return asdict(self)


class _EntityAnswer(NamedTuple):
    entity: MarkedEntity
    ids: tuple[str | None, ...]
    scores: tuple[MentionScore, ...]

    @property
    def is_whole(self) -> bool:
        return all(score == (1.0, 1.0) for score in self.scores)


class _FilterAnswer(NamedTuple):
    filter: MarkedFilter
    found: frozenset[str]

    @property
    def right(self) -> frozenset[str]:
        return self.filter.finds & self.found

    @property
    def wrong(self) -> frozenset[str]:
        return self.filter.omits & self.found


class _CaseAnswer(NamedTuple):
    case: LinkingCase
    entities: list[_EntityAnswer]
    filters: list[_FilterAnswer]


def evaluate_linking(path: str | Path) -> LinkingEvaluation:
    """Return the scores of entity linking on the linking set at ``path``.

    Raises :class:`SourceError` when the file is no linking set; the message has the
    number of the line.
    """
    answers = [_answer(case) for case in read_linking_set(path)]
    kinds = dict.fromkeys(one.case.kind for one in answers)
    return LinkingEvaluation(
        cases=len(answers),
        documents=sum(len(one.case.documents) for one in answers),
        total=_score(answers),
        types={label: _score(answers, label) for label in TYPES},
        kinds={
            kind: _score([one for one in answers if one.case.kind == kind])
            for kind in kinds
        },
        failures=tuple(
            LinkingFailure(one.case.id, one.case.kind, reason)
            for one in answers
            for reason in _explain_failures(one)
        ),
    )


def _answer(case: LinkingCase) -> _CaseAnswer:
    with open_index(MEMORY_LOCATION) as index:
        report = index.add(case.documents, keep_duplicates=True)
        if report.skipped:
            raise SourceError(f"case {case.id!r}: {report.skipped[0].reason}")
        return _CaseAnswer(
            case,
            _answer_entities(case, {one.id: one for one in index.documents()}),
            [_FilterAnswer(one, _find_documents(index, one)) for one in case.filters],
        )


def _find_documents(index: Index, filter: MarkedFilter) -> frozenset[str]:
    hits = index.search(filter.query, limit=None, per_document=1)
    return frozenset(hit.document.id for hit in hits)


def _answer_entities(
    case: LinkingCase, documents: Mapping[str, Document]
) -> list[_EntityAnswer]:
    """Return the ids of all mentions, and how right they are."""
    ids = [
        [find_id(mention, entity.label, documents) for mention in entity.mentions]
        for entity in case.entities
    ]
    groupings = [
        Grouping(number, id, entity.id in (None, id))
        for number, (entity, found) in enumerate(zip(case.entities, ids, strict=True))
        for id in found
    ]
    scores = iter(score_mentions(groupings))
    return [
        _EntityAnswer(entity, tuple(found), tuple(next(scores) for _ in found))
        for entity, found in zip(case.entities, ids, strict=True)
    ]


def find_id(
    mention: MarkedMention, label: str, documents: Mapping[str, Document]
) -> str | None:
    """Return the id of the entity that shares most letters with a mention.

    Only entities of a type with that label count; None if there is none, and the first
    of several that share as many.
    """
    shared = {
        one: min(one.end, mention.end) - max(one.start, mention.start)
        for one in documents[mention.document].entities
        if LABELS.get(one.type) == label
    }
    best = max(shared, key=lambda one: shared[one], default=None)
    return best.id if best is not None and shared[best] > 0 else None


def _score(answers: Iterable[_CaseAnswer], label: str | None = None) -> LinkingScores:
    """Return the scores of the entities and filters of one label, None for all."""
    answers = list(answers)
    entities = [
        one
        for answer in answers
        for one in answer.entities
        if label in (None, one.entity.label)
    ]
    filters = [
        one
        for answer in answers
        for one in answer.filters
        if label in (None, one.filter.label)
    ]
    scores = [score for one in entities for score in one.scores]
    precision = _mean([score.precision for score in scores])
    recall = _mean([score.recall for score in scores])
    right = sum(len(one.right) for one in filters)
    found = right + sum(len(one.wrong) for one in filters)
    wanted = sum(len(one.filter.finds) for one in filters)
    return LinkingScores(
        mentions=len(scores),
        id_precision=precision,
        id_recall=recall,
        id_accuracy=None if precision is None or recall is None else f1(precision, recall),
        entities=len(entities),
        whole_entities=_mean([float(one.is_whole) for one in entities]),
        filters=len(filters),
        filter_recall=right / wanted if wanted else None,
        filter_precision=right / found if found else None,
    )


def _mean(figures: Sequence[float]) -> float | None:
    return fmean(figures) if figures else None


def _explain_failures(answer: _CaseAnswer) -> Iterator[str]:
    """Yield a line for each entity and each filter that fails."""
    for entity, ids, scores in answer.entities:
        if any(score != (1.0, 1.0) for score in scores):
            wanted = f" (should be {entity.id})" if entity.id else ""
            found = ", ".join(
                f"{mention.document} {id or 'not found'}"
                for mention, id in zip(entity.mentions, ids, strict=True)
            )
            yield f"{entity.label} {entity.name}{wanted}: {found}"
    for one in answer.filters:
        if missed := one.filter.finds - one.found:
            yield f"{one.filter.query} misses {', '.join(sorted(missed))}"
        if one.wrong:
            yield f"{one.filter.query} finds {', '.join(sorted(one.wrong))} too"
