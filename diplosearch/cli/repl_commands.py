"""The commands of the REPL, as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ..errors import UsageError
from .dialogue import Dialogue
from .documents import write_document
from .hits import write_explanation
from .layers import LAYER_NAMES
from .nearest import find_nearest
from .screen import Screen
from .stats import write_stats

SIGN = ":"
"""What a line begins with that is a command and no query."""

_SYNTAX = """\
A line without a colon in front is a query. Words are joined by OR. There are
AND, OR, NOT, +must, -not, "phrases", "near these"~5, prefix*, fuzzy~, and
title:Tokayev source:Xinhua lang:tr date:2025-01..2025-06
person: org: country:Çin city: entity:."""


class Leave(Exception):  # noqa: N818 - asks to go, which is no error
    """The user wants to leave."""


@dataclass(frozen=True, slots=True)
class ReplCommand:
    """A command: what it is called, what follows, what it does.

    ``run`` gets the rest of the line without spaces around it. It raises
    :class:`~diplosearch.DiplosearchError` with what is wrong.
    """

    name: str
    argument: str
    summary: str
    run: Callable[[Dialogue, str], None]
    aliases: tuple[str, ...] = ()

    @property
    def usage(self) -> str:
        """The command as it is typed."""
        return f"{SIGN}{self.name} {self.argument}".rstrip()


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


def _help(dialogue: Dialogue, argument: str) -> None:
    screen = dialogue.screen
    if argument:
        command = find_command(argument.removeprefix(SIGN))
        others = "".join(f", {SIGN}{alias}" for alias in command.aliases)
        screen.write_fields([(f"{command.usage}{others}", command.summary)])
        return
    for line in _SYNTAX.split("\n"):
        screen.write(line)
    screen.write()
    screen.write_fields([(command.usage, command.summary) for command in COMMANDS])


def _open(dialogue: Dialogue, argument: str) -> None:
    hit = dialogue.session.find_hit(argument)

    def write(screen: Screen) -> None:
        write_document(hit.document, screen, dialogue.session.marks_in(hit.document))

    dialogue.show_pages(write)


def _more(dialogue: Dialogue, _argument: str) -> None:
    dialogue.show_results(dialogue.session.more())


def _filter(dialogue: Dialogue, argument: str, *, name: str) -> None:
    value = "" if argument.casefold() == "off" else argument
    if argument:
        dialogue.session.filter(name, value)
    dialogue.screen.write(dialogue.session.describe_filters())


def _translate(dialogue: Dialogue, argument: str) -> None:
    if argument:
        dialogue.session.translate(argument.casefold())
    dialogue.screen.write(dialogue.session.describe_filters())


def _layers(dialogue: Dialogue, argument: str) -> None:
    if argument:
        dialogue.session.show_layers(argument)
    dialogue.screen.write(dialogue.session.describe_layers())


def _explain(dialogue: Dialogue, argument: str) -> None:
    write_explanation(dialogue.session.find_hit(argument), dialogue.screen)


def _stats(dialogue: Dialogue, _argument: str) -> None:
    write_stats(dialogue.session.index.stats(), dialogue.screen)


def _reload(dialogue: Dialogue, _argument: str) -> None:
    dialogue.session.index.refresh()
    dialogue.screen.write(dialogue.session.describe_index())


def _quit(_dialogue: Dialogue, _argument: str) -> None:
    raise Leave


_language, _since, _until, _source, _entity, _sort = (
    partial(_filter, name=name)
    for name in ("language", "since", "until", "source", "entities", "sort")
)

COMMANDS = (
    ReplCommand("help", "[COMMAND]", "say what can be typed", _help, ("h", "?")),
    ReplCommand("open", "N", "show the whole document of passage N", _open),
    ReplCommand("more", "", "show the next page of passages", _more),
    ReplCommand("explain", "N", "say why passage N was found", _explain),
    ReplCommand("lang", "tr|en|off", "only this language", _language),
    ReplCommand("since", "DATE|off", "from this date on, such as 2025-01", _since),
    ReplCommand("until", "DATE|off", "up to this date, and all of it", _until),
    ReplCommand("source", "NAME|off", "only this source", _source),
    ReplCommand("entity", "NAME|off", "only passages that name it", _entity),
    ReplCommand("sort", "score|date", "the best first, or the newest", _sort),
    ReplCommand("translate", "on|off", "find words in the other language, too", _translate),
    ReplCommand("layers", "|".join(LAYER_NAMES), "what to mark", _layers),
    ReplCommand("stats", "", "say what the index holds", _stats),
    ReplCommand("reload", "", "take up changes of the index", _reload),
    ReplCommand("quit", "", "leave; so does Ctrl-D", _quit, ("q", "exit")),
)
