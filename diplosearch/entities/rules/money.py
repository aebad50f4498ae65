"""Amounts of money: a number in digits or words, and a currency.

A suffix written together with the currency is part of the amount (``dolarlık``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from ...resources import split_column
from ...text.letters import normalize
from ..base import Mention
from ..gazetteer.gazetteer import bases_of
from ..tokens import Sentence
from ..word_lists import rows_of, words_by_kind
from .number_words import NumberInWords, find_numbers_in_words
from .numbers import find_numbers, read_amounts, scales

_MILLION = 6
"""The smallest power of ten that the name of an amount writes as a word."""

_LETTERS = r"(?:[^\W\d_][\u0300-\u036f]*)+"
_WORDS = re.compile(
    rf"[ \u00a0\u202f-]?((?:[^\W\d_]\.){{2}}|{_LETTERS})((?: {_LETTERS}){{0,2}})"
)
_LONGEST_SIGN = 3
"""Characters of the longest sign or code of a currency."""

_WORD_BEHIND = re.compile(
    r"[ \u00a0\u202f]([^\W\d_\u0300-\u036f]+)(?=[ ,;:!?)\n]|\.(?: |$)|$)"
)
"""The whole word behind a number and a space, where nothing else is written there."""

_HALVES = frozenset({"bucuk", "and"})
"""Folded words with which a half behind a number begins."""

_SHORT = 3
"""Letters of names that are no currency with a suffix, as *yen* begins *yendi*."""

_CACHED_WORDS = 1 << 14
_CACHED_FOLDED = 3 << 15
"""Words that are cached; guesses."""

_FOLLOWING = re.compile(r"[ -]([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class Currencies:
    """ISO 4217 codes of currencies by sign and by folded name.

    ``beginnings`` are the first words of the names and ``ends`` the last ones,
    ``last_of_signs`` the last characters of the signs.
    """

    signs: dict[str, str]
    names: dict[str, str]
    beginnings: frozenset[str]
    ends: frozenset[str]
    last_of_signs: frozenset[str]


@cache
def currencies() -> Currencies:
    """Return the built-in currencies."""
    signs: dict[str, str] = {}
    names: dict[str, str] = {}
    for code, sign, english, turkish in rows_of("currencies"):
        signs.update(dict.fromkeys((*split_column(sign), code), code))
        for name in (*split_column(english), *split_column(turkish), code):
            names.setdefault(normalize(name), code)
    beginnings = frozenset(name.partition(" ")[0] for name in names)
    ends = frozenset(name.rpartition(" ")[2] for name in names)
    last_of_signs = frozenset(sign[-1] for sign in signs)
    return Currencies(signs, names, beginnings, ends, last_of_signs)


def may_have_money(sentence: Sentence) -> bool:
    """Return whether one of the words may be the sign of a currency or end its name."""
    return not currencies().signs.keys().isdisjoint(sentence.surfaces) or any(
        map(_may_end_currency, sentence.folded)
    )


@lru_cache(_CACHED_FOLDED)
def _may_end_currency(folded: str) -> bool:
    """Return whether a folded word ends the name of a currency, or hides a number."""
    ends = currencies().ends
    if not folded.isalpha():
        return not folded.isdecimal() and any(map(str.isdecimal, folded))
    if folded in ends:
        return True
    may_be_inflected = folded[: _SHORT + 1] in _first_letters()
    return may_be_inflected and not ends.isdisjoint(_bases(folded))


@cache
def _first_letters() -> frozenset[str]:
    """Return the first letters of the last words of currencies' names."""
    return frozenset(end[: _SHORT + 1] for end in currencies().ends)


