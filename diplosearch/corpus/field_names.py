"""The field that each name in a row or a header of a table stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from ..resources import read_sections
from ..text.letters import fold

FIELDS = ("id", "_id", "text", "title", "date", "source", "url", "language")

_BREAK = re.compile(r"[\s_-]+")
_SHOWN = 20
_SHOWN_LETTERS = 40


def match_fields(names: Iterable[str]) -> dict[str, str]:
    """Return the field of each name that stands for one, as ``Başlık`` for ``title``.

    Of several names of a field the field's own counts, or else the first.
    """
    by_field: dict[str, str] = {}
    fields = {name: _field_of(name) for name in names}
    for name in sorted(fields, key=lambda name: fields[name] != name.strip().lower()):
        field = fields[name]
        if field is not None:
            by_field.setdefault(field, name)
    return {name: field for field, name in by_field.items()}


def describe_unread(kind: str, names: Iterable[str]) -> str:
    """Return a note on the names that stand for no field, "" where there are none.

    kind: what they are, as "columns".
    """
    names = [name for name in names if name.strip()]
    if not names:
        return ""
    shown = ", ".join(name[:_SHOWN_LETTERS] for name in names[:_SHOWN])
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    return f"{kind} that are not read: {shown}{more}"


def _field_of(name: str) -> str | None:
    own = name.strip().lower()
    return own if own in FIELDS else _other_names().get(_plain(name))


def _plain(name: str) -> str:
    # A name of any length may stand in a file.
    parts = _BREAK.split(name[:_SHOWN_LETTERS])
    return " ".join(fold(part) for part in parts if part)


@cache
def _other_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for field, others in read_sections(__spec__.parent, "field_names.txt").items():
        names.update(dict.fromkeys(map(_plain, others), field))
    return names
