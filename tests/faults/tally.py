"""What is asked of a run of faults, and what came of it."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Asked:
    """How much is to be done, and where to begin.

    ``count`` is how many rounds there are, None for as many as there can be;
    ``first`` the number of the first, or the seed of what is drawn; ``seconds`` the
    time after which no more rounds begin, so that what was done is told.
    """

    count: int | None = None
    first: int = 1
    entities: bool = False
    lasts: bool = False
    seconds: float = float("inf")


@dataclass
class Tally:
    """Counts rounds by their outcome, and keeps what was not as it ought to be."""

    what: str
    engine: str
    how: str = ""
    rounds: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)

    def add(self, *outcomes: str, faults: Iterable[str] = ()) -> None:
        """Count a round, which may have several outcomes of different kinds."""
        self.rounds += 1
        self.outcomes.update(outcomes)
        self.faults += faults

    def has_time(self, asked: Asked) -> bool:
        """Tell whether another round may begin."""
        return time.monotonic() - self.began < asked.seconds

    def to_json(self) -> str:
        """Return all of it in a line."""
        told = {
            "what": self.what,
            "engine": self.engine,
            "how": self.how,
            "rounds": self.rounds,
            "outcomes": dict(sorted(self.outcomes.items())),
            "faults": self.faults,
            "figures": self.figures,
            "seconds": round(time.monotonic() - self.began, 1),
        }
        return json.dumps(told, ensure_ascii=False)
