"""The results of a run: figures, gaps with their reasons, settings, environment."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from .measure import median


@dataclass(frozen=True, slots=True)
class Row:
    """What a figure is about; systems are its columns.

    ``documents`` is the size of the grown corpus, None where there is none; ``subject``
    is a variant of building or a kind of question.
    """

    part: str
    documents: int | None
    subject: str
    measure: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a system: the median of its rounds, and each round's."""

    row: Row
    system: str
    value: float
    rounds: tuple[float, ...]

    @classmethod
    def of(cls, row: Row, system: str, rounds: Sequence[float]) -> Self:
        """Return the figure whose value is the median of ``rounds``."""
        return cls(row, system, median(rounds), tuple(rounds))


@dataclass(frozen=True, slots=True)
class Gap:
    """Why a system has no figures about a subject; None is for all subjects."""

    system: str
    subject: str | None
    reason: str


@dataclass(slots=True)
class Report:
    """The results of a run; ``reference`` is the system that ratios refer to."""

    settings: Mapping[str, Any]
    environment: Mapping[str, Any]
    reference: str | None = None
    versions: dict[str, str] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    def note_gap(self, system: str, subject: str | None, reason: str) -> None:
        """Add a gap, unless it is there already."""
        gap = Gap(system, subject, reason)
        if gap not in self.gaps:
            self.gaps.append(gap)

    def value(self, row: Row, system: str) -> float | None:
        """Return the value of a figure, None if there is no such figure."""
        for figure in self.figures:
            if figure.row == row and figure.system == system:
                return figure.value
        return None

    def to_dict(self) -> dict[str, Any]:
        """Return the report as values that JSON can carry."""
        return asdict(self)

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> Self:
        """Return the report that :meth:`to_dict` wrote."""
        figures = [
            Figure(
                Row(**figure["row"]),
                figure["system"],
                figure["value"],
                tuple(figure["rounds"]),
            )
            for figure in row["figures"]
        ]
        gaps = [Gap(**gap) for gap in row["gaps"]]
        return cls(**{**row, "figures": figures, "gaps": gaps})

    def write(self, path: Path) -> None:
        """Write the report as JSON."""
        text = json.dumps(self.to_dict(), ensure_ascii=False, indent=1)
        path.write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the report of a file that :meth:`write` made."""
        return cls.from_dict(json.loads(path.read_text(encoding="utf-8")))
