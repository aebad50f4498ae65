"""The fields of an index as Tantivy keeps them."""

from __future__ import annotations

from typing import Any

from ...schema import ENTITY, KEYWORD_FIELDS, POSITION_FIELDS, ROW, TEXT_FIELDS

KEY = "key"
LENGTH = "length"
BALLAST = "ballast"
"""The row of documents of fillers, which are no passage and have no key.

None are written any more; indexes of earlier versions hold them.
"""

_COUNTED = (ENTITY,)
"""Text fields whose values are counted like those of keyword fields."""

FIELDS = frozenset((*TEXT_FIELDS, *KEYWORD_FIELDS, ROW))
"""Fields that a query may name."""


def value_field(field: str) -> str | None:
    """Return the name of the field of whole values for ``field``; None without one.

    Tantivy counts and sorts by such a field, and filters by it a little faster.
    """
    if field in KEYWORD_FIELDS or field == ROW:
        return field
    return f"{field}_values" if field in _COUNTED else None


def value_fields() -> dict[str, str]:
    """Return the names of the fields of whole values, by our fields."""
    names = {field: value_field(field) for field in (*KEYWORD_FIELDS, *_COUNTED)}
    return {field: name for field, name in names.items() if name is not None}


def build_schema(tantivy: Any) -> Any:
    """Return the schema of a new index."""
    builder = tantivy.SchemaBuilder()
    for name in TEXT_FIELDS:
        option = "position" if name in POSITION_FIELDS else "freq"
        builder.add_text_field(name, tokenizer_name="whitespace", index_option=option)
    for name in value_fields().values():
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(ROW, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field(KEY, fast=True)
    builder.add_unsigned_field(LENGTH, fast=True)
    return builder.build()
