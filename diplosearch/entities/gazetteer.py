"""The gazetteer: entities known by name, found in a sentence.

Names are compared folded and word by word; the last word of a longer name may
carry a Turkish suffix (``Dışişleri Bakanlığından``). An acronym counts only in
capitals, and every other name only with one, but for offices.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from ..analysis.base import stop_words
from ..model import EntityType
from .named import Named
from .places import read_places
from .tables import TableEntry, read_peoples, read_table
from .words import Sentence, read_sentence

TABLES = (
    "countries.txt",
    "organizations.txt",
    "institutions.txt",
    "people.txt",
    "regions.txt",
    "facilities.txt",
    "offices.txt",
    "events.txt",
)
"""The tables that come along; a name in an earlier one hides that in a later one."""

INSTITUTIONS = "institutions.txt"

_LONGEST_ACRONYM = 6

# What Turkish adds to the last word of a name without an apostrophe, folded:
# plural, possessive, case, -ki and the copula.
_SUFFIX = re.compile(
    r"(?:l[ae]r)?(?:s?[iu])?"
    r"(?:n?[iu]n|[yn]?[iu]|[yn]?[ae]|n?[dt][ae]n?|y?l[ae]|n?c[ae])?(?:ki)?"
    r"(?:l[ae]r)?(?:[iu]?n?[iu]n|[iu]|[ae]|n?d[ae]n?)?(?:[dt][iu]r)?"
)
_PLURAL = re.compile(r"([a-z]{3,20})l[ae]r(?:[iu]?n?[iu]?n?|[iu]|[ae]|n?d[ae]n?|l[ae]|c[ae])")
_LONGEST_SUFFIX = 9
_SHORTEST_BASE = 3


@dataclass(frozen=True, slots=True)
class Found:
    """The words from ``first`` up to ``last``, which name a known entity."""

    first: int
    last: int
    named: Named
    is_small: bool = False
    """Whether it is written without a capital, as offices may be."""


class Gazetteer:
    """Entities by their names; those added last come first."""

    def __init__(self, places: Mapping[str, Named]) -> None:
        self._places = places
        self._names: dict[str, Named] = {}
        self._acronyms: dict[str, Named] = {}
        self._longest: dict[str, int] = {}
        self.fingerprint = ""
        """What tells this gazetteer from others: a hash of what was put into it."""

        for key in places:
            self._measure(key)

    def extended(
        self, entries: Iterable[TableEntry], *, is_institution: bool = False
    ) -> Gazetteer:
        """Return this gazetteer with ``entries``, whose names hide older ones."""
        other = Gazetteer({})
        other._places = self._places
        other._names = dict(self._names)
        other._acronyms = dict(self._acronyms)
        other._longest = dict(self._longest)
        digest = hashlib.blake2b(self.fingerprint.encode(), digest_size=16)
        for entry in entries:
            digest.update(repr(entry).encode())
            named = Named(
                entry.type, entry.id, entry.name, is_institution=is_institution
            )
            for name in entry.names:
                other._put(name, named)
        other.fingerprint = digest.hexdigest()
        return other

    def _put(self, name: str, named: Named) -> None:
        key = key_of(name)
        self._measure(key)
        if is_acronym(name):
            self._acronyms[key] = named
            return
        self._names[key] = named
        spaced = key.replace("- ", "")
        if spaced != key:
            self._names[spaced] = named
            self._measure(spaced)

    def _measure(self, key: str) -> None:
        first, _, rest = key.partition(" ")
        first = first.partition("'")[0]
        length = rest.count(" ") + 2 if rest else 1
        if self._longest.get(first, 0) < length:
            self._longest[first] = length

    def look_up(self, name: str, types: Collection[EntityType]) -> Named | None:
        """Return the entity of one of ``types`` called ``name``, however it is cased."""
        key = key_of(name)
        for known in (self._acronyms, self._names, self._places):
            named = known.get(key)
            if named is not None and named.type in types:
                return named
        return None

    def _get(self, key: str) -> Named | None:
        return self._names.get(key) or self._places.get(key)

    def find(self, sentence: Sentence) -> list[Found]:
        """Return the names in a sentence, the longest first where they overlap."""
        forms = sentence.forms
        longest = self._longest
        in_capitals = is_in_capitals(sentence)
        found = []
        place = 0
        while place < len(forms):
            most = longest.get(forms[place].folded)
            if most is None:
                match = self._match_plural(sentence, place)
            else:
                match = self._match(sentence, place, most, in_capitals)
            if match is None:
                place += 1
            else:
                found.append(match)
                place = match.last
        return found

    def _match(
        self, sentence: Sentence, place: int, most: int, in_capitals: bool
    ) -> Found | None:
        """Return the longest name that begins at ``place``."""
        for last in range(min(place + most, len(sentence)), place, -1):
            key = sentence.key(place, last)
            found = self._accept(sentence, key, place, last, in_capitals)
            if found is None and not sentence.forms[last - 1].suffix:
                found = self._match_inflected(sentence, key, place, last, in_capitals)
            if found is not None:
                return found
        return None

    def _match_inflected(
        self, sentence: Sentence, key: str, first: int, last: int, in_capitals: bool
    ) -> Found | None:
        """Return the longer name or the office that ``key`` is, with a suffix."""
        head, space, tail = key.rpartition(" ")
        for base in bases_of(tail):
            found = self._accept(sentence, head + space + base, first, last, in_capitals)
            if found is not None and (head or found.named.type == "TITLE"):
                return found
        return None

    def _match_plural(self, sentence: Sentence, place: int) -> Found | None:
        """Return the people whose Turkish plural stands at ``place``: ``Çinliler``."""
        form = sentence.forms[place]
        plural = _PLURAL.fullmatch(form.folded) if form.is_capitalised else None
        named = self._names.get(plural[1]) if plural else None
        if named is None or named.type != "NORP":
            return None
        return Found(place, place + 1, named)

    def _accept(
        self, sentence: Sentence, key: str, first: int, last: int, in_capitals: bool
    ) -> Found | None:
        """Return what ``key`` names if it is written as a name is."""
        forms = sentence.forms
        named = self._acronyms.get(key)
        if named is not None and last == first + 1 and forms[first].is_capitals:
            if not in_capitals or key not in stop_words():
                return Found(first, last, named)
        named = self._get(key)
        if named is None:
            return None
        ends = (forms[first], forms[last - 1])
        if all(form.is_capitalised or form.is_number for form in ends):
            return Found(first, last, named)
        return Found(first, last, named, is_small=True) if named.type == "TITLE" else None


def key_of(name: str) -> str:
    """Return a name's words, folded, with one space between."""
    sentence = read_sentence(name, 0, len(name))
    return sentence.key(0, len(sentence)) if len(sentence) else ""


def is_acronym(name: str) -> bool:
    """Return whether a name is one that counts only in capitals."""
    return len(name) <= _LONGEST_ACRONYM and name.isupper() and name.isalnum()


def is_in_capitals(sentence: Sentence) -> bool:
    """Return whether a whole sentence, such as a headline, is in capitals."""
    words = [form for form in sentence.forms if form.is_word and not form.is_number]
    return len(words) > 2 and all(form.name.isupper() for form in words)


@lru_cache(1 << 15)
def bases_of(word: str) -> tuple[str, ...]:
    """Return what a folded word is without a Turkish suffix, the longest first."""
    shortest = max(_SHORTEST_BASE, len(word) - _LONGEST_SUFFIX)
    return tuple(
        word[:end]
        for end in range(len(word) - 1, shortest - 1, -1)
        if _SUFFIX.fullmatch(word, end)
    )


@cache
def default_gazetteer() -> Gazetteer:
    """Return the gazetteer that comes along."""
    gazetteer = Gazetteer(read_places()).extended(read_peoples())
    for name in reversed(TABLES):
        gazetteer = gazetteer.extended(
            read_table(name), is_institution=name == INSTITUTIONS
        )
    return gazetteer
