"""One line of the REPL: a command or a query."""

from __future__ import annotations

from dataclasses import replace

from ...errors import DiplosearchError
from ..errors import describe
from .answer import Answer
from .command_spec import SIGN, Leave
from .commands.passages import answer_results
from .commands.table import find_command
from .console import Dialogue
from .session import Session

_MEANT_AS_COMMANDS = ("help", "quit", "exit")
"""What is searched for like any word, and rarely meant so."""


def interpret(line: str, dialogue: Dialogue) -> bool:
    """Do what ``line`` says; return False when the user wants to leave.

    What goes wrong is told in one line and stops nothing. Line breaks, which
    come from pasting, count as spaces.
    """
    words = " ".join(line.split())
    if not words:
        return True
    try:
        dialogue.show(answer(words, dialogue.session))
    except Leave:
        return False
    except BrokenPipeError:
        raise
    except (DiplosearchError, OSError) as error:
        dialogue.refuse(describe(error))
    return True


def answer(words: str, session: Session) -> Answer:
    """Return the answer to a command or a query.

    Raises :class:`DiplosearchError` with what is wrong, and :class:`Leave`.
    """
    if not words.startswith(SIGN):
        found = answer_results(session.ask(words), session)
        if words.casefold() in _MEANT_AS_COMMANDS:
            hint = f"note: commands begin with a colon: {SIGN}{words.casefold()}"
            found = replace(found, notes=[*found.notes, hint])
        return found
    name, _, argument = words.removeprefix(SIGN).strip().partition(" ")
    return find_command(name).run(session, argument.strip())
