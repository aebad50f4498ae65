"""What came of a change, and how far it has got."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from ..corpus.base import Skipped


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a change has got.

    ``documents`` counts those indexed, ``done`` those that have been looked at,
    whatever came of them, out of ``total``, which is None where nobody knows.
    ``size`` is the length of their texts in bytes, and ``where`` the last one.
    ``is_survey`` tells that the corpus is only looked through, before the work
    begins.
    """

    documents: int
    skipped: int
    where: str
    done: int = 0
    total: int | None = None
    size: int = 0
    is_survey: bool = False


ProgressCallback = Callable[[Progress], None]


@dataclass(slots=True)
class Report:
    """What a rebuild, an addition, a deletion or a sync did.

    ``documents`` counts those that were written, ``replaced`` the part of them
    that took the place of an older version, ``resumed`` the part that an
    interrupted rebuild had made ready, and ``unchanged`` those found as
    they were. ``languages`` counts written documents. ``skipped`` names every
    document or file that was left out, with its reason; ``notes`` what was
    repaired; ``remarks`` what else there is to say of the change. ``seconds`` is
    the time it took.
    """

    documents: int = 0
    passages: int = 0
    replaced: int = 0
    resumed: int = 0
    unchanged: int = 0
    deleted: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def is_changed(self) -> bool:
        """Whether the index is other than before."""
        return bool(self.documents or self.deleted)
