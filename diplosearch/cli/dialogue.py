"""A session and where its answers are written."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from ..results import Results
from .hits import NOTHING_FOUND, summarize, write_hit, write_legend, write_notes
from .screen import Screen
from .session import PAGE, Session

Pager = Callable[[str], None]

_LIFTS = {
    "language": ":lang off",
    "since": ":since off",
    "until": ":until off",
    "source": ":source off",
    "entities": ":entity off",
    "translate": ":translate on",
}


@dataclass(frozen=True, slots=True)
class Dialogue:
    """What a line typed at the prompt acts upon.

    ``notes`` is for what is no answer: warnings and errors. ``pager`` shows a
    long text page by page; None where nobody is there to turn the pages.
    """

    session: Session
    screen: Screen
    notes: Screen
    pager: Pager | None = None

    def show_results(self, results: Results) -> None:
        """Write a page of passages, and how to go on."""
        write_notes(results, self.notes)
        layers = self.session.layers
        for hit in results:
            write_hit(hit, self.screen, layers=layers)
        if results:
            if "entity" in layers:
                write_legend(results, self.screen)
            more = "; :more for the next" if self.session.has_more else ""
            self.screen.write(f"{summarize(results, limit=PAGE)}{more}")
        else:
            self.screen.write(self._advise())

    def show_pages(self, write: Callable[[Screen], None]) -> None:
        """Show what ``write`` writes, through the pager where it is long."""
        if self.pager is None:
            write(self.screen)
            return
        text = io.StringIO()
        write(self.screen.on(text))
        if text.getvalue().count("\n") < self.screen.height - 1:
            write(self.screen)
        else:
            self.pager(text.getvalue())

    def _advise(self) -> str:
        lifts = [_LIFTS[name] for name in self.session.filters if name in _LIFTS]
        lift = "".join(f", or {command}" for command in lifts)
        return f"{NOTHING_FOUND}{lift}."
