"""A conversation, from the first line to the last."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ..output.screen import Screen
from .background_open import Opening
from .console import Dialogue
from .interpreter import interpret
from .session import Session

if TYPE_CHECKING:
    from ...index.index import Index


def answer_lines(session: Session, lines: Iterable[str], *, is_json: bool) -> None:
    """Answer the lines of a pipe: no prompt and no pager."""
    screen, notes = Screen.of(sys.stdout), Screen.of(sys.stderr)
    run_lines(lines, Dialogue(session, screen, notes, is_json=is_json))


def talk(
    open: Callable[[], Index],
    location: str,
    *,
    gazetteer: str | None,
    is_json: bool,
    has_history: bool,
) -> None:
    """Ask for lines at the terminal and answer them until the user leaves.

    The prompt is there before the index is open, which takes longer.
    """
    from .commands.table import COMMANDS
    from .history import open_history
    from .pager import Pager
    from .prompt import Prompt

    screen, notes = Screen.of(sys.stdout), Screen.of(sys.stderr)
    opening = Opening(open)
    history = open_history(is_kept=has_history)
    session = Session(opening, location, gazetteer=gazetteer, lines=history)
    prompt = Prompt(session, COMMANDS, history=history)

    def tell(index: Index | None) -> None:
        if index is None and opening.error is not None:
            prompt.leave(opening.error)
        else:
            session.look()
            prompt.redraw()

    screen.write("Type a query, or :help; :quit or Ctrl-D to leave.")
    try:
        run_lines(
            prompt.read_lines(when_shown=lambda: opening.start(tell)),
            Dialogue(session, screen, notes, Pager(), is_json=is_json),
        )
    finally:
        opening.close()


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
