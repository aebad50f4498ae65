"""Charts of counts, by matplotlib."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import MissingExtraError
from ..text.letters import REPLACEMENT_CHARACTER

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.ticker import MaxNLocator

_BAR = "#3b6ea5"
_LETTERS = 40  # of a name
_TITLE_LETTERS = 90
# Inches.
_WIDTH = 8.0
_HEIGHT = 3.2
_ROW = 0.3
_MARGIN = 0.9


def plot_dates(
    counts: Sequence[tuple[datetime.date, datetime.date, int]],
    ax: Axes | None,
    *,
    title: str,
    label: str,
) -> Axes:
    """Draw counts, each for a span of days, as bars over time; return the axes."""
    ax = ax if ax is not None else _new_axes(_HEIGHT)
    from matplotlib.dates import date2num

    starts = [float(date2num(start)) for start, _, _ in counts]  # type: ignore[no-untyped-call]
    ends = [float(date2num(end)) for _, end, _ in counts]  # type: ignore[no-untyped-call]
    ax.bar(
        starts,
        [count for _, _, count in counts],
        width=[(end - start) * 0.9 for start, end in zip(starts, ends, strict=True)],
        align="edge",
        color=_BAR,
    )
    ax.xaxis_date()
    if starts:  # a margin could reach beyond the years that dates have
        ax.set_xlim(min(starts[0], ends[-1] - 1), ends[-1])
    ax.set_ylabel(label)
    _finish(ax, title)
    ax.yaxis.grid(visible=True, alpha=0.3)
    ax.yaxis.set_major_locator(_whole_numbers())
    return ax


def plot_counts(
    counts: Sequence[tuple[str, int]], ax: Axes | None, *, title: str, label: str
) -> Axes:
    """Draw names with their counts as bars, the first on top; return the axes."""
    ax = ax if ax is not None else _new_axes(_MARGIN + _ROW * max(1, len(counts)))
    rows = range(len(counts))
    bars = ax.barh(rows, [count for _, count in counts], color=_BAR)
    ax.bar_label(bars, padding=3, fmt="{:,.0f}")
    ax.set_yticks(rows, [_plain(name) for name, _ in counts])
    ax.invert_yaxis()
    ax.set_xlabel(label)
    _finish(ax, title)
    ax.margins(x=0.1)
    ax.xaxis.set_major_locator(_whole_numbers())
    return ax


def _new_axes(height: float) -> Axes:
    try:
        from matplotlib import pyplot
    except ImportError:
        raise MissingExtraError("matplotlib", "plot") from None
    _, ax = pyplot.subplots(figsize=(_WIDTH, height), layout="constrained")
    return ax


def _whole_numbers() -> MaxNLocator:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(integer=True, min_n_ticks=1)


def _finish(ax: Axes, title: str) -> None:
    ax.set_title(_plain(title, _TITLE_LETTERS), loc="left", fontsize="medium")
    ax.spines[["top", "right"]].set_visible(False)


def _plain(text: str, most: int = _LETTERS) -> str:
    """Return ``text`` in one line, shortened, its ``$`` escaped for matplotlib."""
    shown = " ".join(text.split())
    shown = "".join(one if one.isprintable() else REPLACEMENT_CHARACTER for one in shown)
    if len(shown) > most:
        shown = shown[: most - 1] + "…"
    return shown.replace("$", r"\$")
