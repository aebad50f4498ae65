"""The gazetteer: find known names in a sentence.

Names are compared word by word, folded; the last word of a name of several words may have
a Turkish suffix (``Dışişleri Bakanlığından``). An acronym matches only in capitals, and
every other name only with a capital, except offices.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache
from typing import NamedTuple

from ...analysis.word_rules import stop_words
from ...model import EntityType
from ...packed_table import PackedTable
from ...text.letters import MODIFIER_LETTER_APOSTROPHE, fold
from ..tokens import Sentence, read_sentence
from ..word_lists import words_by_kind
from .entry import Entities, GazetteerEntry, Packed
from .user_table import TableEntry

_CACHED_NAMES = 1 << 15
_CACHED_WORDS = 3 << 15
"""Entries of the caches; a guess."""

_LONGEST_ACRONYM = 6
"""Characters of the longest name that counts as an acronym; a guess."""

# Turkish suffixes on the last word of a name without an apostrophe, folded: plural,
# possessive, case, -ki and the copula.
_SUFFIX = re.compile(
    r"(?:l[ae]r)?(?:s?[iu])?"
    r"(?:n?[iu]n|[yn]?[iu]|[yn]?[ae]|n?[dt][ae]n?|y?l[ae]|n?c[ae])?(?:ki)?"
    r"(?:l[ae]r)?(?:[iu]?n?[iu]n|[iu]|[ae]|n?d[ae]n?)?(?:[dt][iu]r)?"
)
# The letters in these suffixes, and their last letters.
_LETTERS_OF_SUFFIXES = frozenset("acdeiklnrstuy")
_LAST_OF_SUFFIXES = ("a", "e", "i", "n", "r", "u")
_PLURAL = re.compile(
    r"([a-z]{3,20})l[ae]r(?:[iu]?n?[iu]?n?|[iu]|[ae]|n?d[ae]n?|l[ae]|c[ae])"
)
_LONGEST_SUFFIX = 9
_SHORTEST_BASE = 3


class Found(NamedTuple):
    """The words ``first`` up to ``last`` of a sentence, and the entity they name."""

    first: int
    last: int
    entry: GazetteerEntry
    is_small: bool = False
    """Whether the name is written without a capital, as offices may be."""


class _Alone(NamedTuple):
    """What ``words`` words are, wherever they stand."""

    words: int
    entry: GazetteerEntry
    is_small: bool


_SEVERAL = 0
_MAY_BEGIN = _Alone(_SEVERAL, GazetteerEntry("ORG", "", ""), is_small=False)
"""What a word is that a name of several words may begin with."""

_PAIR = 2


class Gazetteer:
    """Entities by the keys of their names (see :func:`key_of`).

    ``longest`` says how many words to look up: 2 for the first word of every name of
    several words; for the first two words of names of more than two, the number of words
    of the longest. ``fingerprint`` differs between gazetteers with other entities.

    Packed tables are read in parts by look-ups of single names, and whole once names are
    looked for in sentences.
    """

    def __init__(
        self,
        *,
        names: Packed | None = None,
        acronyms: Packed | None = None,
        longest: Mapping[str, str] | None = None,
        fingerprint: str = "",
    ) -> None:
        self.names = Entities(names)
        self.acronyms = Entities(acronyms)
        self._packed_longest = longest
        self.fingerprint = fingerprint
        self._alone: dict[str, _Alone | None] = {}
        self._pairs: dict[str, _Alone | None] = {}

    @cached_property
    def longest(self) -> dict[str, int]:
        """The most words to look up, by the first word or the first two of a name."""
        packed = self._packed_longest or {}
        whole = packed.to_dict() if isinstance(packed, PackedTable) else packed
        return dict(zip(whole, map(int, whole.values()), strict=True))

    def begins_name(self, word: str) -> bool:
        """Tell whether the folded ``word`` is the first of a name of several words."""
        if "longest" in self.__dict__ or self._packed_longest is None:
            return word in self.longest
        return word in self._packed_longest

    def extended(self, entries: Iterable[TableEntry]) -> Gazetteer:
        """Return a gazetteer with a user's ``entries`` added; theirs take precedence."""
        digest = hashlib.blake2b(self.fingerprint.encode(), digest_size=16)
        other = Gazetteer()
        other.names, other.acronyms = self.names.copy(), self.acronyms.copy()
        other.longest = dict(self.longest)
        for entry in entries:
            digest.update(repr(entry).encode())
            own = GazetteerEntry(entry.type, entry.id, entry.name, is_own=True)
            for name in entry.names:
                other.put(name, own)
        other.fingerprint = digest.hexdigest()
        return other

    def put(self, name: str, entry: GazetteerEntry) -> None:
        """Add an entity under ``name``; it replaces the one that had that name."""
        key = key_of(name)
        if not key:
            return
        self._alone, self._pairs = {}, {}
        self._measure(key)
        if is_acronym(name):
            self.acronyms[key] = entry
            return
        self.names[key] = entry
        spaced = key.replace("- ", "")
        if spaced != key:
            self.names[spaced] = entry
            self._measure(spaced)

    def _measure(self, key: str) -> None:
        """Enter the number of words of a name in ``longest``."""
        words = [word.partition("'")[0] for word in key.split(" ")]
        if len(words) == 1:
            return
        self.longest[words[0]] = 2
        if len(words) > 2:
            pair = " ".join(words[:2])
            self.longest[pair] = max(len(words), self.longest.get(pair, 0))

    def look_up(self, name: str, types: tuple[EntityType, ...]) -> GazetteerEntry | None:
        """Return the entity of one of ``types`` with this name, in any case; else None."""
        key = key_of(name)
        for known in (self.acronyms, self.names):
            entry = known.find(key)
            if entry is not None and entry.type in types:
                return entry
        return None

    def put_town(self, name: str, region: str, entry: GazetteerEntry) -> None:
        """Add the town called ``name`` in a country or state, whose id is ``region``."""
        self.names[_town_key(name, region)] = entry

    def find_town(self, name: str, region: str) -> GazetteerEntry | None:
        """Return the town called ``name`` in a country or state; None if unknown.

        Towns of a country are known where towns of several have the name.
        """
        return self.names.find(_town_key(name, region))

    def is_state(self, id: str) -> bool:
        """Return whether towns are known by this state."""
        return _town_key("", id) in self.names

    def people(self) -> Iterator[tuple[str, GazetteerEntry]]:
        """Yield the key of each name of a person, and the person."""
        for table in (self.names, self.acronyms):
            table.unpack()
            for key, packed in table.packed.items():
                if not isinstance(packed, str) or packed.startswith("PERSON"):
                    entry = table.find(key)
                    if entry is not None and entry.type == "PERSON":
                        yield key, entry

    def find(self, sentence: Sentence) -> list[Found]:
        """Return the names in a sentence, from left to right; the longest at each word."""
        self.names.unpack()
        self.acronyms.unpack()
        if is_in_capitals(sentence):
            return list(self._find_in_capitals(sentence))
        surfaces, known = sentence.surfaces, self._alone
        found = []
        behind = 0
        for first, surface in enumerate(surfaces):
            if first < behind:
                continue
            try:
                match = known[surface]
            except KeyError:
                match = self._look_at(sentence, first)
            if match is None:
                continue
            if match.words == _SEVERAL:
                match = self._match_several(sentence, first)
                if match is None:
                    continue
            behind = first + match.words
            found.append(Found(first, behind, match.entry, match.is_small))
        return found

    def _find_in_capitals(self, sentence: Sentence) -> Iterator[Found]:
        """Yield the names in a headline in capitals."""
        behind = 0
        for first in range(len(sentence)):
            if first >= behind:
                most = self._most_words(sentence, first)
                match = self._match(sentence, first, most, in_capitals=True)
                if match is not None:
                    behind = match.last
                    yield match

    def _most_words(self, sentence: Sentence, first: int) -> int:
        """Return the number of words of the longest name that may begin at a word."""
        folded = sentence.folded
        most = self.longest.get(folded[first], 1)
        if most > 1 and first + 1 < len(folded):
            most = self.longest.get(f"{folded[first]} {folded[first + 1]}", most)
        return most

    def _look_at(self, sentence: Sentence, position: int) -> _Alone | None:
        """Return the name that a word is, ``_SEVERAL`` words where one may begin with it.

        The answer depends on the word alone and is cached, as most words are no name.
        """
        form = sentence.forms[position]
        match: Found | None = None
        if form.folded in self.longest:
            alone: _Alone | None = _MAY_BEGIN
        else:
            if form.is_capitalised or form.is_number:
                match = self._match(sentence, position, 1, in_capitals=False)
            elif form.folded in self.names.packed:
                match = self._accept(
                    sentence, form.folded, position, position + 1, in_capitals=False
                )
            alone = None if match is None else _Alone(1, match.entry, match.is_small)
        if len(self._alone) >= _CACHED_WORDS:
            self._alone = {}
        self._alone[sentence.surfaces[position]] = alone
        return alone

    def _match_several(self, sentence: Sentence, first: int) -> _Alone | None:
        """Return the longest name at a word that names of several words begin with.

        What two words are is cached, with both as they are written; ``_MAY_BEGIN`` where
        names of more words begin with them.
        """
        pair = " ".join(sentence.surfaces[first : first + _PAIR])
        try:
            found = self._pairs[pair]
        except KeyError:
            most = self._most_words(sentence, first)
            found = _MAY_BEGIN if most > _PAIR else self._match_up_to(most, sentence, first)
            if len(self._pairs) >= _CACHED_WORDS:
                self._pairs = {}
            self._pairs[pair] = found
        if found is _MAY_BEGIN:
            return self._match_up_to(self._most_words(sentence, first), sentence, first)
        return found

    def _match_up_to(self, most: int, sentence: Sentence, first: int) -> _Alone | None:
        """Return the longest name at a word, of ``most`` words at the most."""
        match = self._match(sentence, first, most, in_capitals=False)
        if match is None:
            return None
        return _Alone(match.last - match.first, match.entry, match.is_small)

    def _match(
        self, sentence: Sentence, position: int, most: int, in_capitals: bool
    ) -> Found | None:
        """Return the longest name that begins at ``position``, None without one."""
        for last in range(min(position + most, len(sentence)), position, -1):
            key = sentence.key(position, last)
            found = self._accept(sentence, key, position, last, in_capitals)
            if found is None and not sentence.forms[last - 1].suffix:
                found = self._match_inflected(sentence, key, position, last, in_capitals)
            if found is not None:
                return found
        return self._match_plural(sentence, position)

    def _match_inflected(
        self, sentence: Sentence, key: str, first: int, last: int, in_capitals: bool
    ) -> Found | None:
        """Return the name that ``key`` is with a suffix.

        One of a single word is an office or an institution: *Cumhurbaşkanlığından*.
        """
        head, space, tail = key.rpartition(" ")
        known = self.names.packed
        for base in bases_of(tail):
            inflected = head + space + base
            if inflected not in known:
                continue
            found = self._accept(sentence, inflected, first, last, in_capitals)
            if found is None:
                continue
            entry = found.entry
            if head or entry.type == "TITLE" or entry.is_institution:
                return found
        return None

    def _match_plural(self, sentence: Sentence, position: int) -> Found | None:
        """Return the people whose Turkish plural the word is: ``Çinliler``."""
        form = sentence.forms[position]
        plural = _PLURAL.fullmatch(form.folded) if form.is_capitalised else None
        entry = self.names.find(plural[1]) if plural else None
        if entry is None or entry.type != "NORP":
            return None
        return Found(position, position + 1, entry)

    def _accept(
        self, sentence: Sentence, key: str, first: int, last: int, in_capitals: bool
    ) -> Found | None:
        """Return the entity with name ``key`` if the words are cased as one, else None."""
        if last == first + 1 and sentence.forms[first].is_capitals:
            entry = self.acronyms.find(key)
            if entry is not None and not (in_capitals and key in stop_words()):
                return Found(first, last, entry)
        entry = self.names.find(key)
        if entry is None:
            return None
        if _is_written_as_name(sentence, first, last):
            return Found(first, last, entry)
        return Found(first, last, entry, is_small=True) if entry.type == "TITLE" else None


