"""The lines of a PDF's pages become paragraphs, of which one may run over a page.

A PDF says where letters stand and not what belongs together, so gaps, indents, sizes and
the lengths of lines decide, as they do for a reader.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from .pdf_process import PdfLine
from .pdf_program import HYPHEN

# All of these are guesses, as parts of the height of a line unless it says otherwise.
_SAME_LINE = 0.3  # up or down within a line, as an index or a cell of a table
_GAP = 1.35  # between paragraphs, as part of the usual distance of lines
_LARGEST_GAP = 2.4
_INDENT = 0.8
_SIZE = 0.12  # by which letters of a heading differ
_SMALL = 0.92  # letters of notes beside those of the page
_FULL = 0.85  # of the width, from which on a line at the end of a page is full

_STOPS = (".", "!", "?", "…", ":", ";")
_CLOSERS = "\"'”’»)]"
_ITEM = re.compile(r"[•▪·‣●○–—-]\s|[0-9]{1,3}[.)]\s|[a-zA-Z][.)]\s|\([a-z0-9]{1,3}\)\s")
_NOTE = re.compile(r"(?:\[?[0-9]{1,3}\]?|[*†‡]{1,3})\s*\S")


@dataclass(slots=True)
class PdfText:
    """The text of a PDF, a paragraph a line, and the offset at which each page begins."""

    text: str = ""
    pages: tuple[int, ...] = ()


@dataclass(slots=True)
class _Paragraph:
    """The lines of a paragraph, and the page of each line where a page begins in it."""

    pieces: list[str] = field(default_factory=list)
    page_starts: dict[int, int] = field(default_factory=dict)
    """The number of the piece with which a page begins."""

    last: PdfLine | None = None
    is_full: bool = False


def arrange(pages: Sequence[Sequence[PdfLine]]) -> PdfText:
    """Return the text of the lines of pages.

    Words that were hyphenated at the end of a line are whole again. A note at the foot of
    a page comes before the paragraph that runs over to the next one.
    """
    done: list[_Paragraph] = []
    open_: _Paragraph | None = None
    pitch = _pitch([line for lines in pages for line in lines])
    for number, lines in enumerate(pages):
        body, notes = _split_notes(lines)
        paragraphs = _paragraphs(body, pitch)
        if paragraphs:
            first = paragraphs[0]
            if open_ is not None and _runs_over(open_, first):
                open_.page_starts[number] = len(open_.pieces)
                open_.pieces += first.pieces
                open_.last, open_.is_full = first.last, first.is_full
                paragraphs = paragraphs[1:]
            else:
                first.page_starts[number] = 0
        if paragraphs:
            if open_ is not None:
                done.append(open_)
            *whole, open_ = paragraphs
            done += whole
        elif not body and open_ is not None and not notes:
            # A page without text: what comes behind it is not its continuation.
            done.append(open_)
            open_ = None
        # Notes go before the paragraph that may run over, which is on their page as well.
        done += _paragraphs(notes, pitch)
    if open_ is not None:
        done.append(open_)
    return _write(done, len(pages))


def _write(paragraphs: Sequence[_Paragraph], count: int) -> PdfText:
    """Return the text of paragraphs with the offsets of ``count`` pages."""
    written: list[str] = []
    length = 0
    starts: dict[int, int] = {}
    for paragraph in paragraphs:
        if written:
            written.append("\n\n")
            length += 2
        text = ""
        begins = {piece: page for page, piece in paragraph.page_starts.items()}
        pieces: list[str] = []
        size = 0
        for number, piece in enumerate(paragraph.pieces):
            cut, between = _joint(text, piece) if number else (0, "")
            if cut:
                pieces[-1] = pieces[-1][:-cut]
                size -= cut
            if number in begins:
                starts[begins[number]] = length + size + len(between)
            pieces.append(between + piece)
            size += len(pieces[-1])
            text = piece
        if pieces[-1].endswith(HYPHEN):
            pieces[-1] = f"{pieces[-1][:-1]}-"
        written += pieces
        length += size
    offsets: list[int] = []
    # A page without text begins where the next one does.
    following = length
    for number in reversed(range(count)):
        following = starts.get(number, following)
        offsets.append(following)
    return PdfText("".join(written), tuple(reversed(offsets)))


def _joint(before: str, after: str) -> tuple[int, str]:
    """Return how many characters to cut from the end of a line, and what joins it.

    A hyphen before a capital or a number is one of the word: ``Çin-Azerbaycan``.
    """
    last = before[-1:]
    if last not in (HYPHEN, "\xad", "-") or not before[-2:-1].isalnum():
        return (1, "- ") if last == HYPHEN else (0, " ")
    if last == "\xad" or (before[-2].isalpha() and after[:1].islower()):
        return 1, ""
    return 1, "-"


def _paragraphs(lines: Sequence[PdfLine], pitch: float) -> list[_Paragraph]:
    """Return the paragraphs of the lines of a page."""
    found: list[_Paragraph] = []
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else None
        if before is None or not _goes_on(before, line, lines, number, pitch):
            found.append(_Paragraph())
        found[-1].pieces.append(line.text)
        found[-1].last = line
    for paragraph in found[-1:]:
        assert paragraph.last is not None
        paragraph.is_full = _is_full(paragraph.last, lines, len(lines) - 1)
    return found


def _pitch(lines: Sequence[PdfLine]) -> float:
    """Return the usual distance of lines as part of their height, 1 if it is not known."""
    steps = sorted(
        (one.bottom - other.bottom) / one.height
        for one, other in pairwise(lines)
        if one.height > 0 and 0.7 * one.height < one.bottom - other.bottom
    )
    # Lines of a paragraph are nearer to each other than paragraphs are.
    return max(1.0, steps[len(steps) // 4]) if steps else 1.0


def _goes_on(
    before: PdfLine, line: PdfLine, lines: Sequence[PdfLine], number: int, pitch: float
) -> bool:
    """Tell whether a line belongs to the paragraph of the one before it."""
    if not before.height or not line.height:
        return not _ends_sentence(before.text)
    height = max(before.height, line.height)
    step = before.bottom - line.bottom
    if abs(step) < _SAME_LINE * height:
        return True
    if before.text.endswith(HYPHEN):
        return True
    if step < 0:  # the top of the next column
        return _continues(before, line, _is_full(before, lines, number - 1))
    if abs(before.height - line.height) > _SIZE * height or _ITEM.match(line.text):
        return False
    if step > min(_GAP * pitch, _LARGEST_GAP) * height:
        return False
    if line.left - before.left > _INDENT * height and _ends_sentence(before.text):
        return False
    if line.text[0].islower() and not _ends_sentence(before.text):
        return True
    return not _has_room(before, line, lines, number)


def _has_room(
    before: PdfLine, line: PdfLine, lines: Sequence[PdfLine], number: int
) -> bool:
    """Tell whether the first word of a line had room at the end of the one before it."""
    word = line.text.split()[0]
    width = (line.right - line.left) * (len(word) + 1) / max(len(line.text), 1)
    slack = 0.3 * before.height
    return before.right + width + slack < _margin(before, lines, number - 1)


def _margin(line: PdfLine, lines: Sequence[PdfLine], number: int) -> float:
    """Return the right margin of the column of a line, by the lines around."""
    around = lines[max(0, number - 8) : number + 9]
    return (
        max(one.right for one in around if one.left < line.right and line.left < one.right)
        if any(one.height for one in around)
        else line.right
    )


def _is_full(line: PdfLine, lines: Sequence[PdfLine], number: int) -> bool:
    margin = _margin(line, lines, number) if line.height else line.right
    return line.right - line.left >= _FULL * (margin - line.left)


def _runs_over(paragraph: _Paragraph, following: _Paragraph) -> bool:
    """Tell whether a paragraph goes on in the first one of the next page."""
    assert paragraph.last is not None
    text = following.pieces[0]
    first = PdfLine(text, 0, 0, 0, following.last.height if following.last else 0)
    return _continues(paragraph.last, first, paragraph.is_full)


def _continues(before: PdfLine, line: PdfLine, is_full: bool) -> bool:
    """Tell whether a line at a new top goes on from the last one below."""
    text = before.text
    if _ITEM.match(line.text):
        return False
    if text.endswith((HYPHEN, "-", "\xad")):
        return True
    if _ends_sentence(text):
        return False
    if line.text[0].islower():
        return True
    height = max(before.height, line.height)
    is_same_size = abs(before.height - line.height) <= _SIZE * height
    return is_full and is_same_size


def _ends_sentence(text: str) -> bool:
    return text.rstrip(_CLOSERS).endswith(_STOPS)


def _split_notes(
    lines: Sequence[PdfLine],
) -> tuple[Sequence[PdfLine], Sequence[PdfLine]]:
    """Return the lines of a page, and those of the notes at its foot in small letters."""
    heights = [line.height for line in lines if line.height]
    if not heights:
        return lines, ()
    small = _SMALL * median(heights)
    first = len(lines)
    while first and 0 < lines[first - 1].height < small:
        first -= 1
    if first in (0, len(lines)) or not _NOTE.match(lines[first].text):
        return lines, ()
    return lines[:first], lines[first:]