def find_money(text: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the amounts in digits in ``text[start:end]``, from left to right."""
    last = start
    for number in find_numbers(text, start, end):
        if number.start() >= last and (found := _read_money(text, number, last, end)):
            last = found.end
            yield found


def find_money_in_words(text: str, sentence: Sentence) -> Iterator[Mention]:
    """Yield the amounts whose number is in words, from left to right."""
    for number in find_numbers_in_words(sentence):
        start, number_end = sentence.start(number.first), sentence.end(number.last - 1)
        end = sentence.end(len(sentence) - 1)
        value = f"{number.value.normalize():f}"
        for total, total_end in (
            *_with_digits(text, sentence, number),
            (value, number_end),
        ):
            code, amount_end = _currency_after(text, total_end, end)
            if code is not None:
                yield _mention(start, amount_end, code, total)
                break


def _with_digits(
    text: str, sentence: Sentence, number: NumberInWords
) -> Iterator[tuple[str, int]]:
    """Yield what a number in words is with the digits behind it: *iki bin 500*.

    The digits are fewer than those that the last word of the number leaves open.
    """
    if number.last >= len(sentence) or number.value % 1:
        return
    power = scales().powers.get(sentence.folded[number.last - 1], 0)
    start, end = sentence.start(number.last), sentence.end(len(sentence) - 1)
    digits = next(find_numbers(text, start, end), None) if power else None
    if digits is None or digits.start() != start or sentence.gap(number.last - 1) != 1:
        return
    for value, stop in reversed(read_amounts(text, digits, end)):
        if value.isdecimal() and int(value) < 10**power:
            yield str(int(number.value) + int(value)), stop


def _read_money(text: str, number: re.Match[str], begin: int, end: int) -> Mention | None:
    """Return the amount that a number is part of, None without a currency beside it."""
    start, code = _sign_before(text, number.start(), begin)
    if code is not None:
        amount = read_amounts(text, number, end)[0]
        return _mention(start, amount.end, code, amount.value)
    following = _WORD_BEHIND.match(text, number.end(), end)
    if following is not None and not _may_follow(following[1]):
        return None
    for value, amount_end in read_amounts(text, number, end):
        code, stop = _currency_after(text, amount_end, end)
        if code is not None:
            return _mention(start, stop, code, value)
    return None


@lru_cache(_CACHED_WORDS)
def _may_follow(word: str) -> bool:
    """Return whether a word behind a number may multiply it or begin a currency."""
    folded = normalize(word)
    known = scales()
    if folded in known.powers or folded in known.attached or folded in _HALVES:
        return True
    beginnings = currencies().beginnings
    return folded in beginnings or not beginnings.isdisjoint(_bases(folded))


def _mention(start: int, end: int, code: str, value: str) -> Mention:
    return Mention(start, end, "MONEY", f"money:{code}-{value}", _name(code, value))


def _sign_before(text: str, number_start: int, begin: int) -> tuple[int, str | None]:
    """Return the start and the code of a currency sign before a number.

    Without a sign that is ``number_start`` and None.
    """
    stop = number_start
    if text[stop - 1 : stop] in (" ", "\u00a0"):
        stop -= 1
    if text[stop - 1 : stop] not in currencies().last_of_signs:
        return number_start, None
    for size in range(_LONGEST_SIGN, 0, -1):
        start = stop - size
        code = currencies().signs.get(text[start:stop]) if start >= begin else None
        if code is not None and not text[max(begin, start - 1) : start].isalnum():
            return start, code
    return number_start, None


def _currency_after(text: str, number_end: int, end: int) -> tuple[str | None, int]:
    """Return the code of the currency behind a number, and where it ends.

    Without a currency that is None and ``number_end``.
    """
    known = currencies()
    start = number_end + (text[number_end : number_end + 1] in (" ", "\u00a0"))
    for size in range(_LONGEST_SIGN, 0, -1):
        sign = text[start : start + size]
        if start + size <= end and sign in known.signs and not sign.isalpha():
            return known.signs[sign], start + size
    words = _WORDS.match(text, number_end, end)
    if words is None:
        return None, number_end
    pieces = [words[1], *words[2].split()]
    folded = [normalize(piece) for piece in pieces]
    for count in range(len(pieces), 0, -1):
        key = " ".join(folded[:count])
        code = known.names.get(key) or next(
            (known.names[base] for base in _bases(key) if base in known.names), None
        )
        if code is not None:
            stop = words.start(1) + len(" ".join(pieces[:count]))
            return (None, number_end) if _is_area(text, stop, end) else (code, stop)
    return None, number_end


def _is_area(text: str, currency_end: int, end: int) -> bool:
    """Return whether the word behind a currency makes it an area: *euro zone*."""
    following = _FOLLOWING.match(text, currency_end, end)
    words = words_by_kind("function-words")["behind a currency that is no amount"]
    return following is not None and normalize(following[1]) in words


def _bases(key: str) -> Iterator[str]:
    """Yield the name of a currency without the suffix of its last word."""
    head, space, tail = key.rpartition(" ")
    derived = tail.removesuffix("lik").removesuffix("luk")
    for base in (derived, *bases_of(tail)):
        if len(base) > _SHORT:
            yield head + space + base


def _name(code: str, value: str) -> str:
    """Return the name of an amount: ``3.5 million USD``."""
    whole, _, fraction = value.partition(".")
    for power, scale in scales().shown.items():
        if power >= _MILLION and len(whole) > power and not fraction:
            head, tail = whole[:-power], whole[-power:].rstrip("0")
            return f"{head}{'.' + tail if tail else ''} {scale} {code}"
    return f"{value} {code}"
