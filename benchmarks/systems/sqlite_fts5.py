"""SQLite's full-text table, FTS5."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from diplosearch import Document

from ..errors import SystemFailed
from ..questions import Question
from .base import HITS, Answer, System

FILE = "documents.sqlite"
SNIPPET_TOKENS = 60

_TABLE = """
CREATE VIRTUAL TABLE documents USING fts5(
    id UNINDEXED, language UNINDEXED, date UNINDEXED, text,
    tokenize = 'unicode61 remove_diacritics 2'
)
"""
_QUERY = f"""
SELECT id, snippet(documents, 3, '<mark>', '</mark>', '…', {SNIPPET_TOKENS})
FROM documents
WHERE documents MATCH :match {{filters}}
ORDER BY bm25(documents) LIMIT {HITS}
"""
_FILTERS = "AND language = :language AND date BETWEEN :since AND :until"


class SqliteFts5(System):
    """One FTS5 table that holds texts and index."""

    def __init__(self) -> None:
        self._connection: sqlite3.Connection | None = None
        with closing(sqlite3.connect(":memory:")) as connection:
            try:
                connection.execute(_TABLE)
            except sqlite3.OperationalError as error:
                raise SystemFailed(f"this SQLite has no FTS5 ({error})") from error

    @property
    def version(self) -> str:
        """The release of SQLite."""
        return sqlite3.sqlite_version

    def build(
        self,
        documents: Iterable[Document],
        folder: Path,
        options: Mapping[str, Any],  # noqa: ARG002 - it has none
    ) -> None:
        """Insert in one transaction."""
        with closing(sqlite3.connect(folder / FILE)) as connection, connection:
            connection.execute(_TABLE)
            connection.executemany(
                "INSERT INTO documents VALUES (?, ?, ?, ?)",
                (
                    (one.id, one.language, one.date and one.date.isoformat(), one.text)
                    for one in documents
                ),
            )

    def open(self, folder: Path) -> None:
        """Open the file."""
        self._connection = sqlite3.connect(folder / FILE)

    def ask(self, question: Question) -> list[Answer]:
        """Ask one statement; words are quoted, so that none is an operator."""
        if self._connection is None:
            raise SystemFailed("a question before the index was opened")
        if question.is_phrase:
            match = f'"{" ".join(question.words)}"'
        else:
            match = " OR ".join(f'"{word}"' for word in question.words)
        statement = _QUERY.format(filters=_FILTERS if question.since else "")
        given = {"match": match, **question.to_dict()}
        del given["words"]
        return [Answer(*row) for row in self._connection.execute(statement, given)]

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
