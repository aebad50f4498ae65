"""What a command of the prompt is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from .answer import Answer
from .session import Session

SIGN = ":"
"""What a line begins with that is a command and no query."""


Takes = Literal["words", "passage", "path", "filter", "command"]


class Leave(Exception):  # noqa: N818 - asks to go, which is no error
    """The user wants to leave."""


@dataclass(frozen=True, slots=True)
class ReplCommand:
    """A command: what it is called, what follows, what it does.

    ``run`` gets the rest of the line without spaces around it. It raises
    :class:`~diplosearch.DiplosearchError` with what is wrong. ``brief`` stands in the
    list of all, ``summary`` in the help on this one. What may be typed behind it are
    ``words``, values of the query's field ``field``, and what it ``takes``.
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

    @property
    def usage(self) -> str:
        """The command as it is typed."""
        return f"{SIGN}{self.name} {self.argument}".rstrip()
