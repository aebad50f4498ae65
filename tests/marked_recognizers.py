"""Recognizers that can be sent to workers, and that fail on marked documents."""

from __future__ import annotations

import datetime
import os
import signal
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from diplosearch.entities.base import Section
from diplosearch.model import Entity

DEADLY, HUNGRY, BROKEN = "Kaboom", "Hungry", "Broken"


class MarkedRecognizer:
    """Recognizes ``Ankara``; fails on a text with DEADLY, HUNGRY or BROKEN."""

    fingerprint = "marked"

    def recognize(
        self, text: str, sections: Sequence[Section], *, date: datetime.date | None = None
    ) -> Iterable[Entity]:
        """Return the first ``Ankara`` of each section.

        A marked text kills the process, or raises MemoryError or LookupError.
        """
        if DEADLY in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if HUNGRY in text:
            raise MemoryError
        if BROKEN in text:
            raise LookupError("the recognizer broke")
        found = []
        for section in sections:
            start = text.find("Ankara", section.start, section.end)
            if start >= 0:
                found.append(Entity(start, start + 6, "GPE", "Ankara", "city:323786"))
        return found


class OtherRecognizer(MarkedRecognizer):
    """Recognizes the same with another fingerprint."""

    fingerprint = "other"


class KilledOnceRecognizer(MarkedRecognizer):
    """Kills the first worker that loads it, or that reads a text with DEADLY."""

    def __init__(self, mark: Path, *, is_loading: bool) -> None:
        """Use a file to mark that a worker was killed."""
        self._mark = mark
        self._is_loading = is_loading
        self._owner = os.getpid()

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Kill a worker that loads this, if that is meant."""
        self.__dict__ = state
        if self._is_loading and os.getpid() != self._owner:
            self._kill()

    def recognize(
        self, text: str, sections: Sequence[Section], *, date: datetime.date | None = None
    ) -> Iterable[Entity]:
        """Return nothing; kill the process over a marked text, if that is meant."""
        if DEADLY in text and not self._is_loading:
            self._kill()
        return []

    def _kill(self) -> None:
        if not self._mark.exists():
            self._mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
