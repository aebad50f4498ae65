"""An offer to go on with what is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..model import EntityFacet

Kind = Literal[EntityFacet, "word", "field", "language", "source", "date"]


@dataclass(frozen=True, slots=True)
class Completion:
    """What may be meant by the last letters of a line.

    ``text`` takes the place of the last ``length`` characters: a name behind a
    field comes in quotes where it has several words. ``name`` is the same for a
    reader; ``count`` is the number of passages, 0 where it is not counted, and
    ``id`` that of an entity.
    """

    text: str
    kind: Kind
    name: str
    count: int
    length: int
    id: str = ""
