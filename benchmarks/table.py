"""The report as one table, the systems side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .report import Report, Row
from .rows import RATIO
from .systems.registry import SYSTEMS

NOTHING = "–"


def shown_systems(report: Report) -> list[str]:
    """Return the systems that could be loaded, in the order of the settings."""
    return [name for name in report.settings["systems"] if name in report.versions]


def make_table(report: Report, rows: Sequence[Row]) -> Table:
    """Return the table with every one of ``rows``; gaps are explained below it."""
    systems = shown_systems(report)
    title = "Median of {rounds} rounds, {queries} questions a kind, seed {seed}".format(
        **report.settings
    )
    if report.reference:
        title += f"; ratios to {report.reference}"
    table = Table(
        title=title,
        # As it is: in brackets stands an extra, and no style.
        caption=Text("\n".join(list_footnotes(report))),
        caption_justify="left",
        box=box.SIMPLE_HEAD,
    )
    table.add_column("")
    table.add_column("")
    for name in systems:
        table.add_column(SYSTEMS[name].label, justify="right", no_wrap=True)
    section: tuple[str, int | None] | None = None
    subject = None
    for row in rows:
        if (row.part, row.documents) != section:
            if section is not None:
                table.add_section()
            section, subject = (row.part, row.documents), None
            table.add_row(f"[bold]{_heading(row)}[/bold]")
        values = [show(row, report.value(row, name)) for name in systems]
        table.add_row("" if row.subject == subject else row.subject, row.measure, *values)
        subject = row.subject
    return table


def print_table(table: Table, console: Console) -> None:
    """Print the table, in a file or a pipe as wide as it needs."""
    if not console.is_terminal:
        # 0 would mean the default of 80 columns.
        console.width = 10_000
        console.width = max(console.measure(table).maximum, 1)
    console.print(table)


def show(row: Row, value: float | None) -> str:
    """Return a figure with two or three digits that count, a ratio as ``× 1.23``."""
    if value is None:
        return NOTHING
    if abs(value) >= 100:
        text = f"{value:,.0f}"
    elif abs(value) >= 10:
        text = f"{value:.1f}"
    elif abs(value) >= 0.1 or value == 0:
        text = f"{value:.2f}"
    else:
        text = f"{value:.2g}"
    return f"× {text}" if row.measure == RATIO else text


def _heading(row: Row) -> str:
    if row.documents is None:
        return row.part
    return f"{row.part}, {row.documents:,} documents"


def list_footnotes(report: Report) -> list[str]:
    """Return a line for each system: version, note, and its gaps with reasons."""
    notes = []
    for name in report.settings["systems"]:
        about = "; ".join(filter(None, [SYSTEMS[name].note, *_gaps(report, name)]))
        version = report.versions.get(name)
        heading = f"{name} {version}" if version else name
        if about:
            notes.append(f"{heading}: {about}")
        elif version:
            notes.append(heading)
    return notes


def _gaps(report: Report, system: str) -> list[str]:
    subjects = defaultdict(list)
    for gap in report.gaps:
        if gap.system == system:
            subjects[gap.reason].append(gap.subject)
    return [
        f"skipped: {reason}" if None in about else f"{', '.join(map(str, about))}: {reason}"
        for reason, about in subjects.items()
    ]
