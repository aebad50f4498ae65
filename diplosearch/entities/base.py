"""The recognizer interface, and mentions: names in a text before they are linked."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from ..model import Entity, EntityType, Language, Span


@dataclass(frozen=True, slots=True)
class Section:
    """Part of a text in one language, such as a passage.

    ``start`` and ``end`` are offsets into the text, half-open.
    """

    start: int
    end: int
    language: Language


class Recognizer(Protocol):
    """Finds the entities of a text. Thread-safe."""

    @property
    def fingerprint(self) -> str:
        """A string that differs when the answers may differ; an index stores it."""
        ...

    def recognize(
        self, text: str, sections: Sequence[Section], *, date: datetime.date | None = None
    ) -> Iterable[Entity]:
        """Return the entities in ``sections`` of ``text``, in order, none overlapping.

        Each lies within a section. ``date`` is the day of publication, from which
        relative dates such as *yesterday* are counted.
        """
        ...


class Mention(NamedTuple):
    """A name in a text that is not linked yet; offsets are into the text, half-open.

    ``id`` and ``name`` are set where the rule or the gazetteer that found it knows them.
    ``is_institution`` marks what many countries have, such as a ministry.
    """

    start: int
    end: int
    type: EntityType
    id: str | None = None
    name: str | None = None
    is_institution: bool = False

    @property
    def span(self) -> Span:
        """Its offsets into the text."""
        return Span(self.start, self.end)
