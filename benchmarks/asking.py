"""Times whole queries: parsed, searched, read back, ten hits marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from .kinds import KINDS, Kind
from .measure import percentile
from .panel import Panel
from .questions import Drawer
from .report import Figure, Report, Row
from .rows import MIDDLE, PERCENTILES, RATIO
from .settings import Settings

MILLISECONDS = 1000.0

Times = Mapping[str, Sequence[Sequence[float]]]
"""The seconds of each round, by system."""


def measure_asking(
    panel: Panel, drawer: Drawer, documents: int, settings: Settings, report: Report
) -> None:
    """Ask every kind of question in every round, and add the times to ``report``.

    Each round has questions of its own, so that no answer is remembered.
    """
    for kind in KINDS:
        panel.ask(
            kind, drawer.draw(kind, settings.warm_up, seed=f"{settings.seed} warm-up")
        )
        times: dict[str, list[list[float]]] = defaultdict(list)
        for number in range(settings.rounds):
            seed = f"{settings.seed} round {number}"
            questions = drawer.draw(kind, settings.queries, seed=seed)
            for name, answers in panel.ask(kind, questions).items():
                times[name].append([taken for taken, _ in answers])
        report.figures += figures_of(kind, times, documents, report.reference)


def figures_of(
    kind: Kind, times: Times, documents: int, reference: str | None
) -> list[Figure]:
    """Return percentiles of each round's times, and each round's ratio."""
    figures = []
    for name, rounds in times.items():
        for measure, share in PERCENTILES.items():
            row = Row("asking", documents, kind.name, measure)
            figures.append(
                Figure.of(
                    row, name, [percentile(one, share) * MILLISECONDS for one in rounds]
                )
            )
        if reference is not None and len(times.get(reference, ())) == len(rounds):
            row = Row("asking", documents, kind.name, RATIO)
            middle = PERCENTILES[MIDDLE]
            ratios = [
                percentile(own, middle) / percentile(other, middle)
                for own, other in zip(rounds, times[reference], strict=True)
            ]
            figures.append(Figure.of(row, name, ratios))
    return figures
