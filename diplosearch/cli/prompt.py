"""The line that is typed at a terminal, with its history."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.output import Output

_ONLY_MINE = 0o600


class _ForgivingHistory(FileHistory):
    """A history whose file may fail; then lines are remembered until the end."""

    def load_history_strings(self) -> Iterable[str]:
        """Return the lines of earlier times, the newest first."""
        try:
            return list(super().load_history_strings())
        except OSError:
            return []

    def store_string(self, string: str) -> None:
        """Keep a line for later times."""
        with suppress(OSError, UnicodeEncodeError):
            super().store_string(string)


def read_lines(
    describe: Callable[[], str],
    *,
    history: History,
    input: Input | None = None,
    output: Output | None = None,
) -> Iterator[str]:
    """Yield the lines that are typed until Ctrl-D; Ctrl-C drops the line begun.

    Args:
        describe: gives the prompt, anew for each line.
        history: the lines of earlier times.
        input, output: something else than the terminal.
    """
    session: PromptSession[str] = PromptSession(history=history, input=input, output=output)
    while True:
        try:
            yield session.prompt(describe)
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


def open_history() -> History:
    """Return the history of this user, in memory alone where no file can be."""
    path = find_history()
    if path is None:
        return InMemoryHistory()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=_ONLY_MINE)
    except OSError:
        return InMemoryHistory()
    return _ForgivingHistory(str(path))


def find_history() -> Path | None:
    """Return the file of the history; None where the user has no folder for it."""
    name = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_STATE_HOME"
    folder = os.environ.get(name, "")
    if os.path.isabs(folder):
        return Path(folder, "diplosearch", "history")
    try:
        return Path.home() / ".local" / "state" / "diplosearch" / "history"
    except RuntimeError:
        return None
