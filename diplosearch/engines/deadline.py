"""The deadline of a search, looked at while postings are read."""

from __future__ import annotations

import time


class OutOfTimeError(Exception):
    """The deadline passed while the postings were read."""


def check_time(deadline: float | None) -> None:
    """Return while there is time left, else raise :class:`OutOfTimeError`."""
    if deadline is not None and time.monotonic() > deadline:
        raise OutOfTimeError
