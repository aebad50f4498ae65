"""Places: which countries, cities and other places matching passages name, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, overload

from ...engines.deadline import OutOfTimeError
from ...entities.gazetteer.coordinates import read_coordinates
from ...entities.gazetteer.ids import kind_of
from ...export.interchange.geojson import write_places
from ...model import EntityType
from ...schema import FACET_KINDS, KIND_TYPES
from ..options import SearchOptions
from ..searcher import NO_ANSWER, Searcher
from .facets import count_entities

_KINDS = (*FACET_KINDS["country"], *FACET_KINDS["city"], *FACET_KINDS["place"])


@dataclass(frozen=True, slots=True)
class Place:
    """A place; ``passages`` is the number of passages that name it.

    ``latitude`` and ``longitude`` are degrees of WGS 84, of a country those of its
    capital. They are None where it is not known where a place lies.
    """

    id: str
    name: str
    type: EntityType
    passages: int
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Places(Sequence[Place]):
    """The places in the passages that answer ``query``, the most named first.

    A slice is a ``Places``.
    """

    query: str
    places: tuple[Place, ...]
    warnings: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[Place]:
        return iter(self.places)

    @overload
    def __getitem__(self, index: int) -> Place: ...

    @overload
    def __getitem__(self, index: slice) -> Places: ...

    def __getitem__(self, index: int | slice) -> Place | Places:
        if isinstance(index, slice):
            return replace(self, places=self.places[index])
        return self.places[index]

    def __repr__(self) -> str:
        return f"<Places {self.query!r}, {len(self)} places>"

    def to_geojson(self) -> str:
        """Return the places as GeoJSON; those that lie nobody knows where have no point."""
        return write_places(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the places as values that JSON can carry."""
        return {
            "query": self.query,
            "places": [
                {
                    "id": one.id,
                    "name": one.name,
                    "type": one.type,
                    "passages": one.passages,
                    "latitude": one.latitude,
                    "longitude": one.longitude,
                }
                for one in self
            ],
            "warnings": list(self.warnings),
        }


def find_places(searcher: Searcher, query: str, options: SearchOptions) -> Places:
    """Return the places in what matches ``query``, in all passages if it is empty.

    Of a query that is more than the engine can do there are none, with a warning.
    """
    node, warnings = searcher.select(query, options)
    try:
        found = count_entities(searcher, node)
    except OutOfTimeError:
        return Places(query, (), (*warnings, NO_ANSWER))
    counts = {id: count for id, count in found.items() if count and kind_of(id) in _KINDS}
    names = searcher.entities.names_of(counts)
    known = read_coordinates()
    places = (
        Place(id, names.get(id, id), KIND_TYPES[kind_of(id)], count, *known.get(id, ()))
        for id, count in counts.items()
    )
    ordered = sorted(places, key=lambda place: (-place.passages, place.id))
    return Places(query, tuple(ordered), tuple(warnings))
