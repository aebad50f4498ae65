"""The report as pictures, by matplotlib: a line a system, a column a measure.

Speed never stands without quality: the columns of times end in the share of
documents that were found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from diplosearch.errors import MissingExtraError

from .kinds import KINDS, KNOWN_ITEMS
from .report import Report, Row
from .rows import BUILDING, FOUND, PERCENTILES
from .systems.registry import ONE_JOB, SYSTEMS, VARIANTS
from .table import show, shown_systems

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_OWN, _OTHER = "#2563eb", "#9ca3af"
_FAINT = "#6b7280"

# Inches, by eye.
_COLUMN, _LABELS, _LINE, _HEAD = 1.75, 2.2, 0.28, 1.6


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a picture: a system, and in which way it was built."""

    system: str
    variant: str
    label: str

    @property
    def color(self) -> str:
        """The color of its marks."""
        return _OWN if SYSTEMS[self.system].is_own else _OTHER


def write_pictures(report: Report, rows: Sequence[Row], folder: Path) -> list[Path]:
    """Write an SVG for each size and part that was measured; return the files.

    Raises :class:`~diplosearch.errors.MissingExtraError` without matplotlib.
    """
    try:
        from matplotlib import rc_context
    except ImportError:
        raise MissingExtraError("matplotlib", "plot") from None
    written = []
    for size in report.settings["documents"]:
        parts = {row.part for row in rows if row.documents == size}
        figures = {}
        # Text stays text, and one report gives one file.
        with rc_context({"svg.fonttype": "none", "svg.hashsalt": "diplosearch"}):
            if "building" in parts:
                figures["building"] = draw_building(report, size)
            if parts & {"asking", "found"}:
                figures["asking"] = draw_asking(report, size)
            for name, figure in figures.items():
                path = folder / f"{name}-{size}.svg"
                figure.savefig(path, metadata={"Date": None})
                written.append(path)
    return written


def draw_building(report: Report, size: int) -> Figure:
    """Return bars of speed, memory and size on disk, for each way to build."""
    lines = [
        Line(
            name,
            variant.name,
            _label(name) if variant is ONE_JOB else f"{_label(name)}, {variant.name}",
        )
        for name in shown_systems(report)
        for variant in VARIANTS
        if report.value(Row("building", size, variant.name, BUILDING[0]), name) is not None
    ]
    figure, columns = _make_columns(
        f"Building an index of {size:,} documents",
        lines,
        BUILDING,
        "Longer is better for the two speeds, shorter for memory and disk.",
    )
    for axes, measure in zip(columns, BUILDING, strict=True):
        rows = [Row("building", size, line.variant, measure) for line in lines]
        _draw_bars(axes, report, lines, rows)
    return figure


def draw_asking(report: Report, size: int) -> Figure:
    """Return the times of each kind of question, with what was found beside them."""
    lines = [Line(name, ONE_JOB.name, _label(name)) for name in shown_systems(report)]
    headings = [kind.name for kind in KINDS]
    headings += [f"found: {kind.name}" for kind in KNOWN_ITEMS]
    figure, columns = _make_columns(
        f"Asking an index of {size:,} documents",
        lines,
        headings,
        "Dot: median; line: to the 95th, tick: 99th of 100 questions, from the fastest; "
        "times in ms on one logarithmic scale. Bars: documents found, %.",
    )
    times = [
        figure.value
        for figure in report.figures
        if figure.row.documents == size and figure.row.measure in PERCENTILES
    ]
    for axes, kind in zip(columns, KINDS, strict=False):
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter("{x:g}")
        # Room for the figure itself on the right.
        axes.set_xlim(min(times, default=1.0) / 1.5, max(times, default=10.0) * 8)
        _draw_times(axes, report, lines, size, kind.name)
    for axes, kind in zip(columns[len(KINDS) :], KNOWN_ITEMS, strict=True):
        _draw_bars(axes, report, lines, [Row("found", size, kind.name, FOUND)] * len(lines))
        axes.set_xlim(0, 145)  # 100 %, and its figure beside it
    return figure


def _make_columns(
    title: str, lines: Sequence[Line], headings: Sequence[str], foot: str
) -> tuple[Figure, list[Axes]]:
    """Return a figure with axes side by side that share their lines."""
    from matplotlib.figure import Figure

    width = _LABELS + _COLUMN * len(headings)
    figure = Figure((width, _HEAD + _LINE * len(lines)), layout="constrained")
    figure.suptitle(title, x=0.01, ha="left", weight="bold")
    figure.supxlabel(foot, x=0.01, ha="left", fontsize="small", color=_FAINT)
    columns: list[Axes] = list(
        figure.subplots(1, len(headings), sharey=True, squeeze=False)[0]
    )
    for axes, heading in zip(columns, headings, strict=True):
        axes.set_title(
            heading.replace(", ", "\n"), loc="left", fontsize="small", weight="bold"
        )
        axes.spines[["top", "right", "bottom"]].set_visible(False)
        axes.tick_params(length=0, labelsize="small")
        axes.tick_params(axis="x", colors=_FAINT)
    columns[0].set_yticks(range(len(lines)), [line.label for line in lines])
    columns[0].set_ylim(len(lines) - 0.4, -0.6)  # the first on top
    return figure, columns


def _draw_bars(
    axes: Axes, report: Report, lines: Sequence[Line], rows: Sequence[Row]
) -> None:
    values = [report.value(row, line.system) for row, line in zip(rows, lines, strict=True)]
    bars = axes.barh(
        range(len(lines)),
        [value or 0.0 for value in values],
        height=0.5,
        color=[line.color for line in lines],
    )
    labels = [show(row, value) for row, value in zip(rows, values, strict=True)]
    axes.bar_label(bars, labels, padding=3, fontsize="small")
    axes.set_xticks([])
    axes.margins(x=0.45)


def _draw_times(
    axes: Axes, report: Report, lines: Sequence[Line], size: int, kind: str
) -> None:
    axes.grid(axis="x", alpha=0.3)
    for number, line in enumerate(lines):
        rows = [Row("asking", size, kind, measure) for measure in PERCENTILES]
        values = [report.value(row, line.system) for row in rows]
        median, high, highest = values
        if median is not None and high is not None and highest is not None:
            axes.plot([median, high], [number, number], color=line.color)
            axes.plot(highest, number, "|", color=line.color)
            axes.plot(median, number, "o", color=line.color)
        axes.text(
            *(1, number, show(rows[0], median)),
            transform=axes.get_yaxis_transform(),
            ha="right",
            va="center",
            fontsize="small",
        )


def _label(system: str) -> str:
    return SYSTEMS[system].label.replace("-\n", "").replace("\n", " ")
