"""Places as GeoJSON (RFC 7946), for QGIS, Kepler, Leaflet and others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from ..json import dump
from .networks import NodeView


class PlaceView(NodeView, Protocol):
    """A place; see :class:`~diplosearch.search.aggregates.places.Place`."""

    @property
    def latitude(self) -> float | None:
        """Degrees north, or None where it is not known."""
        ...

    @property
    def longitude(self) -> float | None:
        """Degrees east, or None where it is not known."""
        ...


def write_places(places: Iterable[PlaceView]) -> str:
    """Return places as GeoJSON: a point each, or none where it is not known where it is."""
    features = [_make_feature(place) for place in places]
    collection = {"type": "FeatureCollection", "features": features}
    return dump(collection, indent=1) + "\n"


def _make_feature(place: PlaceView) -> dict[str, Any]:
    point = None
    if place.latitude is not None:
        point = {"type": "Point", "coordinates": [place.longitude, place.latitude]}
    return {
        "type": "Feature",
        "id": place.id,
        "geometry": point,
        "properties": {
            "name": place.name,
            "type": place.type,
            "passages": place.passages,
        },
    }
