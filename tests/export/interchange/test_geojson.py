"""Places on a map."""

from __future__ import annotations

import json

from diplosearch.search.aggregates.places import Place, Places


def test_places_are_points() -> None:
    """A place is a feature with longitude before latitude, as RFC 7946 has it."""
    places = Places(
        "deprem",
        (
            Place("city:323786", 'Ankara "x"', "GPE", 7, 39.92, 32.854),
            Place("loc:ege", "Ege", "LOC", 2),
        ),
    )
    found = json.loads(places.to_geojson())
    assert found["type"] == "FeatureCollection"
    ankara, aegean = found["features"]
    assert ankara == {
        "type": "Feature",
        "id": "city:323786",
        "geometry": {"type": "Point", "coordinates": [32.854, 39.92]},
        "properties": {"name": 'Ankara "x"', "type": "GPE", "passages": 7},
    }
    assert aegean["geometry"] is None
    assert aegean["properties"]["passages"] == 2


def test_no_places() -> None:
    """Nothing found is a collection of nothing."""
    assert json.loads(Places("", ()).to_geojson())["features"] == []
