"""PostgreSQL's full-text search, on a server that lives as long as it is measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from diplosearch import Document

from ..errors import SystemFailed
from ..questions import Question
from .base import HITS, Answer, System
from .postgres_server import PostgresServer, find_programs

CONFIGURATIONS = {"tr": "plain_turkish", "en": "plain_english"}

_CONFIGURATION = """
CREATE TEXT SEARCH CONFIGURATION {name} (COPY = {language});
ALTER TEXT SEARCH CONFIGURATION {name}
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, {language}_stem;
"""
_CONFIGURATION_OF_ROW = """CASE language
    WHEN 'tr' THEN 'plain_turkish'::regconfig ELSE 'plain_english'::regconfig END"""
_TABLE = f"""
CREATE TABLE documents (
    id text PRIMARY KEY, text text, language text, date date,
    terms tsvector GENERATED ALWAYS AS (to_tsvector({_CONFIGURATION_OF_ROW}, text)) STORED
)
"""
_INDEXES = """
CREATE INDEX ON documents USING gin (terms);
CREATE INDEX ON documents (date);
"""
_COPY = "COPY documents (id, text, language, date) FROM STDIN"

_FILTERS = "AND language = %(language)s AND date BETWEEN %(since)s AND %(until)s"
_BOTH = "({make}('plain_turkish', %(query)s) || {make}('plain_english', %(query)s))"
_QUERY = f"""
SELECT id, ts_headline({_CONFIGURATION_OF_ROW}, text, {{query}})
FROM (
    SELECT id, text, language, ts_rank(terms, {{query}}) AS score
    FROM documents WHERE terms @@ {{query}} {{filters}}
    ORDER BY score DESC, id LIMIT {HITS}
) AS best ORDER BY score DESC, id
"""


class PostgreSql(System):
    """A table with a tsvector by the language of each row."""

    def __init__(self) -> None:
        import psycopg

        self._psycopg = psycopg
        self._programs = find_programs()
        self._server: PostgresServer | None = None
        self._connection: Any = None

    @property
    def version(self) -> str:
        """The release of the server."""
        return self._programs.version()

    def prepare(self, folder: Path) -> None:
        """Make a cluster and start its server; make configurations without diacritics."""
        self._server = PostgresServer(self._programs, folder)
        self._server.create()
        self._connect()
        self._connection.execute("CREATE EXTENSION unaccent")
        for code, language in (("tr", "turkish"), ("en", "english")):
            self._connection.execute(
                _CONFIGURATION.format(name=CONFIGURATIONS[code], language=language)
            )

    def build(
        self,
        documents: Iterable[Document],
        folder: Path,  # noqa: ARG002 - its server has it
        options: Mapping[str, Any],  # noqa: ARG002 - it has none
    ) -> None:
        """Copy the rows, then make the indexes."""
        connection = self._connection
        with connection.transaction():
            connection.execute(_TABLE)
            with connection.cursor().copy(_COPY) as copy:
                for one in documents:
                    copy.write_row((one.id, one.text, one.language, one.date))
            connection.execute(_INDEXES)
        connection.execute("ANALYZE documents")

    def open(self, folder: Path) -> None:
        """Start the server again where another process built."""
        if self._server is None:
            self._server = PostgresServer(self._programs, folder)
        if self._connection is None:
            self._connect()

    def _connect(self) -> None:
        if self._server is None:
            raise SystemFailed("a question before the index was opened")
        self._server.start()
        self._connection = self._psycopg.connect(
            host=str(self._server.socket_folder),
            user=self._server.owner,
            dbname="postgres",
            autocommit=True,
        )

    def ask(self, question: Question) -> list[Answer]:
        """Ask one statement: the words in either language, headlines for the best."""
        make = "phraseto_tsquery" if question.is_phrase else "to_tsquery"
        text = (" " if question.is_phrase else " | ").join(question.words)
        statement = _QUERY.format(
            query=_BOTH.format(make=make), filters=_FILTERS if question.since else ""
        )
        given = {
            "query": text,
            "language": question.language,
            "since": question.since,
            "until": question.until,
        }
        rows = self._connection.execute(statement, given).fetchall()
        return [Answer(*row) for row in rows]

    def size(self, folder: Path) -> int | None:  # noqa: ARG002 - the server knows
        """Return the bytes of the table with its indexes."""
        statement = "SELECT pg_total_relation_size('documents')"
        size: int = self._connection.execute(statement).fetchone()[0]
        return size

    def close(self) -> None:
        """Stop the server."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._server is not None:
            self._server.stop()
            self._server = None
