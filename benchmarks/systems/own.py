"""diplosearch, on each of its engines."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import diplosearch
from diplosearch import Document, Index

from ..errors import SystemFailed
from ..questions import Question
from .base import HITS, Answer, System, folder_size
from .cluster import cluster_url, index_name

IN_MEMORY = "memory"
IN_A_CLUSTER = "opensearch"


class Diplosearch(System):
    """diplosearch with all that a query goes through, ten hits as HTML."""

    def __init__(self, engine: str) -> None:
        self._engine = engine
        self._index: Index | None = None
        if engine != IN_MEMORY:
            _check_engine(engine)

    @property
    def version(self) -> str:
        """The release of diplosearch."""
        return diplosearch.__version__

    def build(
        self, documents: Iterable[Document], folder: Path, options: Mapping[str, Any]
    ) -> None:
        """Rebuild from scratch.

        An option that an older release does not know is left out if it is the default.
        """
        known = inspect.signature(diplosearch.rebuild).parameters
        given = {name: value for name, value in options.items() if name in known}
        for name, value in options.items():
            if name not in known and (name, value) != ("jobs", 1):
                raise SystemFailed(f"diplosearch.rebuild has no option {name}")
        self._index = diplosearch.rebuild(
            documents,
            self._location(folder),
            engine=self._engine,
            # Two short documents may have been dealt the same sentence.
            keep_duplicates=True,
            **given,
        )

    def open(self, folder: Path) -> None:
        """Open the folder; what is in memory is open already."""
        if self._engine != IN_MEMORY:
            self.close()
            self._index = diplosearch.open(self._location(folder))

    def _location(self, folder: Path) -> str:
        if self._engine == IN_MEMORY:
            return ":memory:"
        if self._engine == IN_A_CLUSTER:
            return f"{cluster_url()}/{index_name('own', folder)}"
        return str(folder)

    def ask(self, question: Question) -> list[Answer]:
        """Search, and render the hits."""
        if self._index is None:
            raise SystemFailed("a question before the index was built")
        query = " ".join(question.words)
        results = self._index.search(
            f'"{query}"' if question.is_phrase else query,
            limit=HITS,
            per_document=1,
            language=question.language,
            since=question.since,
            until=question.until,
            translate=question.is_translated,
        )
        return [Answer(hit.document.id, hit.to_html()) for hit in results]

    def size(self, folder: Path) -> int | None:
        """Return the bytes of the index with its documents."""
        if self._engine == IN_A_CLUSTER and self._index is not None:
            return self._index.stats().size
        return None if self._engine == IN_MEMORY else folder_size(folder)

    def close(self) -> None:
        """Close the index."""
        if self._index is not None:
            self._index.close()
            self._index = None


class WordsAlone(Diplosearch):
    """The same without entities: it marks what the other systems mark."""

    def build(
        self, documents: Iterable[Document], folder: Path, options: Mapping[str, Any]
    ) -> None:
        """Rebuild from scratch without looking for entities."""
        super().build(documents, folder, {**options, "entities": False})


def _check_engine(engine: str) -> None:
    """Raise :class:`SystemFailed` when this diplosearch cannot load the engine."""
    if engine == IN_A_CLUSTER:
        cluster_url()
        return
    from diplosearch.engines.registry import load_engine

    try:
        load_engine(engine)
    except diplosearch.DiplosearchError as error:
        raise SystemFailed(str(error)) from error
