"""Writes a table."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rich.cells import cell_len, set_cell_size

from ...highlighting.runs import faint
from .screen import Screen

_GAP = "  "


def write_columns(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    screen: Screen,
    *,
    numbers: Collection[int] = (),
) -> None:
    """Write ``rows`` under ``head``; the columns in ``numbers`` are right-aligned.

    Widths are those of a terminal's cells, so letters of double width take two.
    """
    widths = [max(map(cell_len, column)) for column in zip(head, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        padded = (
            " " * (width - cell_len(cell)) + cell
            if column in numbers
            else set_cell_size(cell, width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return _GAP.join(padded).rstrip()

    screen.write(faint(line(head)))
    for row in rows:
        screen.write(line(row))
