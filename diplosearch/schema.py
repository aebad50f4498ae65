"""Names in an index: fields of a passage, kinds of entities, files of a folder."""

from __future__ import annotations

from .model import EntityFacet, EntityType

EXACT = "exact"
STEM = "stem"
PREFIX = "prefix"
SOUND = "sound"
TITLE_EXACT = "title_exact"
TITLE_STEM = "title_stem"

ENTITY = "entity"
"""Ids of the entities that a passage names, one for each time that it does."""

TEXT_FIELDS = (EXACT, STEM, PREFIX, SOUND, TITLE_EXACT, TITLE_STEM, ENTITY)
"""Fields of terms, scored. ``ENTITY`` can filter and be counted as well."""

POSITION_FIELDS = (EXACT, TITLE_EXACT)
"""Text fields that know where their terms stand, for phrases."""

TITLE_FIELDS = (TITLE_EXACT, TITLE_STEM)
"""Text fields in which length counts for nothing."""

LANGUAGE = "language"
SOURCE = "source"
DATE = "date"

KEYWORD_FIELDS = (LANGUAGE, SOURCE, DATE)
"""Fields of whole values, for filters, sorting and counting; never scored."""

KIND_TYPES: dict[str, EntityType] = {
    "person": "PERSON",
    "org": "ORG",
    "country": "GPE",
    "city": "GPE",
    "gpe": "GPE",
    "loc": "LOC",
    "fac": "FAC",
    "event": "EVENT",
    "norp": "NORP",
    "title": "TITLE",
}
"""The type of the entities of each kind; the kind is what an id has before its colon.

Dates and sums of money are left out: they are no entities to search for by name.
"""

FACET_KINDS: dict[EntityFacet, tuple[str, ...]] = {
    "person": ("person",),
    "org": ("org",),
    "country": ("country",),
    "city": ("city",),
    "place": ("gpe", "loc", "fac"),
    "event": ("event",),
}
"""The kinds of entities that each facet counts."""

FIELD_KINDS: dict[str, tuple[str, ...]] = {
    "entity": (),
    "person": ("person",),
    "org": ("org",),
    "country": ("country",),
    "city": ("city", "gpe"),
}
"""The kinds of entities that each field of a query finds; empty for any."""

FIELD_TYPES: dict[str, tuple[EntityType, ...]] = {
    field: tuple(dict.fromkeys(KIND_TYPES[kind] for kind in kinds or KIND_TYPES))
    for field, kinds in FIELD_KINDS.items()
}
"""The types of the entities that each field of a query finds."""

CURRENT_NAME = "CURRENT"
"""The file of an index that names its current commit."""

GENERATION_PREFIX = "generation-"
"""What the names of the folders of an index begin with."""

LEAD_GAP = 8
"""Free places between a headline and the passage that it is searched with, so that
no phrase runs from one into the other."""
