"""tantivy by its Python binding, with its built-in English stemmer."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from diplosearch import Document

from ..questions import Question
from .base import HITS, Answer, System

HEAP_BYTES = 128_000_000
SNIPPET_LETTERS = 400


class PlainTantivy(System):
    """tantivy with its own tokenizer, parser and snippets."""

    def __init__(self) -> None:
        import tantivy

        self._tantivy: Any = tantivy
        self._index: Any = None
        self._searcher: Any = None

    @property
    def version(self) -> str:
        """The release of the binding."""
        return version("tantivy")

    def _schema(self) -> Any:
        builder = self._tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field("text", stored=True, tokenizer_name="en_stem")
        builder.add_text_field("language", tokenizer_name="raw")
        builder.add_date_field("date", indexed=True, fast=True)
        return builder.build()

    def build(
        self,
        documents: Iterable[Document],
        folder: Path,
        options: Mapping[str, Any],  # noqa: ARG002 - it has none
    ) -> None:
        """Write with one thread, and wait for merges."""
        index = self._tantivy.Index(self._schema(), path=str(folder))
        writer = index.writer(heap_size=HEAP_BYTES, num_threads=1)
        for document in documents:
            row = self._tantivy.Document(
                id=document.id, text=document.text, language=document.language
            )
            if document.date is not None:
                row.add_date("date", _midnight(document.date))
            writer.add_document(row)
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        """Open a searcher."""
        self._index = self._tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()

    def ask(self, question: Question) -> list[Answer]:
        """Parse, search, read back, make snippets."""
        text = " ".join(question.words)
        words = self._index.parse_query(
            f'"{text}"' if question.is_phrase else text, ["text"]
        )
        query = self._filtered(words, question)
        generator = self._tantivy.SnippetGenerator.create(
            self._searcher, words, self._index.schema, "text"
        )
        generator.set_max_num_chars(SNIPPET_LETTERS)
        answers = []
        for _, address in self._searcher.search(query, HITS).hits:
            row = self._searcher.doc(address)
            snippet = generator.snippet_from_doc(row)
            answers.append(Answer(row.get_first("id"), snippet.to_html()))
        return answers

    def _filtered(self, words: Any, question: Question) -> Any:
        if question.since is None or question.until is None:
            return words
        tantivy, schema = self._tantivy, self._index.schema
        dates = (
            _midnight(datetime.date.fromisoformat(question.since)),
            _midnight(datetime.date.fromisoformat(question.until)),
        )
        language = tantivy.Query.term_query(schema, "language", question.language)
        span = tantivy.Query.range_query(schema, "date", tantivy.FieldType.Date, *dates)
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, words),
                (tantivy.Occur.Must, tantivy.Query.const_score_query(language, 0.0)),
                (tantivy.Occur.Must, tantivy.Query.const_score_query(span, 0.0)),
            ]
        )

    def close(self) -> None:
        """Release the index."""
        self._searcher = self._index = None


def _midnight(date: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(date, datetime.time.min, datetime.UTC)
