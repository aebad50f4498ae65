"""The entities that an index knows, by kind and by the beginning of a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...entities.gazetteer.ids import kind_of
from ...entity_index.table import EntityRecord
from ...index.index import Index
from ..interface import Interface
from ..parameter_tables import KINDS
from .base import Table
from .search_page import Choice, Name


@dataclass(frozen=True, slots=True)
class EntitiesAnswer:
    """A page of the list; ``has_more`` tells that another follows."""

    values: Mapping[str, Any]
    records: Sequence[EntityRecord]
    has_more: bool

    def to_values(self) -> dict[str, Any]:
        """Return the list as values that JSON can carry."""
        rows = [dict(zip(_COLUMNS, row, strict=True)) for row in self._rows()]
        return {"entities": rows, "has_more": self.has_more}

    def to_table(self) -> Table | str:
        """Return the list as a table."""
        return Table(_COLUMNS, self._rows())

    def _rows(self) -> list[tuple[Any, ...]]:
        return [
            (one.id, one.type, one.name, one.documents, one.passages)
            for one in self.records
        ]

    def to_content(self, interface: Interface) -> dict[str, Any]:
        """Return what the page of the list shows."""
        values, page = self.values, self.values["page"]
        kinds = [
            Choice(
                interface.say(f"kinds.{kind}"),
                interface.entities({**values, "kind": kind, "page": 1}),
                is_chosen=values["kind"] == kind,
            )
            for kind in KINDS
        ]
        every = Choice(
            interface.say("kinds.all"),
            interface.entities({**values, "kind": None, "page": 1}),
            is_chosen=values["kind"] is None,
        )
        return {
            "values": values,
            "kinds": [every, *kinds],
            "rows": [
                (
                    Name(one.name, one.type.lower(), interface.entity(one.id)),
                    interface.words.get(f"kind.{kind_of(one.id)}", one.type.lower()),
                    one.documents,
                    one.passages,
                )
                for one in self.records
            ],
            "previous": interface.entities({**values, "page": page - 1}) if page > 1 else "",
            "following": (
                interface.entities({**values, "page": page + 1}) if self.has_more else ""
            ),
            "saves": [
                (form.upper(), interface.entities(values, form)) for form in ("csv", "json")
            ],
        }


_COLUMNS = ("id", "type", "name", "documents", "passages")


def answer_entities(
    index: Index, values: Mapping[str, Any], *, is_page: bool = False
) -> EntitiesAnswer:
    """Return a page of the entities, those in most documents first."""
    first = (values["page"] - 1) * values["limit"]
    end = first + values["limit"]
    found = index.entities(prefix=values["q"], kind=values["kind"], limit=end + 1)
    return EntitiesAnswer(values, found[first:end], len(found) > end)
