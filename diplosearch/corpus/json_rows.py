"""JSON and JSON Lines become documents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import IO, Any

from ..errors import DocumentError
from .base import Read, Skipped, SkippedRow
from .decoding import Decoded, decode_only
from .line_reader import read_lines
from .rows import read_row
from .streams import read_whole


def read_jsonl(stream: IO[bytes], name: str) -> Iterator[Read | Skipped]:
    """Yield the document of each line, or why it was skipped.

    Raises :class:`DocumentError` when the file is no text.
    """
    yield from _read_jsonl(read_lines(stream), name)


def read_json(stream: IO[bytes], name: str) -> Iterator[Read | Skipped]:
    """Yield the documents of an array, of the one array in an object, or of an object.

    A file with an object on each line is read as JSON Lines. Raises
    :class:`DocumentError` when the file is no text or too large.
    """
    decoded = decode_only(read_whole(stream))
    try:
        value = _parse(decoded.text)
    except DocumentError as error:
        lines = decoded.text.split("\n")
        if _is_object(lines[0]):
            texts = (Decoded(line, decoded.encoding, decoded.notes) for line in lines)
            yield from _read_jsonl(texts, name)
        else:
            yield Skipped(name, str(error))
        return
    for number, item in enumerate(_items(value), start=1):
        yield _read_item(item, decoded.notes, name, number)


def _read_jsonl(
    lines: Iterable[Decoded | DocumentError], name: str
) -> Iterator[Read | Skipped]:
    for number, line in enumerate(lines, start=1):
        if isinstance(line, DocumentError):
            yield SkippedRow(f"{name}#{number}", str(line), name)
        elif line.text.strip():
            try:
                value = _parse(line.text)
            except DocumentError as error:
                yield SkippedRow(f"{name}#{number}", str(error), name)
            else:
                yield _read_item(value, line.notes, name, number)


def _read_item(
    item: object, notes: tuple[str, ...], name: str, number: int
) -> Read | Skipped:
    where = f"{name}#{number}"
    if not isinstance(item, dict):
        kind = "null" if item is None else type(item).__name__
        reason = f'holds {kind}, not an object; give {{"text": …}}'
        return SkippedRow(where, reason, name)
    try:
        read = read_row(item, name=name, line=number)
    except DocumentError as error:
        return SkippedRow(where, str(error), name)
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


def _items(value: object) -> list[object]:
    """Return the rows of a JSON value: of an array, of the one array in it, or itself."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict) or "text" in value:
        return [value]
    arrays = [
        inner
        for inner in value.values()
        if isinstance(inner, list) and any(isinstance(item, dict) for item in inner)
    ]
    return arrays[0] if len(arrays) == 1 else [value]
