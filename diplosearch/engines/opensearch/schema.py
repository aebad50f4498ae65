"""Mappings and settings of an index of passages.

A scripted similarity has the constants of ``ranking`` and no inverse document
frequency, which is part of each term's weight. So a word and its translations have
one rarity, the same on all shards.
"""

from __future__ import annotations

from typing import Any

from ...analysis.term_list import FREE, STACK
from ...schema import (
    ENTITY,
    EXACT,
    KEYWORD_FIELDS,
    POSITION_FIELDS,
    ROW,
    SOUND,
    TEXT_FIELDS,
    TITLE_EXACT,
    TITLE_FIELDS,
)
from ..ranking import K1, B

KEY = "key"
LENGTH = "length"
COMMIT = "commit"
PART = "part"
"""The number of the partial rebuild that wrote a passage, if several did."""

FIELDS = frozenset((*TEXT_FIELDS, *KEYWORD_FIELDS, ROW))
"""Fields that a query may search."""

_COUNTED = (ENTITY, EXACT, SOUND, TITLE_EXACT)
"""Text fields whose terms are filtered by, and listed from a prefix on."""

MARK = "diplosearch"
"""Key in the ``_meta`` of our mappings, which marks an index as ours."""

_LONGEST_TOKEN = 1_000_000  # characters; Lucene's limit is 1,048,576

_SCORE = (
    f"double norm = {K1} * ({1 - B} + {B} * doc.length"
    " * field.docCount / field.sumTotalTermFreq);"
    f" return query.boost * doc.freq * {K1 + 1} / (doc.freq + norm);"
)
_TITLE_SCORE = f"return query.boost * doc.freq * {K1 + 1} / (doc.freq + {K1});"


def value_field(field: str) -> str | None:
    """Return the keyword field with the values of ``field``, None if it has none."""
    if field in KEYWORD_FIELDS or field == ROW:
        return field
    return f"{field}_values" if field in _COUNTED else None


def value_fields() -> dict[str, str]:
    """Return the keyword field of each field that has one."""
    names = {field: value_field(field) for field in (*KEYWORD_FIELDS, *_COUNTED)}
    return {field: name for field, name in names.items() if name is not None}


def listed_field(field: str) -> str:
    """Return the field of doc values from which the terms of ``field`` are listed."""
    return value_field(field) or f"{field}_listed"


def listed_fields() -> dict[str, str]:
    """Return those of the text fields whose terms are in no keyword field."""
    return {field: listed_field(field) for field in TEXT_FIELDS if field not in _COUNTED}


def passage_settings() -> dict[str, Any]:
    """Return the settings of an index that the mappings refer to."""
    return {
        "similarity": {
            "passage": {"type": "scripted", "script": {"source": _SCORE}},
            "title": {"type": "scripted", "script": {"source": _TITLE_SCORE}},
        },
        "analysis": {
            "tokenizer": {
                "terms": {"type": "whitespace", "max_token_length": _LONGEST_TOKEN}
            },
            "filter": {
                "free": {"type": "stop", "stopwords": [FREE]},
                "stack": {
                    "type": "pattern_capture",
                    "preserve_original": False,
                    "patterns": [f"([^{STACK}]+)"],
                },
            },
            "analyzer": {
                "terms": {
                    "type": "custom",
                    "tokenizer": "terms",
                    "filter": ["free", "stack"],
                }
            },
        },
    }


def passage_mappings() -> dict[str, Any]:
    """Return the mappings of an index of passages."""
    properties: dict[str, Any] = {}
    for name in TEXT_FIELDS:
        properties[name] = {
            "type": "text",
            "analyzer": "terms",
            "similarity": "title" if name in TITLE_FIELDS else "passage",
            "norms": name not in TITLE_FIELDS,
            "index_options": "positions" if name in POSITION_FIELDS else "freqs",
        }
    for name in value_fields().values():
        properties[name] = {"type": "keyword"}
    for name in listed_fields().values():
        properties[name] = {"type": "keyword", "index": False}
    properties |= {
        KEY: {"type": "long"},
        ROW: {"type": "long"},
        LENGTH: {"type": "integer"},
        COMMIT: {"type": "integer"},
        PART: {"type": "short"},
    }
    return {
        "dynamic": "strict",
        "_meta": {MARK: "passages"},
        # Documents are kept in an index of their own.
        "_source": {"enabled": False},
        "_routing": {"required": True},
        "properties": properties,
    }
