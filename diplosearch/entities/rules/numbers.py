"""Numbers in digits with the words that multiply them: ``12 bin 500``, ``$5B``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ...resources import split_column
from ...text.letters import fold
from ..word_lists import rows_of

_SPACES = " \u00a0\u202f"
_NUMBER = re.compile(
    rf"(?<![\w.,])[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}}){{1,4}}(?:[.,][0-9]{{1,2}})?(?![0-9])"
    r"|(?<![\w.,])[0-9]{1,3}(?:[.,][0-9]{3}){1,5}(?:[.,][0-9]{1,2})?(?![0-9])"
    r"|(?<![\w.,])[0-9]{1,15}(?:[.,][0-9]{1,3})?(?![0-9])"
)
_SCALE = re.compile(rf"[{_SPACES}-]?([a-z]{{1,11}})\b", re.IGNORECASE)
_UPPER = re.compile(r" ?[-–] ?[0-9]{1,3}(?:[.,][0-9]+)?(?![0-9])")
_REST = re.compile(rf"[{_SPACES}]([0-9]{{1,3}})(?![0-9.,])")
_HALF = re.compile(rf"[{_SPACES}](?:bu[cç]uk|and a half)(?!\w)", re.IGNORECASE)
_GROUPED = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+")
_ATTACHED_MARK = "-"


class Scales(NamedTuple):
    """Words that multiply a number: powers of ten by folded word, shown words by power.

    ``attached`` are letters that count only directly behind a number.
    """

    powers: dict[str, int]
    attached: dict[str, int]
    shown: dict[int, str]


class Amount(NamedTuple):
    """The value of a number, in digits, and the offset behind it and its scales."""

    value: str
    end: int


@cache
def scales() -> Scales:
    """Return the scales of numbers, the largest first."""
    powers: dict[str, int] = {}
    attached: dict[str, int] = {}
    shown: dict[int, str] = {}
    for power, english, turkish in rows_of("number-scales"):
        words = (*split_column(english), *split_column(turkish))
        for word in words:
            known = attached if word.startswith(_ATTACHED_MARK) else powers
            known[fold(word.removeprefix(_ATTACHED_MARK))] = int(power)
        shown[int(power)] = words[0]
    return Scales(powers, attached, shown)


def find_numbers(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the numbers in digits in ``text[start:end]``; thousands may be set apart."""
    return _NUMBER.finditer(text, start, end)


def read_amounts(text: str, number: re.Match[str], end: int) -> list[Amount]:
    """Return what a number may amount to, with the words and numbers behind it.

    ``2 trilyon 300 milyar`` is one amount. A last number without a scale (``12 bin 500``)
    is a second possibility: it may count something else (``$5 million 20 times``).
    """
    digits, number_end = number.group(), number.end()
    half = _HALF.match(text, number_end, end) if digits.isdecimal() else None
    if half is not None:
        digits, number_end = f"{digits}.5", half.end()
    power, amount_end = _read_scales(text, number_end, end)
    if not power:
        upper = _UPPER.match(text, amount_end, end)
        if upper is not None:  # "$5-10 million": the scale is that of both
            power, stop = _read_scales(text, upper.end(), end)
            if power:
                return [Amount(_value(digits, power), stop)]
        return [Amount(_value(digits, 0), amount_end)]
    value = _value(digits, power)
    while (rest := _REST.match(text, amount_end, end)) and value.isdecimal():
        smaller, stop = _read_scales(text, rest.end(), end)
        if smaller >= power or int(rest[1]) >= 10 ** (power - smaller):
            break
        total = str(int(value) + int(rest[1]) * 10**smaller)
        if not smaller:
            return [Amount(value, amount_end), Amount(total, rest.end())]
        value, amount_end, power = total, stop, smaller
    return [Amount(value, amount_end)]


def _read_scales(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the power of ten of the scales that begin at ``start``, and their end."""
    known = scales()
    power = 0
    while scale := _SCALE.match(text, start, end):
        word = fold(scale[1])
        more = known.powers.get(word)
        if more is None and not power and scale.start(1) == start:
            more = known.attached.get(word)
        if more is None:
            break
        power += more
        start = scale.end()
    return power, start


def _value(number: str, power: int) -> str:
    """Return a number times ten to the ``power``, in digits: ``3.5``, 6 → ``3500000``."""
    number = re.sub(f"[{_SPACES}]", "", number)
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
