"""Write the entities of a commit: names to show, sums of counts, beginnings of names."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from itertools import groupby
from typing import Any

from ..entities.gazetteer.ids import kind_of
from ..schema import KIND_TYPES
from ..text.letters import normalize
from .corrections.decide import NO_ENTITY
from .names import OFFICE, WHOLE


def write_entities(
    connection: sqlite3.Connection, names_by_hand: Mapping[str, str]
) -> None:
    """Write the entities in ``altered`` with the name to show, and their beginnings.

    ``names_by_hand`` are the names of some entities by id.
    """
    tallies = connection.execute(
        "SELECT coalesce(aliases.entity, tallies.id) AS entity, tallies.id, type, name,"
        " form, documents, passages FROM tallies LEFT JOIN aliases USING (id)"
        " WHERE type != ? AND tallies.id IN (SELECT entity FROM altered UNION"
        " SELECT id FROM aliases WHERE entity IN (SELECT entity FROM altered))"
        " AND coalesce(aliases.entity, tallies.id) IN (SELECT entity FROM altered)"
        " ORDER BY entity",
        (OFFICE,),
    ).fetchall()
    connection.execute("DROP TABLE altered")
    for entity, rows in groupby(tallies, key=lambda row: row[0]):
        members = list(rows)
        wholes = [row for row in members if row[4] == WHOLE]
        if not wholes or entity == NO_ENTITY:
            continue
        # The entity's own name before an alias's, then the most frequent one.
        best = min(wholes, key=lambda row: (row[1] != entity, -row[5], row[3]))
        connection.execute(
            "INSERT INTO entities VALUES (?, ?, ?, ?, ?)",
            (
                entity,
                _type_of(entity, best),
                names_by_hand.get(entity, best[3]),
                sum(row[5] for row in wholes),
                sum(row[6] for row in wholes),
            ),
        )
        names = {best[3], *(row[4] for row in members if row[4])}
        names |= {names_by_hand.get(entity, best[3])}
        connection.executemany(
            "INSERT INTO starts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET"
            " is_whole = max(is_whole, excluded.is_whole)",
            ((start, entity, is_whole) for start, is_whole in sorted(_starts(names))),
        )


def _type_of(entity: str, best: tuple[Any, ...]) -> str:
    """Return the type of an entity; ``best`` is the row of its ids that names it.

    Where it was merged by hand into an id that no document gives, the id tells.
    """
    id, type = str(best[1]), str(best[2])
    return type if id == entity else KIND_TYPES.get(kind_of(entity), type)


def _starts(names: set[str]) -> set[tuple[str, bool]]:
    """Return the folded names from each word on, and whether that is the whole name."""
    starts = set()
    for name in names:
        words = normalize(name).split()
        starts |= {(" ".join(words[first:]), first == 0) for first in range(len(words))}
    return starts
