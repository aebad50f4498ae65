"""The pager, for texts that do not fit the terminal."""

from __future__ import annotations

import os
import shlex
from pathlib import PurePath

import click

_RAW = "r"


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
        click.echo_via_pager(text)


def _command() -> list[str]:
    try:
        return shlex.split(os.environ.get("PAGER", "")) or ["less"]
    except ValueError:
        return ["less"]
