"""All commands of the prompt."""

from __future__ import annotations

from ....errors import UsageError
from ...output.unknown_entity import find_nearest
from ..answer import Answer
from ..command_spec import SIGN, ReplCommand
from ..session import Session
from . import (
    aggregates,
    corrections,
    edit,
    filters,
    maintenance,
    passages,
    save_and_history,
    tags,
    watches,
)
from .help import help_on, help_on_all


def find_command(name: str) -> ReplCommand:
    """Return the command called ``name``.

    Raises :class:`UsageError` that offers the nearest.
    """
    for command in COMMANDS:
        if name.casefold() in (command.name, *command.aliases):
            return command
    near = find_nearest(name, [command.name for command in COMMANDS], most=1)
    hint = f"did you mean {SIGN}{near[0]}? " if near else ""
    raise UsageError(f"no command {SIGN}{name}; {hint}{SIGN}help lists all")


def _help(_session: Session, argument: str) -> Answer:
    if argument:
        return help_on(find_command(argument.removeprefix(SIGN)))
    return help_on_all(COMMANDS)


COMMANDS: tuple[ReplCommand, ...] = (
    *passages.COMMANDS,
    *tags.COMMANDS,
    *edit.COMMANDS,
    *aggregates.COMMANDS,
    *filters.COMMANDS,
    *corrections.COMMANDS,
    *save_and_history.COMMANDS,
    *watches.COMMANDS,
    *maintenance.COMMANDS,
    ReplCommand(
        "help",
        "[COMMAND]",
        "this; more on one",
        "Say what can be typed, or what one command does.",
        ":help filter",
        _help,
        ("h", "?"),
        takes="command",
    ),
    *maintenance.LEAVING,
)
"""In the order of the help."""
