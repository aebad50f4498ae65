"""What the index holds, and whether it is sound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...index.index import Index
from ...index.stats import Stats
from ...integrity.findings import CheckReport
from ...messages import translate
from ..interface import Interface
from .base import Table, Values

_SHOWN_SOURCES = 10


@dataclass(frozen=True, slots=True)
class AboutAnswer:
    """The statistics of the index, and a check of the sizes of its files.

    Where the index lies is left out: visitors need not know folders of the machine.
    """

    stats: Stats
    check: CheckReport

    def to_values(self) -> dict[str, Any]:
        """Return both as values that JSON can carry."""
        stats = self.stats
        return {
            "engine": stats.engine,
            "documents": stats.documents,
            "passages": stats.passages,
            "languages": [
                {"language": name, "documents": count}
                for name, count in sorted(stats.languages.items())
            ],
            "sources": [
                {"source": name, "documents": count} for name, count in self.list_sources()
            ],
            "first_date": stats.first_date.isoformat() if stats.first_date else None,
            "last_date": stats.last_date.isoformat() if stats.last_date else None,
            "size": stats.size,
            "commit": stats.commit,
            "format": stats.format,
            "created": stats.created,
            "is_sound": self.check.ok,
            "findings": [
                {"severity": one.severity, "what": str(one)} for one in self.check.findings
            ],
        }

    def to_table(self) -> Table | str:
        """Return the sources as a table."""
        return Table(("source", "documents"), self.list_sources())

    def list_sources(self) -> list[tuple[str | None, int]]:
        """Return the sources with their numbers of documents, the greatest first."""
        items = self.stats.sources.items()
        return sorted(items, key=lambda item: (-item[1], item[0] or ""))


def find_about(index: Index, _: Values) -> AboutAnswer:
    """Return what the index holds, and whether it is sound."""
    return AboutAnswer(index.stats(), index.check())


def show_about(index: Index, values: Values, _: Interface) -> dict[str, Any]:
    """Return what the page about the index shows."""
    found = find_about(index, values)
    sources = found.list_sources()
    return {
        "stats": found.stats,
        "check": found.check,
        "sources": [
            (name or translate("unknown"), count)
            for name, count in sources[:_SHOWN_SOURCES]
        ],
        "more_sources": max(0, len(sources) - _SHOWN_SOURCES),
    }
