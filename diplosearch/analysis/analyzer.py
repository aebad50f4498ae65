"""The one analyzer that indexing, searching and highlighting share."""

from __future__ import annotations

import hashlib
import re
from functools import cache, lru_cache
from typing import NamedTuple

from ..errors import UsageError
from ..model import LANGUAGES, Language, Token
from ..text.letters import (
    MODIFIER_LETTER_APOSTROPHE,
    drop_separators,
    fold,
    lower,
    unify_apostrophes,
)
from ..text.phonetics import skeleton
from .english import EnglishRules
from .term_list import TermList
from .term_vectors import TermVectors
from .tokenizer import find_words
from .turkish.rules import TurkishRules
from .word_cache import Columns, WordCache
from .word_rules import PREFIX_LENGTH, PREFIXED_LANGUAGES, Terms, WordRules, cut_plural

# Entries of each cache: guesses.
_CACHED_WORDS = 1 << 17
_CACHED_TERMS = 1 << 14  # of queries; the words of a corpus are in the word cache
_CACHED_TEXTS = 128

_SHORTEST_NAME = 4  # letters of a name that has a term of sound; a guess
_LONGEST_WORD = 64  # characters of a word that become a term
_FEWEST_PLAIN_WORDS = 8
"""Words without any Turkish letter that show a text to be typed without them.

Of 31,651 sentences of Turkish news 37 have as many words and none by chance, of 12,468
whole texts 4.
"""
_DESIGNATION = re.compile("([a-z]{1,3})([0-9]{1,4})[a-z]?")
_TURKISH_LETTER = re.compile("[çğıöşüÇĞİÖŞÜ]")

SOUND_MARK = "/"
"""Separates the three components of a term of sound, which never contain it."""

_PROBE = """
İstanbul’daki Dışişleri Bakanı’nın 30. olağan toplantısına AB'ye üye ülkelerin bakanları
katıldı; IMF, imf, İMF'nin ve A.B.D. O'Brien Côte d'Ivoire Kassym-Jomart Tokayev's 1.457
1,457 498.55 北京 Москва Çin'in İranlı Salı ışığında I\u0307zmir mübâlağa agreements were
signed by ministers of the People's Republic of China's countries; naïve café 6'da Astana
S-400'leri S400 F-16s TF-X AT&T'nin Covid-19 e-mail Əliyev dış\u00adişleri Kerem＇in 5′te
don't they're organised analysed colours centres defence knives
"""


class TermColumns(NamedTuple):
    """The terms of a text by field.

    The exact forms, the stems and the prefixes have a position for each word; prefixes
    are empty in a language without them. ``sound`` has terms for names only.
    """

    exact: TermList = TermList()
    stem: TermList = TermList()
    prefix: TermList = TermList()
    sound: TermList = TermList()


