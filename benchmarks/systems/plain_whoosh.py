"""Whoosh as its manual shows it: English stems, OR, its own highlighter."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from diplosearch import Document

from ..questions import Question
from .base import HITS, Answer, System


class PlainWhoosh(System):
    """Whoosh with its StemmingAnalyzer."""

    def __init__(self) -> None:
        import whoosh.index
        import whoosh.qparser
        import whoosh.query

        self._whoosh = whoosh
        self._index: Any = None
        self._searcher: Any = None
        self._parser: Any = None

    @property
    def version(self) -> str:
        """The release of Whoosh."""
        return ".".join(map(str, self._whoosh.__version__))

    def build(
        self,
        documents: Iterable[Document],
        folder: Path,
        options: Mapping[str, Any],  # noqa: ARG002 - it has none
    ) -> None:
        """Index in one commit."""
        from whoosh.analysis import StemmingAnalyzer
        from whoosh.fields import DATETIME, ID, TEXT, Schema

        schema = Schema(
            id=ID(stored=True, unique=True),
            text=TEXT(stored=True, analyzer=StemmingAnalyzer()),
            language=ID,
            date=DATETIME,
        )
        index = self._whoosh.index.create_in(str(folder), schema)
        writer = index.writer()
        for document in documents:
            date = document.date
            writer.add_document(
                id=document.id,
                text=document.text,
                language=document.language,
                date=None if date is None else _midnight(date),
            )
        writer.commit()
        index.close()

    def open(self, folder: Path) -> None:
        """Open a searcher."""
        self._index = self._whoosh.index.open_dir(str(folder))
        self._searcher = self._index.searcher()
        qparser = self._whoosh.qparser
        self._parser = qparser.QueryParser(
            "text", self._index.schema, group=qparser.OrGroup
        )

    def ask(self, question: Question) -> list[Answer]:
        """Parse, search, highlight."""
        text = " ".join(question.words)
        query = self._parser.parse(f'"{text}"' if question.is_phrase else text)
        found = self._searcher.search(query, limit=HITS, filter=self._filter(question))
        return [Answer(hit["id"], hit.highlights("text")) for hit in found]

    def _filter(self, question: Question) -> Any:
        if question.since is None or question.until is None:
            return None
        query = self._whoosh.query
        first, last = map(datetime.date.fromisoformat, (question.since, question.until))
        return query.And(
            [
                query.Term("language", question.language),
                query.DateRange("date", _midnight(first), _midnight(last)),
            ]
        )

    def close(self) -> None:
        """Close the searcher and the index."""
        for resource in (self._searcher, self._index):
            if resource is not None:
                resource.close()
        self._searcher = self._index = None


def _midnight(date: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(date, datetime.time.min)
