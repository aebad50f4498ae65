"""Score how well the mentions and filters of a linking set were answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import NamedTuple

from .b_cubed import MentionScore, f1
from .linking_set import LinkingCase, MarkedEntity, MarkedFilter


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


class EntityAnswer(NamedTuple):
    """The ids found for the mentions of an entity, None where there is none."""

    entity: MarkedEntity
    ids: tuple[str | None, ...]
    scores: tuple[MentionScore, ...]

    @property
    def is_whole(self) -> bool:
        """Whether all mentions, and no others, have one id, the one asked for."""
        return all(score == (1.0, 1.0) for score in self.scores)


class FilterAnswer(NamedTuple):
    """The documents that a filter finds."""

    filter: MarkedFilter
    found: frozenset[str]

    @property
    def right(self) -> frozenset[str]:
        """The documents that are found and should be."""
        return self.filter.finds & self.found

    @property
    def wrong(self) -> frozenset[str]:
        """The documents that are found and should not be."""
        return self.filter.omits & self.found


class CaseAnswer(NamedTuple):
    """What was found for the entities and the filters of a case."""

    case: LinkingCase
    entities: list[EntityAnswer]
    filters: list[FilterAnswer]


def score_answers(answers: Iterable[CaseAnswer], label: str | None = None) -> LinkingScores:
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


def explain_failures(answer: CaseAnswer) -> Iterator[str]:
    """Yield a line for each entity and each filter that fails."""
    for one in answer.entities:
        if not one.is_whole:
            entity = one.entity
            wanted = f" (should be {entity.id})" if entity.id else ""
            found = ", ".join(
                f"{mention.document} {id or 'not found'}"
                for mention, id in zip(entity.mentions, one.ids, strict=True)
            )
            yield f"{entity.label} {entity.name}{wanted}: {found}"
    for asked in answer.filters:
        if missed := asked.filter.finds - asked.found:
            yield f"{asked.filter.query} misses {', '.join(sorted(missed))}"
        if asked.wrong:
            yield f"{asked.filter.query} finds {', '.join(sorted(asked.wrong))} too"
