"""A share of a corpus, and of the rows of its documents."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...errors import UsageError

MOST_PARTS = 999


@dataclass(frozen=True, slots=True)
class RebuildPart:
    """Part ``number`` of ``count``, from 1 on."""

    number: int
    count: int

    def row_of(self, own: int) -> int:
        """Return the row of the ``own``-th document of the part; no other part has it."""
        return (own - 1) * self.count + self.number

    def own_row(self, row: int) -> int:
        """Return which document of the part has ``row``."""
        return (row - self.number) // self.count + 1

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


def parse_part(written: str) -> RebuildPart:
    """Return the share that ``3/8`` spells; raise :class:`UsageError` for what is none."""
    found = re.fullmatch(r"([0-9]{1,3})/([0-9]{1,3})", written)
    share = RebuildPart(int(found[1]), int(found[2])) if found else RebuildPart(0, 0)
    if not 1 <= share.number <= share.count <= MOST_PARTS:
        raise UsageError(
            f"part={written!r}: give a part of at most {MOST_PARTS}, such as 3/8"
        )
    return share
