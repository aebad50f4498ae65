"""The fields that an engine keeps for a passage."""

from __future__ import annotations

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

LEAD_GAP = 8
"""Free places between a headline and the passage that it is searched with, so that
no phrase runs from one into the other."""
