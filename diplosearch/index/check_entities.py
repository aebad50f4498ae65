"""Whether the table of entities says what the documents name."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

from ..entity_table import TABLES, EntityTable
from .checkup import Checkup
from .expected import Expected


def check_entities(
    checkup: Checkup, table: EntityTable, expected: Expected, path: Path | None
) -> None:
    """Compare ``table`` with the one that the documents lead to."""
    for problem in table.check():
        checkup.damage("altered", problem, path=path)
    if not expected.is_complete:
        return
    expected.tally.finish()
    wanted = EntityTable(expected.tally.connection)
    for name in TABLES:
        different = [
            found or other
            for found, other in zip_longest(table.rows(name), wanted.rows(name))
            if found != other
        ]
        if different:
            told = (
                f"its table {name!r} is not that of the documents, from {different[0]} on"
            )
            checkup.damage("entities", told, path=path)
