"""The report as pictures: a line for each system, a column for each thing measured.

Speed never stands without quality: the columns of times end in the share of
documents that were found.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .kinds import KINDS, KNOWN_ITEMS
from .report import Report, Row
from .rows import BUILDING, FOUND, PERCENTILES
from .svg import Drawing
from .systems.registry import ONE_JOB, SYSTEMS, VARIANTS
from .table import show, shown_systems

LABEL_WIDTH = 190
COLUMN_WIDTH = 170
PLOT_WIDTH = 105
LINE_HEIGHT = 26
TOP = 84
MARGIN = 20
FOOT = 44


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a picture: a system, and in which way it was built."""

    system: str
    variant: str
    label: str

    @property
    def kind(self) -> str:
        """The style of its marks."""
        return "own" if SYSTEMS[self.system].is_own else "other"


def write_pictures(report: Report, rows: Sequence[Row], folder: Path) -> list[Path]:
    """Write a picture for each size and part that was measured; return the files."""
    written = []
    for size in report.settings["documents"]:
        parts = {row.part for row in rows if row.documents == size}
        drawn = {}
        if "building" in parts:
            drawn["building"] = draw_building(report, size)
        if parts & {"asking", "found"}:
            drawn["asking"] = draw_asking(report, size)
        for name, drawing in drawn.items():
            path = folder / f"{name}-{size}.svg"
            path.write_text(str(drawing), encoding="utf-8")
            written.append(path)
    return written


def draw_building(report: Report, size: int) -> Drawing:
    """Return bars of speed, memory and size on disk."""
    lines = [
        Line(name, variant.name, _label(name) + suffix)
        for name in shown_systems(report)
        for variant in VARIANTS
        for suffix in ["" if variant is ONE_JOB else variant.name.removeprefix("one job")]
        if report.value(Row("building", size, variant.name, BUILDING[0]), name) is not None
    ]
    drawing = _frame(
        f"Building an index of {size:,} documents",
        lines,
        [(measure, "") for measure in BUILDING],
        "Longer is better for the two speeds, shorter for memory and disk.",
    )
    for column, measure in enumerate(BUILDING):
        values = [
            report.value(Row("building", size, line.variant, measure), line.system)
            for line in lines
        ]
        most = max((value for value in values if value is not None), default=1.0)
        for number, (line, value) in enumerate(zip(lines, values, strict=True)):
            row = Row("building", size, line.variant, measure)
            _draw_bar(drawing, column, number, line, row, value, most)
    return drawing


def draw_asking(report: Report, size: int) -> Drawing:
    """Return dots at the median time of each kind, with what was found beside them."""
    lines = [Line(name, ONE_JOB.name, _label(name)) for name in shown_systems(report)]
    measures = tuple(PERCENTILES)
    columns = [(kind.name, "") for kind in KINDS]
    columns += [(f"found: {kind.name}", FOUND) for kind in KNOWN_ITEMS]
    drawing = _frame(
        f"Asking an index of {size:,} documents",
        lines,
        columns,
        "Dot: median; line: to the 95th, tick: 99th of 100 questions, from the fastest; "
        "times on one logarithmic scale. Bars: documents found.",
    )
    times = [
        figure.value
        for figure in report.figures
        if figure.row.documents == size and figure.row.measure in measures
    ]
    low, high = min(times, default=1.0), max(times, default=10.0)
    _draw_decades(drawing, len(KINDS), len(lines), low, high)
    for number, line in enumerate(lines):
        for column, kind in enumerate(KINDS):
            middle, *tail = (
                report.value(Row("asking", size, kind.name, measure), line.system)
                for measure in measures
            )
            row = Row("asking", size, kind.name, measures[0])
            places = [
                _log_place(time, low, high) for time in (middle, *tail) if time is not None
            ]
            _draw_times(drawing, column, number, line, places, show(row, middle))
        for column, kind in enumerate(KNOWN_ITEMS, len(KINDS)):
            row = Row("found", size, kind.name, FOUND)
            value = report.value(row, line.system)
            _draw_bar(drawing, column, number, line, row, value, 100.0)
    return drawing


def _frame(
    title: str, lines: Sequence[Line], columns: Sequence[tuple[str, str]], foot: str
) -> Drawing:
    width = 2 * MARGIN + LABEL_WIDTH + COLUMN_WIDTH * len(columns)
    bottom = TOP + LINE_HEIGHT * len(lines)
    drawing = Drawing(width, bottom + FOOT, title)
    drawing.text(MARGIN, 28, title, "title")
    for column, (heading, unit) in enumerate(columns):
        drawing.text(_left(column), 56, heading, "heading")
        drawing.text(_left(column), 72, unit, "faint")
        drawing.line(_left(column), TOP, _left(column), bottom, "grid")
    for number, line in enumerate(lines):
        drawing.text(MARGIN, _middle(number) + 4, line.label)
    drawing.text(MARGIN, bottom + 28, foot, "faint")
    return drawing


def _draw_bar(
    drawing: Drawing,
    column: int,
    number: int,
    line: Line,
    row: Row,
    value: float | None,
    most: float,
) -> None:
    left, y = _left(column), _middle(number)
    length = 0.0 if value is None else PLOT_WIDTH * value / most
    if length:
        drawing.bar(left, y - 6, length, 12, line.kind)
    drawing.text(left + length + 6, y + 4, show(row, value), "" if length else "faint")


def _draw_times(
    drawing: Drawing,
    column: int,
    number: int,
    line: Line,
    places: Sequence[float],
    label: str,
) -> None:
    left, y = _left(column), _middle(number)
    if len(places) < len(PERCENTILES):
        drawing.text(left + 6, y + 4, label, "faint")
        return
    middle, high, highest = (_time_place(column, place) for place in places)
    drawing.line(middle, y, high, y, line.kind)
    drawing.line(highest, y - 5, highest, y + 5, line.kind)
    drawing.dot(middle, y, 4, line.kind)
    drawing.text(left + COLUMN_WIDTH - 14, y + 4, label, "end")


def _draw_decades(
    drawing: Drawing, columns: int, lines: int, low: float, high: float
) -> None:
    """Draw the powers of ten, in milliseconds, behind the dots."""
    exponents = range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1)
    for column in range(columns):
        for exponent in exponents:
            x = _time_place(column, _log_place(10.0**exponent, low, high))
            drawing.line(x, TOP, x, TOP + LINE_HEIGHT * lines, "grid")
            drawing.text(x, TOP - 10, f"{10.0**exponent:g} ms", "faint middle")


def _time_place(column: int, place: float) -> float:
    return _left(column) + 6 + place * PLOT_WIDTH


def _log_place(value: float, low: float, high: float) -> float:
    """Return where ``value`` lies between ``low`` (0) and ``high`` (1)."""
    if high <= low:
        return 0.0
    return math.log(value / low) / math.log(high / low)


def _label(system: str) -> str:
    return SYSTEMS[system].label.replace("-\n", "").replace("\n", " ")


def _left(column: int) -> float:
    return MARGIN + LABEL_WIDTH + COLUMN_WIDTH * column


def _middle(number: int) -> float:
    return TOP + LINE_HEIGHT * (number + 0.5)
