"""How long each part of a timeline is."""

from __future__ import annotations

from typing import Literal, get_args

Step = Literal["month", "year", "day"]
"""A part of a timeline; a document counts in the one that its date is in."""

STEPS: tuple[Step, ...] = get_args(Step)
