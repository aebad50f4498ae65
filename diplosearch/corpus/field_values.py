"""Dates and languages, read from the values of rows and pages."""

from __future__ import annotations

import datetime
import re
from email.utils import parsedate

from ..model import Language
from ..text import dates
from ..text.language import LANGUAGE_NAMES
from ..text.letters import normalize

_ISO = re.compile(r"\s*(\d{4})[-/](\d{2})[-/](\d{2})(?!\d)")
_COMPACT = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?!\d)")
# With dots the day comes first everywhere; with slashes it need not.
_DOTTED = re.compile(r"\s*(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")


def read_date(value: str) -> datetime.date | None:
    """Return the date in ``value``, or None where it is missing or ambiguous.

    Read are ISO 8601 with or without a time, ``25.04.2024``, the form of e-mail
    headers, and a day with the name of its month in Turkish or English. The date is
    the printed one, in its own time zone.
    """
    value = value[:100]
    if found := _ISO.match(value) or _COMPACT.match(value):
        year, month, day = map(int, found.groups())
    elif found := _DOTTED.match(value):
        day, month, year = map(int, found.groups())
    else:
        fields = _read_header_date(value)
        if fields is None:
            days = dates.parse(value) if re.search(r"[^\W\d_]{3}", value) else None
            return days.low if days and days.low == days.high else None
        year, month, day = fields
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _read_header_date(value: str) -> tuple[int, int, int] | None:
    if not re.search(r"[A-Za-z]{3} \d{4} \d", value):
        return None
    try:
        fields = parsedate(value)
    except (ValueError, IndexError, TypeError):
        return None
    return fields[:3] if fields else None


def read_language(value: str) -> Language | None:
    """Return the language of a code (``tr-TR``) or name (``Türkçe``), or None."""
    return LANGUAGE_NAMES.get(normalize(re.split("[-_]", value.strip()[:40])[0]))
