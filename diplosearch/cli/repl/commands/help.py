"""``:help``: the syntax of queries, and the commands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from ....messages import translate
from ..answer import Answer
from ..command_spec import SIGN, ReplCommand

if TYPE_CHECKING:
    from ...output.screen import Screen

_SYNTAX = (
    'A line without : is a query: words, "phrases", AND OR NOT, +must -not, '
    "minist*, Tokayef~, and title: source: lang: date: person: org: country: city: "
    "entity:"
)

_USAGE, _COLUMN = 18, 40
_TWO_COLUMNS = 2 * _COLUMN - 1


def help_on(command: ReplCommand) -> Answer:
    """Return the help on one command, with an example."""

    def write(screen: Screen) -> None:
        others = "".join(f", {SIGN}{alias}" for alias in command.aliases)
        screen.write(f"{command.usage}{others}")
        screen.write(translate(command.summary), indent="    ")
        screen.write(f"{translate('Example')}: {command.example}", indent="    ")

    return Answer(write, lambda: _to_dict(command))


def help_on_all(commands: Sequence[ReplCommand]) -> Answer:
    """Return the syntax of queries and all commands, on one screen."""

    def write(screen: Screen) -> None:
        width = screen.width or _TWO_COLUMNS
        screen.write(translate(_SYNTAX))
        for line in _lay_out(commands, width):
            screen.write(line)

    return Answer(write, lambda: {"commands": [_to_dict(one) for one in commands]})


def _lay_out(commands: Sequence[ReplCommand], width: int) -> Iterator[str]:
    """Yield two columns of commands with what they do, or their usages one by one."""
    if width >= _TWO_COLUMNS:
        cells = [
            f"{command.usage:<{_USAGE}}{translate(command.brief)}" for command in commands
        ]
        half = (len(cells) + 1) // 2
        for left, right in zip_longest(cells[:half], cells[half:], fillvalue=""):
            yield f"{left:<{_COLUMN}}{right}".rstrip()
        return
    line = ""
    for command in commands:
        longer = f"{line}  {command.usage}" if line else command.usage
        if len(longer) > width:
            yield line
            longer = command.usage
        line = longer
    yield line


def _to_dict(command: ReplCommand) -> dict[str, Any]:
    return {
        "command": f"{SIGN}{command.name}",
        "usage": command.usage,
        "aliases": [f"{SIGN}{alias}" for alias in command.aliases],
        "summary": command.summary,
        "example": command.example,
    }
