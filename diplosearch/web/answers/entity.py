"""An entity: its forms, counts, dates, with whom it appears, and its latest passages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...index.index import Index
from ...search.entity_profile import EntityProfile
from ...search.timeline import Timeline
from ..drawings import draw_network, draw_timeline
from ..interface import Interface
from ..parameters import read_all
from ..parameter_tables import SEARCH
from .base import Table
from .search import SearchAnswer, answer_search
from .search_page import Name, make_search_page
from .timespan import find_timeline

_LATEST = 5
_IN_PICTURE = 10
"""Related entities of the picture; the list beside it has all."""


class _Nothing:
    """An address without parameters."""

    def getlist(self, key: Any) -> list[str]:
        """Return no value."""
        return []


@dataclass(frozen=True, slots=True)
class EntityAnswer:
    """What the index knows of an entity."""

    profile: EntityProfile
    timeline: Timeline | None = None
    latest: SearchAnswer | None = None
    shared: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def to_values(self) -> dict[str, Any]:
        """Return the profile as values that JSON can carry."""
        return self.profile.to_dict()

    def to_table(self) -> Table | str:
        """Return the related entities as a table."""
        rows = [(one.id, one.name, one.count) for one in self.profile.related]
        return Table(("id", "name", "passages"), rows)

    def to_content(self, interface: Interface) -> dict[str, Any]:
        """Return what the page of an entity shows."""
        profile = self.profile
        kind = profile.id.partition(":")[0]
        values = {**default_search(), "entity": (profile.id,)}

        def choose(label: str) -> str:
            return interface.search({**values, "since": label, "until": label})

        return {
            "profile": profile,
            "kind": interface.words.get(f"kind.{kind}", kind),
            "type": profile.type.lower(),
            "chart": draw_timeline(self.timeline, choose) if self.timeline else None,
            "network": (
                draw_network(
                    profile.related[:_IN_PICTURE], self.shared, interface.entity
                )
                if profile.related
                else None
            ),
            "related": [
                (
                    Name(one.name, one.id.partition(":")[0], interface.entity(one.id)),
                    one.count,
                    interface.search({**values, "entity": (profile.id, one.id)}),
                )
                for one in profile.related
            ],
            "latest": (
                make_search_page(self.latest, interface).hits if self.latest else ()
            ),
            "all": interface.search(values),
            "saves": [
                ("JSON", interface.entity(profile.id, form="json")),
                ("CSV", interface.entity(profile.id, form="csv")),
            ],
        }


def default_search() -> dict[str, Any]:
    """Return the values of a search that asks for nothing."""
    return read_all(SEARCH, _Nothing())


def answer_entity(
    index: Index, values: Mapping[str, Any], *, is_page: bool = False
) -> EntityAnswer:
    """Return what the index knows of an entity.

    Raises :class:`~diplosearch.NotFoundError` where it knows none of this id or name.
    """
    profile = index.profile(values["id"], limit=values["limit"])
    if not is_page:
        return EntityAnswer(profile)
    search = {**default_search(), "entity": (profile.id,)}
    latest = answer_search(index, {**search, "limit": _LATEST, "sort": "date"})
    timeline = find_timeline(index, "", search)
    related = [one.id for one in profile.related[:_IN_PICTURE]]
    return EntityAnswer(profile, timeline, latest, index.shared_passages(related))


