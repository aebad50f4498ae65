"""What a bare name such as *Security Council* or *the Gulf* means by default.

And what clubs are called: by their colours, *Sarı-Kırmızılılar*, or a nickname, *Kartal*.
Colours are no person or place, whatever stands beside them. In the plural they are the
club that the document names, if it has them; a nickname is a club in such a document only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from ..model import EntityType
from ..resources import split_column
from ..text.letters import normalize
from .base import Mention
from .gazetteer.entry import GazetteerEntry
from .gazetteer.gazetteer import Gazetteer, bases_of, key_of
from .overlaps import Trust
from .tokens import Sentence
from .word_lists import rows_of, words_by_kind

_SUFFIX = re.compile(r"['’]\w{1,8}$")
_JOINING = ("of", "for", "on")
"""Words behind a name that goes on: *Congress of Vienna*."""

_CACHED_NAMES = 1 << 14
"""A guess."""

_LONGEST_ACRONYM = 3
"""Letters of a name that stands in capitals only; a guess."""

_NONE = "-"
"""What a name means, in the list, that means none of the usual beside some words."""

_DERIVED, _PLURAL = ("li", "lu"), ("lar", "ler")
_DASHES = frozenset("-–")

_TYPES: tuple[EntityType, ...] = ("ORG", "LOC", "GPE", "FAC")


class Defaults:
    """What bare names mean where nothing says otherwise."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._meanings: dict[str, list[_Meaning]] = {}
        self._found: dict[str, list[_Meaning]] = {}
        self.written: set[str] = set()
        """Names of places as they are written."""

        for names, meant, words in rows_of("default-names"):
            entry = gazetteer.look_up(meant, _TYPES)
            if entry is None and meant != _NONE:
                continue
            meaning = _Meaning(entry, *_read_words(split_column(words)))
            for name in split_column(names):
                self._meanings.setdefault(key_of(name), []).append(meaning)
            if entry is not None and entry.type != "ORG":
                self.written.update(split_column(names))

        self.nicknames = frozenset(
            key
            for key, meanings in self._meanings.items()
            if len(key) > _LONGEST_ACRONYM and key.isalpha() and meanings[0].is_nickname
        )
        """Folded words that are an organisation beside some words only."""
        self.doubtful = frozenset(
            key.partition(" ")[0]
            for key, meanings in self._meanings.items()
            if any(one.entry is None for one in meanings)
        )
        """Folded first words of names that are none, in some documents."""
        self.singles = self._names_of("ORG") - self.nicknames
        """Folded words that alone are the name of an institution."""
        self.waters = self._names_of("LOC")
        """Folded words that alone are the name of a river or a sea."""

    def _names_of(self, type: EntityType) -> frozenset[str]:
        return frozenset(
            key
            for key, meanings in self._meanings.items()
            if any(one.entry is not None and one.entry.type == type for one in meanings)
        )

    def find(self, name: str, text: str = "") -> GazetteerEntry | None:
        """Return what this name means by default in a document, given its ``text``."""
        meanings = self._find_meanings(name)
        return next((one.entry for one in meanings if one.applies_to(text)), None)

    def is_called(self, name: str, text: str) -> bool:
        """Return whether a document has the words beside which a name is a nickname."""
        meanings = self._find_meanings(name)
        return any(one.is_nickname and one.applies_to(text) for one in meanings)

    def rules_out(self, name: str, text: str) -> bool:
        """Return whether a name is none: *Board of Directors*, *İHA* beside *drone*."""
        meaning = next(
            (one for one in self._find_meanings(name) if one.applies_to(text)), None
        )
        if meaning is None or meaning.entry is not None:
            return False
        return name.isupper() or (meaning.words is None and meaning.acronyms is None)

    def has(self, name: str) -> bool:
        """Return whether a name means something by default, in some documents."""
        return bool(self._find_meanings(name))

    def _find_meanings(self, name: str) -> list[_Meaning]:
        known = self._found.get(name)
        if known is None:
            if len(self._found) >= _CACHED_NAMES:
                self._found.clear()
            known = self._found[name] = self._read_meanings(name)
        return known

    def _read_meanings(self, name: str) -> list[_Meaning]:
        head, space, tail = key_of(name).rpartition(" ")
        bases = () if _SUFFIX.search(name) else bases_of(tail)
        keys = (head + space + base for base in (tail, *bases))
        return next((self._meanings[key] for key in keys if key in self._meanings), [])


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a name means, and the words beside which it does, if only beside some."""

    entry: GazetteerEntry | None
    words: re.Pattern[str] | None
    acronyms: re.Pattern[str] | None

    @property
    def is_nickname(self) -> bool:
        """Whether it is an organisation that the name stands for beside some words only."""
        is_club = self.entry is not None and self.entry.type == "ORG"
        return is_club and (self.words is not None or self.acronyms is not None)

    def applies_to(self, text: str) -> bool:
        """Return whether the words are in a document."""
        if self.words is None and self.acronyms is None:
            return True
        if self.acronyms is not None and self.acronyms.search(text):
            return True
        return self.words is not None and bool(self.words.search(_normal_form(text)))


@lru_cache(maxsize=1)
def _normal_form(text: str) -> str:
    """Return the normal form of a document, which is asked for many times in a row."""
    return normalize(text)


def _read_words(
    words: Sequence[str],
) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """Return patterns for the beginnings of folded words, and for acronyms as they are."""
    acronyms = [re.escape(word) for word in words if word.isupper()]
    others = [re.escape(normalize(word)) for word in words if not word.isupper()]
    return (
        re.compile(rf"\b(?:{'|'.join(others)})") if others else None,
        re.compile(rf"\b(?:{'|'.join(acronyms)})(?![A-ZÇĞİÖŞÜ0-9])") if acronyms else None,
    )


def find_bare_names(sentence: Sentence, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Yield institutions of one word that are meant by default: *Meclis*, *Congress*.

    Only where no other word with a capital beside it may belong to the name.
    """
    known = defaults(gazetteer)
    if known.singles.isdisjoint(sentence.folded):
        return
    forms = sentence.forms
    for position, form in enumerate(forms):
        if not form.is_capitalised or form.is_capitals or form.folded not in known.singles:
            continue
        following = forms[position + 1] if position + 1 < len(forms) else None
        is_longer = following is not None and (
            following.is_capitalised or following.folded in _JOINING
        )
        if (is_longer and not form.suffix) or (
            position and forms[position - 1].is_capitalised
        ):
            continue
        yield Mention(sentence.start(position), sentence.end(position), "ORG")


