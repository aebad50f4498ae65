"""One line of the REPL: a command or a query."""

from __future__ import annotations

from ..errors import DiplosearchError
from .dialogue import Dialogue
from .errors import describe
from .repl_commands import SIGN, Leave, find_command


def interpret(line: str, dialogue: Dialogue) -> bool:
    """Do what ``line`` says; return False when the user wants to leave.

    What goes wrong is told in one line and stops nothing. Line breaks, which
    come from pasting, count as spaces.
    """
    words = " ".join(line.split())
    if not words:
        return True
    try:
        if words.startswith(SIGN):
            _run(words.removeprefix(SIGN).strip(), dialogue)
        else:
            dialogue.show_results(dialogue.session.ask(words))
    except Leave:
        return False
    except BrokenPipeError:
        raise
    except (DiplosearchError, OSError) as error:
        dialogue.notes.write(f"diplosearch: {describe(error)}")
    return True


def _run(words: str, dialogue: Dialogue) -> None:
    name, _, argument = words.partition(" ")
    find_command(name).run(dialogue, argument.strip())
