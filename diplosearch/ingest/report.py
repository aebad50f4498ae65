"""The report of a change, and its progress."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from ..corpus.base import Skipped


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a change.

    ``documents`` counts the documents indexed, ``done`` all that were processed, out of
    ``total`` (None where it is not known). ``size`` is the length of their texts in bytes;
    ``where`` is the last document or file. ``is_survey`` is true during the survey of the
    corpus, before documents are indexed.
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
    """The result of a rebuild, an addition, a deletion or a sync.

    ``documents`` counts the documents written, ``replaced`` those of them that replaced an
    older version, ``resumed`` those that an interrupted rebuild had already written,
    ``unchanged`` those that were left as they are. ``languages`` counts the written
    documents by language. ``skipped`` lists every document or file that was left out, with
    the reason; ``notes`` what was repaired; ``remarks`` other facts about the change.
    ``seconds`` is the time that the change took.
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
        """Whether the change altered the index."""
        return bool(self.documents or self.deleted)
