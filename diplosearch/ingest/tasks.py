"""What is done to each document before it is written, in whichever process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

from ..corpus.limits import find_excess
from ..corpus.page.boilerplate import RepeatedLines
from ..engines.base import Entry
from ..entities.base import Recognizer
from ..entities.provider import Finder
from ..entity_index.counts import Counts, count_entities
from ..errors import DocumentError
from ..model import Document
from ..storage.codec import MOST_PASSAGES, StoredDocument, encode_document, passage_key
from .annotate import add_entities
from .entries import make_entries
from .prepare import prepare

DIED = "the process that read it died; left out"
NO_MEMORY = "there was not enough memory to read it; left out"

Taking = Literal["keep", "renew", "find", "drop"]
"""What becomes of a document that is taken over: kept as it is, its words analysed
again, its entities found again, or dropped."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a process needs to know before it works.

    ``finder`` is None where no entities are found, and ``recognizer`` the
    fingerprint that it must lead to.
    """

    finder: Finder | None = None
    recognizer: str = ""
    repeated_lines: Mapping[str, Sequence[str]] = field(default_factory=dict)


class Workshop:
    """What a process has at hand to do its work."""

    def __init__(self, settings: Settings) -> None:
        """Load what ``settings`` name.

        Raises :class:`RuntimeError` where the recognizer is not the one that is meant.
        """
        self.repeated = RepeatedLines.from_state(settings.repeated_lines)
        self.recognizer: Recognizer | None = None
        if settings.finder is not None:
            self.recognizer = settings.finder.recognizer
            if self.recognizer.fingerprint != settings.recognizer:
                raise RuntimeError(
                    "the recognizer is another one in the processes at work; "
                    "leave its files alone meanwhile, or give jobs=1"
                )

    def do(self, task: Task) -> Any:
        """Return what comes of a task; one that takes too much memory is left out."""
        try:
            return task.do(self)
        except MemoryError:
            return task.left_out(NO_MEMORY)


class Task(Protocol):
    """Work on one document that needs nothing but a workshop."""

    @property
    def weight(self) -> int:
        """About how much there is to do, in characters."""
        ...

    def do(self, workshop: Workshop) -> Any:
        """Return what comes of it."""
        ...

    def left_out(self, reason: str) -> Any:
        """Return what stands for its outcome when there is none."""
        ...


_Terms = tuple[int, Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Work:
    """A document ready to be written, or the ``reason`` why it cannot be.

    ``body`` is the document encoded; ``passages`` holds the length, the terms
    and the keywords of each passage; ``counts`` are what it names.
    """

    body: bytes = b""
    date: str | None = None
    source: str | None = None
    language: str | None = None
    passages: tuple[_Terms, ...] = ()
    counts: Counts = field(default_factory=dict)
    reason: str = ""

    def entries(self, row: int) -> Iterator[Entry]:
        """Yield the entries of the document that is written as ``row``."""
        for ordinal, (length, terms, keywords) in enumerate(self.passages):
            yield Entry(passage_key(row, ordinal), row, length, terms, keywords)


@dataclass(frozen=True, slots=True)
class Prepare:
    """The work on a document as it was given."""

    document: Document

    @property
    def weight(self) -> int:
        """The length of its text."""
        return len(self.document.text)

    def do(self, workshop: Workshop) -> Work:
        """Prepare it, find its entities, and make its terms."""
        if excess := find_excess(self.document):
            return Work(reason=excess)
        try:
            prepared = prepare(self.document, repeated_lines=workshop.repeated.of)
        except DocumentError as error:
            return Work(reason=str(error))
        if not prepared.passages:
            return Work(reason="holds no sentence to index")
        if len(prepared.passages) > MOST_PASSAGES:
            return Work(reason=f"has over {MOST_PASSAGES:,} passages; split it")
        if workshop.recognizer is not None:
            prepared = add_entities(prepared, workshop.recognizer)
        return _finished(prepared, encode_document(prepared))

    def left_out(self, reason: str) -> Work:
        """Return work that says why there is none."""
        return Work(reason=reason)


@dataclass(frozen=True, slots=True)
class TakeOver:
    """The work on a document that a store holds, prepared already."""

    id: str
    body: bytes
    taking: Taking = "keep"

    @property
    def weight(self) -> int:
        """The length of what is stored."""
        return len(self.body)

    def do(self, workshop: Workshop) -> Work:
        """Make its terms, and find its entities anew where that is asked for."""
        document = StoredDocument(self.id, self.body).document
        if self.taking == "keep":
            return _finished(document, self.body)
        if self.taking == "find" and workshop.recognizer is not None:
            document = add_entities(document, workshop.recognizer)
        elif self.taking == "drop":
            document = _without_entities(document)
        return _finished(document, encode_document(document))

    def left_out(self, reason: str) -> Work:
        """Return work that says why there is none."""
        return Work(reason=reason)


def _without_entities(document: Document) -> Document:
    passages = tuple(replace(one, entities=()) for one in document.passages)
    return replace(document, passages=passages, entities=(), title_entities=())


def _finished(document: Document, body: bytes) -> Work:
    return Work(
        body,
        document.date.isoformat() if document.date else None,
        document.source,
        document.language,
        tuple(
            (entry.length, entry.terms, entry.keywords)
            for entry in make_entries(0, document)
        ),
        count_entities(document),
    )
