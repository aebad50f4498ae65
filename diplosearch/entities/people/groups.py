"""Group names of one person: other spellings, shortened names, bare surnames.

The groups depend on the set of names and their frequencies, never on their order, so
that the same documents give the same groups.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ...text.phonetics import likeness, skeleton
from ..tagger.name_lists import is_given
from .names import (
    NameWords,
    consonants_of,
    is_initial,
    is_mixed,
    sound_of,
    sounds_of,
    split_name,
    surname_of,
    surname_sounds,
)

_DOMINANT = 10
"""A bare surname goes to the person who is this many times as frequent as all others
with that surname together; a guess."""

_SHORTEST_GIVEN = 3
"""Letters of a given name that stands for a person; a guess."""

_RARE = 5
"""A longer name is doubtful beside one that is this many times as frequent; a guess."""

_LIKE = 0.7
_LONG_SURNAME, _LONG_SKELETON = 5, 3
"""Likeness, letters and consonants from which on two surnames are one in two spellings,
where the given name is one; guesses."""


def group_names(
    names: Mapping[str, int],
    *,
    known: Mapping[str, str] | None = None,
    with_surnames: bool = True,
    with_given_names: bool = False,
) -> dict[str, str]:
    """Return the name to show for each of ``names``; the same one for one person.

    ``names`` are names as they are written, with their frequencies. The name to show is
    the one with the most words of its group, in its most frequent spelling. ``known`` are
    the ids of names that a gazetteer knows: two of them are never one, and a known name
    is no short form of an unknown one. ``with_surnames`` False leaves bare surnames apart;
    ``with_given_names`` merges a bare given name with the only person who has it, as
    within one document.
    """
    if len(names) == 1:
        return {name: name for name in names}
    groups = _Groups(names, known or {})
    groups.merge_known()
    groups.merge_spellings()
    groups.merge_like()
    groups.merge_shortened()
    groups.merge_initials()
    if with_surnames:
        groups.merge_surnames()
    if with_given_names:
        groups.merge_given_names()
    return groups.names_to_show()


class _Groups:
    """Groups of names that are being merged (a union-find)."""

    def __init__(self, names: Mapping[str, int], known: Mapping[str, str]) -> None:
        self.names = names
        self.words = {name: split_name(name) for name in names}
        self.parent = {name: name for name in names}
        self.known = {name: known[name] for name in names if name in known}
        """The id in the gazetteer of each name that has one, and of the root of a group."""

    def root(self, name: str) -> str:
        while self.parent[name] != name:
            self.parent[name] = self.parent[self.parent[name]]
            name = self.parent[name]
        return name

    def id_of(self, name: str) -> str | None:
        """Return the id that the gazetteer has for the group of a name, None for none."""
        return self.known.get(self.root(name))

    def merge(self, one: str, other: str) -> None:
        """Merge the groups of two names, unless they are two people of the gazetteer."""
        first, last = sorted((self.root(one), self.root(other)))
        ids = {self.known.get(first), self.known.get(last)} - {None}
        if first == last or len(ids) > 1:
            return
        self.parent[last] = first
        if ids:
            self.known[first] = self.known.get(first) or self.known[last]

    def merge_known(self) -> None:
        """Merge the names that the gazetteer has for one person."""
        seen: dict[str, str] = {}
        for name in sorted(self.known):
            self.merge(name, seen.setdefault(self.known[name], name))

    def merge_spellings(self) -> None:
        """Merge names that sound the same, word by word."""
        seen: dict[str, str] = {}
        for name in sorted(self.names):
            for key in sounds_of(self.words[name]):
                self.merge(name, seen.setdefault(key, name))

    def merge_like(self) -> None:
        """Merge long surnames in two spellings behind one given name."""
        seen: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self.names):
            words = self.words[name]
            key = like_key(words)
            if key is None:
                continue
            alike = seen[key]
            for other in alike:
                if likeness(words[-1], "en", self.words[other][-1], "en") >= _LIKE:
                    self.merge(name, other)
            alike.append(name)

    def merge_shortened(self) -> None:
        """Merge ``Tayyip Erdoğan`` with the longer name that contains it, if one does."""
        bearers: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name, words in self.words.items():
            for word in set(words[:-1]):
                bearers[sound_of(words[-1]), sound_of(word)].append(name)
        for name in sorted(self.names):
            words = self.words[name]
            if len(words) > 1:
                self._merge_with_longer(name, words, bearers)

    def _merge_with_longer(
        self, name: str, words: NameWords, bearers: Mapping[tuple[str, str], list[str]]
    ) -> None:
        surname = sound_of(words[-1])
        # The rarest of the other words leaves the fewest candidates.
        candidates = min(
            (bearers[surname, sound_of(word)] for word in words[:-1]), key=len, default=[]
        )
        longer = {
            self.root(other)
            for other in candidates
            if _is_longer(self.words[other], words) and not is_mixed(other)
        }
        if len(longer) == 1:
            other = longer.pop()
            # A name that the gazetteer has is whole as it is.
            if self.id_of(name) is None or self.id_of(other) is not None:
                self.merge(name, other)

    def merge_initials(self) -> None:
        """Merge ``M. Ali Erbil`` with the only name of as many words that it may be."""
        short = {
            name: words
            for name, words in self.words.items()
            if len(words) > 1 and any(map(is_initial, words))
        }
        if not short:
            return
        bearers: dict[tuple[int, str], list[str]] = defaultdict(list)
        for name, words in self.words.items():
            if name not in short and len(words) > 1:
                bearers[len(words), sound_of(words[-1])].append(name)
        for name, words in sorted(short.items()):
            candidates = bearers.get((len(words), sound_of(words[-1])), ())
            people = {
                self.root(other)
                for other in candidates
                if _is_abbreviated(words, self.words[other])
            }
            if len(people) == 1:
                self.merge(name, people.pop())

    def merge_surnames(self) -> None:
        """Merge a bare surname with the only or by far most frequent person who has it."""
        counts: dict[str, int] = defaultdict(int)
        bearers: dict[str, set[str]] = defaultdict(set)
        for name, words in self.words.items():
            if len(words) > 1:
                counts[self.root(name)] += self.names[name]
                for key in surname_sounds(words):
                    bearers[key].add(name)
        merged = []
        for name, words in self.words.items():
            if len(words) == 1:
                people = {
                    self.root(one) for key in sounds_of(words) for one in bearers[key]
                }
                person = _find_dominant(people, counts)
                if person is not None:
                    merged.append((name, person))
        for name, person in sorted(merged):
            self.merge(name, person)

    def merge_given_names(self) -> None:
        """Merge a bare given name with the only person whose name begins with it."""
        bearers: dict[str, set[str]] = defaultdict(set)
        for name, words in self.words.items():
            if len(words) > 1 and surname_of(words) != words[0]:
                bearers[words[0]].add(self.root(name))
        for name, words in sorted(self.words.items()):
            people = bearers[words[0]] if len(words) == 1 else set()
            is_alone = self.root(name) == name and len(people) == 1
            if is_alone and len(words[0]) >= _SHORTEST_GIVEN:
                self.merge(name, next(iter(people)))

    def names_to_show(self) -> dict[str, str]:
        groups = defaultdict(list)
        for name in self.names:
            groups[self.root(name)].append(name)
        return {
            name: best
            for group in groups.values()
            for best in [min(self._without_rare(group), key=self._rank)]
            for name in group
        }

    def _without_rare(self, group: Sequence[str]) -> list[str]:
        """Return the names of a group without longer ones that are rare and doubtful.

        *Super Star Ajda Pekkan* is one beside many of *Ajda Pekkan*, as its other words
        are no names.
        """
        full = [name for name in group if len(self.words[name]) > 1]
        if len(full) < 2:
            return list(group)
        best = max(full, key=lambda name: (self.names[name], name))
        own = {sound_of(word) for word in self.words[best]}
        rare = {
            name
            for name in full
            if self.names[name] * _RARE <= self.names[best]
            and name not in self.known
            and any(
                sound_of(word) not in own and not is_given(word) and not is_initial(word)
                for word in self.words[name]
            )
        }
        return [name for name in group if name not in rare]

    def _rank(self, name: str) -> tuple[int, int, int, int, str]:
        """Return the sort key of a name.

        The most words, the fewest initials, the most frequent, with diacritics.
        """
        words = self.words[name]
        initials = sum(map(is_initial, words))
        return (-len(words), initials, -self.names[name], -(not name.isascii()), name)


def like_key(words: NameWords) -> str | None:
    """Return what names have in common whose surnames may be one in two spellings.

    None for a name whose surname is too short for that, or that has no given name.
    """
    *given, surname = words or ("",)
    if not given or len(surname) < _LONG_SURNAME:
        return None
    if len(skeleton(surname, "en")) < _LONG_SKELETON:
        return None
    before = " ".join(sound_of(word) for word in given)
    return f"{before} {consonants_of(surname)}"


def _find_dominant(people: Iterable[str], counts: Mapping[str, int]) -> str | None:
    """Return the person who is far more frequent than all others, None without one."""
    ranked = sorted(people, key=lambda one: (-counts[one], one))
    if not ranked:
        return None
    others = sum(counts[one] for one in ranked[1:])
    return ranked[0] if counts[ranked[0]] >= _DOMINANT * others else None


def _is_longer(longer: NameWords, shorter: NameWords) -> bool:
    """Return whether ``longer`` has the words of ``shorter``, in their order, and more."""
    if len(longer) <= len(shorter):
        return False
    sounds = iter([sound_of(word) for word in longer])
    return all(sound_of(word) in sounds for word in shorter)


def _is_abbreviated(short: NameWords, name: NameWords) -> bool:
    """Return whether ``short`` is ``name`` with initials for some of its words."""
    return all(
        one[0] == other[0] if is_initial(one) else sound_of(one) == sound_of(other)
        for one, other in zip(short, name, strict=True)
    )
