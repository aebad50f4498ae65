"""A process that reads PDF files, so that a fault of PDFium ends it and nothing else.

PDFium is written in C++, and files of strangers may crash it, hang it or fill the memory.
It takes the bytes of a file, behind their length in 8 bytes, and answers in lines of
JSON: the properties of the file, each page, and an end. JSON, because nothing that a
crashed library writes may be run by the process that reads it.
"""

from __future__ import annotations

import atexit
import json
import os
import pickle
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ...errors import DocumentError, MissingExtraError

PAGE_SECONDS = 30.0
"""Seconds that a page, or the beginning of a file, may take: a guess; a page of a
newspaper takes 0.01."""

FILE_SECONDS = 600.0
"""Seconds that a file may take in all; a guess."""

MOST_LINE = 64 * 2**20
"""Bytes of an answer: a guess, far more than the letters of a page."""

MOST_MEMORY = 2 * 2**30
"""Bytes of addresses of the process, where the system can limit them; a guess."""

_LENGTH_BYTES = 8
_PROGRAM = """\
import pickle, signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.path[:] = pickle.loads(bytes.fromhex(sys.argv[1]))
from {package}.pdf_program import serve
serve()
"""


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line of a page: its text, and its left, bottom, right and height in points.

    A ``HYPHEN`` of :mod:`.pdf_program` ends a line that was hyphenated. The height is 0
    where the box is not known.
    """

    text: str
    left: float
    bottom: float
    right: float
    height: float


@dataclass(frozen=True, slots=True)
class PdfPages:
    """What a PDF file states, and the lines of each page, None for a damaged page."""

    title: str
    created: str
    pages: list[list[PdfLine] | None]


def read_pages(data: bytes, most: int) -> PdfPages:
    """Return the pages of a PDF file with ``most`` characters at most.

    Raises :class:`DocumentError` when it cannot be read or has more, and when the process
    ends over it; :class:`MissingExtraError` without pypdfium2.
    """
    with _LOCK:
        process = _use_process()
        pages: list[list[PdfLine] | None] = []
        is_done = False
        deadline = time.monotonic() + FILE_SECONDS
        try:
            process.send(data)
            stated = _check(process.receive())
            while "end" not in (answer := _check(process.receive())):
                pages.append(_read_lines(answer["lines"]))
                most -= sum(len(line.text) for line in pages[-1] or ())
                if most < 0:
                    raise DocumentError("a PDF of too much text; split it")
                if time.monotonic() > deadline:
                    raise DocumentError(
                        f"PDFium took over {FILE_SECONDS:.0f} s for {len(pages):,} pages; "
                        "split it"
                    )
            is_done = True
            return PdfPages(str(stated["title"]), str(stated["created"]), pages)
        except _ReportedError as error:
            is_done = True
            raise error.error from None
        except DocumentError:
            raise
        except (OSError, EOFError, ValueError, TypeError, KeyError):
            raise DocumentError(process.describe_death(len(pages) + 1)) from None
        finally:
            if not is_done:
                end_process()


class _ReportedError(Exception):
    """An error that the process reported, which goes on."""

    def __init__(self, error: DocumentError | MissingExtraError) -> None:
        super().__init__(str(error))
        self.error = error


def _check(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer; raise the error that it may be."""
    reason = answer.get("error")
    if reason == "missing":
        raise _ReportedError(MissingExtraError("pypdfium2, which reads .pdf,", "documents"))
    if reason is not None:
        raise _ReportedError(DocumentError(str(reason)[:300]))
    return answer


def _read_lines(lines: Any) -> list[PdfLine] | None:
    """Return the lines of an answer; raise an error where they are none."""
    if lines is None:
        return None
    return [PdfLine(str(text), *map(float, box)) for text, *box in lines]


class _Process:
    """The process, seen from the one that started it."""

    def __init__(self) -> None:
        if not sys.executable:
            raise DocumentError(
                "PDF files are read by another process, which cannot be started here; "
                "run Python as a program of its own"
            )
        path = [entry for entry in sys.path if isinstance(entry, str)]
        program = _PROGRAM.format(package=__spec__.parent)
        # Ctrl-C must reach only the process that the user started.
        group = {} if os.name == "nt" else {"process_group": 0}
        self.owner = os.getpid()
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, pickle.dumps(path).hex(), str(MOST_MEMORY)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            **group,  # type: ignore[call-overload]
        )
        self._is_late = False

    def send(self, data: bytes) -> None:
        """Send the bytes of a file."""
        stream = self.process.stdin
        assert stream is not None
        stream.write(len(data).to_bytes(_LENGTH_BYTES, "big"))
        stream.write(data)
        stream.flush()

    def receive(self) -> dict[str, Any]:
        """Return the next answer; raise an error of the system where there is none."""
        stream = self.process.stdout
        assert stream is not None
        timer = threading.Timer(PAGE_SECONDS, self._stop)
        timer.daemon = True
        timer.start()
        try:
            line = stream.readline(MOST_LINE)
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            raise EOFError if not line else ValueError("an answer that is too long")
        answer = json.loads(line)
        if not isinstance(answer, dict):
            raise ValueError("no answer")
        return answer

    def describe_death(self, page: int) -> str:
        """Return why there is no answer to a file of which ``page`` comes next."""
        if self._is_late:
            return f"PDFium took over {PAGE_SECONDS:.0f} s for page {page}; save it anew"
        return f"PDFium, which reads it, crashed at page {page}; save it anew, or as text"

    def end(self) -> None:
        """End the process at once."""
        if self.owner != os.getpid():
            return
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        self.process.wait()

    def _stop(self) -> None:
        self._is_late = True
        self.process.kill()


_LOCK = threading.RLock()
_running: list[_Process] = []
"""The process while there is one, and those of processes that this one was forked from."""


def _use_process() -> _Process:
    """Return the process of this one; start it if there is none."""
    for one in _running:
        if one.owner == os.getpid() and one.process.poll() is None:
            return one
    end_process()
    process = _Process()
    _running.append(process)
    return process


def end_process() -> None:
    """End the process, if there is one; it is started again when a file is read."""
    with _LOCK:
        for one in [one for one in _running if one.owner == os.getpid()]:
            one.end()
            _running.remove(one)


atexit.register(end_process)
