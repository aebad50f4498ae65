"""A program in a pseudo-terminal, and the contents of its screen."""

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
"""How long a screen is waited for. A guess."""

_ECHOED = 40
"""Characters of a typed line that are looked for, as a longer one is wrapped."""

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
    """A program in a terminal of its own; ``rows`` are the lines of its screen."""

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
            # A shell starts its background jobs with SIGINT ignored.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        )
        self._child.delaybeforesend = None
        self._screen = _Screen(width, height, self._child.send)
        self._stream = pyte.Stream(self._screen)
        self.written = ""
        """All output of the program so far."""

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
        """Whether the cursor is behind an empty prompt."""
        return _PROMPT.fullmatch(self._screen.display[self._screen.cursor.y]) is not None

    def has_style(self, text: str, **style: Any) -> bool:
        """Tell whether the first character of ``text`` on the screen has a style of pyte.

        Raises :class:`AssertionError` if ``text`` is not on the screen.
        """
        for row, line in enumerate(self.rows):
            column = line.find(text)
            if column >= 0:
                letter = self._screen.buffer[row][column]
                return all(getattr(letter, name) == value for name, value in style.items())
        raise AssertionError(f"{text!r} is not on the screen:\n" + "\n".join(self.rows))

    def press(self, keys: str) -> None:
        """Send ``keys`` to the program."""
        self._child.send(keys)

    def wait(self, text: str) -> list[str]:
        """Return the lines of the screen once they show ``text``.

        Raises :class:`AssertionError` if they do not within 30 seconds.
        """
        return self._wait_until(lambda: any(text in row for row in self.rows), repr(text))

    def ask(self, line: str) -> list[str]:
        """Clear the screen, enter a line, and return the screen once the prompt is back.

        Raises :class:`AssertionError` if it is not within 30 seconds.
        """
        self.press("\x0c")
        self._wait_until(
            lambda: self.is_asking and bool(_PROMPT.match(self.rows[0])), "a clear screen"
        )
        self.press(line)
        self._wait_until(lambda: line[:_ECHOED] in self.rows[0], f"line {line}")
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
        """Wait for the program to end by itself; return its exit code.

        Raises :class:`AssertionError` if it does not within 30 seconds.
        """
        self._wait_until(lambda: not self._child.isalive(), "the end")
        return int(self._child.exitstatus or 0)

    def close(self) -> None:
        """Kill the program if it still runs."""
        self._child.close(force=True)

    def _wait_until(self, is_met: Callable[[], bool], what: str) -> list[str]:
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline:
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
