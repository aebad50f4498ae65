"""Offices that people hold: which two are the same, or one a general word for the other."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ..resources import split_column
from .word_lists import rows_of

_LIKE = "like "
"""What the kind of a general office begins with, in the list of words for offices."""

_JUNIOR = ("deputy-", "vice-", "assistant-", "first-", "under", "former-")
"""Beginnings of offices below the one that is named behind them."""


class Bearing(NamedTuple):
    """An office beside a name, and the country or organisation that it belongs to.

    ``office`` is an id of a title without its kind (``prime-minister``), ``owner`` one of
    a country or organisation (``PK``, ``nato``); empty where the text has none.
    """

    office: str = ""
    owner: str = ""


def is_same_office(one: str, other: str) -> bool:
    """Return whether two offices may be one: *Minister* and *Foreign Minister* may."""
    return one == other or _covers(one, other) or _covers(other, one)


def _covers(general: str, special: str) -> bool:
    """Return whether ``general`` is a general word for the office ``special``."""
    if special.startswith(_JUNIOR) or general.startswith(_JUNIOR):
        return False
    return any(word in special for word in _special_offices().get(general, ()))


@cache
def _special_offices() -> dict[str, tuple[str, ...]]:
    """Return parts of the ids of the offices that a general one covers."""
    rows = [row for row in rows_of("office-words") if row[0].startswith(_LIKE)]
    return {kind.removeprefix(_LIKE): split_column(column) for kind, column in rows}


def agree(one: Bearing, other: Bearing) -> bool:
    """Return whether two bearings may be those of one person at one time."""
    if one.owner and other.owner and one.owner != other.owner:
        return False
    return is_same_office(one.office, other.office)
