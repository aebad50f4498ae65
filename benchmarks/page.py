"""The report as a page of the documentation: what it was measured with, pictures, table."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from .report import Report, Row
from .systems.registry import SYSTEMS
from .table import list_footnotes, show, shown_systems

PAGE = "benchmarks.md"

_HEAD = """\
# Benchmarks

Made by `make benchmarks` from one run; [how](how-to/benchmarks.md). Compare systems
within it, and not with the times of another machine. Speed counts where something is
found: the rows *found* say how often.
"""


def write_page(
    report: Report, rows: Sequence[Row], folder: Path, pictures: Sequence[Path]
) -> Path:
    """Write the page and its pictures to ``folder``; return the page."""
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / PAGE
    names = []
    for picture in pictures:
        target = folder / f"benchmarks-{picture.name}"
        if target != picture:
            target.write_bytes(picture.read_bytes())
        names.append(target.name)
    page.write_text(make_page(report, rows, names), encoding="utf-8")
    return page


def make_page(report: Report, rows: Sequence[Row], pictures: Sequence[str]) -> str:
    """Return the page as Markdown, with pictures of these names beside it."""
    return "\n".join(
        [
            _HEAD,
            *_list_conditions(report),
            "",
            *(f"![{_describe(name)}]({name})\n" for name in pictures),
            *_make_table(report, rows),
            "",
            *(f"- {note}" for note in list_footnotes(report)),
            "",
        ]
    )


def _list_conditions(report: Report) -> list[str]:
    environment, settings = report.environment, report.settings
    day = datetime.date.fromisoformat(environment["date"])
    length = settings["characters"]
    documents = " and ".join(f"{size:,}" for size in settings["documents"])
    source = Path(settings["corpus"]).name
    return [
        f"- Measured on {day:%Y-%m-%d}",
        f"- {environment['processors']} processors ({environment['processor']}), "
        f"{environment['memory']} of memory; {environment['system']}, Python "
        f"{environment['python']}; {environment['load']:.1f} processes wanted to run when "
        "it began",
        f"- {documents} documents grown from the sentences of `{source}`"
        + (f", {length:,} characters each" if length else ""),
        f"- medians of {settings['rounds']} rounds, {settings['queries']} questions of a "
        f"kind, seed {settings['seed']}; ratios to {report.reference}",
    ]


def _describe(picture: str) -> str:
    return picture.removesuffix(".svg").removeprefix("benchmarks-").replace("-", ", ")


def _make_table(report: Report, rows: Sequence[Row]) -> list[str]:
    names = shown_systems(report)
    labels = [SYSTEMS[name].label.replace("-\n", "").replace("\n", " ") for name in names]
    lines = [
        f"| | | {' | '.join(labels)} |",
        f"|---|---|{'---:|' * len(labels)}",
    ]
    previous: tuple[str, int | None, str] | None = None
    for row in rows:
        subject = row.part, row.documents, row.subject
        size = "" if row.documents is None else f", {row.documents:,}"
        heading = "" if subject == previous else f"{row.part}{size}: {row.subject}"
        values = [show(row, report.value(row, name)) for name in names]
        lines.append(f"| {heading} | {row.measure} | {' | '.join(values)} |")
        previous = subject
    return lines
