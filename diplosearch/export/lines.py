"""Lines of styled text: what the library returns as a string and the command line wraps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..highlighting.ansi import write_ansi
from ..highlighting.control_characters import show_controls
from ..highlighting.runs import Run, Runs


class Look(NamedTuple):
    """What the reader of some text can see.

    With ``has_blocks`` bars are made of blocks. Where there are no styles, matches stand
    in brackets, and letters tell the types of entities if there are blocks. ``width`` is
    that of a line in cells, None where lines are not wrapped.
    """

    is_styled: bool = False
    has_blocks: bool = False
    width: int | None = None

    @property
    def has_letters(self) -> bool:
        """Whether letters tell the types of entities, since colours do not."""
        return self.has_blocks and not self.is_styled


class Line(NamedTuple):
    """Text that begins with ``first``, and after each line break with ``indent``.

    ``first`` is ``indent`` unless given. Where the text is wrapped, further lines
    begin with ``indent`` as well.
    """

    runs: Runs = ()
    first: str = ""
    indent: str = ""

    def split(self) -> Iterator[tuple[str, Runs]]:
        """Yield what stands before each line of the text, and the line."""
        lead = self.first or self.indent
        row: list[Run] = []
        for text, style in self.runs:
            first, *others = text.split("\n")
            row.append(Run(first, style))
            for other in others:
                yield lead, tuple(row)
                lead, row = self.indent, [Run(other, style)]
        yield lead, tuple(row)


def write_line(text: str, *, first: str = "", indent: str = "") -> Line:
    """Return a line of unstyled text."""
    return Line((Run(text),), first, indent)


def join_lines(lines: Iterable[Line], *, is_styled: bool) -> str:
    """Return lines as one string, styled by SGR sequences or not at all.

    No line ends in white space, and each in a line break; none holds a control
    character.
    """
    written = []
    for line in lines:
        for lead, runs in line.split():
            stripped = _strip_end([Run(lead), *runs])
            if is_styled:
                written.append(write_ansi(stripped))
            else:
                written.append(show_controls("".join(run.text for run in stripped)))
    return "".join(f"{one}\n" for one in written)


def _strip_end(row: list[Run]) -> list[Run]:
    """Return a row of runs without the white space at its end."""
    while row and not row[-1].text.strip():
        row.pop()
    if row:
        row[-1] = Run(row[-1].text.rstrip(), row[-1].style)
    return row
