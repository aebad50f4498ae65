"""Pictures of timelines and relations."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

import diplosearch
from diplosearch import Document, Index, Relations, Timeline
from diplosearch.errors import MissingExtraError
from diplosearch.search.aggregates.related import Related
from diplosearch.search.aggregates.timeline import Bucket

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Rectangle

matplotlib = pytest.importorskip("matplotlib")

day = datetime.date.fromisoformat

DOCUMENTS = [
    Document(id="a", text="Xi Jinping met Putin in Beijing.", date=day("2024-11-05")),
    Document(id="b", text="Xi Jinping met Macron in Paris.", date=day("2025-01-06")),
]


@pytest.fixture(autouse=True)
def figures(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pictures without a window, all closed in the end."""
    matplotlib.use("Agg")
    from matplotlib import pyplot

    yield
    pyplot.close("all")


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    """Two short stories."""
    with diplosearch.rebuild(DOCUMENTS) as made:
        yield made


def bars_of(ax: Axes) -> list[Rectangle]:
    """Return all patches of a picture, each of which is a bar."""
    from matplotlib.patches import Rectangle

    bars = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    assert bars == list(ax.patches)
    return bars


def test_timeline_has_a_bar_a_month(index: Index) -> None:
    """Each month has a bar as high as its documents, where the month begins."""
    ax = index.timeline("Xi").plot()
    bars = sorted(bars_of(ax), key=lambda bar: bar.get_x())
    assert [bar.get_height() for bar in bars] == [1, 0, 1]
    # Matplotlib's dates are days after 1970-01-01.
    assert day("1970-01-01") + datetime.timedelta(bars[0].get_x()) == day("2024-11-01")
    assert "Xi" in ax.get_title(loc="left")


def test_relations_have_a_bar_each(index: Index) -> None:
    """Each related entity has a bar as long as its passages, the first on top."""
    related = index.related("Xi Jinping")
    ax = related.plot()
    assert [bar.get_width() for bar in bars_of(ax)] == [one.count for one in related]
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        one.name for one in related
    ]
    assert ax.yaxis_inverted()


def test_axes_may_be_given(index: Index) -> None:
    """What is given is drawn upon, and no other figure is made."""
    from matplotlib import pyplot

    _, ax = pyplot.subplots()
    assert index.timeline().plot(ax) is ax
    assert index.related("Xi Jinping").plot(ax) is ax
    assert pyplot.get_fignums() == [1]


@pytest.mark.parametrize(
    "plotted",
    [
        Timeline("", "month", ()),
        Timeline("", "day", (Bucket("9999-12-31", datetime.date.max, 1, 1),)),
        Timeline("$x_1$ \x1b[31m" * 40, "year", ()),
        Relations("nobody"),
        Relations("$\\alpha$", (Related("org:x", "a $formula$ \x07" * 9, 2),)),
    ],
    ids=range(5),
)
def test_odd_ones_are_drawn(plotted: Timeline | Relations) -> None:
    """Nothing at all, the last day there is, formulas and controls make pictures."""
    plotted.plot().figure.canvas.draw()


def test_missing_matplotlib_names_the_extra(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without matplotlib the error says what to install."""
    monkeypatch.setitem(__import__("sys").modules, "matplotlib", None)
    monkeypatch.setitem(__import__("sys").modules, "matplotlib.pyplot", None)
    with pytest.raises(MissingExtraError, match=r"diplosearch\[plot\]"):
        index.timeline().plot()
    with pytest.raises(MissingExtraError, match=r"diplosearch\[plot\]"):
        index.related("Xi Jinping").plot()


def test_relations_are_a_sequence(index: Index) -> None:
    """Related entities are counted, iterated over, and sliced into their own kind."""
    related = index.related("Xi Jinping")
    assert list(related) == [related[number] for number in range(len(related))]
    assert related[:1] == index.related("Xi Jinping", limit=1)
    assert isinstance(related[:1], Relations)
    assert related[:1].name == "Xi Jinping"
