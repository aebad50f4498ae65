"""A real terminal with a program in it, and a memory of what its screen shows."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pexpect
import pyte

_SECONDS = 30
"""After which a screen that does not come is given up."""

_SEEN = 40
"""How much of a line is looked for; a longer one is broken."""

_PROMPT = re.compile(r"diplosearch( \[[^]]*\])?> *")


class _Screen(pyte.Screen):
    """A screen that answers where it is asked, for instance, where its cursor stands."""

    def __init__(self, width: int, height: int, answer: Callable[[str], object]) -> None:
        super().__init__(width, height)
        self._answer = answer

    def write_process_input(self, data: str) -> None:
        """Send an answer to the program."""
        self._answer(data)


class Terminal:
    """A program on a terminal of its own; ``rows`` is what the screen shows now."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        folder: Path,
        environment: dict[str, str],
        width: int = 80,
        height: int = 40,
    ) -> None:
        self._child = pexpect.spawn(
            command[0],
            list(command[1:]),
            cwd=str(folder),
            env=environment,
            dimensions=(height, width),
            encoding="utf-8",
            timeout=_SECONDS,
            # A shell lets what it starts in the background pass Ctrl-C over.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        )
        self._child.delaybeforesend = None
        self._screen = _Screen(width, height, self._child.send)
        self._stream = pyte.Stream(self._screen)
        self.written = ""
        """All that the program has written."""

    @property
    def rows(self) -> list[str]:
        """The lines of the screen."""
        return [row.rstrip() for row in self._screen.display]

    @property
    def letters(self) -> list[list[Any]]:
        """The characters of the screen with their styles, as pyte keeps them."""
        width = range(self._screen.columns)
        return [
            [self._screen.buffer[row][column] for column in width]
            for row in range(self._screen.lines)
        ]

    @property
    def is_asking(self) -> bool:
        """Whether the cursor stands behind an empty prompt."""
        return _PROMPT.fullmatch(self._screen.display[self._screen.cursor.y]) is not None

    def has_style(self, text: str, **style: Any) -> bool:
        """Tell whether the first letter of ``text`` on the screen has a style of pyte."""
        for row, line in enumerate(self.rows):
            at = line.find(text)
            if at >= 0:
                letter = self._screen.buffer[row][at]
                return all(getattr(letter, name) == value for name, value in style.items())
        raise AssertionError(f"{text!r} is not on the screen:\n" + "\n".join(self.rows))

    def press(self, keys: str) -> None:
        """Send keys as they are."""
        self._child.send(keys)

    def wait(self, text: str) -> list[str]:
        """Return the screen once it shows ``text``."""
        return self._wait_until(lambda: any(text in row for row in self.rows), repr(text))

    def ask(self, line: str) -> list[str]:
        """Clear the screen, enter a line, and return the screen once it is answered."""
        self.press("\x0c")
        self._wait_until(
            lambda: self.is_asking and bool(_PROMPT.match(self.rows[0])), "a clear screen"
        )
        self.press(line)
        self._wait_until(lambda: line[:_SEEN] in self.rows[0], f"line {line}")
        self.press("\r")
        self._wait_until(
            lambda: self.is_asking and self._screen.cursor.y > 0, f"answer to {line}"
        )
        return self.rows

    def resize(self, width: int, height: int) -> None:
        """Change the size of the window."""
        self._child.setwinsize(height, width)
        self._screen.resize(height, width)

    def end(self) -> int:
        """Return the exit code of the program, which is to end by itself."""
        self._wait_until(lambda: not self._child.isalive(), "the end")
        return int(self._child.exitstatus or 0)

    def close(self) -> None:
        """End the program, whatever it does."""
        self._child.close(force=True)

    def _wait_until(self, is_met: Callable[[], bool], what: str) -> list[str]:
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until:
            try:
                new = self._child.read_nonblocking(4096, timeout=0.05)
            except pexpect.TIMEOUT:
                new = ""
            except pexpect.EOF:
                new = ""
            self.written += new
            self._stream.feed(new)
            if not new and is_met():
                return self.rows
        raise AssertionError(f"no {what} on the screen:\n" + "\n".join(self.rows))
