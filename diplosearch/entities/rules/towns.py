"""People and the places behind them: ``Irak Başbakanı Sudani Bağdat'ta`` has two names.

And stadiums, halls and airports that go by the names of people: ``Ali Sami Yen'de``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from ...model import EntityType
from ..base import Mention
from ..defaults import defaults
from ..gazetteer.entry import GazetteerEntry
from ..gazetteer.gazetteer import Found, Gazetteer
from ..gazetteer.ids import kind_of
from ..tagger.name_lists import is_word, languages_with, person_names
from ..tagger.tagger import Tagged
from ..tokens import POSSESSIVE, Sentence
from ..word_lists import words_by_kind

_NO_CASE = ("", POSSESSIVE)
"""Suffixes that are none of the cases of Turkish."""

_HOLDER = 2
"""The rank of a surname that a holder of a high office has."""

_BEHIND_FACILITY = re.compile(r"['’‘]n?[dt][ae](?:ki\w*)?(?!\w)")
_BEFORE_FACILITY = "at "
"""What stands beside a stadium or an airport that is called by a person's name alone."""

_INTERNATIONAL = ("international airport", "uluslararası havalimanı")
"""Folded words for facilities that are two."""

_OF_TRAVEL = "at a facility with a statesman's name, beginnings"
_NO_FACILITIES: tuple[EntityType, ...] = ("GPE", "LOC", "ORG")
_CACHED_NAMES = 1 << 12
"""A guess."""


class TownFinder:
    """Parts spans that the tagger took for one name before a place within them.

    ``starts`` are the gazetteer's matches by their first word, ``surnames`` the ranks of
    known surnames, ``singles`` the words that alone name an institution; ``is_titled``
    tells whether a title stands before a word.
    """

    def __init__(
        self,
        sentence: Sentence,
        starts: Mapping[int, Found],
        surnames: Mapping[str, int],
        singles: Collection[str],
        is_titled: Callable[[int], bool],
    ) -> None:
        self._sentence = sentence
        self._starts = starts
        self._surnames = surnames
        self._singles = singles
        self._is_titled = is_titled

    def part(self, tagged: Tagged) -> Iterator[Tagged]:
        """Yield the names in a span; a lone surname behind a title is a person's."""
        first = tagged.first
        whole = self._starts.get(first)
        if whole is not None and whole.last >= tagged.last:
            yield tagged
            return
        for position in range(first + 1, tagged.last):
            match = self._starts.get(position)
            if match is None or match.last > tagged.last or position <= first:
                continue
            if self._is_town(match) and self._is_person(first, position, tagged.label):
                yield Tagged(first, position, "PER")
                yield Tagged(position, match.last, "LOC")
                first = match.last
        if first == tagged.first and self._is_before_single(tagged):
            yield tagged._replace(last=tagged.last - 1, label="PER")
            first = tagged.last - 1
        if first < tagged.last:
            rest = tagged._replace(first=first)
            yield rest._replace(label="PER") if self._is_lone_surname(rest) else rest

    def _is_before_single(self, tagged: Tagged) -> bool:
        """Return whether a known full name stands before *Meclis* or the like."""
        match, end = self._starts.get(tagged.first), tagged.last - 1
        if match is None or match.entry.type != "PERSON" or match.last != end:
            return False
        return self._sentence.folded[end] in self._singles

    def _is_town(self, match: Found) -> bool:
        suffix = self._sentence.forms[match.last - 1].suffix
        return match.entry.type == "GPE" and suffix not in _NO_CASE

    def _is_person(self, first: int, last: int, label: str) -> bool:
        """Return whether the words before a place are a person's name."""
        forms = self._sentence.forms[first:last]
        if not all(form.is_capitalised for form in forms) or any(
            form.suffix for form in forms
        ):
            return False
        match = self._starts.get(first)
        if match is not None and match.last == last and not match.entry.is_weak:
            return match.entry.type == "PERSON"
        surname = forms[-1].folded
        rank = self._surnames.get(surname, 0)
        if last - first > 1:
            place = self._starts[last]
            is_land = kind_of(place.entry.id) == "country" and not place.entry.is_weak
            is_surname = self._sentence.folded[last] in person_names().surnames
            return label == "PER" and is_land and not is_surname
        if match is not None and not match.entry.is_weak:
            return False
        if self._is_titled(first):
            return rank > 0 or not languages_with(surname)
        return rank > 0 and not is_word(surname)

    def _is_lone_surname(self, tagged: Tagged) -> bool:
        """Return whether a word behind a title is no place or organisation."""
        if tagged.last - tagged.first > 1 or tagged.label == "PER":
            return False
        form = self._sentence.forms[tagged.first]
        if tagged.first in self._starts or form.is_capitals:
            return False
        if not self._is_titled(tagged.first):
            return False
        is_holder = self._surnames.get(form.folded, 0) >= _HOLDER
        return is_holder or (not form.suffix and not languages_with(form.folded))


