"""Link the people of one document: by the gazetteer, by offices, else by their names."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from ..model import Entity
from ..text.letters import drop_invisible, fold
from .base import Mention
from .bearings import find_bearing, find_year
from .gazetteer.entry import GazetteerEntry
from .gazetteer.gazetteer import Gazetteer
from .gazetteer.ids import FIRST_WORD, BareId, make_id
from .holders import KnownPeople, Person, known_people
from .offices import Bearing
from .people.groups import group_names
from .people.names import NameWords, ranks, split_name, without_rank
from .word_lists import words_by_kind, words_of

_CACHED_NAMES = 1 << 12
"""A guess."""

_ENDS = (".", "!", "?", "\n", "“", '"')
_SENTENCE_ENDS = (". ", "! ", "? ", "\n")


def link_people(
    text: str,
    linked: Sequence[Entity | Mention],
    gazetteer: Gazetteer,
    date: datetime.date | None,
) -> list[Entity]:
    """Return ``linked`` with an entity for each mention of a person."""
    mentions = [one for one in linked if isinstance(one, Mention)]
    if not mentions:
        return [one for one in linked if isinstance(one, Entity)]
    people = _People(text, linked, gazetteer, date)
    return [one if isinstance(one, Entity) else people.link(one) for one in linked]


def written_as(text: str, mention: Mention) -> str:
    """Return a mention as it is written, with single spaces and all of it visible.

    A person whose surname stands first has it last: *Fidan, Hakan* is *Hakan Fidan*,
    but *Wang, Yi* is *Wang Yi*.
    """
    return _as_written(text[mention.start : mention.end], mention.type == "PERSON")


@lru_cache(_CACHED_NAMES)
def _as_written(name: str, is_person: bool) -> str:
    words = " ".join(drop_invisible(name).split())
    surname, comma, given = words.partition(", ")
    if not comma or not is_person:
        return words
    is_first = fold(surname) in words_of("family-first")
    return f"{surname} {given}" if is_first else f"{given} {surname}"


class _People:
    """The people of one document, by the names that it gives them."""

    def __init__(
        self,
        text: str,
        linked: Sequence[Entity | Mention],
        gazetteer: Gazetteer,
        date: datetime.date | None,
    ) -> None:
        self._text = text
        self._linked = linked
        self._gazetteer = gazetteer
        self._year = date.year if date else None
        self._places: dict[str, list[int]] = {}
        for place, one in enumerate(linked):
            if isinstance(one, Mention):
                self._places.setdefault(written_as(text, one), []).append(place)
        counts = Counter({name: len(places) for name, places in self._places.items()})
        self._entries = {
            name: entry for name in counts if (entry := self._look_up(name)) is not None
        }
        known = {name: entry.id for name, entry in self._entries.items()}
        self._shown = group_names(counts, known=known, with_given_names=True)
        self._decided: dict[str, tuple[str, str]] = {}
        self._held: dict[int, tuple[str, str]] = {}
        """Ids and names of people by where they stand beside an office that they held."""

        groups: dict[str, list[str]] = {}
        for name, shown in self._shown.items():
            groups.setdefault(shown, []).append(name)
        for shown, group in groups.items():
            self._decide(shown, sorted(group, key=lambda name: (name != shown, name)))

    @property
    def _known(self) -> KnownPeople:
        return known_people(self._gazetteer)

    def _look_up(self, name: str) -> GazetteerEntry | None:
        entry = self._gazetteer.look_up(name, ("PERSON",))
        if entry is not None:
            return entry
        # Names of the gazetteer may have the article that a name is compared without.
        for plain in (without_rank(name), " ".join(split_name(name))):
            entry = self._gazetteer.look_up(plain, ("PERSON",)) if " " in plain else None
            if entry is not None:
                return entry
        return None

    def _decide(self, shown: str, group: Sequence[str]) -> None:
        """Find the id of the people of a group of names, of which ``shown`` is the best."""
        entry = next((self._entries[name] for name in group if name in self._entries), None)
        if entry is not None:
            self._decided[shown] = entry.id, entry.name
            return
        words = split_name(shown)
        places = sorted(place for name in group for place in self._places[name])
        namesakes = self._known.called(words)
        bearings = [
            self._bearing(place) for place in places if namesakes or len(words) == 1
        ]
        for place, bearing in zip(places, bearings, strict=False):
            if not bearing.office or not _held(namesakes, bearing):
                continue
            found = self._known.find_holder(words, bearing, self._year_at(place))
            if found is not None:
                self._held[self._linked[place].start] = found.id, found.name
                self._decided.setdefault(shown, (found.id, found.name))
        if len(words) > 1 and words[0] in ranks():
            year = self._year_at(places[0])
            found = self._known.find_holder(words[1:], Bearing(words[0]), year)
            if found is not None:
                self._decided.setdefault(shown, (found.id, found.name))
        if shown in self._decided:
            return
        if len(words) > 1:
            plain = without_rank(shown)
            id = BareId(make_id("PERSON", plain))
            if self._may_be_no_name(words, places):
                id = id._replace(year=FIRST_WORD)
            self._decided[shown] = str(id), plain
            return
        bearing = next((one for one in bearings if one.office), Bearing())
        year = self._year_at(places[0]) if _held(namesakes, bearing) else None
        id = BareId(make_id("PERSON", shown), *bearing, str(year or ""))
        self._decided[shown] = str(id), shown

    def _may_be_no_name(self, words: NameWords, places: Sequence[int]) -> bool:
        """Return whether a name may be a verb and a surname: *Will Biden veto the bill?*"""
        if words[0] not in words_by_kind("function-words")["first name or first word"]:
            return False
        starts = (self._linked[place].start for place in places)
        return len(words) == 2 and all(
            start == 0 or self._text[:start].rstrip(" ").endswith(_ENDS) for start in starts
        )

    def _bearing(self, place: int) -> Bearing:
        return find_bearing(self._text, self._linked, place)

    def _year_at(self, place: int) -> int | None:
        start, end = self._linked[place].start, self._linked[place].end
        first = max(self._text.rfind(mark, 0, start) for mark in _SENTENCE_ENDS)
        last = min(
            (at for mark in _SENTENCE_ENDS if (at := self._text.find(mark, end)) >= 0),
            default=len(self._text),
        )
        return find_year(self._text, first + 1, start, last, self._year)

    def link(self, mention: Mention) -> Entity:
        """Return the entity of a mention."""
        shown = self._shown[written_as(self._text, mention)]
        id, name = self._held.get(mention.start) or self._decided[shown]
        return Entity(mention.start, mention.end, "PERSON", name, id)


def _held(people: Sequence[Person], bearing: Bearing) -> bool:
    """Return whether one of ``people`` held an office."""
    return bool(bearing.office) and any(person.held(bearing) for person in people)
