"""Group names of one person: other spellings, shortened names, bare surnames.

The groups depend on the set of names and their frequencies, never on their order, so
that the same documents give the same groups.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from ..text.letters import fold
from ..text.phonetics import sound
from .word_lists import words_of

NameWords = tuple[str, ...]
"""The words of a name, folded."""

_DOMINANT = 10
"""A bare surname goes to the person who is this many times as frequent as all others
with that surname together; a guess."""

_CACHED_NAMES = 1 << 15
"""A guess."""


def split_name(name: str) -> NameWords:
    """Return the words of a name, folded; a hyphen separates words."""
    return tuple(fold(word) for word in name.replace("-", " ").split())


def group_names(names: Mapping[str, int]) -> dict[str, str]:
    """Return the name to show for each of ``names``; the same one for one person.

    ``names`` are names as they are written, with their frequencies. The name to show is
    the one with the most words of its group, in its most frequent spelling.
    """
    groups = _Groups(names)
    groups.merge_spellings()
    groups.merge_shortened()
    groups.merge_surnames()
    return groups.names_to_show()


class _Groups:
    """Groups of names that are being merged (a union-find)."""

    def __init__(self, names: Mapping[str, int]) -> None:
        self.names = names
        self.words = {name: split_name(name) for name in names}
        self.parent = {name: name for name in names}

    def root(self, name: str) -> str:
        while self.parent[name] != name:
            self.parent[name] = self.parent[self.parent[name]]
            name = self.parent[name]
        return name

    def merge(self, one: str, other: str) -> None:
        first, last = sorted((self.root(one), self.root(other)))
        self.parent[last] = first

    def merge_spellings(self) -> None:
        """Merge names that sound the same, word by word."""
        seen: dict[str, str] = {}
        for name in sorted(self.names):
            for key in _sounds_of(self.words[name]):
                self.merge(name, seen.setdefault(key, name))

    def merge_shortened(self) -> None:
        """Merge ``Tayyip Erdoğan`` with the longer name that contains it, if one does."""
        bearers: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name, words in self.words.items():
            for word in set(words[:-1]):
                bearers[_sound_of(words[-1]), _sound_of(word)].append(name)
        for name in sorted(self.names):
            words = self.words[name]
            if len(words) > 1:
                self._merge_with_longer(name, words, bearers)

    def _merge_with_longer(
        self, name: str, words: NameWords, bearers: Mapping[tuple[str, str], list[str]]
    ) -> None:
        surname = _sound_of(words[-1])
        # The rarest of the other words leaves the fewest candidates.
        candidates = min(
            (bearers[surname, _sound_of(word)] for word in words[:-1]), key=len, default=[]
        )
        longer = {
            self.root(other) for other in candidates if _is_longer(self.words[other], words)
        }
        if len(longer) == 1:
            self.merge(name, longer.pop())

    def merge_surnames(self) -> None:
        """Merge a bare surname with the only or by far most frequent person who has it."""
        counts: dict[str, int] = defaultdict(int)
        bearers: dict[str, set[str]] = defaultdict(set)
        for name, words in self.words.items():
            if len(words) > 1:
                counts[self.root(name)] += self.names[name]
                for key in _surname_sounds(words):
                    bearers[key].add(name)
        merged = []
        for name, words in self.words.items():
            if len(words) == 1:
                people = {
                    self.root(one) for key in _sounds_of(words) for one in bearers[key]
                }
                person = _find_dominant(people, counts)
                if person is not None:
                    merged.append((name, person))
        for name, person in sorted(merged):
            self.merge(name, person)

    def names_to_show(self) -> dict[str, str]:
        groups = defaultdict(list)
        for name in self.names:
            groups[self.root(name)].append(name)
        return {
            name: best
            for group in groups.values()
            for best in [min(group, key=self._rank)]
            for name in group
        }

    def _rank(self, name: str) -> tuple[int, int, int, str]:
        """Return the sort key of a name: most words, most frequent, with diacritics."""
        marked = not name.isascii()
        return (-len(self.words[name]), -self.names[name], -marked, name)


def _find_dominant(people: Iterable[str], counts: Mapping[str, int]) -> str | None:
    """Return the person who is far more frequent than all others, None without one."""
    ranked = sorted(people, key=lambda one: (-counts[one], one))
    if not ranked:
        return None
    others = sum(counts[one] for one in ranked[1:])
    return ranked[0] if counts[ranked[0]] >= _DOMINANT * others else None


@lru_cache(_CACHED_NAMES)
def _sounds_of(words: NameWords) -> tuple[str, ...]:
    """Return the phonetic key of a name in English and in Turkish."""
    return tuple(
        {" ".join(sound(word, language) for word in words) for language in ("en", "tr")}
    )


def _surname_sounds(words: NameWords) -> set[str]:
    """Return the phonetic keys of the surname."""
    return set(_sounds_of((surname_of(words),)))


def surname_of(words: NameWords) -> str:
    """Return the surname in a full name; Chinese, Korean and Vietnamese ones come first."""
    return words[0] if words[0] in words_of("family-first") else words[-1]


def _sound_of(word: str) -> str:
    return sound(word, "en")


def _is_longer(longer: NameWords, shorter: NameWords) -> bool:
    """Return whether ``longer`` has the words of ``shorter``, in their order, and more."""
    if len(longer) <= len(shorter):
        return False
    sounds = iter([_sound_of(word) for word in longer])
    return all(_sound_of(word) in sounds for word in shorter)
