"""Word documents: paragraphs, tables and notes in their order."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from ...errors import DocumentError, MissingExtraError
from ...model import Document
from ..base import FileContent, Read
from ..decoding import repair
from ..streams import read_whole
from .archive import open_member, open_zip
from .stated import confirm_date, confirm_title

_MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARAGRAPH, _ROW, _TEXT = f"{_MAIN}p", f"{_MAIN}tr", f"{_MAIN}t"
_NOTES = ("footnotes", "endnotes")
_BREAKS = {f"{_MAIN}tab": "\t", f"{_MAIN}br": "\n", f"{_MAIN}cr": "\n"}
_BREAKS[f"{_MAIN}noBreakHyphen"] = "-"
_LEFT_OUT = (_FALLBACK, f"{_MAIN}del", f"{_MAIN}moveFrom")
"""Copies for old programs, and what was deleted or moved while changes were tracked."""

_OBJECT = re.compile(r"(?:file )?'?<_io[^>]*>'?")
_CELL = "\t"
_OLD = b"\xd0\xcf\x11\xe0"


def read_docx(content: FileContent) -> Iterator[Read]:
    """Yield the document of a Word file.

    Title and date count if its beginning says the same. Raises :class:`DocumentError`
    when it is damaged, encrypted or empty.
    """
    try:
        import docx
    except ImportError:
        raise MissingExtraError("python-docx, which reads .docx,", "documents") from None
    data = _check(content)
    try:
        word = docx.Document(io.BytesIO(data))
        lines = [line for line in _list_lines(word) if line.strip()]
        properties = word.core_properties
        title, date = properties.title, properties.created
    except (DocumentError, MemoryError):
        raise
    except RecursionError:
        raise DocumentError("parts nested too deeply; save it as text") from None
    # What python-docx and lxml raise at damaged parts is of any kind.
    except Exception as error:
        told = _OBJECT.sub("it", f"{type(error).__name__}: {error}")[:100]
        raise DocumentError(f"no sound Word file ({told}); save it anew") from None
    if not lines:
        raise DocumentError("the Word file holds no text; leave it out")
    text, repaired = repair("\n\n".join(lines))
    document = Document(
        id=content.id,
        text=text,
        title=confirm_title(title, text),
        date=confirm_date(date.date() if date else None, text),
    )
    yield Read(document, content.name, repaired)


def _check(content: FileContent) -> bytes:
    """Return the bytes of a Word file whose parts unpack to what can be read.

    python-docx unpacks all of them at once, without a limit.
    """
    data = read_whole(content.stream)
    if data.startswith(_OLD):
        raise DocumentError("encrypted, or of an old form (.doc); save it as .docx anew")
    archive, budget = open_zip(
        FileContent(content.name, io.BytesIO(data), content.depth, content.budget)
    )
    with archive:
        for member in archive.infolist():
            with open_member(archive, member, budget) as stream:
                while stream.read(2**20):
                    pass
    return data


def _list_lines(word: Any) -> Iterator[str]:
    """Yield paragraphs and rows of tables, then the notes."""
    yield from _list_blocks(word.element.body)
    for part in _note_parts(word):
        yield from _list_blocks(part)


def _note_parts(word: Any) -> Iterator[Any]:
    """Yield the roots of the parts with footnotes and endnotes."""
    from docx.oxml import parse_xml

    for relation in word.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(_NOTES):
            yield parse_xml(relation.target_part.blob)


def _list_blocks(root: Any) -> Iterator[str]:
    """Yield the paragraphs below an element, those of a row of a table as one line.

    The text of a box comes before that of the paragraph that holds it.
    """
    rows: list[list[str]] = []
    paragraphs: list[list[str]] = []
    # One walk, and no function that calls itself: elements may be nested deeply.
    for is_end, element in _walk(root):
        name = element.tag
        if name == _PARAGRAPH and is_end and paragraphs:
            text = "".join(paragraphs.pop())
            if not rows:
                yield text
            elif text.strip():
                rows[0].append(" ".join(text.split()))
        elif name == _ROW and is_end and rows:
            row = rows.pop()
            if not rows:
                yield _CELL.join(row)
        elif is_end:
            continue
        elif name == _PARAGRAPH:
            paragraphs.append([])
        elif name == _ROW:
            rows.append([])
        elif paragraphs and name == _TEXT:
            paragraphs[-1].append(element.text or "")
        elif paragraphs and name in _BREAKS:
            paragraphs[-1].append(_BREAKS[name])


def _walk(root: Any) -> Iterator[tuple[bool, Any]]:
    """Yield each element below ``root`` at its start, and at its end (True)."""
    from lxml.etree import iterwalk

    events = iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "start" and element.tag in _LEFT_OUT:
            events.skip_subtree()
        else:
            yield event == "end", element
