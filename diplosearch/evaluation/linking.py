"""Measure entity linking on small corpora of which is known who is one and who is two.

Each corpus of a linking set (see :mod:`diplosearch.evaluation.linking_set`) is indexed in
memory. The id of a mention is that of the entity of its type that shares most letters
with it; countries, towns, regions and buildings are one type. Ids are compared by B-cubed
(see :mod:`diplosearch.evaluation.b_cubed`), and filters by the documents they find.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ..backends.base import MEMORY_LOCATION
from ..errors import SourceError
from ..index.index import Index, open_index
from ..model import Document
from .b_cubed import Grouping, score_mentions
from .entities import LABELS, TYPES
from .linking_scores import (
    CaseAnswer,
    EntityAnswer,
    FilterAnswer,
    LinkingScores,
    explain_failures,
    score_answers,
)
from .linking_set import LinkingCase, MarkedFilter, MarkedMention, read_linking_set


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
        total=score_answers(answers),
        types={label: score_answers(answers, label) for label in TYPES},
        kinds={
            kind: score_answers([one for one in answers if one.case.kind == kind])
            for kind in kinds
        },
        failures=tuple(
            LinkingFailure(one.case.id, one.case.kind, reason)
            for one in answers
            for reason in explain_failures(one)
        ),
    )


def _answer(case: LinkingCase) -> CaseAnswer:
    with open_index(MEMORY_LOCATION) as index:
        report = index.add(case.documents, keep_duplicates=True)
        if report.skipped:
            raise SourceError(f"case {case.id!r}: {report.skipped[0].reason}")
        return CaseAnswer(
            case,
            _answer_entities(case, {one.id: one for one in index.documents()}),
            [FilterAnswer(one, _find_documents(index, one)) for one in case.filters],
        )


def _find_documents(index: Index, filter: MarkedFilter) -> frozenset[str]:
    hits = index.search(filter.query, limit=None, per_document=1)
    return frozenset(hit.document.id for hit in hits)


def _answer_entities(
    case: LinkingCase, documents: Mapping[str, Document]
) -> list[EntityAnswer]:
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
        EntityAnswer(entity, tuple(found), tuple(next(scores) for _ in found))
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
