"""What came of a change, and how far it has got."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from ..corpus.base import Skipped


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a change has got: documents indexed and skipped, and the last one."""

    documents: int
    skipped: int
    where: str


ProgressCallback = Callable[[Progress], None]


@dataclass(slots=True)
class Report:
    """What a rebuild, an addition, a deletion or a sync did.

    ``documents`` counts those that were written, ``replaced`` the part of them
    that took the place of an older version, and ``unchanged`` those found as
    they were. ``languages`` counts written documents. ``skipped`` names every
    document or file that was left out, with its reason; ``notes`` what was
    repaired. ``seconds`` is the time it took.
    """

    documents: int = 0
    passages: int = 0
    replaced: int = 0
    unchanged: int = 0
    deleted: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def is_changed(self) -> bool:
        """Whether the index is other than before."""
        return bool(self.documents or self.deleted)
