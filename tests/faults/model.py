"""A simple model of an index: its documents after changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from diplosearch import Document


class Model:
    """Documents by id, in the order in which they were added; no text but once."""

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self._from_folder: set[str] = set()
        self._seen: set[str] = set()

    def add(self, documents: Iterable[Document], *, keep_duplicates: bool = False) -> None:
        """Add documents: one with a known id replaces the older one."""
        self._seen = set()
        for document in documents:
            self._put(document, keep_duplicates=keep_duplicates)

    def delete(self, ids: Iterable[str]) -> None:
        """Delete documents."""
        for id in ids:
            self.documents.pop(id, None)
            self._from_folder.discard(id)

    def sync(self, files: Mapping[str, str]) -> None:
        """Delete the documents of vanished files, add new ones, then their duplicates."""
        self._seen = set()
        doubles = []
        for id, text in sorted(files.items()):
            document = Document(id=id, text=text)
            double = self._put(document, is_file=True)
            if double in self._from_folder and double not in self._seen:
                doubles.append(document)
        self.delete(self._from_folder - self._seen)
        for document in doubles:
            self._put(document, is_file=True)

    def _put(
        self, document: Document, *, is_file: bool = False, keep_duplicates: bool = False
    ) -> str | None:
        """Put a document in, or return the id of the one that it duplicates."""
        id = document.id
        if id in self._seen:
            return id
        is_home = not is_file or id in self._from_folder
        if self.documents.get(id) == document and is_home:
            self._seen.add(id)
            return None
        double = None if keep_duplicates else self._first_double(document)
        if double not in (None, id):
            return double
        self.delete([id])
        self.documents[id] = document
        self._seen.add(id)
        if is_file:
            self._from_folder.add(id)
        return None

    def _first_double(self, document: Document) -> str | None:
        content = (document.title, document.text)
        same = (
            id for id, one in self.documents.items() if (one.title, one.text) == content
        )
        return next(same, None)
