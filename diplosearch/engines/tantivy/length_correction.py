"""Documents of fillers that bring the mean length of fields to where it should be.

They are written between the passages, while there is other work to do, so that
little is left for the end.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ...schema import TEXT_FIELDS
from .files import State
from .lengths import wanted_mean
from .schema import BALLAST, KEY, ROW
from .tokens import FILLER, filling

_TOLERANCE = 0.03
"""By how much the mean may be off before it is put right; a third of that in scores."""

_MOST_TOKENS = 1_000_000
"""Fillers in one document, so that a writer's memory holds them."""

_MEAN = "avgdl"
_DOCUMENTS = "N, "


class Balance:
    """What passages that are written hold in each field, and what ballast they lack."""

    def __init__(self) -> None:
        self.passages = 0
        self._documents = 0
        self._length = 0
        self._tokens = dict.fromkeys(TEXT_FIELDS, 0)

    def add(self, field: str, tokens: int) -> None:
        """Count the tokens in a field of the next passage."""
        self._tokens[field] += tokens

    def end_passage(self, length: int) -> None:
        """Count a passage of ``length`` words."""
        self.passages += 1
        self._length += length

    def take(self, padding: int) -> dict[str, int]:
        """Return the fillers that each field lacks, and count them as written."""
        mean = self._length / self.passages
        self._documents += 1
        documents = self.passages + self._documents
        missing = {}
        for field, tokens in self._tokens.items():
            wanted = round(wanted_mean(field, mean, padding) * documents)
            missing[field] = max(0, wanted - tokens)
            self._tokens[field] += missing[field]
        return missing


def level(tantivy: Any, index: Any, writer: Any, state: State) -> None:
    """Bring the mean length of each field to what ``state`` asks for.

    ``writer`` has committed its changes to ``index``.
    """
    if not state.passages:
        return
    missing = _missing(tantivy, index, state)
    if min(missing.values(), default=0) < 0:
        writer.delete_documents_by_term(ROW, BALLAST)
        writer.commit()
        index.reload()
        missing = _missing(tantivy, index, state)
    for document in documents_of(tantivy, missing):
        writer.add_document(document)
        writer.commit()  # what is not written yet waits in memory


def _missing(tantivy: Any, index: Any, state: State) -> dict[str, int]:
    """Return how many tokens each field needs; 0 where the mean is near enough."""
    searcher = index.searcher()
    _, address = searcher.search(tantivy.Query.exists_query(KEY), limit=1).hits[0]
    missing = {}
    for field in TEXT_FIELDS:
        query = tantivy.Query.term_query(index.schema, field, FILLER, "freq")
        told = dict(_constants(json.loads(query.explain(searcher, address).to_json())))
        wanted = wanted_mean(field, state.average_length, state.padding)
        documents = told[_DOCUMENTS]
        # What is added is a document itself.
        tokens = round(wanted * (documents + 1) - told[_MEAN] * documents)
        off = abs(told[_MEAN] / wanted - 1)
        missing[field] = tokens if off > _TOLERANCE else 0
    return missing


def _constants(explanation: dict[str, Any]) -> Iterator[tuple[str, float]]:
    """Yield the statistics that Tantivy names when it explains a score."""
    for name in (_MEAN, _DOCUMENTS):
        if explanation["description"].startswith(name):
            yield name, explanation["value"]
    for detail in explanation.get("details") or ():
        yield from _constants(detail)


def documents_of(tantivy: Any, missing: dict[str, int]) -> Iterator[Any]:
    """Yield documents that hold so many tokens in each field."""
    left = {field: count for field, count in missing.items() if count > 0}
    while left:
        document = tantivy.Document()
        document.add_text(ROW, BALLAST)
        for field, count in left.items():
            document.add_text(field, filling(min(count, _MOST_TOKENS)))
        left = {
            field: count - _MOST_TOKENS
            for field, count in left.items()
            if count > _MOST_TOKENS
        }
        yield document
