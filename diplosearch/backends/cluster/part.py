"""One part of a rebuild by several writers, such as ``3/8``, and the rows it uses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...errors import UsageError

MOST_PARTS = 999
"""Parts of one rebuild: what three digits spell; a guess, more than anybody runs."""


@dataclass(frozen=True, slots=True)
class RebuildPart:
    """Part ``number`` of ``count``; numbers count from 1.

    Rows of the parts alternate, so that no two parts share one.
    """

    number: int
    count: int

    def row_of(self, own: int) -> int:
        """Return the row in the index of row ``own`` of the part; both count from 1."""
        return (own - 1) * self.count + self.number

    def own_row(self, row: int) -> int:
        """Return the row of the part for ``row`` of the index."""
        return (row - self.number) // self.count + 1

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


def parse_part(written: str) -> RebuildPart:
    """Parse ``3/8`` into part 3 of 8.

    Raises :class:`UsageError` where ``written`` is not NUMBER/COUNT with NUMBER from 1 to
    COUNT, and COUNT at most 999.
    """
    found = re.fullmatch(r"([0-9]{1,3})/([0-9]{1,3})", written)
    part = RebuildPart(int(found[1]), int(found[2])) if found else RebuildPart(0, 0)
    if not 1 <= part.number <= part.count <= MOST_PARTS:
        raise UsageError(
            f"part={written!r}: give a part of at most {MOST_PARTS}, such as 3/8"
        )
    return part
