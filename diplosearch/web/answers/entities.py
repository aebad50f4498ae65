"""The entities that an index knows, by kind and by the beginning of a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...entities.gazetteer.ids import kind_of
from ...entity_index.table import EntityRecord
from ...index.index import Index
from ...messages import translate
from ..interface import Interface
from ..labels import KIND, KINDS
from .base import Table, Values
from .filters import Choice
from .hit_view import Name


@dataclass(frozen=True, slots=True)
class EntitiesAnswer:
    """A page of the list; ``has_more`` tells that another follows."""

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


_COLUMNS = ("id", "type", "name", "documents", "passages")


def find_entities(index: Index, values: Values) -> EntitiesAnswer:
    """Return a page of the entities, those in most documents first."""
    first = (values["page"] - 1) * values["limit"]
    end = first + values["limit"]
    found = index.entities(prefix=values["q"], kind=values["kind"], limit=end + 1)
    return EntitiesAnswer(found[first:end], len(found) > end)


def show_entities(index: Index, values: Values, interface: Interface) -> dict[str, Any]:
    """Return what the page of the list shows."""
    found, page = find_entities(index, values), values["page"]

    def choose(name: str, kind: str | None) -> Choice:
        address = interface.entities({**values, "kind": kind, "page": 1})
        return Choice(translate(name), address, is_chosen=values["kind"] == kind)

    return {
        "values": values,
        "kinds": [choose("all", None), *(choose(KINDS[kind], kind) for kind in KINDS)],
        "rows": [
            (
                Name(one.name, one.type.lower(), interface.entity(one.id)),
                translate(KIND.get(kind_of(one.id), one.type.lower())),
                one.documents,
                one.passages,
            )
            for one in found.records
        ],
        "previous": interface.entities({**values, "page": page - 1}) if page > 1 else "",
        "following": (
            interface.entities({**values, "page": page + 1}) if found.has_more else ""
        ),
        "saves": [
            (form.upper(), interface.entities(values, form)) for form in ("csv", "json")
        ],
    }