class Analyzer:
    """Analyzer of one language. Safe to share between threads."""

    def __init__(self, rules: WordRules) -> None:
        self._rules = rules
        self.language: Language = rules.language
        self.terms = lru_cache(_CACHED_TERMS)(self._make_terms)
        self.exact = lru_cache(_CACHED_WORDS)(self._find_exact)
        self.is_stop = lru_cache(_CACHED_WORDS)(self._find_is_stop)
        self.query_stems = lru_cache(_CACHED_TERMS)(self._find_query_stems)
        self.is_ambiguous = lru_cache(_CACHED_TERMS)(self._find_is_ambiguous)
        self._words = WordCache(self.terms)
        self._plain_words = WordCache(self._make_plain_terms)
        # The passages of a document are analysed twice: to be stored, and to be indexed.
        self._read = lru_cache(_CACHED_TEXTS)(self._split)

    def analyze(self, text: str) -> list[Token]:
        """Return the tokens of ``text`` in order.

        Spans are offsets into ``text`` as given, taken before any letter changes. No
        term is empty.

        >>> analyzer_for("tr").analyze("Ankara'da")[0].stem
        'ankara'
        """
        terms = self.terms
        return [
            Token(start, end, *terms(text[start:end])) for start, end in find_words(text)
        ]

    def columns(self, text: str) -> TermColumns:
        """Return the terms of :meth:`analyze` by field, for indexing.

        Several times faster than :meth:`analyze`, because the characters between two
        spaces are analysed once and then looked up in the word cache.
        """
        columns = self._read(text)[: len(TermColumns._fields)]
        return TermColumns(*map(TermList, columns))

    def words(self, text: str) -> TermVectors:
        """Return the terms of :meth:`analyze` with their spans as a term vector."""
        found = self._read(text)
        if not found.exact:
            return TermVectors(self.language)
        return TermVectors(
            self.language, f" {found.exact} ", f" {found.stem} ", found.spans
        )

    def base(self, word: str) -> str:
        """Return a word without separators and without the suffix behind an apostrophe."""
        return self._cut(word)[0]

    def _cut(self, word: str) -> tuple[str, bool]:
        """Return the base of a word, and whether a suffix was cut from it."""
        if word.isalnum() and MODIFIER_LETTER_APOSTROPHE not in word:
            return word[:_LONGEST_WORD], False
        plain = unify_apostrophes(word)[:_LONGEST_WORD]
        if plain.isalnum():
            return plain, False
        joined = drop_separators(plain)
        base = self._rules.cut_suffix(joined)
        return base or plain, bool(base) and base != joined

    def _make_terms(self, word: str, *, is_plain: bool = False) -> Terms:
        """Return the terms of a single word of a text."""
        rules = self._rules
        base, is_cut = self._cut(word)
        small = lower(base, rules.language)
        exact = fold(small)
        stems: tuple[str, ...]
        if small.isalpha():
            stems = rules.stems(base, is_cut=is_cut, is_plain=is_plain)
        else:
            stems = (cut_plural(exact), *_parts_of_designation(exact))
        # Equal strings share their memory.
        if exact == word:
            exact = word
        if stems == (exact,):
            stems = (exact,)
        prefix = exact[:PREFIX_LENGTH] if self.language in PREFIXED_LANGUAGES else None
        is_stop = self._is_stop(base, small, exact)
        sound = None
        if base[0].isupper() and not is_stop:
            sound = self.sound_term(exact, stems[0])
        return Terms(exact, stems[0], prefix, sound, is_stop, stems)

    def _make_plain_terms(self, word: str) -> Terms:
        """Return the terms of a single word of a text without Turkish letters."""
        return self._make_terms(word, is_plain=True)

    def _split(self, text: str) -> Columns:
        is_plain = self.language == "tr" and _is_typed_plainly(text)
        return (self._plain_words if is_plain else self._words).split(text)

    def _find_exact(self, word: str) -> str:
        """Return the exact form of a word, without stemming it."""
        return fold(lower(self.base(word), self.language))

    def _find_query_stems(self, word: str) -> tuple[str, ...]:
        """Return the stems that a word of a query stands for, the likeliest first."""
        base = self.base(word)
        small = lower(base, self.language)
        if small.isalpha():
            return self._rules.query_stems(base)
        return (cut_plural(fold(small)),)

    def _find_is_ambiguous(self, word: str) -> bool:
        """Tell whether other words than this one have the same exact form."""
        base = self.base(word)
        return base.isalpha() and self._rules.is_ambiguous(base)

    def _is_stop(self, base: str, small: str, exact: str) -> bool:
        is_acronym = base.isupper() and len(base) > 1
        return not is_acronym and self._rules.is_stop(small, exact)

    def _find_is_stop(self, word: str) -> bool:
        """Tell whether a word is a stop word, without stemming it."""
        if word.isascii() and word.isalnum() and word.islower():
            return self._rules.is_stop(word, word)
        base = self.base(word)
        small = lower(base, self.language)
        return self._is_stop(base, small, fold(small))

    def sound_term(self, exact: str, stem: str) -> str | None:
        """Return the term by which a name is found by its sound, or None.

        It consists of the skeleton, the language and the form to search for, with
        ``SOUND_MARK`` between. The form is the stem in Turkish, where a name is
        inflected, and the exact form in English.
        """
        form = stem if self.language == "tr" else exact
        if len(form) < _SHORTEST_NAME or not form.isalpha():
            return None
        consonants = skeleton(fold(form), self.language)
        return SOUND_MARK.join((consonants, self.language, form))


def _parts_of_designation(exact: str) -> tuple[str, ...]:
    """Return the parts of a folded designation that are asked for alone: S-*400*.

    >>> _parts_of_designation("cop29"), _parts_of_designation("f16")
    (('cop',), ())
    """
    found = _DESIGNATION.fullmatch(exact)
    if found is None:
        return ()
    letters, digits = found.groups()
    parts = (letters if len(letters) > 1 else "", digits if len(digits) > 2 else "")
    return tuple(filter(None, parts))


def _is_typed_plainly(text: str) -> bool:
    """Tell whether a Turkish text is typed without Turkish letters."""
    return text.count(" ") >= _FEWEST_PLAIN_WORDS - 1 and not _TURKISH_LETTER.search(text)


@cache
def analyzer_for(language: Language) -> Analyzer:
    """Return the analyzer of ``language``, which a process has once."""
    return Analyzer(TurkishRules() if language == "tr" else EnglishRules())


def analyze(text: str, language: Language) -> list[Token]:
    """Return the tokens of a text: each word with its offsets and its index terms.

    >>> [(one.exact, one.stem) for one in analyze("Bakanlar Ankara'da", "tr")]
    [('bakanlar', 'bakan'), ('ankara', 'ankara')]

    Args:
        text: any text; offsets are into it as given.
        language: ``"tr"`` or ``"en"``.

    Raises:
        UsageError: an invalid argument; the message names it.
    """
    if not isinstance(text, str):
        raise UsageError(f"text is {type(text).__name__}; give a string")
    if language not in LANGUAGES:
        raise UsageError(f"language={language!r}: use 'tr' or 'en'")
    return analyzer_for(language).analyze(text)


def hash_terms() -> str:
    """Return a hash of the terms of a fixed text in both languages, in hexadecimal."""
    digest = hashlib.blake2b(digest_size=16)
    for language in ("tr", "en"):
        for token in analyze(_PROBE, language):
            terms = (token.exact, *token.stems, token.prefix, token.sound)
            digest.update("\t".join(map(str, terms)).encode() + b"\n")
    return digest.hexdigest()
