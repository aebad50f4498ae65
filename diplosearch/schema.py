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
"""Ids of the entities in a passage, one for each mention; and the values of fields of one's
own, such as ``own:desk:Ankara``, in each passage of the document that has them."""

TEXT_FIELDS = (EXACT, STEM, PREFIX, SOUND, TITLE_EXACT, TITLE_STEM, ENTITY)
"""Fields of terms, which are scored. ``ENTITY`` is also for filters and counts."""

POSITION_FIELDS = (EXACT, TITLE_EXACT)
"""Text fields with the positions of their terms, for phrases."""

TITLE_FIELDS = (TITLE_EXACT, TITLE_STEM)
"""Text fields whose length has no effect on the score."""

LANGUAGE = "language"
SOURCE = "source"
DATE = "date"

KEYWORD_FIELDS = (LANGUAGE, SOURCE, DATE)
"""Fields of whole values, for filters, sorting and counts; never scored."""

OWN_KIND = "own"
"""What the terms of ``ENTITY`` begin with that are values of fields of one's own."""

TAG = "tag"
"""The field of a query, and the facet, of tags."""

ROW = "row"
"""The row of a passage's document: tags and filters by documents, never scored."""

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

FIELD_KINDS: dict[str, tuple[str, ...]] = {**dict(FACET_KINDS.items()), "entity": ()}
"""The kinds of entities that each field of a query finds, as its facet; empty for any."""

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
"""Positions without a term between a headline and the passage that it is indexed with, so
that no phrase matches across both. A guess."""
