"""The tables of the entities of one commit, and those by which the next one goes on."""

from __future__ import annotations

import sqlite3

TABLE_NAME = "entities.sqlite"
TABLES = ("tallies", "entities", "aliases", "starts")

SCHEMA = """
CREATE TABLE tallies (
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    form TEXT NOT NULL,
    documents INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    PRIMARY KEY (id, type, name, form)
) STRICT, WITHOUT ROWID;
CREATE TABLE entities (
    id TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    documents INTEGER NOT NULL,
    passages INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE aliases (
    id TEXT PRIMARY KEY,
    entity TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE starts (
    start TEXT NOT NULL,
    entity TEXT NOT NULL,
    is_whole INTEGER NOT NULL,
    PRIMARY KEY (start, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX aliases_by_entity ON aliases (entity);
"""
"""What makes the tables."""

WITH_QUALIFIERS = "(id = :id OR (id > :id || '?' AND id < :id || '@'))"
"""The condition for an id, also with a qualifier behind ``?`` (``@`` is the next sign)."""

_DECISIONS = """
CREATE TABLE naming_keys (
    key INTEGER NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (key, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE given_names (
    name TEXT NOT NULL,
    person TEXT NOT NULL,
    documents INTEGER NOT NULL,
    called INTEGER NOT NULL,
    is_supported INTEGER NOT NULL,
    PRIMARY KEY (name, person)
) STRICT, WITHOUT ROWID;
CREATE TABLE automatic (
    id TEXT PRIMARY KEY,
    entity TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE decided_by (
    rules TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
"""
"""What makes the tables of decisions, which a commit reads that goes on from another one.

An index may be without them, and its next commit makes them.
"""

FULL_SCHEMA = SCHEMA + _DECISIONS
"""What makes all tables."""


def add_decisions(connection: sqlite3.Connection) -> bool:
    """Add the tables of decisions where they are not; return whether they were not."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'decided_by'")
    if found.fetchone():
        return False
    connection.executescript(_DECISIONS)
    return True
