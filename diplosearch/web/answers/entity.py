"""An entity: its forms, counts, dates, with whom it appears, and its latest passages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...entities.gazetteer.ids import kind_of
from ...index.index import Index
from ...messages import translate
from ...search.aggregates.entity_profile import EntityProfile
from ..drawings import draw_network, draw_timeline
from ..interface import Interface
from ..labels import KIND
from ..parameter_tables import DEFAULTS
from .base import Table, Values
from .hit_view import Name, show_hit
from .search import search_index

_LATEST = 5
_IN_PICTURE = 10
"""Related entities of the picture; the list beside it has all."""


@dataclass(frozen=True, slots=True)
class EntityAnswer:
    """What the index knows of an entity."""

    profile: EntityProfile

    def to_values(self) -> dict[str, Any]:
        """Return the profile as values that JSON can carry."""
        return self.profile.to_dict()

    def to_table(self) -> Table | str:
        """Return the related entities as a table."""
        rows = [(one.id, one.name, one.count) for one in self.profile.related]
        return Table(("id", "name", "passages"), rows)


def find_entity(index: Index, values: Values) -> EntityAnswer:
    """Return what the index knows of an entity.

    Raises :class:`~diplosearch.NotFoundError` where it knows none of this id or name.
    """
    return EntityAnswer(index.profile(values["id"], limit=values["limit"]))


def show_entity(index: Index, values: Values, interface: Interface) -> dict[str, Any]:
    """Return what the page of an entity shows."""
    profile = find_entity(index, values).profile
    kind = kind_of(profile.id)
    search = {**DEFAULTS, "entity": (profile.id,)}
    pictured = profile.related[:_IN_PICTURE]

    def choose(label: str) -> str:
        return interface.search({**search, "since": label, "until": label})

    return {
        "profile": profile,
        "kind": translate(KIND.get(kind, kind)),
        "type": profile.type.lower(),
        "chart": draw_timeline(index.timeline(by=None, entities=[profile.id]), choose),
        "network": draw_network(
            pictured, index.shared_passages([one.id for one in pictured]), interface.entity
        ),
        "related": [
            (
                Name(one.name, kind_of(one.id), interface.entity(one.id)),
                one.count,
                interface.search({**search, "entity": (profile.id, one.id)}),
            )
            for one in profile.related
        ],
        "latest": [
            show_hit(hit, DEFAULTS, interface)
            for hit in search_index(index, {**search, "limit": _LATEST})
        ],
        "all": interface.search(search),
        "saves": [
            (form.upper(), interface.entity(profile.id, form=form))
            for form in ("json", "csv")
        ],
    }
