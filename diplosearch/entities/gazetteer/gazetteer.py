"""The gazetteer: entities known by name, found in a sentence.

Names are compared folded and word by word; the last word of a longer name may
carry a Turkish suffix (``Dışişleri Bakanlığından``). An acronym counts only in
capitals, and every other name only with one, but for offices.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from ...analysis.word_rules import stop_words
from ...model import EntityType
from ..tokens import Sentence, read_sentence
from ..word_lists import words_by_kind
from .entry import Entities, Named, Packed
from .user_table import TableEntry

_CACHED_NAMES = 1 << 15
_CACHED_WORDS = 1 << 15
_LONGEST_ACRONYM = 6

# What Turkish adds to the last word of a name without an apostrophe, folded:
# plural, possessive, case, -ki and the copula.
_SUFFIX = re.compile(
    r"(?:l[ae]r)?(?:s?[iu])?"
    r"(?:n?[iu]n|[yn]?[iu]|[yn]?[ae]|n?[dt][ae]n?|y?l[ae]|n?c[ae])?(?:ki)?"
    r"(?:l[ae]r)?(?:[iu]?n?[iu]n|[iu]|[ae]|n?d[ae]n?)?(?:[dt][iu]r)?"
)
# The letters that stand in these, and those they end with.
_LETTERS_OF_SUFFIXES = frozenset("acdeiklnrstuy")
_LAST_OF_SUFFIXES = ("a", "e", "i", "n", "r", "u")
_PLURAL = re.compile(
    r"([a-z]{3,20})l[ae]r(?:[iu]?n?[iu]?n?|[iu]|[ae]|n?d[ae]n?|l[ae]|c[ae])"
)
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
    """Entities by the keys of their names; see :func:`key_of`.

    ``longest`` has 2 for the first word of names of several, and for the first two
    words of names of more the number of words of the longest. ``fingerprint``
    tells one gazetteer from another.
    """

    def __init__(
        self,
        *,
        names: Packed | None = None,
        acronyms: Packed | None = None,
        longest: Mapping[str, int] | None = None,
        fingerprint: str = "",
    ) -> None:
        self.names = Entities(names)
        self.acronyms = Entities(acronyms)
        self.longest = dict(longest or {})
        self.fingerprint = fingerprint
        self._alone: dict[str, Found | None] = {}

    def extended(self, entries: Iterable[TableEntry]) -> Gazetteer:
        """Return this gazetteer with a user's ``entries``, whose names hide older ones."""
        digest = hashlib.blake2b(self.fingerprint.encode(), digest_size=16)
        other = Gazetteer(
            names=self.names.packed, acronyms=self.acronyms.packed, longest=self.longest
        )
        for entry in entries:
            digest.update(repr(entry).encode())
            named = Named(entry.type, entry.id, entry.name, is_own=True)
            for name in entry.names:
                other.put(name, named)
        other.fingerprint = digest.hexdigest()
        return other

    def put(self, name: str, named: Named) -> None:
        """Let ``name`` stand for an entity from now on."""
        key = key_of(name)
        if not key:
            return
        self._alone = {}
        self._measure(key)
        if is_acronym(name):
            self.acronyms[key] = named
            return
        self.names[key] = named
        spaced = key.replace("- ", "")
        if spaced != key:
            self.names[spaced] = named
            self._measure(spaced)

    def _measure(self, key: str) -> None:
        words = [word.partition("'")[0] for word in key.split(" ")]
        if len(words) == 1:
            return
        self.longest[words[0]] = 2
        if len(words) > 2:
            pair = " ".join(words[:2])
            self.longest[pair] = max(len(words), self.longest.get(pair, 0))

    def look_up(self, name: str, types: tuple[EntityType, ...]) -> Named | None:
        """Return the entity of one of ``types`` called ``name``, however it is cased."""
        key = key_of(name)
        for known in (self.acronyms, self.names):
            named = known.find(key)
            if named is not None and named.type in types:
                return named
        return None

    def find(self, sentence: Sentence) -> list[Found]:
        """Return the names in a sentence, the longest first where they overlap."""
        forms = sentence.forms
        longest = self.longest
        in_capitals = is_in_capitals(sentence)
        found = []
        place = 0
        while place < len(forms):
            form = forms[place]
            most = longest.get(form.folded, 1)
            if most > 1 and place + 1 < len(forms):
                most = longest.get(f"{form.folded} {forms[place + 1].folded}", most)
            match = None
            if most > 1:
                match = self._match(sentence, place, most, in_capitals)
            elif form.is_capitalised or form.is_number:
                match = self._match_alone(sentence, place, in_capitals)
            elif form.folded in self.names.packed:
                match = self._accept(sentence, form.folded, place, place + 1, in_capitals)
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
        return self._match_plural(sentence, place)

    def _match_alone(
        self, sentence: Sentence, place: int, in_capitals: bool
    ) -> Found | None:
        """Return the name that the word at ``place`` is, which begins no longer one.

        It is the same wherever the word stands, but for headlines in capitals.
        """
        if in_capitals:
            return self._match(sentence, place, 1, in_capitals)
        surface = sentence.surfaces[place]
        known = self._alone
        if surface in known:
            found = known[surface]
        else:
            found = self._match(sentence, place, 1, in_capitals)
            if len(known) >= _CACHED_WORDS:
                known = self._alone = {}
            known[surface] = found
        if found is None:
            return None
        return Found(place, place + 1, found.named, found.is_small)

    def _match_inflected(
        self, sentence: Sentence, key: str, first: int, last: int, in_capitals: bool
    ) -> Found | None:
        """Return the longer name or the office that ``key`` is, with a suffix."""
        head, space, tail = key.rpartition(" ")
        known = self.names.packed
        for base in bases_of(tail):
            inflected = head + space + base
            if inflected not in known:
                continue
            found = self._accept(sentence, inflected, first, last, in_capitals)
            if found is not None and (head or found.named.type == "TITLE"):
                return found
        return None

    def _match_plural(self, sentence: Sentence, place: int) -> Found | None:
        """Return the people whose Turkish plural stands at ``place``: ``Çinliler``."""
        form = sentence.forms[place]
        plural = _PLURAL.fullmatch(form.folded) if form.is_capitalised else None
        named = self.names.find(plural[1]) if plural else None
        if named is None or named.type != "NORP":
            return None
        return Found(place, place + 1, named)

    def _accept(
        self, sentence: Sentence, key: str, first: int, last: int, in_capitals: bool
    ) -> Found | None:
        """Return what ``key`` names if it is written as a name is."""
        if last == first + 1 and sentence.forms[first].is_capitals:
            named = self.acronyms.find(key)
            if named is not None and not (in_capitals and key in stop_words()):
                return Found(first, last, named)
        named = self.names.find(key)
        if named is None:
            return None
        if _is_written_as_name(sentence, first, last):
            return Found(first, last, named)
        return Found(first, last, named, is_small=True) if named.type == "TITLE" else None


