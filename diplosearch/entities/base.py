"""What finds entities, and what they are before they are linked."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..model import Entity, EntityType, Language, Span


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a text in one language, such as a passage.

    ``start`` and ``end`` are offsets into the text.
    """

    start: int
    end: int
    language: Language


class Recognizer(Protocol):
    """Finds the entities of a text. Safe to share between threads."""

    @property
    def fingerprint(self) -> str:
        """What changes when the answers change; it is kept with an index."""
        ...

    def recognize(
        self, text: str, sections: Sequence[Section], *, date: datetime.date | None = None
    ) -> Iterable[Entity]:
        """Return the entities in ``sections`` of ``text``, in order, none overlapping.

        Each lies within a section. ``date`` is the day on which the text was
        published; words such as *yesterday* are read against it.
        """
        ...


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text that is not linked yet; offsets are into the text.

    ``id`` and ``name`` are set where whoever found it knows them;
    ``is_institution`` tells that many countries have one, such as a ministry.
    """

    start: int
    end: int
    type: EntityType
    id: str | None = None
    name: str | None = None
    is_institution: bool = False

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)
