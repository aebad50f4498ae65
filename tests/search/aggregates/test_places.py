"""Where what answers a query takes place, on each engine."""

from __future__ import annotations

import pytest

from diplosearch import Index
from diplosearch.entities.gazetteer.coordinates import read_coordinates

TEXTS = {
    "a": "Talks in Ankara between Turkey and Russia ended on the Aegean coast.",
    "b": "Ankara'da Türkiye ile Irak arasında anlaşma imzalandı.",
    "c": "A storm hit Tokyo.",
}


def test_places_are_counted_and_located(index: Index) -> None:
    """Each place has the passages that name it, and its point where it is known."""
    places = {one.id: one for one in index.places()}
    ankara = places["city:323786"]
    assert (ankara.name, ankara.passages) == ("Ankara", 2)
    assert ankara.latitude == pytest.approx(39.92, abs=0.05)
    assert ankara.longitude == pytest.approx(32.85, abs=0.05)
    assert places["country:TR"].passages == 2
    assert {one.type for one in places.values()} <= {"GPE", "LOC", "FAC"}
    (aegean,) = (one for one in places.values() if one.type == "LOC")
    assert (aegean.latitude, aegean.longitude) == (None, None)


def test_a_query_and_filters_restrict_them(index: Index) -> None:
    """Only places in passages that match are there, the most named first."""
    assert {one.name for one in index.places("storm")} == {"Tokyo"}
    assert "Tokyo" not in {one.name for one in index.places(language="tr")}
    counts = [one.passages for one in index.places()]
    assert counts == sorted(counts, reverse=True)
    assert len(index.places("nothing-of-that")) == 0


def test_coordinates_are_where_places_are() -> None:
    """Points of cities and of capitals lie where an atlas has them, within 10 km."""
    known = read_coordinates()
    for id, latitude, longitude in (
        ("city:745044", 41.01, 28.95),  # İstanbul
        ("country:KZ", 51.17, 71.43),  # Astana
        ("country:BR", -15.79, -47.88),  # Brasília
        ("country:US", 38.9, -77.04),
        ("country:NZ", -41.29, 174.78),
    ):
        assert known[id] == pytest.approx((latitude, longitude), abs=0.1)
    assert all(abs(lat) <= 90 and abs(long) <= 180 for lat, long in known.values())
