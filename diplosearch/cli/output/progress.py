"""The progress of a change of the index, shown while it runs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ...export.phrases import shorten

if TYPE_CHECKING:
    from ...ingest.report import Progress, ProgressCallback

_NAME_LENGTH = 24  # this and the bar leave room for counts in 80 cells (a guess)
_BAR_WIDTH = 20
_LEAST_SECONDS = 1.0  # before it, a rate says nothing (a guess)
_MEGABYTE = 1_000_000


@contextmanager
def shown_progress(*, is_quiet: bool) -> Iterator[ProgressCallback | None]:
    """Give a callback that shows progress on stderr; None if quiet or no terminal."""
    if is_quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Display

    display = Display(
        SpinnerColumn(),
        BarColumn(_BAR_WIDTH),
        TextColumn("{task.fields[counts]}", markup=False),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
        TextColumn("{task.fields[where]}", markup=False),
        console=Console(stderr=True),
        transient=True,
    )
    task = display.add_task("", total=None, counts="", rate="", where="reading")
    is_working = False

    def show(progress: Progress) -> None:
        nonlocal is_working
        if not (progress.is_survey or is_working):
            display.reset(task)
            is_working = True
        display.update(
            task,
            completed=progress.done,
            total=progress.total,
            counts=describe_counts(progress),
            rate=describe_rate(progress, display.tasks[task].elapsed or 0.0),
            where=shorten(progress.where, _NAME_LENGTH),
        )

    with display:
        yield show


@contextmanager
def shown_queries(*, is_quiet: bool) -> Iterator[Callable[[int, str], None] | None]:
    """Give a callback for the number and text of each query, as :func:`shown_progress`."""
    if is_quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.status import Status

    with Status("reading", console=Console(stderr=True)) as status:
        yield lambda number, query: status.update(
            f"{number:,}  {escape(shorten(query, _NAME_LENGTH))}"
        )


def describe_counts(progress: Progress) -> str:
    """Return how many documents have been indexed, of how many, and skipped."""
    if progress.is_survey:
        return f"looking through {progress.done:,} documents"
    total = "" if progress.total is None else f" of {progress.total:,}"
    return f"{progress.documents:,}{total} documents, {progress.skipped:,} skipped"


def describe_rate(progress: Progress, seconds: float) -> str:
    """Return how fast it goes; nothing in the first second."""
    if seconds < _LEAST_SECONDS:
        return ""
    rate = f"{progress.done / seconds:,.0f}/s"
    if not progress.size:
        return rate
    return f"{rate}, {progress.size / seconds / _MEGABYTE:.1f} MB/s"
