"""Compute which names of a corpus mean one event, whatever their order and language.

*FIBA 2019 Dünya Kupası* is the *2019 FIBA World Cup*: names are compared by the numbers
and the words in them, and a name within the gazetteer's stands for its event.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from ..entities.gazetteer.ids import make_id
from ..entities.gazetteer.packed import default_gazetteer
from ..entities.word_lists import words_by_kind
from ..model import EntityType
from ..text.dates import month_number
from ..text.letters import normalize
from .names import Naming

_CACHED_NAMES = 1 << 14
"""A guess."""

_WORD = re.compile(r"[a-z0-9]+")
_NUMBER = re.compile(r"([0-9]{1,4})(?:st|nd|rd|th|[iu]?nc[iu])?")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_FIRST_YEAR = 1000
_ANY_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_YEARS_OF_ONE = 2
"""Years apart in which two names of a war have it; a guess."""

_WORDS_WITHOUT_SPORT = 3
"""Words of a name that may leave out the sport; a guess."""

_OWNERS: tuple[EntityType, ...] = ("GPE", "NORP", "ORG")
"""Types of the names of whose event it is, which differ by language."""


class EventName(NamedTuple):
    """The numbers and the words in the name of an event, without their order.

    Where the gazetteer has the name without its numbers, its id is the only word.
    """

    numbers: frozenset[str]
    words: frozenset[str]

    @property
    def is_known(self) -> bool:
        """Whether the gazetteer has the event."""
        return any(":" in word for word in self.words)

    @property
    def has_day(self) -> bool:
        """Whether the name has a month, so that its number is a day."""
        return any(month_number(word) is not None for word in self.words)


def alias_events(namings: Collection[Naming]) -> dict[str, str]:
    """Return the id of the event for each id that means the same one."""
    documents: dict[str, int] = defaultdict(int)
    ids: dict[EventName, set[str]] = defaultdict(set)
    for one in sorted(namings):
        documents[one.id] += one.documents
        if one.id == make_id("EVENT", one.name):
            ids[read_event(one.name)].add(one.id)
    best = {
        key: _known_id(key) or min(group, key=lambda id: (-documents[id], id))
        for key, group in ids.items()
    }
    best = _without_years(best)
    best |= _with_sport(best)
    best |= _with_longer(best)
    best |= _with_year(best, namings)
    return {id: best[key] for key, group in ids.items() for id in group if id != best[key]}


def _known_id(key: EventName) -> str | None:
    return next(iter(key.words)) if key.is_known and not key.numbers else None


def _without_years(best: Mapping[EventName, str]) -> dict[EventName, str]:
    """Return ``best`` with the war itself for *1991 Gulf War*, if it has but one year."""
    once = words_by_kind("event-aliases")["once"]
    years: dict[frozenset[str], set[int]] = defaultdict(set)
    for key in best:
        is_once = key.is_known and not once.isdisjoint(_WORD.findall(next(iter(key.words))))
        if is_once and key.numbers and all(int(one) >= _FIRST_YEAR for one in key.numbers):
            years[key.words].update(map(int, key.numbers))
    one_time = {
        words for words, known in years.items() if max(known) - min(known) <= _YEARS_OF_ONE
    }
    return {
        key: next(iter(key.words)) if key.words in one_time else id
        for key, id in best.items()
    }


def _with_sport(best: Mapping[EventName, str]) -> dict[EventName, str]:
    """Return the event of one sport for names that leave the sport out, or the continent.

    Only of several words, and if the event is one of a single sport.
    """
    left_out = words_by_kind("event-aliases")["may be left out"]
    longer: dict[EventName, set[str]] = defaultdict(set)
    for key, id in best.items():
        for word in key.words & left_out:
            longer[EventName(key.numbers, key.words - {word})].add(id)
    return {
        key: min(ids)
        for key, ids in longer.items()
        if key in best and len(ids) == 1 and len(key.words) >= _WORDS_WITHOUT_SPORT
    }


def _with_longer(best: Mapping[EventName, str]) -> dict[EventName, str]:
    """Return the election for names that leave out its year or its kind.

    *31 Mart seçimleri* are the *31 Mart 2024 yerel seçimleri* if no others were that day.
    """
    elections = sorted(
        (key for key in best if "election" in key.words),
        key=lambda key: (-len(key.words) - len(key.numbers), best[key]),
    )
    known = [key for key in best if key.is_known and "election" in next(iter(key.words))]
    found = dict(best)
    for position, key in enumerate(elections):
        longer = {found[one] for one in elections[:position] if _is_within(key, one)}
        rivals = {found[one] for one in known if _is_within(key, _read_known(one))}
        if len(longer) == 1 and rivals <= longer:
            found[key] = longer.pop()
    return found


def _read_known(key: EventName) -> EventName:
    """Return an election of the gazetteer as a name that says its year and its kind."""
    words = _WORD.findall(next(iter(key.words)))
    kinds = words_by_kind("event-aliases")["of an election"] & set(words)
    years = {str(int(word)) for word in words if word.isdecimal()}
    return EventName(frozenset(years), frozenset({*kinds, "election"}))


def _with_year(
    best: Mapping[EventName, str], namings: Iterable[Naming]
) -> dict[EventName, str]:
    """Return the election of the gazetteer for names that leave out its year.

    *31 Mart seçimleri* are those of 2019 in a corpus that names elections of that year
    and none of another that were on such a day.
    """
    gazetteer = default_gazetteer()
    years = {
        year
        for key in best
        for word in (*key.words, *key.numbers)
        for year in _ANY_YEAR.findall(word)
    }
    found = {}
    for one in sorted(namings):
        key = read_event(one.name)
        has_year = any(int(number) >= _FIRST_YEAR for number in key.numbers)
        if "election" not in key.words or has_year or not key.has_day:
            continue
        day, month, rest = (*one.name.split(" ", 2), "", "")[:3]
        names = (f"{day} {month} {year} {rest}" for year in sorted(years))
        entries = (gazetteer.look_up(name, ("EVENT",)) for name in names)
        ids = {entry.id for entry in entries if entry is not None}
        if len(ids) == 1:
            found[key] = ids.pop()
    return found


def _is_within(short: EventName, longer: EventName) -> bool:
    more_words, more_numbers = longer.words - short.words, longer.numbers - short.numbers
    if not (short.words <= longer.words and short.numbers <= longer.numbers):
        return False
    if not short.numbers or not (more_words or more_numbers):
        return False
    is_kind = more_words <= words_by_kind("event-aliases")["of an election"]
    is_year = all(int(one) >= _FIRST_YEAR for one in more_numbers)
    return is_kind and is_year and (short.has_day or not more_numbers)


@lru_cache(_CACHED_NAMES)
def read_event(name: str) -> EventName:
    """Return the numbers and words of an event's name.

    >>> sorted(read_event("FIBA 2019 Dünya Kupası").words)
    ['basketball', 'cup', 'world']
    """
    gazetteer = default_gazetteer()
    entry = gazetteer.look_up(name, ("EVENT",))
    if entry is not None:
        return EventName(frozenset(), frozenset({entry.id}))
    numbers: set[str] = set()
    words = []
    for word in name.split():
        number = _read_number(normalize(word))
        if number:
            numbers.add(number)
        else:
            words.append(word)
    entry = gazetteer.look_up(" ".join(words), ("EVENT",))
    if entry is not None:
        return EventName(frozenset(numbers), frozenset({entry.id}))
    return _without_first(frozenset(numbers), list(_read_words(words, numbers)))


def _read_words(words: Iterable[str], numbers: set[str]) -> Iterator[str]:
    """Yield the words of a name as all spellings have them; add its numbers."""
    dropped = words_by_kind("function-words")["within an event"]
    for word in _WORD.findall(normalize(" ".join(words))):
        number = _read_number(word)
        if number:
            numbers.add(number)
        elif word not in dropped:
            owner = default_gazetteer().look_up(word, _OWNERS)
            is_owner = owner is not None and not owner.is_weak
            same = _same_words().get(word)
            if same is None and owner is not None and is_owner:
                same = owner.id.partition(":")[2].lower()
            yield same or word


def _read_number(word: str) -> str:
    """Return the number that a folded word is, as digits; empty for another word."""
    word = word.rstrip(".")
    digits = _NUMBER.fullmatch(word)
    if digits is not None:
        return str(int(digits[1]))
    return _ROMAN.get(word) or _ordinals().get(word, "")


@cache
def _ordinals() -> dict[str, str]:
    return _by_word("number ")


@cache
def _same_words() -> dict[str, str]:
    return _by_word("same, ")


def _by_word(prefix: str) -> dict[str, str]:
    return {
        word: kind.removeprefix(prefix)
        for kind, words in words_by_kind("event-aliases").items()
        if kind.startswith(prefix)
        for word in words
    }


def _without_first(numbers: frozenset[str], words: list[str]) -> EventName:
    """Return a name without what all names of that sort may leave out.

    The first league of a country is its league, and a tournament named for its cup.
    """
    if "league" in words and len(words) > 1:
        numbers -= {"1"}
        words = [word for word in words if word != "tr"] if len(words) > 2 else words
    if "cup" in words and len(words) > 2:
        behind = words_by_kind("event-aliases")["behind a cup"]
        words = [word for word in words if word not in behind]
    return EventName(numbers, frozenset(words))