def with_facilities(
    text: str, sentence: Sentence, mentions: Sequence[Mention], gazetteer: Gazetteer
) -> list[Mention]:
    """Return ``mentions`` with the facilities that go by the names of people.

    Something happens in those: *Ali Sami Yen'de*, *landed at Charles de Gaulle*. A
    statesman is one where nobody travels: *took aim at John F. Kennedy*. Before a facility
    a club is a name of its own: *Beşiktaş İnönü'de*.
    """
    found: list[Mention] = []
    for one in mentions:
        if one.type == "PERSON" and _is_where(text, one):
            found.append(_find_facility(text, sentence, one, gazetteer) or one)
        elif one.type == "ORG" and one.id is None and _is_where(text, one):
            found += _part_facility(text, one, gazetteer) or (one,)
        else:
            found.append(one)
    return found


def _is_where(text: str, one: Mention) -> bool:
    """Return whether a name has a Turkish locative, or *at* before it."""
    is_behind_at = text.endswith(_BEFORE_FACILITY, 0, one.start)
    return is_behind_at or _BEHIND_FACILITY.match(text, one.end) is not None


def _find_facility(
    text: str, sentence: Sentence, one: Mention, gazetteer: Gazetteer
) -> Mention | None:
    """Return the facility that has the full name of a person."""
    written = " ".join(text[one.start : one.end].split())
    if " " not in written:
        return None
    person = gazetteer.look_up(written, ("PERSON",))
    if person is not None and (person.is_own or not _is_of_travel(sentence)):
        return None
    entry = _facility_called(written, gazetteer)
    return None if entry is None else Mention(*one.span, "FAC", entry.id, entry.name)


def _is_of_travel(sentence: Sentence) -> bool:
    """Return whether a sentence has a word of what happens at an airport."""
    beginnings = tuple(words_by_kind("place-words")[_OF_TRAVEL])
    return any(word.startswith(beginnings) for word in sentence.folded)


def _part_facility(
    text: str, one: Mention, gazetteer: Gazetteer
) -> tuple[Mention, Mention] | None:
    """Return a known organisation and the facility behind it that are one name so far."""
    for space in re.finditer(" ", text[one.start : one.end]):
        end = one.start + space.start()
        club, name = text[one.start : end], text[end + 1 : one.end]
        is_club = defaults(gazetteer).has(club) or gazetteer.look_up(club, ("ORG",))
        if not is_club or gazetteer.look_up(name, _NO_FACILITIES) is not None:
            continue
        entry = _facility_called(name, gazetteer)
        if entry is not None:
            facility = Mention(end + 1, one.end, "FAC", entry.id, entry.name)
            return one._replace(end=end), facility
    return None


@lru_cache(_CACHED_NAMES)
def _facility_called(name: str, gazetteer: Gazetteer) -> GazetteerEntry | None:
    """Return the facility with a person's name; None where there is none or several."""
    words = (*words_by_kind("place-words")["FAC, last"], *_INTERNATIONAL)
    found = (gazetteer.look_up(f"{name} {word}", ("FAC",)) for word in words)
    entries = {entry.id: entry for entry in found if entry is not None}
    return next(iter(entries.values())) if len(entries) == 1 else None