def _is_written_as_name(sentence: Sentence, first: int, last: int) -> bool:
    """Return whether both ends have a capital or digit; of ``El.kz`` the first does."""
    start, end = sentence.forms[first], sentence.forms[last - 1]
    if not (start.is_capitalised or start.is_number):
        return False
    is_address = last - first > 1 and sentence.forms[last - 2].name == "."
    return end.is_capitalised or end.is_number or is_address


@lru_cache(_CACHED_NAMES)
def key_of(name: str) -> str:
    """Return a name's words, folded, with one space between."""
    sentence = read_sentence(name, 0, len(name))
    return sentence.key(0, len(sentence)) if len(sentence) else ""


def is_acronym(name: str) -> bool:
    """Return whether a name is one that counts only in capitals."""
    return len(name) <= _LONGEST_ACRONYM and name.isupper() and name.isalnum()


def is_in_capitals(sentence: Sentence) -> bool:
    """Return whether a whole sentence, such as a headline, is in capitals."""
    words = 0
    for form in sentence.forms:
        if form.is_word and not form.is_number:
            if not form.name.isupper():
                return False
            words += 1
    return words > 2


def is_form_of(word: str, known: AbstractSet[str]) -> bool:
    """Return whether a folded word is one of ``known``, with a Turkish suffix or none."""
    return not known.isdisjoint((word, *bases_of(word)))


@lru_cache(1 << 15)
def bases_of(word: str) -> tuple[str, ...]:
    """Return what a folded word is without a Turkish suffix, the longest first."""
    if not word.endswith(_LAST_OF_SUFFIXES):
        return ()
    bases = []
    shortest = max(_SHORTEST_BASE, len(word) - _LONGEST_SUFFIX)
    for end in range(len(word) - 1, shortest - 1, -1):
        if word[end] not in _LETTERS_OF_SUFFIXES:
            break
        if _SUFFIX.fullmatch(word, end):
            bases.append(word[:end])
    return tuple(bases)


_KINDS: tuple[EntityType, ...] = ("LOC", "FAC")


def kind_of_place(words: Sequence[str]) -> EntityType:
    """Return LOC, FAC or GPE for the folded words of a place's name."""
    if len(words) > 1:
        known = words_by_kind("place-words")
        for type in _KINDS:
            if is_form_of(words[-1], known[f"{type}, last"]):
                return type
        for type in _KINDS:
            if words[0] in known[f"{type}, first"]:
                return type
    return "GPE"
