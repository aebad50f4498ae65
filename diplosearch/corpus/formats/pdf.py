"""PDF files: the text of their pages without running heads, and where each begins."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...errors import DocumentError
from ...model import Document
from ..base import FileContent, Read
from ..decoding import repair
from ..limits import MOST_CHARACTERS
from ..streams import read_whole
from .pdf_layout import arrange
from .pdf_process import PdfLine, PdfPages, read_pages
from .running_heads import find_running
from .stated import confirm_date, confirm_title

_SIGNATURE = b"%PDF-"
_HEAD = 1024  # bytes in which readers look for the signature
_FEWEST_LETTERS = 0.5
"""The part of characters that are letters, numbers or marks that a font has a meaning
for; below it the text cannot be read. A guess."""

_SHOWN_PAGES = 20


def read_pdf(content: FileContent) -> Iterator[Read]:
    """Yield the document of a PDF file; ``document.pages`` says where its pages begin.

    Title and date count if its beginning says the same. Raises :class:`DocumentError`
    when it cannot be read, or holds pictures alone.
    """
    data = read_whole(content.stream)
    if not data.strip():
        raise DocumentError("the file is empty; fill or delete it")
    if _SIGNATURE not in data[:_HEAD]:
        raise DocumentError("no PDF: it does not begin like one; save it anew")
    found = read_pages(data, MOST_CHARACTERS)
    pages, repaired = _repair(found)
    if not any(pages):
        raise DocumentError(
            f"no text: its pages ({len(found.pages):,}) are pictures, as of a scan; "
            "recognise the text (OCR) and save that"
        )
    running = find_running(pages)
    kept = [
        [line for number, line in enumerate(lines) if number not in left_out]
        for lines, left_out in zip(pages, running, strict=True)
    ]
    arranged = arrange(kept)
    if not arranged.text.strip():
        raise DocumentError("no text but the numbers of its pages; leave it out")
    if not _is_readable(arranged.text):
        raise DocumentError(
            "its letters cannot be told, since its fonts do not say what they mean; "
            "recognise the text (OCR) and save that"
        )
    created = datetime.date.fromisoformat(found.created) if found.created else None
    document = Document(
        id=content.id,
        text=arranged.text,
        title=confirm_title(found.title, arranged.text),
        date=confirm_date(created, arranged.text),
        pages=arranged.pages,
    )
    notes = (*repaired, *_describe(found, running))
    yield Read(document, content.name, notes)


def _repair(found: PdfPages) -> tuple[list[list[PdfLine]], tuple[str, ...]]:
    """Return the lines of pages, decoded rightly, and notes on what was repaired."""
    pages: list[list[PdfLine]] = []
    notes: dict[str, None] = {}
    for lines in found.pages:
        text = "\n".join(line.text for line in lines or ())
        repaired, added = repair(text.replace("\0", " "))
        texts = repaired.split("\n")
        if lines and repaired != text and len(texts) == len(lines):
            lines = [
                replace(line, text=one) for line, one in zip(lines, texts, strict=True)
            ]
            notes.update(dict.fromkeys(added))
        pages.append([line for line in lines or () if line.text.strip()])
    return pages, tuple(notes)


def _is_readable(text: str) -> bool:
    """Tell whether most characters mean something, and are not those of a font alone."""
    signs = "".join(text.split())
    known = sum(
        char.isprintable() and char != "\ufffd" and not "\ue000" <= char <= "\uf8ff"
        for char in signs
    )
    return known >= _FEWEST_LETTERS * len(signs)


def _describe(found: PdfPages, running: Sequence[set[int]]) -> Iterator[str]:
    """Yield notes on pages without text, and on what was left out."""
    damaged = [number for number, lines in enumerate(found.pages, 1) if lines is None]
    empty = [number for number, lines in enumerate(found.pages, 1) if lines == []]
    if damaged:
        yield f"damaged pages are left out: {_list_pages(damaged)}"
    if empty:
        yield f"no text on pages: {_list_pages(empty)}"
    if count := sum(map(len, running)):
        yield f"running heads and page numbers are left out: {count:,} lines"


def _list_pages(numbers: Sequence[int]) -> str:
    """Return numbers of pages, those that follow each other as a range."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    shown = [f"{a}" if a == b else f"{a}–{b}" for a, b in ranges[:_SHOWN_PAGES]]
    return ", ".join(shown) + (", …" if len(ranges) > _SHOWN_PAGES else "")
