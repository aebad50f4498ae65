"""Amounts of money: a number, perhaps with its scale, and a currency.

A suffix written together with the currency stays inside (``dolarlık``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ...resources import split_column
from ...text.letters import fold
from ..base import Mention
from ..gazetteer.gazetteer import bases_of
from ..word_lists import entries_of

_SCALES = {
    "thousand": 3,
    "bin": 3,
    "k": 3,
    "million": 6,
    "milyon": 6,
    "mn": 6,
    "mln": 6,
    "m": 6,
    "billion": 9,
    "milyar": 9,
    "bn": 9,
    "bln": 9,
    "trillion": 12,
    "trilyon": 12,
    "tn": 12,
}
_SCALE_NAMES = {12: "trillion", 9: "billion", 6: "million"}

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
_GROUPED = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+")


@dataclass(frozen=True, slots=True)
class Currencies:
    """Codes of currencies by sign and by folded name."""

    signs: dict[str, str]
    names: dict[str, str]


@cache
def currencies() -> Currencies:
    """Return the currencies that come along."""
    signs: dict[str, str] = {}
    names: dict[str, str] = {}
    for line in entries_of("currencies"):
        code, sign, english, turkish = (column.strip() for column in line.split("|"))
        signs.update(dict.fromkeys((*split_column(sign), code), code))
        for name in (*split_column(english), *split_column(turkish), code):
            names.setdefault(_key(name), code)
    return Currencies(signs, names)


def find_money(text: str, start: int, end: int) -> Iterator[Mention]:
    """Yield the amounts of money in ``text[start:end]``, from left to right."""
    last = start
    for number in _NUMBER.finditer(text, start, end):
        if number.start() >= last and (found := _read(text, number, last, end)):
            last = found.end
            yield found


def _read(text: str, number: re.Match[str], begin: int, end: int) -> Mention | None:
    value, amount_end = _read_amount(text, number, end)
    start, code = _sign_before(text, number.start(), begin)
    if code is None:
        code, amount_end = _currency_after(text, amount_end, end)
    if code is None:
        return None
    return Mention(start, amount_end, "MONEY", f"money:{code}-{value}", _name(code, value))


def _read_amount(text: str, number: re.Match[str], end: int) -> tuple[str, int]:
    """Return an amount in full, and where it ends: ``2 trilyon 300 milyar`` is one."""
    power, place = _read_scales(text, number.end(), end)
    value = _value(number.group(), power)
    upper = None if power else _UPPER.match(text, place, end)
    if upper is not None:  # "$5-10 million": the scale is that of both
        power, stop = _read_scales(text, upper.end(), end)
        if power:
            return _value(number.group(), power), stop
        power = 0
    rest = _REST.match(text, place, end) if power else None
    if rest is not None and "." not in value:
        smaller, stop = _read_scales(text, rest.end(), end)
        if 0 < smaller < power:
            return str(int(value) + int(rest[1]) * 10**smaller), stop
    return value, place


def _read_scales(text: str, place: int, end: int) -> tuple[int, int]:
    """Return the power of ten that the words behind a number add, and where they end."""
    power = 0
    while (scale := _SCALE.match(text, place, end)) and fold(scale[1]) in _SCALES:
        power += _SCALES[fold(scale[1])]
        place = scale.end()
    return power, place


def _sign_before(text: str, place: int, begin: int) -> tuple[int, str | None]:
    stop = place - 1 if text[place - 1 : place] in (" ", "\u00a0") else place
    for size in range(_LONGEST_SIGN, 0, -1):
        start = stop - size
        code = currencies().signs.get(text[start:stop]) if start >= begin else None
        if code is not None and not text[max(begin, start - 1) : start].isalnum():
            return start, code
    return place, None


def _currency_after(text: str, place: int, end: int) -> tuple[str | None, int]:
    known = currencies()
    gap = place + (text[place : place + 1] in (" ", "\u00a0"))
    for size in range(_LONGEST_SIGN, 0, -1):
        sign = text[gap : gap + size]
        if gap + size <= end and sign in known.signs and not sign.isalpha():
            return known.signs[sign], gap + size
    words = _WORDS.match(text, place, end)
    if words is None:
        return None, place
    pieces = [words[1], *words[2].split()]
    folded = [_key(piece) for piece in pieces]
    for count in range(len(pieces), 0, -1):
        key = " ".join(folded[:count])
        code = known.names.get(key) or next(
            (known.names[base] for base in _bases(key) if base in known.names), None
        )
        if code is not None:
            return code, words.start(1) + len(" ".join(pieces[:count]))
    return None, place


def _bases(key: str) -> Iterator[str]:
    head, space, tail = key.rpartition(" ")
    derived = tail.removesuffix("lik").removesuffix("luk")
    for base in (derived, *bases_of(tail)):
        # A short name would be found in many a word: yen in yendi.
        if len(base) > 3:
            yield head + space + base


def _value(number: str, power: int) -> str:
    """Return the amount in full, as plain digits."""
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
    whole, _, fraction = value.partition(".")
    for power, scale in _SCALE_NAMES.items():
        if len(whole) > power and not fraction:
            head, tail = whole[:-power], whole[-power:].rstrip("0")
            return f"{head}{'.' + tail if tail else ''} {scale} {code}"
    return f"{value} {code}"


def _key(name: str) -> str:
    return " ".join(fold(word) for word in name.split())
