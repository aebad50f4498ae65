"""Amounts of money: a number, with or without a scale, and a currency.

A suffix written together with the currency is part of the amount (``dolarlık``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ...resources import split_column
from ...text.letters import fold, normalize
from ..base import Mention
from ..gazetteer.gazetteer import bases_of
from ..word_lists import rows_of

_MILLION = 6
"""The smallest power of ten that the name of an amount writes as a word."""

_NUMBER = re.compile(
    r"(?<![\w.,])[0-9]{1,3}(?:[.,][0-9]{3}){1,5}(?:[.,][0-9]{1,2})?(?![0-9])"
    r"|(?<![\w.,])[0-9]{1,15}(?:[.,][0-9]{1,3})?(?![0-9])"
)
_SCALE = re.compile(r"[ \u00a0\u202f-]?([a-z]{1,8})\b", re.IGNORECASE)
_LETTERS = r"(?:[^\W\d_][\u0300-\u036f]*)+"
_WORDS = re.compile(
    rf"[ \u00a0\u202f-]?((?:[^\W\d_]\.){{2}}|{_LETTERS})((?: {_LETTERS}){{0,2}})"
)
_UPPER = re.compile(r" ?[-–] ?[0-9]{1,3}(?:[.,][0-9]+)?(?![0-9])")
_REST = re.compile(r" ([0-9]{1,3})(?![0-9.,])")
_LONGEST_SIGN = 3
"""Characters of the longest sign or code of a currency."""

_GROUPED = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+")


@dataclass(frozen=True, slots=True)
class Currencies:
    """ISO 4217 codes of currencies by sign and by folded name."""

    signs: dict[str, str]
    names: dict[str, str]


class Scales(NamedTuple):
    """Words that multiply a number: powers of ten by folded word, shown words by power."""

    powers: dict[str, int]
    shown: dict[int, str]


@cache
def scales() -> Scales:
    """Return the scales of numbers, the largest first."""
    powers: dict[str, int] = {}
    shown: dict[int, str] = {}
    for power, english, turkish in rows_of("number-scales"):
        words = (*split_column(english), *split_column(turkish))
        powers.update(dict.fromkeys(map(fold, words), int(power)))
        shown[int(power)] = words[0]
    return Scales(powers, shown)


@cache
def currencies() -> Currencies:
    """Return the built-in currencies."""
    signs: dict[str, str] = {}
    names: dict[str, str] = {}
    for code, sign, english, turkish in rows_of("currencies"):
        signs.update(dict.fromkeys((*split_column(sign), code), code))
        for name in (*split_column(english), *split_column(turkish), code):
            names.setdefault(normalize(name), code)
    return Currencies(signs, names)


def find_money(text: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the amounts of money in ``text[start:end]``, from left to right."""
    last = start
    for number in _NUMBER.finditer(text, start, end):
        if number.start() >= last and (found := _read_money(text, number, last, end)):
            last = found.end
            yield found


def _read_money(text: str, number: re.Match[str], begin: int, end: int) -> Mention | None:
    """Return the amount that a number is part of, None without a currency beside it."""
    value, amount_end = _read_amount(text, number, end)
    start, code = _sign_before(text, number.start(), begin)
    if code is None:
        code, amount_end = _currency_after(text, amount_end, end)
    if code is None:
        return None
    return Mention(start, amount_end, "MONEY", f"money:{code}-{value}", _name(code, value))


def _read_amount(text: str, number: re.Match[str], end: int) -> tuple[str, int]:
    """Return an amount in digits, and its end: ``2 trilyon 300 milyar`` is one amount."""
    power, amount_end = _read_scales(text, number.end(), end)
    value = _value(number.group(), power)
    upper = None if power else _UPPER.match(text, amount_end, end)
    if upper is not None:  # "$5-10 million": the scale is that of both
        power, stop = _read_scales(text, upper.end(), end)
        if power:
            return _value(number.group(), power), stop
        power = 0
    rest = _REST.match(text, amount_end, end) if power else None
    if rest is not None and "." not in value:
        smaller, stop = _read_scales(text, rest.end(), end)
        if 0 < smaller < power:
            return str(int(value) + int(rest[1]) * 10**smaller), stop
    return value, amount_end


def _read_scales(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the power of ten of the scales that begin at ``start``, and their end."""
    power = 0
    powers = scales().powers
    while (scale := _SCALE.match(text, start, end)) and fold(scale[1]) in powers:
        power += powers[fold(scale[1])]
        start = scale.end()
    return power, start


def _sign_before(text: str, number_start: int, begin: int) -> tuple[int, str | None]:
    """Return the start and the code of a currency sign before a number.

    Without a sign that is ``number_start`` and None.
    """
    stop = number_start
    if text[stop - 1 : stop] in (" ", "\u00a0"):
        stop -= 1
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
            return code, words.start(1) + len(" ".join(pieces[:count]))
    return None, number_end


def _bases(key: str) -> Iterator[str]:
    """Yield the name of a currency without the suffix of its last word."""
    head, space, tail = key.rpartition(" ")
    derived = tail.removesuffix("lik").removesuffix("luk")
    for base in (derived, *bases_of(tail)):
        # A short name is the beginning of many words: yen of yendi.
        if len(base) > 3:
            yield head + space + base


def _value(number: str, power: int) -> str:
    """Return a number times ten to the ``power``, in digits: ``3.5``, 6 → ``3500000``."""
    if _GROUPED.fullmatch(number):
        whole, fraction = re.sub("[.,]", "", number), ""
    else:
        whole, fraction = [*re.split("[.,]", number), ""][:2]
        if number.count(".") + number.count(",") > 1:
            *groups, fraction = re.split("[.,]", number)
            whole = "".join(groups)
    digits = fraction.ljust(power, "0")
    value = (whole + digits[:power]).lstrip("0") or "0"
    rest = digits[power:].rstrip("0")
    return f"{value}.{rest}" if rest else value


def _name(code: str, value: str) -> str:
    """Return the name of an amount: ``3.5 million USD``."""
    whole, _, fraction = value.partition(".")
    for power, scale in scales().shown.items():
        if power >= _MILLION and len(whole) > power and not fraction:
            head, tail = whole[:-power], whole[-power:].rstrip("0")
            return f"{head}{'.' + tail if tail else ''} {scale} {code}"
    return f"{value} {code}"
