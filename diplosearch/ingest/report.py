"""The report of a change, and its progress."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

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

MOST_KEPT = 100
"""Skipped items and notes of one reason that a report names; a guess."""

MOST_REASONS = 100
"""Reasons that a report tells apart; a guess. The rest are one more."""

_SHOWN_NAMES = 4
_OTHER_REASONS = "other reasons"
_VARIABLE = re.compile(r"""\([^()]*\)|'[^']*'|"[^"]*"|\d[\d.,:]*""")


@lru_cache(maxsize=1024)  # one reason comes again and again
def generalize(reason: str) -> str:
    """Return a reason without what differs between documents: quotes, brackets, numbers.

    >>> generalize("no field 'text' (fields found: a, b); name it so")
    'no field … …; name it so'
    """
    return _VARIABLE.sub("…", reason)


@dataclass(slots=True)
class ReasonGroup:
    """What was skipped or noted for one reason.

    ``count`` is the number of documents, files or rows; ``reason`` that of the first of
    them in full; ``names`` are the names of the first few.
    """

    reason: str
    count: int = 0
    names: list[str] = field(default_factory=list)


ReasonGroups = dict[str, ReasonGroup]
"""Groups by the generalized reason, in the order of their first items."""


@dataclass(slots=True)
class Report:
    """The result of a rebuild, an addition, a deletion, a sync or a correction.

    ``documents`` counts the documents written, ``replaced`` those of them that replaced an
    older version, ``resumed`` those that an interrupted rebuild had already written,
    ``unchanged`` those that were left as they are. ``languages`` counts the written
    documents by language.

    ``skipped`` lists the documents and files that were left out, with the reason: the
    first 100 of each reason, of which ``skipped_groups`` counts all. ``skipped_count`` is
    the number of all that were left out. ``notes``, ``note_groups`` and ``notes_count``
    say likewise what was repaired in documents, not read of them, or is odd about them.
    ``remarks`` are other facts about the change; ``seconds`` is the time that it took.
    """

    documents: int = 0
    passages: int = 0
    replaced: int = 0
    resumed: int = 0
    unchanged: int = 0
    deleted: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    skipped: list[Skipped] = field(default_factory=list)
    skipped_groups: ReasonGroups = field(default_factory=dict)
    skipped_count: int = 0
    notes: list[str] = field(default_factory=list)
    note_groups: ReasonGroups = field(default_factory=dict)
    notes_count: int = 0
    remarks: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def is_changed(self) -> bool:
        """Whether the change altered the index."""
        return bool(self.documents or self.deleted)

    def skip(self, item: Skipped) -> None:
        """Count what was left out, and keep it if it is among the first of its reason."""
        self.skipped_count += 1
        if _count(self.skipped_groups, item.where, item.reason) <= MOST_KEPT:
            self.skipped.append(item)

    def count_skipped(self, groups: ReasonGroups) -> None:
        """Count what was skipped in a part of the change, without keeping it."""
        for key, group in groups.items():
            self.skipped_count += group.count
            mine = self.skipped_groups.setdefault(key, ReasonGroup(group.reason))
            mine.count += group.count
            mine.names += group.names[: _SHOWN_NAMES - len(mine.names)]

    def note(self, where: str, note: str) -> None:
        """Count a note, and keep it if it is among the first of its kind."""
        self.notes_count += 1
        if _count(self.note_groups, where, note) <= MOST_KEPT:
            self.notes.append(f"{where}: {note}")


def _count(groups: ReasonGroups, where: str, reason: str) -> int:
    """Add an item to its group; return how many the group has."""
    key = generalize(reason)
    if key not in groups and len(groups) >= MOST_REASONS:
        key = _OTHER_REASONS
    group = groups.setdefault(key, ReasonGroup(reason))
    group.count += 1
    if len(group.names) < _SHOWN_NAMES:
        group.names.append(where)
    return group.count
