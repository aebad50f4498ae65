"""A command of the prompt: its name, its argument, its help, its function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from .answer import Answer
from .session import Session

SIGN = ":"
"""The first character of a line that is a command and no query."""


Takes = Literal["words", "passage", "path", "filter", "command"]


class Leave(Exception):  # noqa: N818 - a request, which is no error
    """Ends the session."""


@dataclass(frozen=True, slots=True)
class ReplCommand:
    """A command of the prompt.

    ``run`` gets the rest of the line without spaces around it, and raises
    :class:`~diplosearch.DiplosearchError` with what is wrong. ``brief`` is its line in
    the list of all commands, ``summary`` its own help. Completion offers ``words``,
    values of the query's field ``field``, and what it ``takes``; where ``sign`` stands
    between two such values, each is completed.
    """

    name: str
    argument: str
    brief: str
    summary: str
    example: str
    run: Callable[[Session, str], Answer]
    aliases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    takes: Takes = "words"
    field: str | None = None
    sign: str = ""

    @property
    def usage(self) -> str:
        """The command as it is typed."""
        return f"{SIGN}{self.name} {self.argument}".rstrip()
