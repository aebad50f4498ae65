"""The deadline of a search, checked while postings are read."""

from __future__ import annotations

import time


class OutOfTimeError(Exception):
    """The deadline passed while the postings were read."""


def check_time(deadline: float | None) -> None:
    """Raise :class:`OutOfTimeError` once ``time.monotonic()`` has passed ``deadline``."""
    if deadline is not None and time.monotonic() > deadline:
        raise OutOfTimeError
