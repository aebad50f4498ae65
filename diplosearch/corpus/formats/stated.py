"""Title and date that a file states beside its text.

A program fills them in, and many are those of a template or of another text ("Microsoft
Word - taslak3.doc"), so they count only if the text says the same.
"""

from __future__ import annotations

import datetime
import re

from ...text import dates
from ...text.letters import fold
from ..limits import is_too_long

_BEGINNING = 3_000
"""Characters in which a title and a date of publication stand; a guess."""

_FEWEST_LETTERS = 4
_MONTH = re.compile(r"[^\W\d_]{3,12} (?:19|20)[0-9]{2}\b")


def confirm_title(title: str | None, text: str) -> str | None:
    """Return a stated title if it stands at the beginning of a text too, else None."""
    words = " ".join((title or "").split())
    if len(words) < _FEWEST_LETTERS or is_too_long("title", words):
        return None
    # As a whole word, so that "rapor" does not count before "raporlar".
    beginning = f" {_plain(text[:_BEGINNING])} "
    return words if f" {_plain(words)} " in beginning else None


def confirm_date(date: datetime.date | None, text: str) -> datetime.date | None:
    """Return a stated date if the beginning of a text names it or its month, else None."""
    if date is None:
        return None
    beginning = text[:_BEGINNING]
    for found in dates.find(beginning):
        if found.date == date or (
            found.date is None and (found.month, found.day) == (date.month, date.day)
        ):
            return date
    for month in _MONTH.finditer(beginning):
        days = dates.parse(month[0])
        if days and days.low <= date <= days.high:
            return date
    return None


def _plain(text: str) -> str:
    words = "".join(char if char.isalnum() else " " for char in text).split()
    return " ".join(map(fold, words))
