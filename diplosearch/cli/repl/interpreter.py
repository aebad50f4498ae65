"""Runs one line of the prompt: a command or a query."""

from __future__ import annotations

from dataclasses import replace

from ...errors import DiplosearchError
from ...messages import translate
from ..errors import describe
from ..streams import is_output_error
from .answer import Answer
from .command_spec import SIGN, Leave
from .commands.passages import answer_results
from .commands.table import find_command
from .console import Console
from .session import Session

_MEANT_AS_COMMANDS = ("help", "quit", "exit")
"""Words that are searched for like any other, but were rarely meant so."""


def interpret(line: str, console: Console) -> bool:
    """Run ``line``; return False when it ends the session.

    An error is written in one line, and the session goes on. Line breaks, which
    come from pasting, count as spaces.
    """
    words = " ".join(line.split())
    if not words:
        return True
    try:
        console.show(answer(words, console.session))
    except Leave:
        return False
    except BrokenPipeError:
        raise
    except (DiplosearchError, OSError) as error:
        if isinstance(error, OSError) and is_output_error(error):
            raise
        console.refuse(describe(error))
    return True


def answer(words: str, session: Session) -> Answer:
    """Return the answer to a command or a query.

    Raises :class:`DiplosearchError` with what is wrong, and :class:`Leave` at the end.
    """
    if not words.startswith(SIGN):
        found = answer_results(session.ask(words), session)
        if words.casefold() in _MEANT_AS_COMMANDS:
            command = f"{SIGN}{words.casefold()}"
            hint = translate(
                "note: commands begin with a colon: {command}", command=command
            )
            found = replace(found, notes=[*found.notes, hint])
        return found
    name, _, argument = words.removeprefix(SIGN).strip().partition(" ")
    return find_command(name).run(session, argument.strip())
