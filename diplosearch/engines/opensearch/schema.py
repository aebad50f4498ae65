"""The fields of a passage as the cluster keeps them.

Scores are ours: a similarity of our own has the constants of ``ranking`` and no
inverse document frequency, which comes with the weight of each term. So a word and
its translations have one rarity, over all shards.
"""

from __future__ import annotations

from typing import Any

from ...analysis.term_list import FREE
from ...schema import (
    ENTITY,
    EXACT,
    KEYWORD_FIELDS,
    POSITION_FIELDS,
    SOUND,
    TEXT_FIELDS,
    TITLE_EXACT,
    TITLE_FIELDS,
)
from ..ranking import K1, B

KEY = "key"
ROW = "row"
LENGTH = "length"
COMMIT = "commit"
PART = "part"
"""The part of a rebuild that wrote a passage, where there are several."""

FIELDS = frozenset((*TEXT_FIELDS, *KEYWORD_FIELDS))
"""Fields that a query may name."""

_COUNTED = (ENTITY, EXACT, SOUND, TITLE_EXACT)
"""Text fields of which the terms are listed or counted."""

MARK = "diplosearch"
"""What our indices carry in their mapping, to be told from others."""

_LONGEST_TOKEN = 1_000_000

_SCORE = (
    f"double norm = {K1} * ({1 - B} + {B} * doc.length"
    " * field.docCount / field.sumTotalTermFreq);"
    f" return query.boost * doc.freq * {K1 + 1} / (doc.freq + norm);"
)
_TITLE_SCORE = f"return query.boost * doc.freq * {K1 + 1} / (doc.freq + {K1});"


def value_field(field: str) -> str | None:
    """Return the field of whole values behind ``field``; None where there is none."""
    if field in KEYWORD_FIELDS:
        return field
    return f"{field}_values" if field in _COUNTED else None


def value_fields() -> dict[str, str]:
    """Return, for each field with whole values, where they are kept."""
    names = {field: value_field(field) for field in (*KEYWORD_FIELDS, *_COUNTED)}
    return {field: name for field, name in names.items() if name is not None}


def passage_settings() -> dict[str, Any]:
    """Return the settings that the mappings rely on."""
    return {
        "similarity": {
            "passage": {"type": "scripted", "script": {"source": _SCORE}},
            "title": {"type": "scripted", "script": {"source": _TITLE_SCORE}},
        },
        "analysis": {
            "tokenizer": {
                "terms": {"type": "whitespace", "max_token_length": _LONGEST_TOKEN}
            },
            "filter": {"free": {"type": "stop", "stopwords": [FREE]}},
            "analyzer": {
                "terms": {"type": "custom", "tokenizer": "terms", "filter": ["free"]}
            },
        },
    }


def passage_mappings() -> dict[str, Any]:
    """Return the mappings of passages."""
    properties: dict[str, Any] = {}
    for name in TEXT_FIELDS:
        properties[name] = {
            "type": "text",
            "analyzer": "terms",
            "similarity": "title" if name in TITLE_FIELDS else "passage",
            "norms": name not in TITLE_FIELDS,
            "index_options": "positions" if name in POSITION_FIELDS else "freqs",
            # Only terms that nobody lists are left to it: it is loaded when asked for.
            "fielddata": True,
        }
    for name in value_fields().values():
        properties[name] = {"type": "keyword"}
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
        # Documents are stored elsewhere, whole.
        "_source": {"enabled": False},
        "_routing": {"required": True},
        "properties": properties,
    }
