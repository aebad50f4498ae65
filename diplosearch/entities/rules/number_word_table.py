"""The words of numbers in both languages, and how they may be written together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from ...resources import split_column
from ...text.letters import normalize
from ..word_lists import rows_of

HUNDRED = 100
_HALF, _HALF_BEHIND, _OPEN = "0.5", "+0.5", "?"
NOT_ALONE = frozenset({"a", "an", "bir", "half", "on", "yarim"})
"""Words that are no number by themselves: the articles, and English *on*."""


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The number words of one language, folded.

    ``halves_behind`` are the words of a half behind a number, ``open`` those that leave
    the number behind them open.
    """

    values: Mapping[str, int]
    powers: Mapping[str, int]
    halves: Collection[str]
    halves_behind: Collection[tuple[str, ...]]
    open: Collection[str]
    is_turkish: bool

    def is_part(self, word: str) -> bool:
        """Return whether a word may go on with a number."""
        return word in self.values or word in self.powers


@cache
def languages() -> tuple[NumberWords, NumberWords]:
    """Return the number words of English and of Turkish."""
    english, turkish = (_read_table(column) for column in (1, 2))
    return english, turkish


def _read_table(column: int) -> NumberWords:
    values: dict[str, int] = {}
    words: dict[str, list[str]] = {_HALF: [], _HALF_BEHIND: [], _OPEN: []}
    for row in rows_of("number-words"):
        for word in map(normalize, split_column(row[column])):
            if row[0] in words:
                words[row[0]].append(word)
            else:
                values[word] = int(row[0])
    powers = {
        normalize(word): int(row[0])
        for row in rows_of("number-scales")
        for word in split_column(row[column])
        if len(word) > 2
    }
    return NumberWords(
        values,
        powers,
        frozenset(words[_HALF]),
        frozenset(tuple(word.split()) for word in words[_HALF_BEHIND]),
        frozenset(words[_OPEN]),
        is_turkish=column == 2,
    )


@cache
def compounds() -> dict[str, tuple[str, ...]]:
    """Return the words of Turkish numbers that are written together, by their letters."""
    turkish = languages()[1]
    names = {value: word for word, value in turkish.values.items()}
    hundred = names[HUNDRED]
    small: list[tuple[str, ...]] = [()]
    small += [(names[unit],) for unit in range(1, 10)]
    for ten in range(10, HUNDRED, 10):
        small += [(names[ten],), *((names[ten], names[unit]) for unit in range(1, 10))]
    hundreds: list[tuple[str, ...]] = [()]
    hundreds += [(hundred,), *((names[unit], hundred) for unit in range(2, 10))]
    below_thousand = [(*front, *behind) for front in hundreds for behind in small]
    scaled = [(*words, power) for words in below_thousand for power in turkish.powers]
    return {"".join(words): words for words in (*below_thousand, *scaled) if len(words) > 1}


@cache
def starters() -> frozenset[str]:
    """Return the words with which a number may begin."""
    words = {"bin", *compounds()}
    return frozenset(words.union(*((*one.values, *one.halves) for one in languages())))


@cache
def signals() -> frozenset[str]:
    """Return the words of which each number has one."""
    powers = [word for one in languages() for word in one.powers]
    halves = {phrase[-1] for one in languages() for phrase in one.halves_behind}
    return (starters() | halves | set(powers)) - NOT_ALONE
