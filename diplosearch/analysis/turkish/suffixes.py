"""Chains of Turkish suffixes, as a transducer over letters as they are written.

The grammar is ``data/suffixes.txt``; how usual each step is stands in
``data/suffix-costs.txt``, in tenths of nats. Suffixes are spelled out for the vowel and
the letter that they stand behind when such a place is first reached, so a chain that
breaks vowel harmony is never entered.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from ...resources import read_list
from .letters import HARMONY, LOW, VOICELESS, VOWELS, kind_of, to_plain

END_OF_WORD = "."
"""Stands for a suffix where a word ends, in the table of costs."""

_DEFAULT_COST = 60
"""Cost of a step that the table does not have; a guess, that of a rare suffix."""

_CACHED_ENDINGS = 1 << 10  # of words behind a node; a guess, as is the next
_LONGEST_ENDING = 8  # letters of an ending that is kept; few words share a longer one

_ELEMENT = re.compile(r"\[(?P<condition>[^\]]{1,5})\]|\((?P<buffer>.)\)|(?P<letter>.)")
_OWN_WORD = "+"

Step = tuple[str, str]
"""A state and a suffix, or ``END_OF_WORD``."""


class Rest(IntEnum):
    """What must follow a place in a word."""

    ANY = 0
    VOWEL = 1
    """A vowel: behind a softened consonant (*kitab-*), a dropped vowel, a double letter."""

    NO_VOWEL = 2
    """A consonant or the end: behind the hard form of a softened consonant (*kitap*)."""

    YOR = 3
    """The suffix *-yor*: behind a verb that lost its last vowel (*başl-ıyor*)."""

    Y = 4
    """The letter y: behind *di-* and *yi-*, of *demek* and *yemek*."""

    # That of Enum is a function of Python, called each time that a place is looked up.
    __hash__ = int.__hash__


class Place(NamedTuple):
    """A place in a word, between letters.

    ``vowel`` is what a suffix's ``I`` becomes there, ``letter`` the kind of the letter
    before, as of :func:`~diplosearch.analysis.turkish.letters.kind_of`.
    """

    state: str
    vowel: str
    letter: str
    rest: Rest = Rest.ANY


class Chain(NamedTuple):
    """A chain of suffixes to the end of a word.

    ``made`` are the letters of suffixes that belong to a word of its own (*önem* +
    *li*), and ``is_verb`` tells whether that word is a verb.
    """

    cost: int
    steps: tuple[Step, ...]
    made: str = ""
    is_verb: bool = False


class _Edge(NamedTuple):
    letters: str
    plain: str
    place: Place
    step: Step
    is_own_word: bool


class _Node:
    """A place of the transducer, with what leaves it once it has been reached.

    ``endings`` are costs of ends of words that were read from here, and None for those
    that are no suffixes.
    """

    __slots__ = ("edges", "endings", "is_plain", "place")

    def __init__(self, place: Place, end: int | None, is_plain: bool) -> None:
        """Take a place, and what it costs if the word ends there, or None."""
        self.place = place
        self.is_plain = is_plain
        self.edges: dict[str, list[tuple[str, int, _Node]]] | None = None
        self.endings: dict[str, int | None] = {"": end}


class Suffixes:
    """The transducer. Safe to share between threads: what it keeps is never changed."""

    def __init__(self, lines: Iterable[str], costs: Mapping[Step, int]) -> None:
        """Take the lines of the grammar, and costs in tenths of nats."""
        self.steps: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.ends: set[str] = set()
        self.costs = dict(costs)
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for line in lines:
            state, *columns = line.split()
            if state.startswith("@"):
                groups[state].append((columns[0], columns[1]))
                continue
            if state.endswith("*"):
                state = state[:-1]
                self.ends.add(state)
            if len(columns) == 1:
                self.steps[state] += groups[columns[0]]
            elif columns:
                self.steps[state].append((columns[0], columns[1]))
        self._edges: dict[Place, dict[str, list[_Edge]]] = {}
        self._nodes: dict[Place, _Node] = {}
        self._plain_nodes: dict[Place, _Node] = {}

    def cost(self, step: Step) -> int:
        """Return the cost of a step, in tenths of nats."""
        return self.costs.get(step, _DEFAULT_COST)

    def parse(
        self, word: str, start: int, place: Place, *, is_plain: bool = False
    ) -> list[Chain]:
        """Return the chains from ``place`` at offset ``start`` to the end of ``word``.

        The cheapest one, and the cheapest for each word of its own that suffixes make.
        is_plain: ``word`` is typed without Turkish letters.
        """
        if start == len(word):
            if place.state not in self.ends or place.rest not in (Rest.ANY, Rest.NO_VOWEL):
                return []
            step = (place.state, END_OF_WORD)
            return [Chain(self.cost(step), (step,))]
        best: dict[str, Chain] = {}
        for edge in self._leaving(place).get(word[start], ()):
            letters = edge.plain if is_plain else edge.letters
            if not word.startswith(letters, start):
                continue
            after = start + len(letters)
            for chain in self.parse(word, after, edge.place, is_plain=is_plain):
                made, is_verb = chain.made, chain.is_verb
                if edge.is_own_word and not made:
                    is_verb = edge.place.state.startswith("VERB")
                if edge.is_own_word or made:
                    made = edge.letters + made
                cost = chain.cost + self.cost(edge.step)
                if made not in best or cost < best[made].cost:
                    best[made] = Chain(cost, (edge.step, *chain.steps), made, is_verb)
        return list(best.values())

    def cheapest(self, ending: str, place: Place, *, is_plain: bool = False) -> int | None:
        """Return the cost of the cheapest chain that makes no word of its own, or None.

        That of :meth:`parse`, many times faster.
        ending: the rest of a word behind ``place``.
        """
        nodes = self._plain_nodes if is_plain else self._nodes
        node = nodes.get(place) or self._make_node(place, is_plain=is_plain)
        found = node.endings.get(ending, -1)
        return self._walk(ending, node) if found == -1 else found

    def _walk(self, ending: str, node: _Node) -> int | None:
        """Return what :meth:`cheapest` does of an ending that ``node`` has not kept."""
        if node.edges is None:
            node.edges = self._grow(node)
        best: int | None = None
        for letters, cost, following in node.edges.get(ending[:1], ()):
            if ending.startswith(letters):
                rest = ending[len(letters) :]
                found = following.endings.get(rest, -1)
                if found == -1:
                    found = self._walk(rest, following)
                if found is not None and (best is None or found + cost < best):
                    best = found + cost
        if len(ending) <= _LONGEST_ENDING and len(node.endings) < _CACHED_ENDINGS:
            node.endings[ending] = best
        return best

    def _make_node(self, place: Place, *, is_plain: bool) -> _Node:
        """Return the node of a place, which is made once."""
        nodes = self._plain_nodes if is_plain else self._nodes
        if place not in nodes:
            end = None
            if place.state in self.ends and place.rest in (Rest.ANY, Rest.NO_VOWEL):
                end = self.cost((place.state, END_OF_WORD))
            nodes[place] = _Node(place, end, is_plain)
        return nodes[place]

    def _grow(self, node: _Node) -> dict[str, list[tuple[str, int, _Node]]]:
        """Return the suffixes that may follow a node, without those of own words."""
        grown: dict[str, list[tuple[str, int, _Node]]] = defaultdict(list)
        for edge in self._spell_all(node.place):
            if not edge.is_own_word:
                letters = edge.plain if node.is_plain else edge.letters
                following = self._make_node(edge.place, is_plain=node.is_plain)
                grown[letters[0]].append((letters, self.cost(edge.step), following))
        return dict(grown)

    def _spell_all(self, place: Place) -> Iterator[_Edge]:
        for suffix, state in self.steps[place.state]:
            yield from _spell(suffix, state, place)

    def _leaving(self, place: Place) -> Mapping[str, list[_Edge]]:
        """Return the suffixes that may follow ``place``, by their first letter."""
        edges = self._edges.get(place)
        if edges is None:
            edges = defaultdict(list)
            for edge in self._spell_all(place):
                edges[edge.letters[0]].append(edge)
                if edge.plain[0] != edge.letters[0]:
                    edges[edge.plain[0]].append(edge)
            edges = self._edges[place] = dict(edges)
        return edges


def _spell(suffix: str, state: str, place: Place) -> Iterator[_Edge]:
    """Yield a suffix in the letters that it has behind ``place``, if it may stand there."""
    _, vowel, letter, rest = place
    letters, vowel, last = _write(suffix, vowel, letter)
    if not letters or (rest and not _may_follow(letters, suffix, rest)):
        return
    is_own_word = suffix.startswith(_OWN_WORD)
    step = (place.state, suffix)
    if letters.endswith("K"):
        for last, rest in (("k", Rest.NO_VOWEL), ("ğ", Rest.VOWEL)):
            spelled = letters[:-1] + last
            after = Place(state, vowel, kind_of(last), rest)
            yield _Edge(spelled, to_plain(spelled), after, step, is_own_word)
    else:
        after = Place(state, vowel, kind_of(last))
        yield _Edge(letters, to_plain(letters), after, step, is_own_word)


@cache
def _read_elements(suffix: str) -> tuple[tuple[str, str, str], ...]:
    """Return the condition, buffer letter and letter of each element of a suffix."""
    found = _ELEMENT.finditer(suffix.removeprefix(_OWN_WORD))
    return tuple((one[1] or "", one[2] or "", one[3] or "") for one in found)


@cache
def _write(suffix: str, vowel: str, last: str) -> tuple[str, str, str]:
    """Return the letters of a suffix behind a vowel and a kind of letter.

    With them come the vowel and the letter that it leaves; all empty where it may not
    stand there. There are some hundred suffixes, eight vowels and five kinds of letters.
    """
    letters = ""
    for condition, buffer, letter in _read_elements(suffix):
        if condition:
            if not _meets(condition, last):
                return "", "", ""
            continue
        symbol = buffer or letter
        if buffer and (last in VOWELS) == (symbol in "IA"):
            continue
        if symbol == "I":
            symbol = vowel
        elif symbol == "A":
            symbol = LOW[vowel]
        elif symbol in "DC":
            symbol = _assimilate(symbol, last)
        letters += symbol
        last = symbol
        vowel = HARMONY.get(symbol, vowel)
    return letters, vowel, last


def _meets(condition: str, last: str) -> bool:
    """Tell whether the letter before a suffix is one that its condition names."""
    is_negated = condition.startswith("^")
    letters = condition.removeprefix("^")
    is_named = last in letters or ("V" in letters and last in VOWELS)
    return is_named != is_negated


def _assimilate(symbol: str, last: str) -> str:
    if last in VOICELESS:
        return "t" if symbol == "D" else "ç"
    return symbol.lower()


def _may_follow(letters: str, suffix: str, rest: Rest) -> bool:
    if rest is Rest.VOWEL:
        return letters[0] in VOWELS
    if rest is Rest.NO_VOWEL:
        return letters[0] not in VOWELS
    if rest is Rest.YOR:
        return suffix == "(I)yor"
    return rest is Rest.ANY or letters[0] == "y"


def read_costs(lines: Iterable[str]) -> dict[Step, int]:
    """Return the costs in the lines of a table: a state, a suffix, tenths of nats."""
    return {
        (state, suffix): int(cost)
        for state, suffix, cost in (line.split() for line in lines)
    }


@cache
def turkish_suffixes() -> Suffixes:
    """Return the built-in transducer, which is loaded once a process."""
    package = __spec__.parent
    costs = read_costs(read_list(package, "suffix-costs.txt"))
    return Suffixes(read_list(package, "suffixes.txt"), costs)
