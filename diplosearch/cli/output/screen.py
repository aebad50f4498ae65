"""Where text is written: with styles or without, wrapped or as it is."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.console import Console
from rich.text import Text

from ..options import Color

_LEAST_WIDTH = 20
_BLOCKS = "█▏▁·ᴾ"


class Screen:
    """A stream that text is written to.

    ``is_styled`` tells whether it shows styles; where it does not, the text
    itself has to say what they would. ``has_blocks`` tells whether a person looks at
    it who can see bars made of blocks, and signs of other scripts. Lines are wrapped
    on a terminal, and where a ``width`` in cells is given.
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
        self.is_styled = is_styled
        self.has_blocks = (
            is_terminal and _can_write_blocks(stream) if has_blocks is None else has_blocks
        )
        self._is_wrapped = is_terminal or width is not None
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
        """Return the screen that ``stream`` is, after the habits of terminals.

        ``NO_COLOR`` and ``TERM=dumb`` turn styles off unless ``color`` says
        otherwise.
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
            has_blocks=self.has_blocks,
        )

    @property
    def width(self) -> int | None:
        """The width in cells, as it is now; None where lines are not wrapped."""
        return max(self._console.width, _LEAST_WIDTH) if self._is_wrapped else None

    @property
    def height(self) -> int:
        """The number of lines, as it is now."""
        return self._console.height

    def write(self, text: str | Text = "", *, first: str = "", indent: str = "") -> None:
        """Write ``text``; its lines begin with ``indent``, the first one with ``first``.

        Where lines are wrapped, they are wrapped by cells, so that letters of
        double width take two.
        """
        lead = first or indent
        for line in self._lines(_as_text(text), max(len(first), len(indent))):
            line.rstrip()
            self._print(Text(lead if line.plain else lead.rstrip()).append_text(line))
            lead = indent

    def write_fields(self, fields: Sequence[tuple[str, str]]) -> None:
        """Write names and values in two columns."""
        width = max((len(name) for name, _ in fields), default=0)
        indent = " " * (width + 4)
        for name, value in fields:
            self.write(value, first=f"  {name:<{width}}  ", indent=indent)

    def _lines(self, text: Text, used: int) -> Iterable[Text]:
        width = self.width
        if width is None:
            return text.split("\n", allow_blank=True)
        return text.wrap(self._console, max(width - used, _LEAST_WIDTH // 2))

    def _print(self, line: Text) -> None:
        self._console.print(line, soft_wrap=True)


def _as_text(text: str | Text) -> Text:
    return Text(text) if isinstance(text, str) else text


def _can_write_blocks(stream: TextIO) -> bool:
    """Tell whether the encoding of a stream has what bars and signs are made of."""
    try:
        _BLOCKS.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
