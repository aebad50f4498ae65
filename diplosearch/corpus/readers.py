"""Files become documents, each kind by its own reader.

A bad file or row does not end the reading: it comes as :class:`Skipped`, with the
reason. The id of a document that is a whole file is the file's name without endings.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from ..errors import DocumentError, SourceError
from ..model import Document
from .base import Read, Skipped, SourceFile
from .csv_rows import read_csv
from .decoding import decode
from .field_names import FieldMap
from .files import find_files, open_file, split_name
from .html import read_html
from .json_rows import read_json, read_jsonl
from .rows import printable
from .streams import read_whole

__all__ = ["Read", "Skipped", "SourceFile", "find_files", "read", "read_file"]

_ROW_READERS = {
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".json": read_json,
    ".csv": read_csv,
    ".tsv": read_csv,
}
_SHOWN_REASONS = 3
_NO_MEMORY = "there is not enough memory to read it; split it or give more"


def read(root: Path, mapping: FieldMap | None = None) -> Iterator[Read | Skipped]:
    """Return all documents under ``root`` and what was skipped, in order of file names.

    Raises :class:`SourceError` at once when ``root`` is missing or empty, and at the
    end of the iteration when no document could be read. ``mapping`` names the columns and
    keys of rows that fields are read from.
    """
    files = find_files(root)
    return _read_all(Path(root), files, mapping)


def read_file(
    file: SourceFile, mapping: FieldMap | None = None
) -> Iterator[Read | Skipped]:
    """Yield the documents of one file, and what was skipped; raises nothing.

    Rows before the damage of a file are yielded. ``mapping`` is as for :func:`read`.
    """
    try:
        with open_file(file) as stream:
            kind = split_name(file.name)[1]
            if kind in _ROW_READERS:
                rows = _ROW_READERS[kind](stream, file.name, mapping)
                yield from _read_rows(rows, file)
            else:
                yield _read_whole(read_whole(stream), kind, file)
    except DocumentError as error:
        yield Skipped(file.name, str(error))
    except (EOFError, zlib.error):
        yield Skipped(file.name, "the gzip file is damaged or cut; compress it again")
    except OSError as error:
        yield Skipped(file.name, _reason(error))
    except MemoryError:
        yield Skipped(file.name, _NO_MEMORY)


def _read_all(
    root: Path, files: Iterator[SourceFile | Skipped], mapping: FieldMap | None
) -> Iterator[Read | Skipped]:
    has_documents = False
    reasons: list[str] = []
    for file in files:
        for item in [file] if isinstance(file, Skipped) else read_file(file, mapping):
            if isinstance(item, Skipped) and len(reasons) < _SHOWN_REASONS:
                reasons.append(f"{item.where}: {item.reason}")
            has_documents |= isinstance(item, Read)
            yield item
    if not has_documents:
        raise SourceError(
            f"{root}: no document could be read; mend the files or give another "
            f"folder ({' | '.join(reasons)})"
        )


def _read_rows(
    rows: Iterator[Read | Skipped], file: SourceFile
) -> Iterator[Read | Skipped]:
    is_empty = True
    for item in rows:
        is_empty = False
        yield item
    if is_empty:
        yield Skipped(file.name, "the file holds no rows; fill or delete it")


def _read_whole(data: bytes, kind: str, file: SourceFile) -> Read | Skipped:
    if not data.strip():
        return Skipped(file.name, "the file is empty; fill or delete it")
    identity = printable(split_name(file.name)[0])
    if kind != ".txt":
        return read_html(data, name=file.name, identity=identity)
    decoded = decode(data)
    if not decoded.text.strip():
        return Skipped(file.name, "the file holds only white space; fill or delete it")
    return Read(Document(id=identity, text=decoded.text), file.name, decoded.notes)


def _reason(error: OSError) -> str:
    if isinstance(error, gzip.BadGzipFile):
        return f"not a sound gzip file ({error}); compress it again"
    return f"cannot be read ({error.strerror or error}); allow reading it"
