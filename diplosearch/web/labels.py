"""What choices are called: kinds of entities, orders, steps, pages."""

from __future__ import annotations

from collections.abc import Mapping

from ..export.phrases import LANGUAGE_NAMES

KINDS: Mapping[str, str] = {
    "person": "People",
    "org": "Organisations",
    "country": "Countries",
    "city": "Cities",
    "gpe": "Provinces and towns",
    "loc": "Regions",
    "fac": "Buildings",
    "norp": "Nations and groups",
    "event": "Events",
    "title": "Offices",
}
"""The kinds of entities that are listed, by what their ids begin with."""

KIND: Mapping[str, str] = {
    "person": "person",
    "org": "organisation",
    "country": "country",
    "city": "city",
    "gpe": "province or town",
    "loc": "region",
    "fac": "building",
    "norp": "nation or group",
    "event": "event",
    "title": "office",
    "date": "date",
    "money": "money",
}
"""What one entity of a kind is."""

PAGES: Mapping[str, tuple[str, str]] = {
    "search": ("/", "Search"),
    "entities": ("/entities", "Names"),
    "timeline": ("/timeline", "Timeline"),
    "about": ("/about", "About"),
}
"""The path and the name of each page that all others link to."""

LANGUAGES: Mapping[str, str] = LANGUAGE_NAMES
SORTS: Mapping[str, str] = {
    "score": "best first",
    "date": "newest first",
    "recent": "recent before others",
}
MATCHES: Mapping[str, str] = {
    "best": "with all words first",
    "all": "all words",
    "any": "any word",
}
STEPS: Mapping[str, str] = {"year": "year", "month": "month", "day": "day"}
DATES: Mapping[str, str] = {"since": "From", "until": "To"}
HELP = (
    "Words in either language, with or without diacritics: ceasefire, ateskes",
    'A phrase in quotes: "foreign minister"',
    "+must and -not: Tokayev -Olympic",
    "A name: person:Fidan country:Çin org:NATO",
    "A beginning, a doubtful spelling: Kazakh* Mishustin~",
)
"""How to search, a line each."""
