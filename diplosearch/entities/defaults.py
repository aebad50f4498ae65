"""What a bare name such as *Security Council* or *the Gulf* means by default."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..model import EntityType
from ..resources import split_column
from ..text.letters import normalize
from .base import Mention
from .gazetteer.entry import GazetteerEntry
from .gazetteer.gazetteer import Gazetteer, bases_of, key_of
from .tokens import Sentence
from .word_lists import rows_of

_SUFFIX = re.compile(r"['’]\w{1,8}$")
_JOINING = ("of", "for", "on")
"""Words behind a name that goes on: *Congress of Vienna*."""

_LONGEST_ACRONYM = 3
"""Letters of a name that stands in capitals only; a guess."""

_NONE = "-"
"""What a name means, in the list, that means none of the usual beside some words."""

_TYPES: tuple[EntityType, ...] = ("ORG", "LOC", "GPE", "FAC")


class Defaults:
    """What bare names mean where nothing says otherwise."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._meanings: dict[str, list[_Meaning]] = {}
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
            if len(key) > _LONGEST_ACRONYM
            and key.isalpha()
            and meanings[0].is_nickname
        )
        """Folded words that are an organisation beside some words only."""
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
        """Return whether an acronym is no name beside the words of a document."""
        if not name.isupper():
            return False
        meaning = next(
            (one for one in self._find_meanings(name) if one.applies_to(text)), None
        )
        return meaning is not None and meaning.entry is None

    def has(self, name: str) -> bool:
        """Return whether a name means something by default, in some documents."""
        return bool(self._find_meanings(name))

    def _find_meanings(self, name: str) -> list[_Meaning]:
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
        return self.words is not None and bool(self.words.search(normalize(text)))


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
