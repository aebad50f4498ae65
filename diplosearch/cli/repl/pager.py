"""The pager, for texts that do not fit the terminal."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePath

import click

from ...messages import translate

_RAW = "r"
_HINT = "q leaves, Space turns the page"


class Pager:
    """The pager that ``PAGER`` names, or the usual one of the system."""

    @property
    def takes_styles(self) -> bool:
        """Whether it shows styles; known of ``less`` alone."""
        name, *flags = _command()
        if PurePath(name).stem != "less":
            return False
        flags += os.environ.get("LESS", "").split()
        return not flags or any(_RAW in flag.casefold() for flag in flags)

    def show(self, text: str) -> None:
        """Show ``text`` until the user leaves it."""
        name, *flags = _command()
        shown = PurePath(name).stem
        if shown == "less":
            with _less_prompt(flags):
                click.echo_via_pager(text)
        else:
            hint = f"({translate(_HINT)})\n\n" if shown == "more" else ""
            click.echo_via_pager(hint + text)


@contextmanager
def _less_prompt(flags: Sequence[str]) -> Iterator[None]:
    """Let ``less`` say how to leave it, unless its user gave it a prompt."""
    theirs = os.environ.get("LESS")
    options = theirs if theirs or flags else "-R"
    if "-P" in " ".join((options or "", *flags)):
        yield
        return
    os.environ["LESS"] = f"{options or ''} -Ps{translate(_HINT)}$".strip()
    try:
        yield
    finally:
        if theirs is None:
            del os.environ["LESS"]
        else:
            os.environ["LESS"] = theirs


def _command() -> list[str]:
    try:
        return shlex.split(os.environ.get("PAGER", "")) or ["less"]
    except ValueError:
        return ["less"]
