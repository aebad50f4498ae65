"""Recognizers that another process can be given, and what they do to it."""

from __future__ import annotations

import datetime
import os
import signal
from collections.abc import Iterable, Sequence

from diplosearch.entities.base import Section
from diplosearch.model import Entity

DEADLY, HUNGRY, BROKEN = "Kaboom", "Hungry", "Broken"


class MarkedRecognizer:
    """Names ``Ankara`` wherever it stands, and stumbles over marked documents."""

    fingerprint = "marked"

    def recognize(
        self, text: str, sections: Sequence[Section], *, date: datetime.date | None = None
    ) -> Iterable[Entity]:
        """Return each ``Ankara``; a marked text ends the process, or the work."""
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
    """Finds the same, and says that it might find something else."""

    fingerprint = "other"
