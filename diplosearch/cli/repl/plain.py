"""Lines answered one after the other, wherever they come from."""

from __future__ import annotations

from collections.abc import Iterable

from .console import Dialogue
from .interpreter import interpret


def run_lines(lines: Iterable[str], dialogue: Dialogue) -> None:
    """Answer ``lines`` one after the other until one says to leave.

    At a prompt Ctrl-C leaves the answer and goes on with the next line.
    """
    for line in lines:
        try:
            if not interpret(line, dialogue):
                return
        except KeyboardInterrupt:
            if dialogue.pager is None:
                raise
            dialogue.notes.write("interrupted")
