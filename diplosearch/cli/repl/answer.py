"""The answer to a line, for a person and for a program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..output.screen import Screen


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a line.

    ``write`` writes it to a screen; ``to_json`` returns it as values that JSON can
    carry. ``notes`` go to stderr, such as what was passed over in a query. An answer
    that ``is_long`` goes through the pager where it does not fit the terminal.
    ``when_shown`` is called when all of it was written.

    Where there is a ``question``, ``go_on`` does what was asked for and returns the answer,
    once somebody has agreed; ``declined`` is said where nobody does.
    """

    write: Callable[[Screen], None]
    to_json: Callable[[], Any]
    notes: Sequence[str] = ()
    is_long: bool = False
    when_shown: Callable[[], None] | None = None
    question: str = ""
    go_on: Callable[[], Answer] | None = None
    declined: str = ""


def say(text: str, **values: Any) -> Answer:
    """Return an answer that is one line for a reader, and ``values`` for a program."""
    return Answer(lambda screen: screen.write(text), lambda: values)
