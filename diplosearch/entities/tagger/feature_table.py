"""Feature conjunctions: features made of neighbouring words, such as two words together.

In training they are strings. In tagging they are looked up as integers for all words of a
batch at once, because the model knows almost none of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from ..tokens import Form
from .crf import UNKNOWN

Numbers: TypeAlias = npt.NDArray[np.int64]

REACH = 2
"""Words before and behind a word that its conjunctions can use."""

_SYMBOL_BITS = 20
"""Bits of a symbol in a key; three symbols and the template fit into 63 bits."""

_NO_SYMBOL = 0
_BETWEEN = "\t"


class _Attribute(NamedTuple):
    """An attribute of the word that stands ``offset`` words behind the one in question."""

    offset: int
    name: Literal["folded", "shape"]


_ATTRIBUTES = ("folded", "shape")
_values_of = attrgetter(*_ATTRIBUTES)
_TEMPLATES: Mapping[str, Sequence[_Attribute]] = {
    "w-": (_Attribute(-1, "folded"), _Attribute(0, "folded")),
    "w+": (_Attribute(0, "folded"), _Attribute(1, "folded")),
    "s3": (_Attribute(-1, "shape"), _Attribute(0, "shape"), _Attribute(1, "shape")),
    "ws": (_Attribute(-1, "folded"), _Attribute(0, "shape")),
    "sw": (_Attribute(0, "shape"), _Attribute(1, "folded")),
}


_OFFSETS = np.arange(-REACH, REACH + 1)


def _make_factors() -> tuple[Numbers, Numbers]:
    """Return what symbols and templates count in a key.

    A key is the sum of the symbols around a word, each times its factor, ``(offsets times
    attributes, templates)``, and of a number for the template, ``(templates,)``.
    """
    factors = np.zeros((len(_OFFSETS), len(_ATTRIBUTES), len(_TEMPLATES)), np.int64)
    templates = np.empty(len(_TEMPLATES), np.int64)
    for column, attributes in enumerate(_TEMPLATES.values()):
        templates[column] = (column + 1) << (_SYMBOL_BITS * len(attributes))
        for place, (offset, name) in enumerate(reversed(attributes)):
            row = offset + REACH, _ATTRIBUTES.index(name)
            factors[(*row, column)] = 1 << (_SYMBOL_BITS * place)
    return factors.reshape(-1, len(_TEMPLATES)), templates


_FACTORS, _TEMPLATE_KEYS = _make_factors()


def feature_conjunctions(forms: Sequence[Form], position: int) -> list[str]:
    """Return the conjunctions of a word; ``forms`` has ``REACH`` more on either side."""
    features = []
    for template, attributes in _TEMPLATES.items():
        values = (getattr(forms[position + one.offset], one.name) for one in attributes)
        features.append(f"{template}={_BETWEEN.join(values)}")
    return features


class FeatureConjunctions:
    """The conjunctions of a model, made of the ``rows`` of its features.

    The key of a conjunction is one integer: the number of its template and the symbol of
    each value. Raises :class:`ValueError` for a feature that does not fit its template
    and for more values than there are symbols.
    """

    def __init__(self, rows: Mapping[str, int]) -> None:
        self._symbols: dict[str, int] = {}
        known = sorted(self._read(rows))
        # The last one is a sentinel: searchsorted always points at a key.
        self._keys = np.array([key for key, _ in known] + [np.iinfo(np.int64).max])
        self._rows = np.array([row for _, row in known] + [UNKNOWN])

    def _read(self, rows: Mapping[str, int]) -> Iterator[tuple[int, int]]:
        """Yield the key and the row of each conjunction."""
        numbers = {template: number for number, template in enumerate(_TEMPLATES, 1)}
        for feature, row in rows.items():
            template, _, rest = feature.partition("=")
            if template in numbers:
                values = rest.split(_BETWEEN)
                if len(values) != len(_TEMPLATES[template]):
                    raise ValueError(f"feature {feature!r}: {len(values)} values")
                key = numbers[template]
                for value in values:
                    symbol = self._symbols.setdefault(value, len(self._symbols) + 1)
                    key = key << _SYMBOL_BITS | symbol
                yield key, row
        if len(self._symbols) >> _SYMBOL_BITS:
            raise ValueError(f"{len(self._symbols):,} values of feature conjunctions")

    def symbols_of(self, form: Form) -> tuple[int, ...]:
        """Return the symbols of the attributes of a word."""
        known = self._symbols.get
        return tuple([known(value, _NO_SYMBOL) for value in _values_of(form)])

    def find_rows(self, symbols: Numbers, positions: Numbers) -> Numbers:
        """Return the rows of the conjunctions of words, ``(positions, templates)``.

        ``symbols`` are those of all words, ``(words, attributes)``; ``positions`` select
        the words, each with ``REACH`` more on either side. Unknown conjunctions have row
        :data:`UNKNOWN`.
        """
        around = symbols[positions[:, None] + _OFFSETS].reshape(len(positions), -1)
        keys = around @ _FACTORS + _TEMPLATE_KEYS
        at = self._keys.searchsorted(keys)
        return np.where(self._keys[at] == keys, self._rows[at], UNKNOWN)
