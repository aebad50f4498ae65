"""A conversation whose screens are strings."""

from __future__ import annotations

import io

import diplosearch
from diplosearch.cli.output.screen import Screen
from diplosearch.cli.repl.console import Console
from diplosearch.cli.repl.interpreter import interpret
from diplosearch.cli.repl.session import Session


class SessionDriver:
    """A console with an index, plain unless styles are asked for."""

    def __init__(
        self, index: diplosearch.Index, *, is_styled: bool = False, width: int | None = None
    ) -> None:
        self.shown, self.told = io.StringIO(), io.StringIO()
        self.session = Session(index, "index", open=diplosearch.open)
        self.console = Console(
            self.session,
            Screen(self.shown, is_styled=is_styled, width=width, has_blocks=is_styled),
            Screen(self.told, is_styled=False, width=width),
        )

    def say(self, line: str) -> str:
        """Return what a line is answered with, on both screens."""
        for screen in (self.shown, self.told):
            screen.seek(0)
            screen.truncate()
        self.goes_on = interpret(line, self.console)
        return self.shown.getvalue() + self.told.getvalue()
