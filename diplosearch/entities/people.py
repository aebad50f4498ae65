"""Which names mean one person: spellings, shortened names, bare surnames.

The answer depends on the set of names and how often each stands, never on
their order, so that it is the same for the same documents however they came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from ..text.letters import fold
from ..text.phonetics import sound
from .word_lists import words_of

Parts = tuple[str, ...]
"""The words of a name, folded."""

_DOMINANT = 10
"""How many times as often as all others together a person stands who has a bare
surname to himself; our choice."""

_CACHED_NAMES = 1 << 15


def parts_of(name: str) -> Parts:
    """Return the words of a name, folded; hyphens part words."""
    return tuple(fold(word) for word in name.replace("-", " ").split())


def group_names(names: Mapping[str, int]) -> dict[str, str]:
    """Return the name that each of ``names`` is shown by; people are told apart by it.

    ``names`` are as they are written, with how often. One person's names get
    the fullest of them, in its most frequent spelling.
    """
    groups = _Groups(names)
    groups.join_spellings()
    groups.join_shortened()
    groups.join_surnames()
    return groups.shown()


class _Groups:
    """Names in the making of groups (a union-find)."""

    def __init__(self, names: Mapping[str, int]) -> None:
        self.names = names
        self.parts = {name: parts_of(name) for name in names}
        self.parent = {name: name for name in names}

    def root(self, name: str) -> str:
        while self.parent[name] != name:
            self.parent[name] = self.parent[self.parent[name]]
            name = self.parent[name]
        return name

    def join(self, one: str, other: str) -> None:
        first, last = sorted((self.root(one), self.root(other)))
        self.parent[last] = first

    def join_spellings(self) -> None:
        """Join names that sound the same, word by word."""
        seen: dict[str, str] = {}
        for name in sorted(self.names):
            for key in _sounds_of(self.parts[name]):
                self.join(name, seen.setdefault(key, name))

    def join_shortened(self) -> None:
        """Join ``Tayyip Erdoğan`` to the one longer name that holds it."""
        holders: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name, parts in self.parts.items():
            for part in set(parts[:-1]):
                holders[_heard(parts[-1]), _heard(part)].append(name)
        for name in sorted(self.names):
            parts = self.parts[name]
            if len(parts) > 1:
                self._join_to_longer(name, parts, holders)

    def _join_to_longer(
        self, name: str, parts: Parts, holders: Mapping[tuple[str, str], list[str]]
    ) -> None:
        surname = _heard(parts[-1])
        # The rarest of the other words leaves the fewest names to look at.
        candidates = min(
            (holders[surname, _heard(part)] for part in parts[:-1]), key=len, default=[]
        )
        longer = {
            self.root(other)
            for other in candidates
            if len(self.parts[other]) > len(parts) and _holds(self.parts[other], parts)
        }
        if len(longer) == 1:
            self.join(name, longer.pop())

    def join_surnames(self) -> None:
        """Join a bare surname to the one person, or the far more frequent, who has it."""
        counts: dict[str, int] = defaultdict(int)
        holders: dict[str, set[str]] = defaultdict(set)
        for name, parts in self.parts.items():
            if len(parts) > 1:
                counts[self.root(name)] += self.names[name]
                for key in _surname_sounds(parts):
                    holders[key].add(name)
        joined = []
        for name, parts in self.parts.items():
            if len(parts) == 1:
                people = {
                    self.root(one) for key in _sounds_of(parts) for one in holders[key]
                }
                person = _only(people, counts)
                if person is not None:
                    joined.append((name, person))
        for name, person in sorted(joined):
            self.join(name, person)

    def shown(self) -> dict[str, str]:
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
        """Return what puts the name to show first: fullest, commonest, with diacritics."""
        marked = not name.isascii()
        return (-len(self.parts[name]), -self.names[name], -marked, name)


def _only(people: Iterable[str], counts: Mapping[str, int]) -> str | None:
    ranked = sorted(people, key=lambda one: (-counts[one], one))
    if not ranked:
        return None
    others = sum(counts[one] for one in ranked[1:])
    return ranked[0] if counts[ranked[0]] >= _DOMINANT * others else None


@lru_cache(_CACHED_NAMES)
def _sounds_of(parts: Parts) -> tuple[str, ...]:
    """Return how a name sounds by the habits of either language."""
    return tuple(
        {" ".join(sound(part, language) for part in parts) for language in ("en", "tr")}
    )


def _surname_sounds(parts: Parts) -> set[str]:
    """Return how the words sound that may stand for a person alone."""
    return set(_sounds_of((surname_of(parts),)))


def surname_of(parts: Parts) -> str:
    """Return the word of a full name by which a text goes on to call the person."""
    return parts[0] if parts[0] in words_of("family-first") else parts[-1]


def _heard(part: str) -> str:
    return sound(part, "en")


def _holds(longer: Parts, shorter: Parts) -> bool:
    """Return whether the words of ``shorter`` stand in ``longer`` in their order."""
    heard = iter([_heard(part) for part in longer])
    return all(_heard(part) in heard for part in shorter)
