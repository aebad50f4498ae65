"""How often a document is found whose sentence one remembers some words of."""

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
    """Ask for each known item in each way to type it, and report the shares."""
    items = drawer.draw_known_items(
        KNOWN_ITEMS, settings.known_items, seed=str(settings.seed)
    )
    for place, kind in enumerate(KNOWN_ITEMS):
        row = Row("found", documents, kind.name, FOUND)
        heard = panel.ask(kind, [item.questions[place] for item in items])
        for name, answers in heard.items():
            found = [
                is_found(item, ids) for item, (_, ids) in zip(items, answers, strict=True)
            ]
            report.figures.append(Figure.of(row, name, [100 * sum(found) / len(found)]))


def is_found(item: KnownItem, ids: list[str]) -> bool:
    """Tell whether a document that holds the sentence is among ``ids``."""
    return not item.holders.isdisjoint(ids)
