"""The share of documents that are found by some words of one of their sentences."""

from __future__ import annotations

from .kinds import KNOWN_ITEMS
from .panel import Panel
from .questions import Drawer, KnownItem
from .report import Figure, Report, Row
from .rows import FOUND
from .settings import Settings


def measure_found(
    panel: Panel, drawer: Drawer, documents: int, settings: Settings, report: Report
) -> None:
    """Search each known item, typed in each way, and add the shares to ``report``."""
    items = drawer.draw_known_items(
        KNOWN_ITEMS, settings.known_items, seed=str(settings.seed)
    )
    for index, kind in enumerate(KNOWN_ITEMS):
        row = Row("found", documents, kind.name, FOUND)
        by_system = panel.ask(kind, [item.questions[index] for item in items])
        for name, answers in by_system.items():
            found = [
                is_found(item, ids) for item, (_, ids) in zip(items, answers, strict=True)
            ]
            report.figures.append(Figure.of(row, name, [100 * sum(found) / len(found)]))


def is_found(item: KnownItem, ids: list[str]) -> bool:
    """Tell whether a document that holds the sentence is among ``ids``."""
    return not item.holders.isdisjoint(ids)
