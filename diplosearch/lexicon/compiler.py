"""Compiler of entries into tables, for the built-in data and a user's own glossary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ..text.letters import lower
from .glossary import GlossaryEntry
from .phrases import (
    english_key,
    english_stems,
    rank_weight,
    spread_weight,
    turkish_key,
    turkish_stems,
)
from .tables import Origin, Rendering, Tables, pack

RANK_STEP = 0.5
"""Distance in rank between two phrases of an entry written by hand. A guess: half of
that in the dictionary.
"""

# Renderings that a table keeps for a key: guesses, somewhat more than a query uses.
_MOST_TURKISH = 12
_MOST_ENGLISH = 24
_MOST_TERMS = 6

_Entry = dict[str, Rendering]


class Compiler:
    """Collects entries and compiles them into tables; the best rank of a phrase counts."""

    def __init__(self) -> None:
        self._words: dict[str, _Entry] = defaultdict(dict)
        self._reversed: dict[str, _Entry] = defaultdict(dict)
        self._english_terms: dict[str, _Entry] = defaultdict(dict)
        self._turkish_terms: dict[str, _Entry] = defaultdict(dict)

    def add(self, headword: str, phrase: str, *, rank: float, origin: Origin) -> None:
        """Add a Turkish phrase for an English word; rank 1 is the most usual phrase."""
        _add(self._words[headword], phrase, rank, origin)

    def add_reversed(
        self, headword: str, phrase: str, *, rank: float, origin: Origin
    ) -> None:
        """Add an English word for a Turkish phrase, which is not its translation."""
        _add(self._reversed[headword], phrase, rank, origin)

    def knows(self, headword: str) -> bool:
        """Tell whether there is a phrase for an English word."""
        return headword in self._words

    def add_glossary(self, entries: Iterable[GlossaryEntry]) -> None:
        """Add the entries of a glossary: words to words, terms to terms."""
        for entry in entries:
            for turkish_rank, turkish in enumerate(entry.turkish):
                for english_rank, english in enumerate(entry.english):
                    self._add_pair(turkish, turkish_rank, english, english_rank)

    def _add_pair(
        self, turkish: str, turkish_rank: int, english: str, english_rank: int
    ) -> None:
        sources, targets = turkish_stems(turkish), english_stems(english)
        if not sources or not targets:
            return
        are_words = len(sources) == len(targets) == 1
        if are_words:
            rank = 1 + RANK_STEP * max(turkish_rank, english_rank)
            headword = lower(english.strip(), "en")
            self.add(headword, turkish, rank=rank, origin="glossary")
        key = english_key(english)
        if not are_words or " " in key:
            _keep_best(
                self._english_terms[key],
                Rendering(turkish, rank_weight(1 + RANK_STEP * turkish_rank), "glossary"),
            )
        if are_words:
            return
        _keep_best(
            self._turkish_terms[turkish_key(turkish)],
            Rendering(english, rank_weight(1 + RANK_STEP * english_rank), "glossary"),
        )

    def compile(self) -> Tables:
        """Return the tables with all entries so far."""
        reverse: dict[str, _Entry] = defaultdict(dict)
        for headword, entry in (*self._words.items(), *self._reversed.items()):
            stems = english_stems(headword)
            for rendering in entry.values():
                if stems:
                    _keep_best(
                        reverse[rendering.text],
                        Rendering(stems[-1], rendering.weight, rendering.origin),
                    )
        return Tables(
            _pack_all(self._words, _MOST_TURKISH),
            _pack_all(reverse, _MOST_ENGLISH),
            _pack_all(self._english_terms, _MOST_TERMS),
            _pack_all(self._turkish_terms, _MOST_TERMS),
        )


def _add(entry: _Entry, phrase: str, rank: float, origin: Origin) -> None:
    """Add the stems of a Turkish phrase, weighted by its rank."""
    for stem, weight in spread_weight(turkish_stems(phrase), rank_weight(rank)):
        _keep_best(entry, Rendering(stem, weight, origin))


def _keep_best(entry: _Entry, rendering: Rendering) -> None:
    known = entry.get(rendering.text)
    if known is None or known.weight < rendering.weight:
        entry[rendering.text] = rendering


def _pack_all(entries: dict[str, _Entry], most: int) -> dict[str, str]:
    return {
        key: pack(sorted(entry.values(), key=lambda one: (-one.weight, one.text))[:most])
        for key, entry in entries.items()
        if key and entry
    }
