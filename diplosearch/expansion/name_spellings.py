"""Other spellings of a query's names in the index: *Ceyhun* for *Jeyhun*."""

from __future__ import annotations

from collections.abc import Iterator

from ..analysis.analyzer import SOUND_MARK, analyzer_for
from ..analysis.turkish.lemmatizer import turkish_lemmatizer
from ..analysis.turkish.stems import VERB_MARK
from ..engines.base import Reader
from ..engines.ranking import SPELLING_WEIGHT, inverse_document_frequency
from ..engines.remote_reader import FieldTerm
from ..model import LANGUAGES, Language
from ..query import tree
from ..schema import EXACT, SOUND, STEM
from ..text.letters import fold
from ..text.phonetics import have_like_vowels, likeness, skeleton, syllables

_SHORTEST_NAME = 4
"""Letters of a name; shorter ones sound like too many others. A guess."""

_SHORTEST_SKELETON = 2
"""Consonants of a name; a guess."""

_LIKE = 0.72
_LIKE_IN_ONE_LANGUAGE = 0.88
"""Least likeness of two spellings, across languages and within one; guesses."""

_LIKE_WITH_ANOTHER_SYLLABLE = 0.915
"""The same where one has a syllable more: *Dimitriy* (0.92) is *Dmitriy*, but *Cihad*
(0.75) is not *Chad*. Of 117 pairs with another number, of 1,800 names of news, nearly all
below were accidents."""

_MOST_SPELLINGS = 4
"""Spellings that a word stands for at most; a guess."""


def find_spellings(word: str, reader: Reader) -> list[tree.Term]:
    """Return terms that find names of the index which sound like ``word``.

    A word of the Turkish lexicon is not taken for a name.
    """
    return [
        _make_term(field, text, ratio, word, reader)
        for (field, text), ratio in rank_spellings(word, reader)
    ]


def rank_spellings(word: str, reader: Reader) -> list[tuple[FieldTerm, float]]:
    """Return the terms of names that sound most like ``word``, with their likeness.

    At most four, the likest first; likeness is between 0 and 1.
    """
    best: dict[FieldTerm, float] = {}
    for form, language, prefix in _find_skeletons(word):
        known = (analyzer_for(language).exact(word), form)
        for term, ratio in _find_names(form, language, prefix, reader):
            if term[1] not in known:
                best[term] = max(ratio, best.get(term, 0.0))
    ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
    return ranked[:_MOST_SPELLINGS]


def sound_prefixes(word: str) -> list[str]:
    """Return prefixes of the terms in the sound field that may be spellings of ``word``."""
    return [prefix for _, _, prefix in _find_skeletons(word)]


def _find_skeletons(word: str) -> Iterator[tuple[str, Language, str]]:
    """Yield each language's form of ``word``, the language, and its prefix in the field."""
    for language in LANGUAGES:
        analyzer = analyzer_for(language)
        form = analyzer.query_stems(word)[0] if language == "tr" else analyzer.exact(word)
        is_common = turkish_lemmatizer().is_common_word(form.removesuffix(VERB_MARK))
        if is_common and word[:1].islower():
            return  # a form of a Turkish word, which English rules would take for a name
        if is_common or len(form) < _SHORTEST_NAME or not form.isalpha():
            continue
        consonants = skeleton(fold(form), language)
        if len(consonants) >= _SHORTEST_SKELETON:
            yield form, language, consonants + SOUND_MARK


def _find_names(
    form: str, language: Language, prefix: str, reader: Reader
) -> Iterator[tuple[FieldTerm, float]]:
    """Yield the terms of names with this prefix that are like ``form``, with likeness."""
    own = fold(form)
    for text, _ in reader.terms(SOUND, prefix):
        _, spoken, name = text.split(SOUND_MARK)
        other: Language = "tr" if spoken == "tr" else "en"
        # The likeness is asked for last, as it takes longest.
        if not have_like_vowels(own, language, fold(name), other):
            continue
        least = _LIKE_IN_ONE_LANGUAGE if other == language else _LIKE
        if syllables(own, language) != syllables(fold(name), other):
            least = _LIKE_WITH_ANOTHER_SYLLABLE
        ratio = likeness(own, language, fold(name), other)
        if ratio >= least:
            yield (STEM if other == "tr" else EXACT, name), ratio


def _make_term(field: str, text: str, ratio: float, word: str, reader: Reader) -> tree.Term:
    rarity = inverse_document_frequency(reader.passages, reader.frequency(field, text))
    weight = SPELLING_WEIGHT * ratio * rarity
    return tree.Term(field, text, weight, word, "translation", "spelling")
