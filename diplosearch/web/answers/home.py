"""What a page shows before anything is asked: what there is to ask about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...entity_index.table import EntityRecord
from ...index.index import Index
from ...index.stats import Stats
from ...search.timeline import Timeline
from ..drawings import draw_timeline
from ..interface import Interface
from .search_page import Name
from .timespan import find_timeline

_SHOWN = 8
_KINDS = ("country", "person", "org")


@dataclass(frozen=True, slots=True)
class Home:
    """Counts, a timeline of all documents, and the entities in most documents."""

    stats: Stats
    timeline: Timeline
    most_named: Mapping[str, tuple[EntityRecord, ...]]

    def to_content(
        self, values: Mapping[str, Any], interface: Interface
    ) -> dict[str, Any]:
        """Return what the page shows."""

        def choose(label: str) -> str:
            return interface.search({**values, "since": label, "until": label})

        return {
            "stats": self.stats,
            "chart": draw_timeline(self.timeline, choose) if len(self.timeline) else None,
            "named": [
                (
                    interface.say(f"kinds.{kind}"),
                    interface.entities({"kind": kind}),
                    [
                        (
                            Name(one.name, one.type.lower(), interface.entity(one.id)),
                            one.documents,
                        )
                        for one in records
                    ],
                )
                for kind, records in self.most_named.items()
                if records
            ],
        }


def find_home(index: Index, values: Mapping[str, Any]) -> Home:
    """Return what there is to ask about."""
    named = {kind: tuple(index.entities(kind=kind, limit=_SHOWN)) for kind in _KINDS}
    return Home(index.stats(), find_timeline(index, "", values), named)
