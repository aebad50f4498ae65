"""Whether the table of entities says what the documents name."""

from __future__ import annotations

from pathlib import Path

from ..entity_index.table import TABLES, EntityTable
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
        held, right = set(table.rows(name)), set(wanted.rows(name))
        for rows, verb in ((right - held, "lacks"), (held - right, "should not have")):
            if rows:
                first = ", ".join(map(str, min(rows, key=repr)))
                told = f"its table {name!r} {verb} {len(rows):,} rows, such as: {first}"
                checkup.damage("entities", told, path=path)
