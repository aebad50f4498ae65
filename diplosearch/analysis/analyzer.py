"""The one analyzer that indexing, searching and highlighting share."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache, lru_cache
from typing import NamedTuple

from ..model import Language, Token
from ..names import skeleton
from ..text import MODIFIER_LETTER_APOSTROPHE, fold, lower, unify_apostrophes
from .base import PREFIX_LENGTH, PREFIXED_LANGUAGES, WordRules
from .columns import WordColumns
from .english import EnglishRules
from .tokenizer import find_words
from .turkish import TurkishRules

_CACHED_WORDS = 1 << 17
_CACHED_TEXTS = 128
_SHORTEST_STEM = 2
_SHORTEST_NAME = 4
_LONGEST_WORD = 64
_LONGEST_PIECE = 64
_PROBE = """
İstanbul’daki Dışişleri Bakanı’nın 30. olağan toplantısına AB'ye üye ülkelerin bakanları
katıldı; IMF, imf, İMF'nin ve A.B.D. O'Brien Côte d'Ivoire Kassym-Jomart Tokayev's 1.457
1,457 498.55 北京 Москва Çin'in İranlı Salı ışığında I\u0307zmir mübâlağa agreements were
signed by ministers of the People's Republic of China's countries; naïve café 6'da
"""


class Terms(NamedTuple):
    """The terms of one word as in :class:`~diplosearch.model.Token`."""

    exact: str
    stem: str
    prefix: str | None
    sound: str | None
    is_stop: bool


class TermColumns(NamedTuple):
    """The terms of a text, a field a column and a word a place; "" where it has none."""

    exact: tuple[str, ...] = ()
    stem: tuple[str, ...] = ()
    prefix: tuple[str, ...] = ()
    sound: tuple[str, ...] = ()


class _Row(NamedTuple):
    """The terms of a word in the order of the columns, and its span in its piece."""

    exact: str
    stem: str
    prefix: str
    sound: str
    start: int
    end: int


class _Rows(dict[str, tuple[_Row, ...]]):
    """The words of a piece of text.

    A plain dictionary that begins anew when it is full: keeping track of what was
    used last takes longer than looking it up.
    """

    def __init__(self, terms: Callable[[str], Terms]) -> None:
        super().__init__()
        self._terms = terms

    def __missing__(self, piece: str) -> tuple[_Row, ...]:
        rows = []
        for start, end in find_words(piece):
            exact, stem, prefix, sound, _ = self._terms(piece[start:end])
            rows.append(_Row(exact, stem, prefix or "", sound or "", start, end))
        found = tuple(rows)
        if len(piece) <= _LONGEST_PIECE:
            if len(self) >= _CACHED_WORDS:
                self.clear()
            self[piece] = found
        return found


class Analyzer:
    """Turns text of one language into tokens. Safe to share between threads."""

    def __init__(self, rules: WordRules) -> None:
        self._rules = rules
        self.language: Language = rules.language
        self.terms = lru_cache(_CACHED_WORDS)(self._make_terms)
        self.is_stop = lru_cache(_CACHED_WORDS)(self._find_is_stop)
        self._rows = _Rows(self.terms)
        # A document's passages are stored and then indexed.
        self._read = lru_cache(_CACHED_TEXTS)(self._find_rows)

    def analyze(self, text: str) -> list[Token]:
        """Return the tokens of ``text`` in order.

        Spans are offsets into ``text`` as given, taken before any letter
        changes. No term is empty.
        """
        terms = self.terms
        return [
            Token(start, end, *terms(text[start:end])) for start, end in find_words(text)
        ]

    def columns(self, text: str) -> TermColumns:
        """Return the terms of :meth:`analyze` without their tokens, for indexing.

        Several times faster: what stands between two spaces has the same words
        wherever it stands, so it is taken apart once.
        """
        rows, _ = self._read(text)
        return TermColumns(*tuple(zip(*rows, strict=True))[:4])

    def words(self, text: str) -> WordColumns:
        """Return the terms of :meth:`analyze` with their spans, as they are kept."""
        rows, spans = self._read(text)
        return WordColumns.of(self.language, ((row[0], row[1]) for row in rows), spans)

    def _find_rows(self, text: str) -> tuple[list[_Row], list[int]]:
        """Return the words of ``text``, and the numbers of their spans."""
        pieces = self._rows
        rows: list[_Row] = []
        spans: list[int] = []
        end = last = 0
        for piece in text.split():
            found = pieces[piece]
            begin = text.index(piece, end)
            end = begin + len(piece)
            rows += found
            for row in found:
                spans += (begin + row[4] - last, row[5] - row[4])
                last = begin + row[5]
        return rows, spans

    def base(self, word: str) -> str:
        """Return a word without separators and without an apostrophe's suffix."""
        if word.isalnum() and MODIFIER_LETTER_APOSTROPHE not in word:
            return word[:_LONGEST_WORD]
        plain = unify_apostrophes(word)[:_LONGEST_WORD]
        if plain.isalnum():
            return plain
        return self._rules.cut_suffix(plain.replace(".", "").replace(",", "")) or plain

    def _make_terms(self, word: str) -> Terms:
        """Return the terms of a single word as it stands in a text."""
        rules = self._rules
        base = self.base(word)
        small = lower(base, rules.language)
        exact = fold(small)
        stem = fold(rules.stem(small)) if small.isalpha() else exact
        if len(stem) < _SHORTEST_STEM:
            stem = exact
        prefix = exact[:PREFIX_LENGTH] if self.language in PREFIXED_LANGUAGES else None
        is_stop = self._is_stop(base, small, exact)
        sound = None
        if base[0].isupper() and not is_stop:
            sound = self.sound_term(exact, stem)
        return Terms(exact, stem, prefix, sound, is_stop)

    def _is_stop(self, base: str, small: str, exact: str) -> bool:
        is_acronym = base.isupper() and len(base) > 1
        return not is_acronym and self._rules.is_stop(small, exact)

    def _find_is_stop(self, word: str) -> bool:
        """Tell whether a word carries no weight, without stemming it."""
        if word.isascii() and word.isalnum() and word.islower():
            return self._rules.is_stop(word, word)
        base = self.base(word)
        small = lower(base, self.language)
        return self._is_stop(base, small, fold(small))

    def sound_term(self, exact: str, stem: str) -> str | None:
        """Return the term under which a name is looked up by its sound, or None.

        It holds the skeleton, the language, and the form to search for:
        the stem in Turkish, where a name is inflected, else the exact form.
        """
        form = stem if self.language == "tr" else exact
        if len(form) < _SHORTEST_NAME or not form.isalpha():
            return None
        return f"{skeleton(form, self.language)} {self.language} {form}"


@cache
def analyzer_for(language: Language) -> Analyzer:
    """Return the analyzer of ``language``; one a process."""
    return Analyzer(TurkishRules() if language == "tr" else EnglishRules())


def analyze(text: str, language: Language) -> list[Token]:
    """Return the tokens of ``text``, read as ``language`` (``tr`` or ``en``)."""
    return analyzer_for(language).analyze(text)


@cache
def fingerprint() -> str:
    """Return a hash of the terms that a fixed text gives in both languages.

    It changes when answers would change, and not with every release of a
    library below, so an index can tell whether it still fits.
    """
    digest = hashlib.blake2b(digest_size=16)
    for language in ("tr", "en"):
        for token in analyze(_PROBE, language):
            terms = (token.exact, token.stem, token.prefix, token.sound)
            digest.update("\t".join(map(str, terms)).encode() + b"\n")
    return digest.hexdigest()
