"""A stream that lines are written to: with styles or without, wrapped or as they are."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from rich.console import Console
from rich.text import Text

from ...export.lines import Line, Look
from ...highlighting.control_characters import show_controls
from ...highlighting.runs import Run, Runs, Style
from ..options import Color

_LEAST_WIDTH = 20  # cells; a guess at what can still be read
_PROMPT_LINES = 2  # with the toolbar below it
_BLOCKS = "█▏▁·ᴾ"


class Screen:
    """A stream that lines are written to.

    ``look`` tells what its reader sees: styles, and bars made of blocks and letters
    of other scripts, which only a person at a terminal is shown. Lines are wrapped on
    a terminal, and where a ``width`` in cells is given.
    """

    def __init__(
        self,
        stream: TextIO,
        *,
        is_styled: bool,
        is_terminal: bool = False,
        width: int | None = None,
        has_blocks: bool | None = None,
    ) -> None:
        if has_blocks is None:
            has_blocks = is_terminal and _can_write_blocks(stream)
        self._is_styled, self._has_blocks = is_styled, has_blocks
        self._is_wrapped = is_terminal or width is not None
        self._is_terminal = is_terminal
        self._console = Console(
            file=stream,
            force_terminal=is_styled,
            color_system=("auto" if is_terminal else "256") if is_styled else None,
            no_color=not is_styled,
            width=width,
            markup=False,
            emoji=False,
            highlight=False,
        )

    @classmethod
    def of(cls, stream: TextIO, color: Color = "auto") -> Screen:
        """Return the screen that ``stream`` is, after the conventions of terminals.

        ``NO_COLOR`` (no-color.org) and ``TERM=dumb`` turn styles off unless ``color``
        says otherwise.
        """
        is_terminal = stream.isatty()
        is_plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
        is_styled = color == "always" or (color == "auto" and is_terminal and not is_plain)
        return cls(stream, is_styled=is_styled, is_terminal=is_terminal)

    def on(self, stream: TextIO, *, is_styled: bool) -> Screen:
        """Return a screen as wide as this one that writes to ``stream``."""
        return Screen(
            stream,
            is_styled=is_styled,
            width=self.width,
            has_blocks=self._has_blocks,
        )

    @property
    def look(self) -> Look:
        """What the reader sees, with the width as it is now."""
        return Look(self._is_styled, self._has_blocks, self.width)

    @property
    def width(self) -> int | None:
        """The width in cells, as it is now; None where lines are not wrapped."""
        return max(self._console.width, _LEAST_WIDTH) if self._is_wrapped else None

    @property
    def height(self) -> int:
        """The number of lines, as it is now."""
        return self._console.height

    @property
    def room(self) -> int | None:
        """The lines that stay on the screen above a prompt; None where they all do."""
        return self.height - _PROMPT_LINES if self._is_terminal else None

    def write(self, text: str | Runs = "", *, first: str = "", indent: str = "") -> None:
        """Write text as one line; see :class:`~diplosearch.export.lines.Line`."""
        runs = (Run(text),) if isinstance(text, str) else text
        self.write_lines([Line(runs, first, indent)])

    def flush(self) -> None:
        """Have all that was written leave this process, or raise :class:`OSError`."""
        self._console.file.flush()

    def write_lines(self, lines: Iterable[Line]) -> None:
        """Write lines, wrapped by cells so that letters of double width take two.

        Whatever a line is made of, no control character of it is written.
        """
        for shown in self._lay_out(lines):
            self._console.print(shown, soft_wrap=True)

    def count_lines(self, lines: Iterable[Line]) -> int:
        """Return how many lines of the screen some lines take."""
        return sum(1 for _ in self._lay_out(lines))

    def _lay_out(self, lines: Iterable[Line]) -> Iterator[Text]:
        for line in lines:
            used = max(len(line.first), len(line.indent))
            for lead, runs in line.split():
                for wrapped in self._wrap(runs, used):
                    wrapped.rstrip()
                    lead = lead if wrapped.plain else lead.rstrip()
                    yield Text(show_controls(lead)).append_text(wrapped)
                    lead = line.indent

    def write_fields(self, fields: Sequence[tuple[str, str]]) -> None:
        """Write names and values in two columns."""
        width = max((len(name) for name, _ in fields), default=0)
        indent = " " * (width + 4)
        for name, value in fields:
            self.write(value, first=f"  {name:<{width}}  ", indent=indent)

    def _wrap(self, runs: Runs, used: int) -> Iterable[Text]:
        """Return one line of text cut to the width that ``used`` cells leave."""
        text = Text()
        for run in runs:
            text.append(show_controls(run.text), _to_rich(run.style))
        if self.width is None:
            return [text]
        return text.wrap(self._console, max(self.width - used, _LEAST_WIDTH // 2))


def _to_rich(style: Style) -> str | None:
    """Return a style as rich calls it; our names of attributes are rich's."""
    words = [*style.attributes]
    if style.colour is not None:
        return " ".join([*words, f"color({style.colour})"])
    return " ".join(words) or None


def _can_write_blocks(stream: TextIO) -> bool:
    """Tell whether the encoding of a stream has what bars and letters are made of."""
    try:
        _BLOCKS.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
