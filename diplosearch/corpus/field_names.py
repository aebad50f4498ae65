"""The field that each name in a row or a header of a table stands for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

from ..errors import UsageError
from ..model import check_field_name
from ..resources import read_sections
from ..text.letters import fold

FIELDS = ("id", "_id", "text", "title", "date", "source", "url", "language")

FieldMap = Mapping[str, str]
"""The column or key that each field is read from, by field; others by their names."""

_BREAK = re.compile(r"[\s_-]+")
_SHOWN = 20
_SHOWN_LETTERS = 40


def read_field_map(given: object) -> FieldMap:
    """Return a mapping that is given as one, or written as ``text=body,desk=section``.

    Raises :class:`UsageError` for anything else, a name that a field cannot have, an empty
    column, and a field that comes twice.
    """
    if isinstance(given, str):
        pairs = [part.partition("=") for part in given.split(",") if part.strip()]
        listed = [(field.strip(), column.strip()) for field, _, column in pairs]
    elif isinstance(given, Mapping):
        listed = list(given.items())
    else:
        raise UsageError(f"map is {type(given).__name__}; give text=body,date=published")
    found: dict[str, str] = {}
    for field, column in listed:
        if not isinstance(column, str) or not column.strip():
            raise UsageError(f"map {field!r}: name its column, as in text=body")
        if field not in FIELDS:
            check_field_name(field)
        if field in found:
            raise UsageError(f"map: field {field!r} comes twice; a field has one column")
        found[field] = column.strip()
    return found


def locate_fields(names: Iterable[str], mapping: FieldMap) -> dict[str, str]:
    """Return the name that each field is read from, by field.

    That which ``mapping`` says, if it is there, and else the first that means the field.
    """
    names = list(names)
    wanted = {field: _find_name(column, names) for field, column in mapping.items()}
    taken = set(wanted.values())
    located = {
        field: name
        for name, field in match_fields(name for name in names if name not in taken).items()
        if field not in mapping
    }
    return located | {field: name for field, name in wanted.items() if name is not None}


def _find_name(column: str, names: Sequence[str]) -> str | None:
    """Return the name that a mapping means: as written, or but for case and diacritics."""
    if column in names:
        return column
    plain = _plain(column)
    return next((name for name in names if _plain(name) == plain), None)


def describe_missing(kind: str, mapping: FieldMap, located: Collection[str]) -> str:
    """Return a note on the columns of a mapping that are not there, "" for none."""
    missing = [f"{mapping[one]} for {one}" for one in mapping if one not in located]
    return f"{kind} of the map that are not there: {', '.join(missing)}" if missing else ""


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
