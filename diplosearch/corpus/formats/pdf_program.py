"""The program of the process that reads PDF files: PDFium's lines with their boxes."""

from __future__ import annotations

import datetime
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Any

MOST_PAGES = 20_000
"""Pages of a file that are read; a guess."""

HYPHEN = "\ufffe"
"""PDFium's sign for a hyphen at the end of a line."""

_LENGTH_BYTES = 8
_LINE = re.compile(f"[^\r\n{HYPHEN}]*{HYPHEN}?")
_DATE = re.compile(r"D?:?([0-9]{4})([0-9]{2})([0-9]{2})")
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_SECURITY = 5  # FPDF_ERR_SECURITY


def serve() -> None:
    """Answer files until the input ends."""
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between answers
    _limit_memory(int(sys.argv[2]))
    while head := requests.read(_LENGTH_BYTES):
        size = int.from_bytes(head, "big")
        data = requests.read(size)
        if len(data) < size:
            return
        for answer in _read(data):
            _send(answers, answer)


def _send(answers: IO[bytes], answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer).encode("ascii") + b"\n")
    answers.flush()


def _limit_memory(most: int) -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _read(data: bytes) -> Iterator[dict[str, Any]]:
    """Yield what a file states, its pages and an end; or an error."""
    try:
        import pypdfium2
    except ImportError:
        yield {"error": "missing"}
        return
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        yield {"error": _describe(error)}
        return
    try:
        count = len(document)
        if count > MOST_PAGES:
            yield {"error": f"a PDF of over {MOST_PAGES:,} pages; split it"}
            return
        yield {"pages": count, **_read_properties(document)}
        for number in range(count):
            yield {"lines": _read_page(document, number)}
    except MemoryError:
        yield {"error": "there is not enough memory to read it; split it"}
        return
    finally:
        document.close()
    yield {"end": True}


def _describe(error: Any) -> str:
    code = getattr(error, "err_code", None)
    # Versions before 5 tell it in words alone.
    if code == _PASSWORD or "password" in str(error).lower():
        return "the PDF is encrypted; save it without its password"
    if code == _SECURITY:
        return "the PDF is encrypted in a way that is not known; save it unencrypted"
    return "the PDF is damaged or cut; save it anew"


def _read_properties(document: Any) -> dict[str, Any]:
    """Return the title and the date that a file states, "" for what it does not."""
    title, created = "", ""
    with suppress(ValueError, RuntimeError):
        title = document.get_metadata_value("Title")[:5000]
        found = _DATE.match(document.get_metadata_value("CreationDate"))
        if found:
            created = datetime.date(*map(int, found.groups())).isoformat()
    return {"title": title, "created": created}


def _read_page(document: Any, number: int) -> list[list[Any]] | None:
    """Return the lines of a page, each with its box; None for a page that is damaged.

    A line is its text and its left, bottom, right and height in points.
    """
    import pypdfium2

    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return None
    try:
        textpage = page.get_textpage()
        try:
            return list(_list_lines(textpage))
        finally:
            textpage.close()
    except pypdfium2.PdfiumError:
        return None
    finally:
        page.close()


def _list_lines(textpage: Any) -> Iterator[list[Any]]:
    if not textpage.count_chars():
        return
    text = textpage.get_text_range()
    # PDFium counts in units of UTF-16, of which few letters take two.
    wide = 0
    for found in _LINE.finditer(text):
        line = found[0]
        words = line.strip()
        if words:
            first = len(line) - len(line.lstrip())
            last = len(line.rstrip()) - 1
            start = found.start() + wide
            left = _box(textpage, start + first + _count_wide(line[:first]))
            right = _box(textpage, start + last + _count_wide(line[:last]))
            if left is None or right is None:
                yield [words, 0, 0, 0, 0]
            else:
                height = max(left[3] - left[1], right[3] - right[1])
                yield [words, left[0], min(left[1], right[1]), right[2], height]
        wide += _count_wide(line)


def _count_wide(text: str) -> int:
    """Return how many letters take two units of UTF-16."""
    return 0 if text.isascii() else sum(char > "\uffff" for char in text)


def _box(textpage: Any, index: int) -> tuple[float, float, float, float] | None:
    """Return left, bottom, right and top of a letter, as high as its font."""
    import ctypes

    import pypdfium2.raw as raw

    at = raw.FPDFText_GetCharIndexFromTextIndex(textpage, index)
    rect = raw.FS_RECTF()
    if at < 0 or not raw.FPDFText_GetLooseCharBox(textpage, at, ctypes.byref(rect)):
        return None
    box = (rect.left, rect.bottom, rect.right, rect.top)
    return box if all(-1e6 < one < 1e6 for one in box) else None
