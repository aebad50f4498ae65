"""Checks stored documents, and collects what an index of them should hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..analysis.term_vectors import TermVectors
from ..entity_index.document_counts import count_entities
from ..errors import IndexDamagedError, IndexUnreachableError
from ..ingest.entries import body_terms, make_entries
from ..model import ENTITY_TYPES, LANGUAGES, Document
from ..storage.codec import StoredDocument
from ..storage.store import DocumentStore
from .findings import FindingCollector, describe
from .postings import Expected


def check_documents(
    collector: FindingCollector,
    store: DocumentStore,
    commit: int,
    expected: Expected,
    *,
    with_terms: bool,
) -> None:
    """Read each document of ``commit``; add what the index should hold to ``expected``.

    Without ``with_terms`` no terms are added, as for an index of another analyzer.
    """
    for problem in store.check_files():
        collector.damage("altered", problem)
    try:
        rows = list(store.rows(commit))
    except IndexDamagedError as error:
        collector.damage("unreadable", describe(error))
        expected.is_complete = False
        return
    for found in rows:
        expected.documents += 1
        failure = "was altered: its checksum differs"
        try:
            body = store.read_body(found.row)
            failure = ""
            document = read_whole(StoredDocument(found.id, body.body))
        except IndexUnreachableError:
            raise  # nothing is known of the document
        # Decoders may raise anything for a damaged row.
        except Exception as error:
            is_altered = failure and isinstance(error, IndexDamagedError)
            reason = f"cannot be read ({describe(error.__cause__ or error)})"
            what = failure if is_altered else reason
            collector.damage("document", what, document=found.id)
            expected.is_complete = False
            continue
        for problem in find_misfits(document):
            collector.damage("document", problem, document=found.id)
        expected.counter.add_counts(count_entities(document))
        expected.note(found.row, found.id, len(document.passages))
        if with_terms:
            entries = list(make_entries(found.row, document))
            for entry in entries:
                expected.add(entry)
            expected.note_texts(found.row, map(body_terms, entries))


def read_whole(stored: StoredDocument) -> Document:
    """Return the document after decoding all of it, with all term vectors.

    May raise any error for a damaged document.
    """
    document = stored.read_document()
    for passage in document.passages:
        _verify_words(stored.words(passage.ordinal), len(passage.text))
    _verify_words(stored.title_words, len(stored.title))
    return document


def _verify_words(words: TermVectors, length: int) -> None:
    """Raise :class:`ValueError` where term vectors do not fit a text of ``length``."""
    spans = list(words.all_spans())
    if words.stem.count(" ") - 1 != words.size or len(spans) != words.size:
        raise ValueError("the columns of its words are of different lengths")
    if any(problem for problem in _misplaced("word", spans, length)):
        raise ValueError("its words stand outside of their passage")


def find_misfits(document: Document) -> Iterator[str]:
    """Yield a message for each span, type and language that cannot be right."""
    length = len(document.text)
    yield from _misplaced("boilerplate", document.boilerplate, length)
    passages = [(one.start, one.end) for one in document.passages]
    yield from _misplaced("passage", passages, length)
    yield from _misplaced_entities("entity", document.entities, length)
    title = len(document.title or "")
    yield from _misplaced_entities("entity of the title", document.title_entities, title)
    for one in document.passages:
        if one.language not in LANGUAGES:
            yield f"passage {one.ordinal} is in the language {one.language!r}"


def _misplaced_entities(name: str, entities: Iterable[Any], length: int) -> Iterator[str]:
    entities = tuple(entities)
    yield from _misplaced(name, [(one.start, one.end) for one in entities], length)
    for one in entities:
        if one.type not in ENTITY_TYPES:
            yield f"{name} {one.name!r} is of the type {one.type!r}"


def _misplaced(name: str, spans: Iterable[tuple[int, int]], length: int) -> Iterator[str]:
    """Yield a message for each span outside of its text or before the end of the last."""
    last = 0
    for start, end in spans:
        if not 0 <= start < end <= length:
            yield f"{name} at {start}–{end} does not fit into {length} characters"
        elif start < last:
            yield f"{name} at {start}–{end} begins before the one before it ends"
        last = end
