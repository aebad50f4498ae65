"""Writes the figures of retrieval, recognition and linking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple
from typing import TYPE_CHECKING

from ...messages import count
from .screen import Screen
from .table import write_columns

if TYPE_CHECKING:
    from ...evaluation.entities import EntityEvaluation
    from ...evaluation.linking import LinkingEvaluation, LinkingFailure
    from ...evaluation.linking_scores import LinkingScores
    from ...evaluation.retrieval import Evaluation

_LINKING_HEAD = (
    *("", "mentions", "id P", "id R", "id accuracy", "entities", "whole"),
    *("filters", "recall", "precision"),
)


def write_retrieval(found: Evaluation, screen: Screen) -> None:
    """Write the measures and the time of a query."""
    screen.write_fields(
        [
            *((name, f"{figure:.4f}") for name, figure in found.measures.items()),
            ("queries", f"{found.queries:,}"),
            ("ms a query", f"{found.milliseconds_mean:.1f} mean"),
            ("", f"{found.milliseconds_median:.1f} median"),
        ]
    )


def write_recognition(found: EntityEvaluation, screen: Screen) -> None:
    """Write precision, recall and F1 of each recognizer side by side."""
    from ...evaluation.entities import MICRO

    screen.write(
        f"{count(found.sentences, 'sentence')} ({found.language}), "
        f"{count(found.tokens, 'token')}, {count(sum(found.names.values()), 'name')}"
    )
    screen.write()
    head = ["", "names"]
    for choice in found.recognizers:
        head += [f"{choice} P", "R", "F1"]
    names = {**found.names, MICRO: sum(found.names.values())}
    rows = [
        [type, f"{number:,}"]
        + [
            f"{figure:.4f}"
            for one in found.recognizers.values()
            for figure in astuple(one.scores[type])
        ]
        for type, number in names.items()
    ]
    write_columns(head, rows, screen, numbers=range(1, len(head)))
    screen.write()
    speeds = (
        f"{choice} {one.tokens_per_second:,.0f}"
        for choice, one in found.recognizers.items()
    )
    screen.write(f"tokens a second: {', '.join(speeds)}")


def write_linking(found: LinkingEvaluation, screen: Screen) -> None:
    """Write a row of scores for each type of entities, for each kind, and for all."""
    cases = f"{found.cases:,} {'corpus' if found.cases == 1 else 'corpora'}"
    screen.write(
        f"{cases}, {count(found.documents, 'document')}, "
        f"{count(found.total.mentions, 'mention')}, {count(found.total.filters, 'filter')}"
    )
    scores = {**found.types, **found.kinds, "all": found.total}
    screen.write()
    write_columns(
        _LINKING_HEAD,
        [[name, *_linking_cells(one)] for name, one in scores.items()],
        screen,
        numbers=range(1, len(_LINKING_HEAD)),
    )


def _linking_cells(scores: LinkingScores) -> list[str]:
    return [
        "–"
        if figure is None
        else f"{figure:.4f}"
        if isinstance(figure, float)
        else f"{figure:,}"
        for figure in astuple(scores)
    ]


def write_failures(failures: Iterable[LinkingFailure], screen: Screen) -> None:
    """Write a line for each entity and each filter that fails."""
    for one in failures:
        screen.write(f"{one.case}: {one.reason}")
