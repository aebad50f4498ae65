"""What a line is answered with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..output.screen import Screen


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, for a reader and for a program.

    ``write`` writes it to a screen; ``to_json`` gives it as values that JSON can carry.
    ``notes`` say what is no part of it, such as what was passed over in a query. One
    that ``is_long`` is turned page by page where it does not fit the terminal.
    """

    write: Callable[[Screen], None]
    to_json: Callable[[], Any]
    notes: Sequence[str] = ()
    is_long: bool = False


def say(text: str, **values: Any) -> Answer:
    """Return an answer of one line; a program gets ``values``, or the line."""
    return Answer(lambda screen: screen.write(text), lambda: values or {"told": text})
