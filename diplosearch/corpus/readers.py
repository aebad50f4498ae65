"""Files become documents, each kind by its own reader.

A bad file or row does not end the reading: it comes as :class:`Skipped`, with the
reason. The id of a document that is a whole file is made of the file's name.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from ..errors import DocumentError, MissingExtraError, SourceError
from ..model import Document
from .base import FileContent, Read, ReadPart, Skipped, SourceFile
from .csv_rows import read_csv
from .decoding import decode
from .field_names import FieldMap
from .files import find_files, open_file, refuse_kind
from .formats.archive import read_zip
from .formats.docx import read_docx
from .formats.feed import read_feed
from .formats.mail import read_mail
from .formats.mbox import read_mbox
from .formats.pdf import read_pdf
from .formats.pdf_process import end_process
from .formats.plugins import read_by_plugin
from .formats.warc import read_warc
from .html import read_html
from .json_rows import read_json, read_jsonl
from .kinds import find_plugins, split_name
from .streams import read_whole

__all__ = ["Read", "Skipped", "SourceFile", "find_files", "read", "read_file"]

MOST_DEPTH = 4
"""Archives and mails around a file that is read; a guess."""

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
            yield from _read_content(FileContent(file.name, stream), mapping)
    except OSError as error:
        yield Skipped(file.name, _reason(error))


def _read_content(
    content: FileContent, mapping: FieldMap | None
) -> Iterator[Read | Skipped]:
    """Yield what a file, or a part of one, gives; raises nothing."""
    try:
        if content.depth > MOST_DEPTH:
            raise DocumentError(f"in over {MOST_DEPTH} archives or mails; unpack them")
        yield from _reader_of(split_name(content.name)[1])(content, mapping)
    except DocumentError as error:
        yield Skipped(content.name, str(error))
    except RecursionError:
        yield Skipped(content.name, "parts nested too deeply; save them one by one")
    except MissingExtraError as error:
        yield Skipped(content.name, str(error))
    except (EOFError, zlib.error):
        yield Skipped(content.name, "the gzip file is damaged or cut; compress it again")
    except OSError as error:
        yield Skipped(content.name, _reason(error))
    except MemoryError:
        yield Skipped(content.name, _NO_MEMORY)


_Reader = Callable[[FileContent, FieldMap | None], Iterator[Read | Skipped]]


def _reader_of(kind: str) -> _Reader:
    """Return the reader of a kind of files: that of a plugin, or else our own."""
    if plugin := find_plugins().get(kind):
        return lambda content, _: read_by_plugin(plugin, content)
    return _READERS.get(kind, _read_unknown)


def _read_all(
    root: Path, files: Iterator[SourceFile | Skipped], mapping: FieldMap | None
) -> Iterator[Read | Skipped]:
    has_documents = False
    reasons: list[str] = []
    try:
        for file in files:
            for item in [file] if isinstance(file, Skipped) else read_file(file, mapping):
                if isinstance(item, Skipped) and len(reasons) < _SHOWN_REASONS:
                    reasons.append(f"{item.where}: {item.reason}")
                has_documents |= isinstance(item, Read)
                yield item
    finally:
        end_process()
    if not has_documents:
        raise SourceError(
            f"{root}: no document could be read; mend the files or give another "
            f"folder ({' | '.join(reasons)})"
        )


def _read_unknown(_: FileContent, __: FieldMap | None) -> Iterator[Read | Skipped]:
    raise DocumentError(refuse_kind())


def _rows(
    read_rows: Callable[[IO[bytes], str, FieldMap | None], Iterator[Read | Skipped]],
) -> _Reader:
    """Return a reader of files with a document in each row."""

    def read(content: FileContent, mapping: FieldMap | None) -> Iterator[Read | Skipped]:
        is_empty = True
        for item in read_rows(content.stream, content.name, mapping):
            is_empty = False
            yield item
        if is_empty:
            raise DocumentError("the file holds no rows; fill or delete it")

    return read


def _container(
    read_container: Callable[[FileContent, ReadPart], Iterator[Read | Skipped]],
) -> _Reader:
    """Return a reader of files that hold others."""
    return lambda content, mapping: read_container(
        content, lambda part: _read_content(part, mapping)
    )


def _plain(read_plain: Callable[[FileContent], Iterator[Read | Skipped]]) -> _Reader:
    """Return a reader of files without columns and keys."""
    return lambda content, _: read_plain(content)


def _read_text(content: FileContent) -> Iterator[Read]:
    decoded = decode(_read_filled(content))
    if not decoded.text.strip():
        raise DocumentError("the file holds only white space; fill or delete it")
    document = Document(id=content.id, text=decoded.text)
    yield Read(document, content.name, decoded.notes)


def _read_page(content: FileContent) -> Iterator[Read]:
    yield read_html(_read_filled(content), name=content.name, identity=content.id)


def _read_filled(content: FileContent) -> bytes:
    data = read_whole(content.stream)
    if not data.strip():
        raise DocumentError("the file is empty; fill or delete it")
    return data


def _reason(error: OSError) -> str:
    if isinstance(error, gzip.BadGzipFile):
        return f"not a sound gzip file ({error}); compress it again"
    return f"cannot be read ({error.strerror or error}); allow reading it"


_READERS: dict[str, _Reader] = {
    ".txt": _plain(_read_text),
    ".html": _plain(_read_page),
    ".htm": _plain(_read_page),
    ".jsonl": _rows(read_jsonl),
    ".ndjson": _rows(read_jsonl),
    ".json": _rows(read_json),
    ".csv": _rows(read_csv),
    ".tsv": _rows(read_csv),
    ".pdf": _plain(read_pdf),
    ".docx": _plain(read_docx),
    ".eml": _container(read_mail),
    ".mbox": _container(read_mbox),
    ".rss": _plain(read_feed),
    ".atom": _plain(read_feed),
    ".xml": _plain(read_feed),
    ".warc": _container(read_warc),
    ".zip": _container(read_zip),
}
