"""Rows, which map names of fields to values, become documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from ..errors import DocumentError, UsageError
from ..model import Document, read_metadata
from .base import Read
from .decoding import repair
from .field_values import read_date, read_language
from .kinds import printable
from .limits import LONGEST, is_too_long

T = TypeVar("T")

_EMPTY = "'text' is empty; give the text of the document"


def read_row(
    row: Mapping[str, Any], *, name: str, line: int, own: Iterable[str] = ()
) -> Read:
    """Return the document of ``row``; only its text is required.

    An optional field that cannot be used is left out, with a note.

    name, line: the file and the line of the row, which are its id if it has none.
    own: the names in it that are fields of one's own.

    Raises :class:`DocumentError` when there is no text.
    """
    text, notes = repair(_text(row))
    if not text.strip():
        raise DocumentError(_EMPTY)
    reader = _Fields(row, list(notes))
    fallback = printable(f"{name}#{line}")
    document = Document(
        id=reader.identity() or fallback,
        text=text,
        title=reader.text("title"),
        date=reader.convert("date", read_date, "give it as 2026-01-29"),
        source=reader.text("source"),
        dateline=reader.text("dateline"),
        url=reader.text("url"),
        language=reader.convert("language", read_language, "give 'tr' or 'en'"),
        metadata=reader.own(own),
        pages=reader.pages(text),
    )
    return Read(document, name, tuple(reader.notes))


def _text(row: Mapping[str, Any]) -> str:
    text = row.get("text")
    if text is None:
        names = ", ".join(str(key)[:40] for key in list(row)[:10]) or "none"
        raise DocumentError(f"no field 'text' (fields found: {names}); name it so")
    if not isinstance(text, str):
        raise DocumentError(f"'text' is {type(text).__name__}; give a string")
    if not text.strip():
        raise DocumentError(_EMPTY)
    return text


class _Fields:
    """The optional fields of a row, with notes on those that cannot be used."""

    def __init__(self, row: Mapping[str, Any], notes: list[str]) -> None:
        self.row = row
        self.notes = notes

    def identity(self) -> str | None:
        """Return the row's own id, or None."""
        for field in ("id", "_id"):
            value = self.row.get(field)
            if isinstance(value, int | float) and not isinstance(value, bool):
                return str(value)
            if value is None or (isinstance(value, str) and not value.strip()):
                continue
            if isinstance(value, str) and value.isprintable():
                return value
            self._refuse(field, value, "its line is the id; give printable characters")
        return None

    def text(self, field: str) -> str | None:
        """Return a field of text, repaired, or None."""
        value = self.row.get(field)
        if value is None:
            return None
        if not isinstance(value, str):
            self._refuse(field, value, "give a string")
            return None
        if is_too_long(field, value):
            self._refuse(field, value, f"give up to {LONGEST[field]:,} characters")
            return None
        value, notes = repair(value.strip())
        self.notes.extend(f"{field}: {note}" for note in notes)
        return value or None

    def own(self, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return the fields of one's own that can be used."""
        found: dict[str, tuple[str, ...]] = {}
        for name in names:
            value = self.row.get(name)
            try:
                found |= read_metadata({name: value})
            except UsageError as error:
                self.notes.append(f"{error}; left out")
        return found

    def convert(self, field: str, read: Callable[[str], T | None], advice: str) -> T | None:
        """Return the value that ``read`` gives for a field, or None."""
        value = self.row.get(field)
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        found = read(value) if isinstance(value, str) else None
        if found is None:
            self._refuse(field, value, advice)
        return found

    def pages(self, text: str) -> tuple[int, ...]:
        """Return where the pages of ``text`` begin, as an export has them; else nothing.

        Of others the field may be a number of pages, or a range of them.
        """
        value = self.row.get("pages")
        if not isinstance(value, list) or text != self.row.get("text"):
            return ()
        if not all(type(one) is int and 0 <= one <= len(text) for one in value):
            return ()
        return tuple(value) if value == sorted(value) else ()

    def _refuse(self, field: str, value: object, advice: str) -> None:
        self.notes.append(f"{field} {str(value)[:80]!r} was left out; {advice}")
