"""People and the places behind them: ``Irak Başbakanı Sudani Bağdat'ta`` has two names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from ..gazetteer.gazetteer import Found
from ..gazetteer.ids import kind_of
from ..tagger.name_lists import is_word, languages_with, person_names
from ..tagger.tagger import Tagged
from ..tokens import POSSESSIVE, Sentence

_NO_CASE = ("", POSSESSIVE)
"""Suffixes that are none of the cases of Turkish."""

_HOLDER = 2
"""The rank of a surname that a holder of a high office has."""


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
