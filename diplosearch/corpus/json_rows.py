"""JSON and JSON Lines become documents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from ..errors import DocumentError
from .base import Read, Skipped, SkippedRow
from .decoding import Decoded, decode_only
from .field_names import (
    FIELDS,
    FieldMap,
    describe_missing,
    describe_unread,
    locate_fields,
)
from .line_reader import read_lines
from .rows import read_row
from .streams import read_whole

_METADATA = "metadata"

_MOST_UNREAD = 100
"""Names after which a file's further ones are not noted; a guess."""


def read_jsonl(
    stream: IO[bytes], name: str, mapping: FieldMap | None = None
) -> Iterator[Read | Skipped]:
    """Yield the document of each line, or why it was skipped.

    Raises :class:`DocumentError` when the file is no text.
    """
    yield from _read_jsonl(read_lines(stream), name, mapping or {})


def read_json(
    stream: IO[bytes], name: str, mapping: FieldMap | None = None
) -> Iterator[Read | Skipped]:
    """Yield the documents of an array, of the one array in an object, or of an object.

    A file with an object on each line is read as JSON Lines. Raises
    :class:`DocumentError` when the file is no text or too large.
    """
    mapping = mapping or {}
    decoded = decode_only(read_whole(stream))
    try:
        value = _parse(decoded.text)
    except DocumentError as error:
        lines = decoded.text.split("\n")
        if _is_object(lines[0]):
            texts = (Decoded(line, decoded.encoding, decoded.notes) for line in lines)
            yield from _read_jsonl(texts, name, mapping)
        else:
            yield Skipped(name, str(error))
        return
    reader = _ItemReader(name, mapping)
    for number, item in enumerate(_items(value, mapping), start=1):
        yield reader.read(item, decoded.notes, number)


def _read_jsonl(
    lines: Iterable[Decoded | DocumentError], name: str, mapping: FieldMap
) -> Iterator[Read | Skipped]:
    reader = _ItemReader(name, mapping)
    for number, line in enumerate(lines, start=1):
        if isinstance(line, DocumentError):
            yield SkippedRow(f"{name}#{number}", str(line), name)
        elif line.text.strip():
            try:
                value = _parse(line.text)
            except DocumentError as error:
                yield SkippedRow(f"{name}#{number}", str(error), name)
            else:
                yield reader.read(value, line.notes, number)


class _ItemReader:
    """Reads the items of a file; notes each name that is not read once."""

    def __init__(self, name: str, mapping: FieldMap) -> None:
        self._name = name
        self._mapping = mapping
        self._unread: set[str] = set()
        self._missing: set[str] = set()

    def read(self, item: object, notes: tuple[str, ...], number: int) -> Read | Skipped:
        """Return the document of an item, or why it is skipped."""
        where = f"{self._name}#{number}"
        if not isinstance(item, dict):
            kind = "null" if item is None else type(item).__name__
            reason = f'holds {kind}, not an object; give {{"text": …}}'
            return SkippedRow(where, reason, self._name)
        given = {name: value for name, value in item.items() if value is not None}
        given |= _nested_values(item, self._mapping)
        located = locate_fields(given, self._mapping)
        read_names = set(located.values())
        row = {name: value for name, value in given.items() if name not in self._mapping}
        row |= {field: given[name] for field, name in located.items()}
        own = [field for field in self._mapping if field not in FIELDS]
        metadata = row.get(_METADATA)
        if isinstance(metadata, dict):  # as Document.to_dict() writes it
            row = {**metadata, **row}
            own += [field for field in metadata if field not in own]
            read_names.add(_METADATA)
        try:
            read = read_row(row, name=self._name, line=number, own=own)
        except DocumentError as error:
            return SkippedRow(where, str(error), self._name)
        new = {one: self._mapping[one] for one in self._mapping if one not in self._missing}
        if missing := describe_missing("fields", new, located):
            self._missing.update(one for one in new if one not in located)
            notes += (missing,)
        used = {*read_names, *(name.partition(".")[0] for name in read_names)}
        unread = [name for name in given if name not in used and name not in self._unread]
        if unread and len(self._unread) < _MOST_UNREAD:
            self._unread.update(unread)
            notes += (describe_unread("fields", unread),)
        return Read(read.document, read.origin, notes + read.notes)


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise DocumentError("JSON nested too deeply; flatten it") from None
    except json.JSONDecodeError as error:
        raise DocumentError(f"broken JSON: {error}") from None
    except ValueError:
        raise DocumentError("broken JSON: a number of thousands of digits") from None


def _is_object(line: str) -> bool:
    try:
        return isinstance(_parse(line), dict)
    except DocumentError:
        return False


def _nested_values(item: Mapping[str, Any], mapping: FieldMap) -> dict[str, Any]:
    """Return the values of a mapping that lie deeper: ``meta.desk`` is ``desk`` in it."""
    found = {}
    for column in mapping.values():
        if column in item or "." not in column:
            continue
        value: Any = item
        for key in column.split("."):
            value = value.get(key) if isinstance(value, dict) else None
        if value is not None:
            found[column] = value
    return found


def _items(value: object, mapping: FieldMap) -> list[object]:
    """Return the rows of a JSON value: of an array, of the one array in it, or itself."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict) or "text" in locate_fields(value, mapping):
        return [value]
    arrays = [
        inner
        for inner in value.values()
        if isinstance(inner, list) and any(isinstance(item, dict) for item in inner)
    ]
    return arrays[0] if len(arrays) == 1 else [value]
