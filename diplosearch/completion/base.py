"""One completion of what is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..model import EntityFacet

Kind = Literal[EntityFacet, "word", "field", "language", "source", "date", "value"]


@dataclass(frozen=True, slots=True)
class Completion:
    """A completion of the end of a line.

    ``text`` replaces the last ``length`` characters; after a field, a name of several
    words is in quotes. ``name`` is the same without quotes; ``count`` is the number of
    passages, 0 where they are not counted, and ``id`` that of an entity.
    """

    text: str
    kind: Kind
    name: str
    count: int
    length: int
    id: str = ""
