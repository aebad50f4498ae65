"""People with the surname first, as in lists of delegates: ``Fidan, Hakan (Türkiye)``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..base import Mention
from ..gazetteer.gazetteer import Found
from ..tagger.name_lists import is_given, person_names
from ..tokens import Sentence
from ..word_lists import words_by_kind, words_of

_COMMA, _OPENING, _CLOSING, _HYPHEN, _STOP = ",", "(", ")", "-", "."
_BOUNDARIES = frozenset(";),:(•*–—|")
_ENDS = frozenset(";)")
_MOST_WORDS = 4
"""Words of a surname or of the given names behind it, with hyphens; a guess."""


def find_inverted_names(
    sentence: Sentence,
    found: Sequence[Found],
    surnames: Mapping[str, int],
    finds: Iterable[tuple[object, Mention]],
) -> Iterator[Mention]:
    """Yield people whose surname, a comma and given names stand before a country.

    It is in brackets, or behind another comma at the end of an item. ``finds`` are
    those found so far, ``surnames`` known surnames.
    """
    commas = list(_find_commas(sentence))
    if not commas:
        return
    finder = _Finder(sentence, found, surnames, (one for _, one in finds))
    end = 0
    for position in commas:
        if position > end:
            span = finder.read(end, position)
            if span is not None:
                first, end = span
                yield Mention(sentence.start(first), sentence.end(end - 1), "PERSON")


def _find_commas(sentence: Sentence) -> Iterator[int]:
    """Yield the positions of commas between two words with a capital."""
    surfaces = sentence.surfaces
    if _COMMA not in surfaces:
        return
    before = -_MOST_WORDS
    for position in sentence.capitals:
        if position == before + 2 and surfaces[position - 1] == _COMMA:
            yield position - 1
        before = position


class _Finder:
    def __init__(
        self,
        sentence: Sentence,
        found: Sequence[Found],
        surnames: Mapping[str, int],
        mentions: Iterable[Mention],
    ) -> None:
        self._sentence = sentence
        self._starts = {one.first: one for one in found if not one.entry.is_weak}
        self._surnames = surnames
        self._people = {one.start for one in mentions if one.type == "PERSON"}

    def read(self, start: int, comma: int) -> tuple[int, int] | None:
        """Return the words of the name around a comma, None for no name.

        Nothing before ``start`` belongs to it.
        """
        first = comma
        while first > start and comma - first < _MOST_WORDS and self._may_be_in(first - 1):
            first -= 1
        last = comma + 1
        stop = min(len(self._sentence), last + _MOST_WORDS)
        while last < stop and (self._may_be_in(last) or self._is_initial(last)):
            last += 1
        if first == comma or last == comma + 1 or not self._is_at_border(first, last):
            return None
        return (first, last) if self._is_person(first, comma) else None

    def _may_be_in(self, position: int) -> bool:
        form = self._sentence.forms[position]
        if form.suffix:
            return False
        particles = words_by_kind("function-words")["before a surname"]
        is_joining = form.name == _HYPHEN or form.folded in particles
        return (form.is_capitalised and form.is_word) or is_joining

    def _is_initial(self, position: int) -> bool:
        """Return whether a sign is the period of an initial."""
        forms = self._sentence.forms
        return forms[position].name == _STOP and len(forms[position - 1].name) == 1

    def _is_at_border(self, first: int, last: int) -> bool:
        """Return whether a name begins an item, with a country behind it."""
        surfaces = self._sentence.surfaces
        if first and surfaces[first - 1] not in _BOUNDARIES:
            return False
        # "Ahmet, Tümer, İbrahim (Beşiktaş)": a list with commas has one name each.
        if first > 1 and surfaces[first - 1] == _COMMA and surfaces[first - 2] != _CLOSING:
            return False
        if last >= len(surfaces):
            return False
        if surfaces[last] == _OPENING:
            return _CLOSING in surfaces[last:]
        match = self._starts.get(last + 1) if surfaces[last] == _COMMA else None
        if match is None or match.entry.type not in ("GPE", "TITLE"):
            return False
        return match.last == len(surfaces) or surfaces[match.last] in _ENDS

    def _is_person(self, first: int, comma: int) -> bool:
        """Return whether a surname stands before the comma and a given name behind it."""
        folded, names = self._sentence.folded, person_names()
        given, surname = folded[comma + 1], folded[comma - 1]
        for position in (first, comma + 1):
            match = self._starts.get(position)
            if match is not None and match.entry.type != "PERSON":
                return False
        particles = words_by_kind("function-words")["before a surname"]
        is_whole = comma - first > 1 and folded[first] not in particles
        if is_whole and is_given(folded[first]):
            return False  # "Hakan Fidan, Yaşar Güler (MSB)"
        is_surname = (
            surname in self._surnames
            or surname in names.surnames
            or surname in names.ambiguous_surnames
            or self._sentence.start(first) in self._people
        )
        if is_given(given):
            return is_surname or given in names.given
        if surname in words_of("family-first") and comma - first == 1:
            return True  # "Wang, Yi (China)"
        is_other = given in self._surnames or given in names.surnames
        is_tagged = self._sentence.start(comma + 1) in self._people
        return is_surname and is_tagged and not is_other
