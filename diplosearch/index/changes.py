"""Additions and deletions that are collected, to be made in one commit."""

from __future__ import annotations

from collections.abc import Iterable

from ..errors import DocumentError, UsageError
from ..model import Document
from ..text.letters import replace_surrogates


class Unchanged:
    """The type of ``UNCHANGED``: a value that was not given."""

    def __repr__(self) -> str:
        return "UNCHANGED"


UNCHANGED = Unchanged()
"""In place of a value that stays as it is, since None takes it away."""


class Changes:
    """Additions and deletions, in their order: of an id the last one counts.

    Nothing is changed before the block of :meth:`diplosearch.Index.changes` ends.
    """

    def __init__(self) -> None:
        self._last: dict[str, Document | None] = {}

    @property
    def documents(self) -> list[Document]:
        """The documents to be added, in their order."""
        return [one for one in self._last.values() if one is not None]

    @property
    def deleted(self) -> list[str]:
        """The ids of the documents to be deleted."""
        return [id for id, one in self._last.items() if one is None]

    def add(self, documents: Document | Iterable[Document]) -> None:
        """Add documents; one whose id is known replaces the other.

        Raises :class:`DocumentError` for an object that is no document, and
        :class:`UsageError` for what is no list of them.
        """
        given = [documents] if isinstance(documents, Document) else documents
        if not isinstance(given, Iterable):
            raise UsageError(f"documents is {type(given).__name__}; give documents")
        for one in given:
            if not isinstance(one, Document):
                raise DocumentError(
                    f"a document is a diplosearch.Document, not {type(one).__name__}"
                )
            self._set(one.id, one)

    def delete(self, ids: str | Iterable[str]) -> None:
        """Delete the documents with these ids; unknown ones are in the report.

        Raises :class:`UsageError` for an id that is no string.
        """
        given = [ids] if isinstance(ids, str) else ids
        if not isinstance(given, Iterable):
            raise UsageError(f"ids is {type(given).__name__}; give ids")
        for id in given:
            if not isinstance(id, str):
                raise UsageError(f"id {id!r}: give a string")
            self._set(id, None)

    def _set(self, id: str, document: Document | None) -> None:
        id = replace_surrogates(id)
        self._last.pop(id, None)
        self._last[id] = document
