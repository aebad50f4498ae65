"""Where the answers of a session are written."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ...highlighting.control_characters import one_line
from ...messages import translate, translate_written
from ..output.json import write_json
from ..output.screen import Screen
from .answer import Answer
from .session import Session


class Pager(Protocol):
    """Shows a long text page by page."""

    @property
    def takes_styles(self) -> bool:
        """Whether it can show styles."""
        ...

    def show(self, text: str) -> None:
        """Show ``text`` until the user leaves it."""
        ...


@dataclass(frozen=True, slots=True)
class Console:
    """A session, with the screens and the pager that its answers go to.

    ``notes`` is the screen for warnings and errors. ``pager`` shows a long text page
    by page; None for a pipe. ``agree`` asks whether to go on, where somebody can answer.
    As JSON each line, even a wrong one, is answered with one line, and nobody is asked.
    """

    session: Session
    screen: Screen
    notes: Screen
    pager: Pager | None = None
    is_json: bool = False
    agree: Callable[[str], bool] | None = None

    def show(self, answer: Answer) -> None:
        """Write an answer, with its notes."""
        if self.is_json:
            write_json(answer.to_json(), indent=None)
        else:
            for note in answer.notes:
                self.notes.write(note)
            if answer.is_long:
                self._show_pages(answer)
            else:
                answer.write(self.screen)
        if answer.when_shown is not None:
            self.screen.flush()
            answer.when_shown()
        if answer.go_on is not None and answer.question:
            self._ask(answer)

    def _ask(self, answer: Answer) -> None:
        """Go on with an answer if somebody agrees."""
        if self.is_json:
            return
        if self.agree is None:
            self.notes.write(
                translate(
                    "{declined}: nobody can be asked here; the command line can do it "
                    "without, see diplosearch delete --help",
                    declined=answer.declined,
                )
            )
        elif answer.go_on is not None and self.agree(answer.question):
            self.show(answer.go_on())
        else:
            self.notes.write(answer.declined)

    def refuse(self, reason: str) -> None:
        """Write what is wrong with a line."""
        if self.is_json:
            write_json({"error": reason}, indent=None)
        else:
            self.notes.write(f"diplosearch: {one_line(translate_written(reason))}")

    def _show_pages(self, answer: Answer) -> None:
        if self.pager is None:
            answer.write(self.screen)
            return
        text = io.StringIO()
        is_styled = self.screen.look.is_styled and self.pager.takes_styles
        answer.write(self.screen.on(text, is_styled=is_styled))
        if text.getvalue().count("\n") < self.screen.height - 1:
            answer.write(self.screen)
        else:
            self.pager.show(text.getvalue())