def _is_written_as_name(sentence: Sentence, first: int, last: int) -> bool:
    """Return whether both ends have a capital or digit.

    For ``El.kz`` and ``Sabah gazetesi`` the first will do.
    """
    start, end = sentence.forms[first], sentence.forms[last - 1]
    if not (start.is_capitalised or start.is_number):
        return False
    is_address = last - first > 1 and sentence.forms[last - 2].name == "."
    if end.is_capitalised or end.is_number or is_address:
        return True
    return last - first > 1 and is_form_of(
        end.folded, words_by_kind("place-words")["media"]
    )


def _town_key(name: str, region: str) -> str:
    """Return the key of a town in a region, which no words of a text have."""
    return f"{key_of(name)}|{region}"


@lru_cache(_CACHED_NAMES)
def key_of(name: str) -> str:
    """Return the key of a name: its words, folded, with one space between."""
    words = name.split(" ")
    if all(map(str.isalpha, words)) and MODIFIER_LETTER_APOSTROPHE not in name:
        return " ".join(map(fold, words))  # as most names are
    sentence = read_sentence(name, 0, len(name))
    return sentence.key(0, len(sentence)) if len(sentence) else ""


def is_acronym(name: str) -> bool:
    """Return whether a name is an acronym, which matches only in capitals."""
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


@lru_cache(_CACHED_WORDS)
def bases_of(word: str) -> tuple[str, ...]:
    """Return a folded word without each possible Turkish suffix, the longest first."""
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
    """Return LOC, FAC or GPE by the first and last folded word of a place's name."""
    if len(words) > 1:
        known = words_by_kind("place-words")
        for type in _KINDS:
            if is_form_of(words[-1], known[f"{type}, last"]):
                return type
        for type in _KINDS:
            if words[0] in known[f"{type}, first"]:
                return type
    return "GPE"
