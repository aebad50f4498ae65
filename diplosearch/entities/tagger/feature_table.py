"""What several words are together, as the tagger is told of it.

For training that is strings; for tagging they are looked up as numbers, those of all
words at once, since almost none of them is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from ..tokens import Form
from .crf import UNKNOWN

Numbers: TypeAlias = npt.NDArray[np.int64]

REACH = 2
"""How many words before one and behind it are looked at."""

_SYMBOL_BITS = 20
_NO_SYMBOL = 0
_BETWEEN = "\t"


class _Part(NamedTuple):
    """What is told of the word that stands so many places behind."""

    away: int
    told: Literal["folded", "shape"]


_TOLD = ("folded", "shape")
_KINDS: Mapping[str, Sequence[_Part]] = {
    "--w": (_Part(-2, "folded"),),
    "++w": (_Part(2, "folded"),),
    "w-": (_Part(-1, "folded"), _Part(0, "folded")),
    "w+": (_Part(0, "folded"), _Part(1, "folded")),
    "s3": (_Part(-1, "shape"), _Part(0, "shape"), _Part(1, "shape")),
    "ws": (_Part(-1, "folded"), _Part(0, "shape")),
    "sw": (_Part(0, "shape"), _Part(1, "folded")),
}


def joined_features(forms: Sequence[Form], place: int) -> list[str]:
    """Return the features of the word at ``place``, which has ``REACH`` on either side."""
    features = []
    for kind, parts in _KINDS.items():
        told = (getattr(forms[place + part.away], part.told) for part in parts)
        features.append(f"{kind}={_BETWEEN.join(told)}")
    return features


class JoinedFeatures:
    """The joined features that a model knows, by its ``rows``.

    Each is one number: that of its kind and, behind it, a symbol for each part.
    Raises :class:`ValueError` where a feature is not made as its kind is, or where
    there are too many parts to be told apart.
    """

    def __init__(self, rows: Mapping[str, int]) -> None:
        self._symbols: dict[str, int] = {}
        known = sorted(self._read(rows))
        # The last is never asked for: what is looked up has a place before it.
        self._keys = np.array([key for key, _ in known] + [np.iinfo(np.int64).max])
        self._rows = np.array([row for _, row in known] + [UNKNOWN])

    def _read(self, rows: Mapping[str, int]) -> Iterator[tuple[int, int]]:
        numbers = {kind: number for number, kind in enumerate(_KINDS, 1)}
        for feature, row in rows.items():
            kind, _, told = feature.partition("=")
            if kind in numbers:
                parts = told.split(_BETWEEN)
                if len(parts) != len(_KINDS[kind]):
                    raise ValueError(f"feature {feature!r}: {len(parts)} parts")
                key = numbers[kind]
                for part in parts:
                    symbol = self._symbols.setdefault(part, len(self._symbols) + 1)
                    key = key << _SYMBOL_BITS | symbol
                yield key, row
        if len(self._symbols) >> _SYMBOL_BITS:
            raise ValueError(f"{len(self._symbols):,} parts of joined features")

    def symbols_of(self, form: Form) -> tuple[int, ...]:
        """Return the symbols of what is told of a word."""
        known = self._symbols.get
        return tuple(known(getattr(form, told), _NO_SYMBOL) for told in _TOLD)

    def find_rows(self, symbols: Numbers, places: Numbers) -> Numbers:
        """Return the rows of the features of words, ``(places, kinds)``.

        ``symbols`` are those of a text's words, ``(words, told)``, and ``places`` say
        which of them are meant.
        """
        keys = np.empty((len(places), len(_KINDS)), np.int64)
        for column, parts in enumerate(_KINDS.values()):
            keys[:, column] = column + 1
            for away, told in parts:
                keys[:, column] <<= _SYMBOL_BITS
                keys[:, column] |= symbols[places + away, _TOLD.index(told)]
        at = np.searchsorted(self._keys, keys)
        return np.where(self._keys[at] == keys, self._rows[at], UNKNOWN)
