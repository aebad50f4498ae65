"""The options of a run of faults, and its outcomes."""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How many rounds to run, and from which on.

    ``count`` is the number of rounds, None for all that are possible; ``first`` the number
    of the first, or the random seed; ``seconds`` the time after which no round begins.
    """

    count: int | None = None
    first: int = 1
    entities: bool = False
    lasts: bool = False
    seconds: float = float("inf")


@dataclass
class Tally:
    """Counts rounds by outcome, and collects the faults that were found."""

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

    def has_time(self, options: RunOptions) -> bool:
        """Return whether another round may begin."""
        return time.monotonic() - self.began < options.seconds

    def to_text(self) -> str:
        """Return the tally as lines to read: the outcomes of each kind, faults last."""
        seconds = time.monotonic() - self.began
        how = ", ".join(filter(None, (self.what, self.engine, self.how)))
        lines = [f"{how}: {self.rounds:,} rounds in {seconds:,.0f} s"]
        kinds: defaultdict[str, list[str]] = defaultdict(list)
        for outcome, count in sorted(self.outcomes.items()):
            kind, _, rest = outcome.partition(": ")
            kinds[kind].append(f"{rest} {count:,}".strip())
        lines += [f"  {kind}: {'; '.join(some)}" for kind, some in kinds.items()]
        figures = (f"{name} {value:,}" for name, value in self.figures.items())
        lines.append(f"  in all: {', '.join((*figures, f'faults {len(self.faults):,}'))}")
        return "\n".join((*lines, *(f"  fault: {one}" for one in self.faults)))

    def to_json(self) -> str:
        """Return the tally as one line of JSON."""
        values = {
            "what": self.what,
            "engine": self.engine,
            "how": self.how,
            "rounds": self.rounds,
            "outcomes": dict(sorted(self.outcomes.items())),
            "faults": self.faults,
            "figures": self.figures,
            "seconds": round(time.monotonic() - self.began, 1),
        }
        return json.dumps(values, ensure_ascii=False)
