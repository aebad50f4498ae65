"""Candidates for an index: from a corpus, from documents, or from another index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from ..analysis.fingerprint import fingerprint
from ..backends.base import Backend
from ..backends.manifest import Manifest
from ..backends.mappings import find_mapping
from ..backends.tags import TagTable
from ..corpus.base import Corpus, Read, Skipped
from ..corpus.field_names import FieldMap, read_field_map
from ..errors import DocumentError
from ..ingest.tasks import Prepare, ReuseDocument, ReuseMode, UpdateDocument
from ..model import Document
from ..storage.codec import content_digest, given_digest
from ..storage.format3 import FORMAT_3
from ..storage.store import StoredBody, StoredRow


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that may be indexed, with the task that prepares it.

    ``given`` is the digest of all its fields, ``content`` that of title and text.
    ``root`` is the name of its corpus folder and ``origin`` the file within, both None
    for a document that was passed as an object. ``notes`` say what was repaired when
    it was read; ``size`` is the length of its text in bytes.
    """

    id: str
    task: Prepare | ReuseDocument | UpdateDocument
    given: bytes
    content: bytes
    root: str | None = None
    origin: str | None = None
    notes: tuple[str, ...] = ()
    size: int = 0


Item = Candidate | Skipped


def make_corpus(
    backend: Backend, path: Path, mapping: str | FieldMap | None = None
) -> Corpus:
    """Return a folder or file as it is to be read: as given, or as it was before for None.

    Raises :class:`UsageError` for a mapping that is none.
    """
    given = None if mapping is None else read_field_map(mapping)
    name = backend.name_source(path)
    return Corpus(path, find_mapping(backend.sidecars, name, given))


def from_corpus(items: Iterable[Read | Skipped], root: str) -> Iterator[Item]:
    """Yield a candidate for each document that was read from the folder ``root``."""
    for item in items:
        if isinstance(item, Skipped):
            yield item
        else:
            yield _make_candidate(item.document, root, item.origin, item.notes)


def from_documents(documents: Iterable[Document]) -> Iterator[Item]:
    """Yield a candidate for each document.

    Raises :class:`DocumentError` for any other object.
    """
    for document in documents:
        if not isinstance(document, Document):
            raise DocumentError(
                f"a document is a diplosearch.Document, not {type(document).__name__}"
            )
        yield _make_candidate(document, None, None, ())


def _make_candidate(
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
    """Documents of a store, or those recovered from a damaged one."""

    def rows(self, commit: int) -> Iterator[StoredRow]:
        """Yield the row of each document that ``commit`` sees."""
        ...

    def read_body(self, row: int) -> StoredBody:
        """Return the document in ``row``.

        Raises :class:`IndexDamagedError` for a row that is missing or altered.
        """
        ...


@dataclass(frozen=True, slots=True)
class IndexSource:
    """The documents of an index, as the source of another one.

    ``name`` is the location of the index; ``find_source`` returns the path of a corpus
    folder by its name in the index. With ``is_recovered`` the documents keep their
    entities, whichever recognizer the new index has. ``tags`` are those that users gave to
    its documents.
    """

    name: str
    manifest: Manifest
    store: StoredDocuments
    find_source: Callable[[str], Path]
    is_recovered: bool = False
    tags: TagTable = field(default_factory=TagTable)

    def reuse_mode(self, recognizer: str) -> ReuseMode:
        """Return how documents are reused with this recognizer ("" for none)."""
        if recognizer == self.manifest.recognizer:
            # The term vectors of a row are those of the analyzer that it was written by.
            return "keep" if self.manifest.fingerprint == fingerprint() else "renew"
        return "find" if recognizer else "drop"

    def candidates(
        self, mode: ReuseMode, name_source: Callable[[Path], str]
    ) -> Iterator[Item]:
        """Yield a candidate for each document.

        ``name_source`` returns the name of a corpus folder in the new index, by its path.
        """
        is_old = self.manifest.format == FORMAT_3
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
                ReuseDocument(stored.id, stored.body, mode, is_old),
                stored.given,
                stored.content,
                root,
                stored.origin,
                size=len(stored.body),
            )
