"""Completion at the prompt: of commands, their arguments, and queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from prompt_toolkit.completion import (
    CompleteEvent,
    Completer,
    Completion,
    PathCompleter,
)
from prompt_toolkit.document import Document

from ...errors import DiplosearchError
from ...highlighting.control_characters import show_controls
from ...messages import translate
from .command_spec import SIGN, ReplCommand
from .filters import ENTITY_FIELDS
from .session import Session

_OFFERED = 20  # more than the menu shows at a time (a guess)
_TITLE_LENGTH = 40


class LineCompleter(Completer):
    """Completes commands at once, and queries as soon as the index is open."""

    def __init__(self, session: Session, commands: Sequence[ReplCommand]) -> None:
        self._session = session
        self._commands = commands
        self._paths = PathCompleter(expanduser=True)

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterator[Completion]:
        """Yield completions of the line up to the cursor."""
        line = document.text_before_cursor.lstrip()
        if not line.startswith(SIGN):
            yield from self._complete_query(line)
            return
        name, space, rest = line.removeprefix(SIGN).partition(" ")
        if not space:
            yield from self._complete_command(name)
            return
        argument = rest.lstrip()
        for command in self._commands:
            if name.casefold() in (command.name, *command.aliases):
                yield from self._complete_argument(command, argument, complete_event)

    def _complete_command(self, typed: str) -> Iterator[Completion]:
        for command in self._commands:
            if command.name.startswith(typed.casefold()):
                yield Completion(
                    command.name,
                    -len(typed),
                    display=f"{SIGN}{command.name}",
                    display_meta=translate(command.brief),
                )

    def _complete_argument(
        self, command: ReplCommand, argument: str, event: CompleteEvent
    ) -> Iterator[Completion]:
        if command.sign:
            argument = argument.rpartition(f"{command.sign} ")[2]
        last = argument.rpartition(" ")[2]
        for word in command.words:
            if word.startswith(last.casefold()) and word != last:
                yield Completion(word, -len(last))
        if command.takes == "command":
            yield from self._complete_command(argument.removeprefix(SIGN))
        elif command.takes == "passage":
            yield from self._complete_rank(argument)
        elif command.takes == "path":
            # Of several paths the last one is being typed; one alone may have spaces.
            typed = last if " " in command.argument else argument
            yield from self._paths.get_completions(Document(typed), event)
        elif command.takes == "filter" or _has_field(command, argument):
            yield from self._complete_query(argument)
        elif command.field is not None:
            yield from self._complete_query(f"{command.field}:{argument}", command.field)

    def _complete_rank(self, typed: str) -> Iterator[Completion]:
        for rank, title in self._session.pages.titles().items():
            if str(rank).startswith(typed):
                shown = show_controls(title[:_TITLE_LENGTH])
                yield Completion(str(rank), -len(typed), display_meta=shown)

    def _complete_query(self, line: str, field: str | None = None) -> Iterable[Completion]:
        if not self._session.is_open:
            return
        value = line.partition(":")[2] if field else line
        try:
            offers = self._session.index.complete(value, field=field, limit=_OFFERED)
        except (DiplosearchError, OSError):
            return
        for offer in offers:
            # After a command no quotes are needed: the rest of the line is one name.
            text = offer.name if field else offer.text
            number = f" {offer.count:,}" if offer.count else ""
            yield Completion(
                show_controls(text),
                -offer.length,
                display=show_controls(offer.name),
                display_meta=f"{translate(offer.kind)}{number}",
            )


def _has_field(command: ReplCommand, argument: str) -> bool:
    """Tell whether an entity is typed with a field: ``person:wan``."""
    return command.field == "entity" and argument.partition(":")[0] in ENTITY_FIELDS
