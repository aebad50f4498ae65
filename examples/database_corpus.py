"""An index of the rows of a database, which are read while it is built.

python database_corpus.py news.sqlite index
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing

import diplosearch
from diplosearch import Document

QUERY = "SELECT id, title, body, published, agency FROM articles ORDER BY id"


def read(connection: sqlite3.Connection) -> Iterator[Document]:
    """Yield a document for each row; the cursor keeps no more than a few in memory."""
    for id, title, body, published, agency in connection.execute(QUERY):
        yield Document(
            id=f"article/{id}", title=title, text=body, date=published, source=agency
        )


if __name__ == "__main__":
    database, location = sys.argv[1:]
    with (
        closing(sqlite3.connect(database)) as opened,
        diplosearch.rebuild(read(opened), location) as index,
    ):
        print(index.report)
