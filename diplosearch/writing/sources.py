"""Documents that may be indexed, wherever they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..analysis.analyzer import fingerprint
from ..backends.manifest import Manifest
from ..corpus.base import Read, Skipped
from ..errors import DocumentError
from ..ingest.tasks import Prepare, ReuseDocument, ReuseMode
from ..model import Document
from ..storage.codec import content_digest, given_digest
from ..storage.store import StoredBody, StoredRow


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that may be indexed.

    ``given`` and ``content`` are its digests, ``root`` and ``origin`` where it was
    read, ``notes`` what was repaired in reading it, ``size`` its length in bytes.
    """

    id: str
    task: Prepare | ReuseDocument
    given: bytes
    content: bytes
    root: str | None = None
    origin: str | None = None
    notes: tuple[str, ...] = ()
    size: int = 0


Item = Candidate | Skipped


def from_corpus(items: Iterable[Read | Skipped], root: str) -> Iterator[Item]:
    """Yield what a reader of the folder ``root`` gives."""
    for item in items:
        if isinstance(item, Skipped):
            yield item
        else:
            yield _of(item.document, root, item.origin, item.notes)


def from_documents(documents: Iterable[Document]) -> Iterator[Item]:
    """Yield documents that were handed over.

    Raises :class:`DocumentError` for what is none.
    """
    for document in documents:
        if not isinstance(document, Document):
            raise DocumentError(
                f"a document is a diplosearch.Document, not {type(document).__name__}"
            )
        yield _of(document, None, None, ())


def _of(
    document: Document, root: str | None, origin: str | None, notes: tuple[str, ...]
) -> Candidate:
    return Candidate(
        document.id,
        Prepare(document),
        given_digest(document),
        content_digest(document),
        root,
        origin,
        notes,
        len(document.text.encode("utf-8", "surrogatepass")),
    )


class StoredDocuments(Protocol):
    """Documents as they lie in a store, or were saved from damaged ones."""

    def rows(self, commit: int) -> Iterator[StoredRow]:
        """Yield the row of each document that ``commit`` sees."""
        ...

    def read_body(self, row: int) -> StoredBody:
        """Return what lies in ``row``.

        Raises :class:`IndexDamagedError` for a row that is missing or altered.
        """
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """The documents of an index, from which another one is made.

    ``name`` says where it lies, and ``find_source`` finds the folder of a corpus
    by the name that it has there. ``is_recovered`` keeps entities as they are,
    whatever would find them now.
    """

    name: str
    manifest: Manifest
    store: StoredDocuments
    find_source: Callable[[str], Path]
    is_recovered: bool = False

    def taking(self, recognizer: str) -> ReuseMode:
        """Return what becomes of entities where a recognizer, or none, is asked for."""
        if recognizer == self.manifest.recognizer:
            # What a row says of its words is the analyzer's.
            return "keep" if self.manifest.fingerprint == fingerprint() else "renew"
        return "find" if recognizer else "drop"

    def candidates(
        self, taking: ReuseMode, name_source: Callable[[Path], str]
    ) -> Iterator[Item]:
        """Yield the documents as they are, for a place that names folders its own way."""
        names: dict[str, str] = {}
        for found in self.store.rows(self.manifest.commit):
            stored = self.store.read_body(found.row)
            root = stored.root
            if root is not None:
                if root not in names:
                    names[root] = name_source(self.find_source(root))
                root = names[root]
            yield Candidate(
                stored.id,
                ReuseDocument(stored.id, stored.body, taking),
                stored.given,
                stored.content,
                root,
                stored.origin,
                size=len(stored.body),
            )
