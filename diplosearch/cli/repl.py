"""``diplosearch repl``: the prompt, and the same lines through a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

import click

from .options import gazetteer_option, index_option, lexicon_option

if TYPE_CHECKING:
    from .dialogue import Dialogue


@click.command(
    epilog="""\b
Example:
  diplosearch repl
  echo Tokayev | diplosearch repl --index index
"""
)
@index_option
@lexicon_option
@gazetteer_option
def repl(location: str, lexicon: str | None, gazetteer: str | None) -> None:
    """Open a prompt for queries.

    There, :help says what can be typed. Through a pipe, each line is a query or a command.
    """
    from ..index.index import open_index
    from .dialogue import Dialogue
    from .screen import Screen
    from .session import Session

    with open_index(location, lexicon=lexicon, gazetteer=gazetteer) as index:
        session = Session(index)
        screen, notes = Screen.of(sys.stdout), Screen.of(sys.stderr)
        if is_interactive():
            _talk(Dialogue(session, screen, notes, click.echo_via_pager))
        else:
            run_lines(sys.stdin or (), Dialogue(session, screen, notes))


def is_interactive() -> bool:
    """Tell whether a person types and reads; a closed stream is None."""
    streams: tuple[TextIO | None, ...] = (sys.stdin, sys.stdout)
    return all(stream is not None and stream.isatty() for stream in streams)


def run_lines(lines: Iterable[str], dialogue: Dialogue) -> None:
    """Answer ``lines`` one after the other until one says to leave."""
    from .interpreter import interpret

    for line in lines:
        try:
            if not interpret(line, dialogue):
                return
        except KeyboardInterrupt:
            if dialogue.pager is None:
                raise
            dialogue.notes.write("interrupted")


def _talk(dialogue: Dialogue) -> None:
    from .prompt import open_history, read_lines

    session, screen = dialogue.session, dialogue.screen
    screen.write(session.describe_index())
    screen.write("Type a query, or :help; :quit or Ctrl-D to leave.")
    run_lines(read_lines(lambda: session.prompt, history=open_history()), dialogue)
