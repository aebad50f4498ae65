"""How far a change of the index has got, while it is made."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .marking import shorten

if TYPE_CHECKING:
    from ..index.report import Progress, ProgressCallback

_NAME_LENGTH = 30


@contextmanager
def shown_progress(*, is_quiet: bool) -> Iterator[ProgressCallback | None]:
    """Give a callback that shows progress on stderr; None where no one would see it."""
    if is_quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Display
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    display = Display(
        SpinnerColumn(),
        TextColumn("{task.completed:,.0f} documents", markup=False),
        TextColumn("{task.fields[skipped]:,} skipped", markup=False),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeElapsedColumn(),
        TextColumn("{task.fields[where]}", markup=False),
        console=Console(stderr=True),
        transient=True,
    )
    task = display.add_task("", total=None, skipped=0, rate="", where="reading")

    def show(progress: Progress) -> None:
        elapsed = display.tasks[task].elapsed or 0.0
        rate = f"{progress.documents / elapsed:,.0f}/s" if elapsed >= 1 else ""
        display.update(
            task,
            completed=progress.documents,
            skipped=progress.skipped,
            rate=rate,
            where=shorten(progress.where, _NAME_LENGTH),
        )

    with display:
        yield show
