"""What stands beside a person's name: the office, and the country that it belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ..model import Entity
from ..text.letters import fold
from .base import Mention
from .gazetteer.ids import kind_of
from .offices import Bearing
from .word_lists import words_by_kind

_OWNERS = ("country", "norp", "org", "gpe")
"""Kinds of ids of what an office may belong to."""

_SUFFIX_OF_NAME = re.compile(r"^['’]\w{1,8}")
_BEFORE_NAME = re.compile(
    r"(?:['’]\w{1,8})?,? (?:\w{1,5}\. )?(?:(?:[ae]l|[ae][drszntş]|[ae]sh)-)?", re.IGNORECASE
)
"""What stands between an office and the name of its holder."""

_CLOSED = re.compile(r"['’]?\w*\s*(?:[,.;:)–—]|$)|['’]?\w* (?:olarak|sıfatıyla|who) ")
"""What stands behind an office that is set behind the name of its holder."""

_ABBREVIATION = re.compile(r"\b(\w{2,4})\. $")
_COUNTRY_CODE = 2
"""Letters of the code of a country."""

_LONGEST = 7
"""An abbreviation of an office before a name, *Gov.*, and its characters."""

_OF = re.compile(r" (?:of|for) (?:the )?(?:Republic of |Kingdom of )?")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@cache
def words_by_abbreviation() -> dict[str, str]:
    """Return the office for each folded abbreviation: ``gov`` → ``governor``."""
    kinds = words_by_kind("office-words").items()
    return {
        word: kind.removeprefix("abbreviation, ")
        for kind, words in kinds
        if kind.startswith("abbreviation, ")
        for word in words
    }


def _is_between(between: str, *kinds: str) -> bool:
    """Return whether nothing but a suffix and words of these kinds stand in ``between``."""
    known = words_by_kind("office-words")
    words = _SUFFIX_OF_NAME.sub("", between).split()
    return all(any(fold(word) in known[kind] for kind in kinds) for word in words)


def find_bearing(text: str, linked: Sequence[Entity | Mention], place: int) -> Bearing:
    """Return the office beside a person, with its owner; empty where there is none.

    ``linked`` are the mentions of a document in order, people still without an id, and
    ``place`` is the index of the person among them.
    """
    return (
        _read_before(text, linked, place) or _read_behind(text, linked, place) or Bearing()
    )


def _read_before(
    text: str, linked: Sequence[Entity | Mention], place: int
) -> Bearing | None:
    person = linked[place]
    short = _ABBREVIATION.search(text, max(0, person.start - _LONGEST), person.start)
    if short is not None:
        rank = words_by_abbreviation().get(fold(short[1]))
        if rank is not None:
            return Bearing(rank)
    if not place:
        return None
    before = linked[place - 1]
    between = text[before.end : person.start]
    if before.type == "TITLE" and _BEFORE_NAME.fullmatch(between):
        return Bearing(_tail(before), _find_owner(text, linked, place - 1))
    if _is_owner(before):
        if between.count(" ") > 1 and _is_between(between, "a leader"):
            return Bearing("leader", _tail(before))
        if place > 1 and _BEFORE_NAME.fullmatch(between):
            office = linked[place - 2]
            if office.type == "TITLE" and _OF.fullmatch(text, office.end, before.start):
                return Bearing(_tail(office), _owner_of(office, before))
    return None


def _read_behind(
    text: str, linked: Sequence[Entity | Mention], place: int
) -> Bearing | None:
    """Return the office behind a name: *Miçotakis, Yunanistan Başbakanı olarak*."""
    person = linked[place]
    for last in range(place + 1, min(place + 3, len(linked))):
        office = linked[last]
        if office.type != "TITLE":
            continue
        first = linked[place + 1]
        between = text[person.end : first.start]
        kinds = "before an office, behind a name", "past"
        if not between.startswith(", ") or not _is_between(between[1:], *kinds):
            return None
        owner = ""
        end = office.end
        if last > place + 1:
            owner = _find_owner(text, linked, last)
            if not owner:
                return None
        elif last + 1 < len(linked) and _is_owner(linked[last + 1]):
            country = linked[last + 1]
            if _OF.fullmatch(text, office.end, country.start):
                owner, end = _owner_of(office, country), country.end
        # "Scholz, the spokesman said" are two people.
        return Bearing(_tail(office), owner) if _CLOSED.match(text, end) else None
    return None


def _find_owner(text: str, linked: Sequence[Entity | Mention], office: int) -> str:
    """Return the country or organisation before an office, or behind it with *of*."""
    one = linked[office]
    if office and _is_owner(linked[office - 1]):
        before = linked[office - 1]
        between = text[before.end : one.start]
        if between[-1:] == " " and _is_between(between, "past"):
            return _owner_of(one, before)
    return ""


def _owner_of(office: Entity | Mention, before: Entity | Mention) -> str:
    """Return who has an office; of one that is held in an institution, its country."""
    kinds = words_by_kind("office-words")["of an institution, which its name has"]
    if before.type != "ORG" or _tail(office) not in kinds:
        return _tail(before)
    country = _tail(before).rpartition("-")[2]
    return country.upper() if len(country) == _COUNTRY_CODE else ""


def _is_owner(one: Entity | Mention) -> bool:
    return one.id is not None and kind_of(one.id) in _OWNERS


def _tail(one: Entity | Mention) -> str:
    return (one.id or "").partition(":")[2]


def find_year(
    text: str, start: int, person: int, end: int, today: int | None
) -> int | None:
    """Return the year that a sentence, ``text[start:end]``, says of a person in it.

    That is a year before the name, or any behind a word such as *then*; otherwise the
    year of the document, ``today``.
    """
    years = [int(one) for one in _YEAR.findall(text, start, person)]
    if not years and _is_past(text[start:person]):
        years = [int(one) for one in _YEAR.findall(text, person, end)]
    past = {year for year in years if today is None or year <= today}
    return past.pop() if len(past) == 1 else today


def _is_past(before: str) -> bool:
    words = words_by_kind("office-words")["at that time"]
    return any(fold(word) in words for word in before.split())
