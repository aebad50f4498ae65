"""Terms of the index that a prefix or a misspelt word may stand for."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, TypeVar, cast

from ..analysis.analyzer import analyzer_for
from ..analysis.turkish.rules import begins_with_longer_word, is_noun_form, noun_shapes
from ..analysis.turkish.stems import VERB_MARK
from ..engines.base import Reader
from ..engines.remote_reader import RemoteReader
from ..model import Language
from ..schema import EXACT
from ..text.letters import drop_separators, fold, unify_apostrophes

MOST_WORDS = 64
"""Terms that one pattern stands for at most; the best are kept. A guess."""

_CACHED_RESULTS = 1 << 13
"""Results for a word that are cached; a guess."""

_SHORTEST_CHANGED = 3
"""Letters of a stem whose last one may change before a suffix; a guess."""

_ONE_EDIT_BELOW = 6
_NO_EDIT_BELOW = 3
"""Lengths in letters; three to five letters allow one edit, as OpenSearch's
fuzziness ``AUTO`` does."""


Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Found:
    """Terms of the index with their frequencies, the best first."""

    counts: dict[str, int]
    left_out: int
    """Terms beyond these that fit as well."""


class TermDictionary:
    """The sorted terms of one reader, whose state never changes, so read once a field.

    What the reader has for a word is cached as well: words come back in other queries.
    """

    def __init__(self, reader: Reader) -> None:
        """Read from ``reader`` when terms are first asked for."""
        self._reader = reader
        self._terms: dict[str, tuple[tuple[str, ...], tuple[int, ...]]] = {}
        self._cache: dict[Hashable, Any] = {}

    def terms(self, field: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Return the terms of a field, sorted, and their frequencies in passages.

        They are tuples, since each search for garbage would go through all of a list.
        """
        if field not in self._terms:
            pairs = list(self._reader.terms(field))
            texts, counts = tuple(one for one, _ in pairs), tuple(one for _, one in pairs)
            self._terms[field] = (texts, counts)
        return self._terms[field]

    def find_beginning(self, beginning: str, field: str) -> Found:
        """Return the terms of ``field`` that begin so, the most frequent first."""
        terms = self._reader.terms(field, fold_typed(beginning))
        return _keep_best([(0, -count, text) for text, count in terms])

    def terms_from(
        self, beginning: str, field: str
    ) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Return terms and frequencies, sorted, of all that begin so or of more.

        An index on another machine is asked for those alone.
        """
        if not hasattr(self._reader, "prefetch_terms"):
            return self.terms(field)
        pairs = list(self._reader.terms(field, beginning))
        return tuple(one for one, _ in pairs), tuple(one for _, one in pairs)

    def find_forms(self, word: str, language: Language) -> list[str]:
        """Return the exact forms that the index has of ``word``, the most frequent first.

        In English these are the singular and the plural.
        """
        return self.cached(self._look_up_forms, word, language)

    def cached(self, find: Callable[..., Result], *values: Hashable) -> Result:
        """Return what ``find`` returns for ``values`` and the reader, called once.

        The result must not be changed.
        """
        key = (find, *values)
        if key not in self._cache:
            if len(self._cache) >= _CACHED_RESULTS:
                self._cache = {}
            self._cache[key] = find(*values, self._reader)
        return cast(Result, self._cache[key])

    def _look_up_forms(self, word: str, language: Language, _: Reader) -> list[str]:
        analyzer = analyzer_for(language)
        exact = analyzer.exact(word)
        if language == "en":
            near = self._reader.terms(EXACT, form_prefix(word, language))
            base = _singular(exact)
            found = [(-n, text) for text, n in near if _singular(text) == base]
        else:
            stems = analyzer.query_stems(word)
            shapes = _shapes_of(*stems)
            found = [
                (-count, text)
                for text, count in self._reader.terms(EXACT, form_prefix(word, language))
                if text == exact
                or (
                    is_noun_form(text, shapes)
                    and not (
                        begins_with_longer_word(text, shapes)
                        and set(stems).isdisjoint(analyzer.query_stems(text))
                    )
                )
            ]
        return [text for _, text in sorted(found)]

    def find_similar(self, word: str, field: str) -> Found:
        """Return the terms of ``field`` within a few edits of ``word``, the nearest first.

        None for words of one or two letters, one edit up to five letters, two from six
        on. An edit adds, drops or changes a letter, or swaps two neighbours.
        """
        from rapidfuzz import process  # only misspelt words need it
        from rapidfuzz.distance import OSA

        plain = fold_typed(word)
        edits = _most_edits(plain)
        if not edits:
            count = self._reader.frequency(field, plain)
            return _keep_best([(0, -count, plain)] if count else [])
        if hasattr(self._reader, "near_terms"):
            pairs = sorted(cast(RemoteReader, self._reader).near_terms(field, plain, edits))
            texts, counts = tuple(one for one, _ in pairs), tuple(one for _, one in pairs)
        else:
            texts, counts = self.terms(field)
        near = process.extract(
            plain, texts, scorer=OSA.distance, score_cutoff=edits, limit=None
        )
        return _keep_best(
            [(int(edits), -counts[number], text) for text, edits, number in near]
        )

    def find_nearest(self, word: str, field: str) -> str | None:
        """Return the term of ``field`` that is nearest to ``word``, or None."""
        return next(iter(self.find_similar(word, field).counts), None)


def form_prefix(word: str, language: Language) -> str:
    """Return letters with which every exact form of ``word`` begins.

    A stem may change before a suffix: *kitap*, *kitabı*; *şehir*, *şehri*.
    """
    exact = analyzer_for(language).exact(word)
    stem = analyzer_for(language).query_stems(word)[0]
    shapes = (_singular(exact),) if language == "en" else _shapes_of(stem)
    common = _common_beginning([exact, *shapes])
    if language == "en" and len(common) > _SHORTEST_CHANGED:
        return common[:-1]
    return common or exact


def _shapes_of(*stems: str) -> tuple[str, ...]:
    """Return Turkish stems as they may look before suffixes, folded."""
    return tuple(
        shape for stem in stems for shape in noun_shapes(stem.removesuffix(VERB_MARK))
    )


def _common_beginning(words: Iterable[str]) -> str:
    """Return the letters with which all ``words`` begin."""
    columns = takewhile(lambda column: len(set(column)) == 1, zip(*words, strict=False))
    return "".join(column[0] for column in columns)


def _singular(exact: str) -> str:
    """Return a folded English noun without the ending of the plural.

    >>> _singular("taxes"), _singular("parties"), _singular("crisis")
    ('tax', 'party', 'crisis')
    """
    if exact.endswith("ies"):
        return exact[:-3] + "y"
    if exact.endswith(("sses", "xes", "ches", "shes")):
        return exact[:-2]
    if exact.endswith("s") and not exact.endswith(("ss", "us", "is")):
        return exact[:-1]
    return exact


def fold_typed(word: str) -> str:
    """Return ``word`` folded as the terms of exact forms are."""
    return fold(drop_separators(unify_apostrophes(word)))


def _most_edits(word: str) -> int:
    if len(word) < _NO_EDIT_BELOW:
        return 0
    return 1 if len(word) < _ONE_EDIT_BELOW else 2


def _keep_best(found: list[tuple[int, int, str]]) -> Found:
    """Return the first of ``found``, which are edits, negative frequency and text."""
    best = heapq.nsmallest(MOST_WORDS, found)
    return Found({text: -count for _, count, text in best}, len(found) - len(best))