@lru_cache(maxsize=4)
def defaults(gazetteer: Gazetteer) -> Defaults:
    """Return the defaults that a gazetteer knows."""
    return Defaults(gazetteer)


def with_clubs(
    text: str, sentence: Sentence, gazetteer: Gazetteer, finds: list[tuple[Trust, Mention]]
) -> list[tuple[Trust, Mention]]:
    """Return the finds in a sentence without colours, and with the clubs they stand for.

    And without acronyms that beside the words of this document are none: *İHA*.
    """
    known = defaults(gazetteer)
    colours = list(_find_colours(sentence))
    clubs = []
    for first, last in colours:
        is_plural = sentence.folded[last - 1].endswith(_PLURAL)
        mention = Mention(sentence.start(first), sentence.end(last - 1), "ORG")
        written = text[mention.start : mention.end]
        if is_plural and known.find(written, text) is not None:
            clubs.append((Trust.NUMBER, mention))
    for position in _find_nicknames(sentence, known.nicknames):
        if known.is_called(sentence.forms[position].name, text):
            span = sentence.start(position), sentence.end(position)
            clubs.append((Trust.FORM, Mention(*span, "ORG")))
    if colours:
        spans = [(sentence.start(one), sentence.end(other - 1)) for one, other in colours]
        finds = [
            (trust, mention)
            for trust, mention in finds
            if trust == Trust.OWN
            or not any(start <= mention.start < end for start, end in spans)
        ]
    if not known.doubtful.isdisjoint(sentence.folded):
        finds = [
            (trust, mention)
            for trust, mention in finds
            if trust == Trust.OWN
            or mention.type != "ORG"
            or not known.rules_out(text[mention.start : mention.end], text)
        ]
    return finds + clubs if clubs else finds


def _find_colours(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the spans of words that are colours, the last *-lı*: *Bordo - Mavili*."""
    colours = words_by_kind("function-words")["colour of a club"]
    if colours.isdisjoint(sentence.folded):
        return
    forms = sentence.forms
    for first in sentence.capitals:
        if forms[first].folded not in colours or forms[first].suffix:
            continue
        last = first + 1
        while last < len(forms):
            if forms[last].folded in _derived():
                yield first, last + 1
                break
            if forms[last].name not in _DASHES and forms[last].folded not in colours:
                break
            last += 1


@cache
def _derived() -> frozenset[str]:
    """Return the folded words for who has a colour, and their plurals."""
    words = {
        colour + ending
        for colour in words_by_kind("function-words")["colour of a club"]
        for ending in _DERIVED
    }
    return frozenset(words | {word + plural for word in words for plural in _PLURAL})


def _find_nicknames(sentence: Sentence, nicknames: frozenset[str]) -> Iterator[int]:
    """Yield the positions of nicknames beside which no other word has a capital."""
    if nicknames.isdisjoint(sentence.folded):
        return
    forms = sentence.forms
    for position in sentence.capitals:
        if forms[position].folded not in nicknames:
            continue
        before = forms[position - 1] if position else None
        behind = forms[position + 1] if position + 1 < len(forms) else None
        is_longer = behind is not None and behind.is_capitalised
        if is_longer and not forms[position].suffix:
            continue
        if before is None or not before.is_capitalised or before.suffix:
            yield position
