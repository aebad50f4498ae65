"""bm25s: scores computed when indexing, kept in sparse matrices."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from diplosearch import Document

from ..errors import SystemFailed
from ..questions import Question
from .base import HITS, Answer, System

METADATA = "metadata.json"


class PlainBm25s(System):
    """bm25s with English stop words and stems, as its manual shows it.

    It has neither filters of its own (a mask is made of languages and dates)
    nor a highlighter.
    """

    def __init__(self) -> None:
        import bm25s
        import numpy
        import Stemmer

        self._bm25s: Any = bm25s
        self._numpy: Any = numpy
        self._stemmer = Stemmer.Stemmer("english")
        self._retriever: Any = None
        self._languages: Any = None
        self._dates: Any = None

    @property
    def version(self) -> str:
        """The release of bm25s."""
        return str(self._bm25s.__version__)

    def _tokenize(self, texts: list[str], *, return_ids: bool = True) -> Any:
        return self._bm25s.tokenize(
            texts,
            stopwords="en",
            stemmer=self._stemmer,
            return_ids=return_ids,
            show_progress=False,
        )

    def build(
        self,
        documents: Iterable[Document],
        folder: Path,
        options: Mapping[str, Any],  # noqa: ARG002 - it has none
    ) -> None:
        """Index all texts at once and save them beside the scores."""
        rows, languages, dates = [], [], []
        for one in documents:
            rows.append({"id": one.id, "text": one.text})
            languages.append(one.language)
            dates.append(one.date.isoformat() if one.date else "")
        retriever = self._bm25s.BM25()
        retriever.index(self._tokenize([row["text"] for row in rows]), show_progress=False)
        retriever.save(folder, corpus=rows, show_progress=False)
        metadata = {"languages": languages, "dates": dates}
        (folder / METADATA).write_text(json.dumps(metadata), encoding="utf-8")

    def open(self, folder: Path) -> None:
        """Map the matrices and the texts into memory."""
        self._retriever = self._bm25s.BM25.load(folder, load_corpus=True, mmap=True)
        metadata = json.loads((folder / METADATA).read_text(encoding="utf-8"))
        self._languages = self._numpy.array(metadata["languages"])
        self._dates = self._numpy.array(metadata["dates"])

    def ask(self, question: Question) -> list[Answer]:
        """Return whole texts, unmarked."""
        if question.is_phrase:
            raise SystemFailed("bm25s has no phrases")
        words = self._tokenize([" ".join(question.words)], return_ids=False)
        found, scores = self._retriever.retrieve(
            words,
            k=min(HITS, len(self._languages)),
            weight_mask=self._mask(question),
            show_progress=False,
        )
        return [
            Answer(row["id"], row["text"])
            for row, score in zip(found[0], scores[0], strict=True)
            if score > 0
        ]

    def _mask(self, question: Question) -> Any:
        if question.since is None:
            return None
        is_in = (self._languages == question.language) & (self._dates >= question.since)
        return (is_in & (self._dates <= question.until)).astype("float32")

    def close(self) -> None:
        """Release the matrices."""
        self._retriever = None
