"""When the documents were published that answer a query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...index.index import Index
from ...search.aggregates.timeline import Timeline
from ..drawings import draw_timeline
from ..interface import Interface
from ..parameter_tables import DEFAULTS
from ..parameters import restrict
from .base import Table, Values


@dataclass(frozen=True, slots=True)
class TimelineAnswer:
    """A timeline of documents."""

    timeline: Timeline

    def to_values(self) -> dict[str, Any]:
        """Return the timeline as values that JSON can carry."""
        return self.timeline.to_dict()

    def to_table(self) -> Table | str:
        """Return its steps as a table."""
        rows = [(one.label, one.documents, one.passages) for one in self.timeline]
        return Table(("date", "documents", "passages"), rows)


def find_timeline(index: Index, values: Values) -> TimelineAnswer:
    """Return a timeline, of all documents without a query."""
    return TimelineAnswer(index.timeline(values["q"], by=values["by"], **restrict(values)))


def show_timeline(index: Index, values: Values, interface: Interface) -> dict[str, Any]:
    """Return what the page of a timeline shows; empty steps have no row."""
    timeline = find_timeline(index, values).timeline
    search = {**DEFAULTS, **{name: one for name, one in values.items() if name != "by"}}

    def choose(label: str) -> str:
        return interface.search({**search, "since": label, "until": label})

    return {
        "values": values,
        "timeline": timeline,
        "chart": draw_timeline(timeline, choose) if timeline.buckets else None,
        "rows": [
            (one.label, choose(one.label), one.documents, one.passages)
            for one in timeline
            if one.documents
        ],
        "search": interface.search(search),
        "saves": [
            (form.upper(), interface.timeline(values, form)) for form in ("csv", "json")
        ],
    }
