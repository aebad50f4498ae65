"""Read tables of entities: a user's gazetteer, and the sources of the built-in one.

One entity a line: type, English names, Turkish names and, if it is not to be made of the
first name, an id. ``|`` separates columns, ``;`` names. The first name is the one shown.
``#`` at the start of a line makes it a comment::

    ORG | Shanghai Cooperation Organization; SCO | Şanghay İşbirliği Örgütü; ŞİÖ
    GPE | United States; USA | Amerika Birleşik Devletleri; ABD | country:US
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ...errors import UsageError
from ...model import ENTITY_TYPES, EntityType
from ...paths import read_path
from ...resources import read_user_text, split_column
from .ids import make_id

_COLUMN = "|"
_LEAST_COLUMNS = 3
_MOST_COLUMNS = 4
_ID = re.compile(r"(?:person|org|country|city|gpe|loc|fac|norp|event|title):\S+")


@dataclass(frozen=True, slots=True)
class TableEntry:
    """An entity with all its names, English before Turkish."""

    type: EntityType
    id: str
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name that is shown."""
        return self.names[0]


def parse_entries(lines: Iterable[str], *, origin: str) -> Iterator[TableEntry]:
    """Yield the entities of a table; errors mention ``origin``.

    Raises :class:`UsageError`, with the number of the line, for a line that is no entity.
    """
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield _parse_entry(line, f"{origin}, line {number}")


def _parse_entry(line: str, where: str) -> TableEntry:
    columns = [column.strip() for column in line.split(_COLUMN)]
    if not _LEAST_COLUMNS <= len(columns) <= _MOST_COLUMNS:
        raise UsageError(
            f"{where}: write TYPE | English names | Turkish names, and | an id if you like"
        )
    type = next((known for known in ENTITY_TYPES if known == columns[0]), None)
    if type is None:
        raise UsageError(
            f"{where}: no such type {columns[0]!r}; use one of {', '.join(ENTITY_TYPES)}"
        )
    names = split_column(columns[1]) + split_column(columns[2])
    if not any(letter.isalnum() for name in names for letter in name):
        raise UsageError(f"{where}: no name; write at least one")
    id = columns[3] if len(columns) == _MOST_COLUMNS else ""
    if id and not _ID.fullmatch(id):
        raise UsageError(f"{where}: id {id!r}: write a kind and a name as in country:FD")
    return TableEntry(type, id or make_id(type, names[0]), names)


def read_user_table(path: str | Path) -> list[TableEntry]:
    """Return the entities of a user's table.

    Raises :class:`UsageError` when the file cannot be read or a line is no entity.
    """
    path = read_path("gazetteer", path)
    try:
        text = read_user_text(path)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"gazetteer {str(path)!r} cannot be read "
            f"({getattr(error, 'strerror', None) or error}); give a UTF-8 text file"
        ) from error
    return list(parse_entries(text.splitlines(), origin=str(path)))
