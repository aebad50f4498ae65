"""Numbers in words: ``iki milyar``, ``bir buçuk``, ``one hundred and fifty thousand``.

A number is read in one language; in Turkish its words may be written together
(``yüzelli``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from ..tokens import Sentence
from .number_word_table import (
    HUNDRED,
    NOT_ALONE,
    NumberWords,
    compounds,
    languages,
    signals,
    starters,
)

_HYPHEN, _AND, _THOUSAND = "-", "and", 3
_HALF = Decimal("0.5")
_ARTICLES = frozenset({"a", "an"})


class NumberInWords(NamedTuple):
    """The words ``first`` up to ``last`` of a sentence, and the number they express."""

    first: int
    last: int
    value: Decimal


def find_numbers_in_words(sentence: Sentence) -> Iterator[NumberInWords]:
    """Yield the numbers in words, from left to right; none beside a number in digits."""
    if signals().isdisjoint(sentence.folded):
        return
    known, last = starters(), 0
    for position in [at for at, word in enumerate(sentence.folded) if word in known]:
        if position < last:
            continue
        found = max(
            (_read(sentence, position, one) for one in languages()),
            key=lambda one: one.last if one else 0,
        )
        if found is not None:
            if not _is_open(sentence, position):
                yield found
            last = found.last


def _is_open(sentence: Sentence, first: int) -> bool:
    """Return whether the word before a number makes it another one or none."""
    if not first:
        return False
    before = sentence.forms[first - 1]
    return before.is_number or any(
        before.folded in one.open or one.is_part(before.folded) for one in languages()
    )


def _read(sentence: Sentence, first: int, known: NumberWords) -> NumberInWords | None:
    """Return the longest number of one language that begins at ``first``."""
    number = _Number(known)
    position = last = first
    words = sentence.folded
    while position < len(words):
        word = words[position]
        phrase = next(
            (one for one in known.halves_behind if _stands(words, position, one)), None
        )
        if phrase is not None and number.add_half():
            position += len(phrase)
        elif known.is_turkish and word in compounds():
            if not all(map(number.add, compounds()[word])):
                break
            position += 1
        elif number.add(word):
            position += 1
        elif _joins(words, position, first, known):
            position += 1
            continue
        else:
            break
        last = position
        if sentence.forms[position - 1].suffix:
            break
    value = number.total + number.group
    if not value or (last == first + 1 and words[first] in NOT_ALONE):
        return None
    return NumberInWords(first, last, value)


def _stands(words: Sequence[str], position: int, phrase: tuple[str, ...]) -> bool:
    return tuple(words[position : position + len(phrase)]) == phrase


def _joins(words: Sequence[str], position: int, first: int, known: NumberWords) -> bool:
    """Return whether a hyphen, *and* or an article stands between words of a number."""
    word = words[position]
    if position == first or position + 1 >= len(words):
        return False
    following = words[position + 1]
    if word in _ARTICLES:
        return words[first] in known.halves and following in known.powers
    if word == _AND and known.is_turkish:
        return False
    is_article = following in _ARTICLES and words[first] in known.halves
    return word in (_HYPHEN, _AND) and (known.is_part(following) or is_article)


class _Number:
    """A number that grows word by word; ``total`` is scaled, ``group`` not yet."""

    def __init__(self, known: NumberWords) -> None:
        self.known = known
        self.total = self.group = Decimal(0)
        self._room = 1000
        self._power = 99
        self._is_article = False

    def add(self, word: str) -> bool:
        """Add a word, if the number can go on with it; return whether it can."""
        known = self.known
        if word in known.powers:
            return self._scale(known.powers[word])
        if word in known.halves and not (self.total or self.group):
            self.group, self._room = _HALF, 0
            return True
        value = known.values.get(word)
        if value is None:
            return False
        if value == HUNDRED:
            return self._add_hundred()
        if word in _ARTICLES and (self.total or self.group):
            return False
        if value >= self._room:
            return False
        self.group += value
        has_units = value >= 20 or (known.is_turkish and value == 10)
        self._room = 10 if has_units else 0
        return True

    def add_half(self) -> bool:
        """Add a half behind a whole number; return whether there is one."""
        if not self.group or self.group % 1:
            return False
        self.group += _HALF
        self._room = 0
        return True

    def _add_hundred(self) -> bool:
        needs_unit = not self.known.is_turkish
        if self._room == 1000 and not self.group and not needs_unit:
            self.group = Decimal(1)
        elif not (1 <= self.group <= 9 and self.group % 1 == 0):
            return False
        self.group *= HUNDRED
        self._room = HUNDRED
        return True

    def _scale(self, power: int) -> bool:
        if power >= self._power:
            return False
        if not self.group:
            if not self.known.is_turkish or power != _THOUSAND:
                return False
            self.group = Decimal(1)
        self.total += self.group * 10**power
        self.group, self._room, self._power = Decimal(0), 1000, power
        return True
