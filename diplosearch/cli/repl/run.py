"""The loop of the prompt: reads lines and answers them until the last one."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ...messages import translate
from ..output.screen import Screen
from .background_open import BackgroundOpener
from .console import Console
from .interpreter import interpret
from .session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from ...index.index import Index


def answer_lines(session: Session, lines: Iterable[str], *, is_json: bool) -> None:
    """Answer the lines of a pipe, without a prompt and a pager."""
    screen, notes = Screen.of(sys.stdout), Screen.of(sys.stderr)
    run_lines(lines, Console(session, screen, notes, is_json=is_json))


def run_prompt(
    open: Callable[[str | list[str]], Index],
    location: str | list[str],
    *,
    gazetteer: str | None,
    is_json: bool,
    has_history: bool,
    watches: Path | None = None,
) -> None:
    """Read lines at the terminal and answer them until the user leaves.

    The prompt is shown first; the index, which takes longer, opens behind it.
    """
    from .commands.table import COMMANDS
    from .history import open_history
    from .pager import Pager
    from .prompt import Prompt

    screen, notes = Screen.of(sys.stdout), Screen.of(sys.stderr)
    opening = BackgroundOpener(lambda: open(location))
    history = open_history(is_kept=has_history)
    session = Session(
        opening,
        location,
        gazetteer=gazetteer,
        lines=history,
        open=open,
        watches=watches,
    )
    prompt = Prompt(session, COMMANDS, history=history)

    def on_open(index: Index | None) -> None:
        if index is None and opening.error is not None:
            prompt.leave(opening.error)
        else:
            session.read_stats()
            prompt.redraw()
            # What is loaded stays, so no search for garbage need go through it again.
            gc.freeze()

    screen.write(translate("Type a query, or :help; :quit or Ctrl-D to leave."))
    try:
        run_lines(
            prompt.read_lines(when_shown=lambda: opening.start(on_open)),
            Console(session, screen, notes, Pager(), is_json=is_json, agree=prompt.agree),
        )
    finally:
        session.web.close()
        session.close()


def run_lines(lines: Iterable[str], console: Console) -> None:
    """Answer ``lines`` one after the other until one of them quits.

    At a prompt Ctrl-C stops the answer, and the next line is read.
    """
    for line in lines:
        try:
            if not interpret(line, console):
                return
        except KeyboardInterrupt:
            if console.pager is None:
                raise
            console.notes.write(translate("interrupted"))
