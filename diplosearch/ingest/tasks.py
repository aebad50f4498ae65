"""Tasks on documents before they are written; they run in this process or a worker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol

from ..corpus.limits import find_excess
from ..corpus.page.boilerplate import RepeatedLines
from ..engines.base import Entry
from ..entities.base import Recognizer
from ..entities.provider import RecognizerProvider
from ..entity_index.document_counts import Counts, count_entities
from ..errors import DocumentError
from ..model import Document
from ..storage.codec import (
    MOST_PASSAGES,
    StoredDocument,
    encode_document,
    passage_key,
    replace_fields,
)
from ..storage.format3 import read_document
from ..stories.fingerprints import make_fingerprints
from .annotate import add_entities
from .entries import body_terms, make_entries
from .prepare import mend, prepare
from .third_language import is_third_language

DIED = "the process that read it died; left out"
NO_MEMORY = "there was not enough memory to read it; left out"

_THIRD_LANGUAGE = "looks like neither Turkish nor English: indexed as {}"

ReuseMode = Literal["keep", "renew", "find", "drop"]
"""What to do with a document of an existing index: reuse it as it is (``keep``), make its
terms again (``renew``), find its entities again (``find``), or remove them (``drop``)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a process loads before it runs tasks.

    ``provider`` provides the recognizer, None to find no entities; ``recognizer`` is the
    fingerprint that it must have. ``repeated_lines`` are keys of lines by source.
    """

    provider: RecognizerProvider | None = None
    recognizer: str = ""
    repeated_lines: Mapping[str, Sequence[str]] = field(default_factory=dict)


class TaskRunner:
    """Runs tasks with the recognizer and the repeated lines of its settings."""

    def __init__(self, settings: Settings) -> None:
        """Load the recognizer.

        Raises :class:`RuntimeError` when its fingerprint is not that of ``settings``.
        """
        self.repeated = RepeatedLines.from_state(settings.repeated_lines)
        self.recognizer: Recognizer | None = None
        if settings.provider is not None:
            self.recognizer = settings.provider.recognizer
            if self.recognizer.fingerprint != settings.recognizer:
                raise RuntimeError(
                    "the recognizer of a worker process has another fingerprint; "
                    "do not change its files during a rebuild, or give jobs=1"
                )

    def do(self, task: Task) -> Any:
        """Return the result of a task; one that runs out of memory is left out."""
        try:
            return task.do(self)
        except MemoryError:
            return task.left_out(NO_MEMORY)


class Task(Protocol):
    """A task on one document, which needs nothing but the task runner."""

    @property
    def weight(self) -> int:
        """About how much text the task has to process, in characters."""
        ...

    def do(self, runner: TaskRunner) -> Any:
        """Run the task and return its result."""
        ...

    def left_out(self, reason: str) -> Any:
        """Return the result of a task that could not be run, for this reason."""
        ...


_Terms = tuple[int, Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Work:
    """A document ready to be written, or the ``reason`` why it is left out.

    ``notes`` say what is odd about the document. ``body`` is the encoded document;
    ``passages`` are the length in terms, the term vectors and the keywords of each passage;
    ``counts`` are the counts of its entities, ``fingerprints`` those of its story.
    """

    body: bytes = b""
    date: str | None = None
    source: str | None = None
    language: str | None = None
    passages: tuple[_Terms, ...] = ()
    counts: Counts = field(default_factory=dict)
    fingerprints: bytes = b""
    reason: str = ""
    notes: tuple[str, ...] = ()

    def entries(self, row: int) -> Iterator[Entry]:
        """Yield the entries of the document in ``row``."""
        for ordinal, (length, terms, keywords) in enumerate(self.passages):
            yield Entry(passage_key(row, ordinal), row, length, terms, keywords)


@dataclass(frozen=True, slots=True)
class Prepare:
    """Task: prepare a document that a reader or a user gave."""

    document: Document

    @property
    def weight(self) -> int:
        """The length of its text, in characters."""
        return len(self.document.text)

    def do(self, runner: TaskRunner) -> Work:
        """Return the document prepared, with its entities and its terms."""
        if excess := find_excess(self.document):
            return Work(reason=excess)
        try:
            prepared = prepare(self.document, repeated_lines=runner.repeated.of)
        except DocumentError as error:
            return Work(reason=str(error))
        if not prepared.passages:
            return Work(reason="holds no sentence to index")
        if len(prepared.passages) > MOST_PASSAGES:
            return Work(reason=f"has over {MOST_PASSAGES:,} passages; split it")
        if runner.recognizer is not None:
            prepared = add_entities(prepared, runner.recognizer)
        try:
            body = encode_document(prepared)
        except DocumentError as error:
            return Work(reason=str(error))
        result = _make_result(prepared, body)
        if is_third_language(" ".join(one.text for one in prepared.passages)):
            return replace(result, notes=(_THIRD_LANGUAGE.format(prepared.language),))
        return result

    def left_out(self, reason: str) -> Work:
        """Return a result with the reason alone."""
        return Work(reason=reason)


@dataclass(frozen=True, slots=True)
class ReuseDocument:
    """Task: reuse the prepared document of an existing index.

    ``is_old`` tells that its body is of format 3; it is encoded again.
    """

    id: str
    body: bytes
    taking: ReuseMode = "keep"
    is_old: bool = False

    @property
    def weight(self) -> int:
        """The length of the stored document, in bytes."""
        return len(self.body)

    def do(self, runner: TaskRunner) -> Work:
        """Return the document with its terms, and its entities by ``taking``."""
        if self.is_old:
            document = read_document(self.id, self.body)
        else:
            document = StoredDocument(self.id, self.body).read_document()
        if self.taking == "keep" and not self.is_old:
            return _make_result(document, self.body)
        if self.taking == "find" and runner.recognizer is not None:
            document = add_entities(document, runner.recognizer)
        elif self.taking == "drop":
            document = _without_entities(document)
        return _make_result(document, encode_document(document))

    def left_out(self, reason: str) -> Work:
        """Return a result with the reason alone."""
        return Work(reason=reason)


@dataclass(frozen=True, slots=True)
class UpdateDocument:
    """Task: change fields of a prepared document, whose text stays as it is.

    ``fields`` are those that change, by name. In ``metadata`` a field that is None
    goes, and those that are not named stay. Only with a new title are names found again, in
    title and text together, as one explains the other.
    """

    id: str
    body: bytes
    fields: Mapping[str, Any]

    @property
    def weight(self) -> int:
        """The length of the stored document, in bytes."""
        return len(self.body)

    def do(self, runner: TaskRunner) -> Work | None:
        """Return the document with its terms; None where nothing changes.

        Raises :class:`DocumentError` for a value that a field cannot have.
        """
        document = StoredDocument(self.id, self.body).read_document()
        fields = dict(self.fields)
        if "metadata" in fields:
            kept = {**document.own_fields, **fields["metadata"]}
            fields["metadata"] = {
                name: value for name, value in kept.items() if value is not None
            }
        changed = mend(replace(document, **fields))
        if excess := find_excess(changed):
            raise DocumentError(f"document {self.id!r}: {excess}")
        if changed == document:
            return None
        if changed.title == document.title:
            return _make_result(changed, replace_fields(self.body, changed))
        if runner.recognizer is not None:
            changed = add_entities(changed, runner.recognizer)
        return _make_result(changed, encode_document(changed))

    def left_out(self, reason: str) -> Work:
        """Return a result with the reason alone."""
        return Work(reason=reason)


def _without_entities(document: Document) -> Document:
    passages = tuple(replace(one, entities=()) for one in document.passages)
    return replace(document, passages=passages, entities=(), title_entities=())


def _make_result(document: Document, body: bytes) -> Work:
    """Return a prepared document, encoded as ``body``, with its terms and counts."""
    entries = list(make_entries(0, document))
    return Work(
        body,
        document.date.isoformat() if document.date else None,
        document.source,
        document.language,
        tuple((entry.length, entry.terms, entry.keywords) for entry in entries),
        count_entities(document),
        make_fingerprints(map(body_terms, entries)),
    )
