"""The stems of a phrase, by which it is found in an index, and their weights."""

from __future__ import annotations

from functools import cache, lru_cache

from ..analysis.analyzer import analyzer_for
from ..analysis.tokenizer import find_words
from ..analysis.turkish.stems import VERB_MARK
from ..resources import read_list
from ..text.letters import fold

LONGEST_PHRASE = 3
"""Stems of a translation that is searched by its words; a longer one is not. A guess."""

# Weight of the last word of two, and of a word before the last beside it: guesses.
_WORD_OF_SEVERAL = 0.4
_WORD_BEFORE_LAST = 0.7
_INFINITIVES = ("mek", "mak")
_SHORTEST_INFINITIVE = 5


def rank_weight(rank: float) -> float:
    """Return the weight of the translation at a rank (from 1) of an entry; 1 at most."""
    return 1 / (1 + 0.5 * (rank - 1))


@cache
def light_verbs() -> frozenset[str]:
    """Return the folded stems of verbs that only make a verb of a noun (``etmek``)."""
    return frozenset(read_list(__spec__.parent, "light-verbs.txt"))


@cache
def _nouns_like_infinitives() -> frozenset[str]:
    return frozenset(read_list(__spec__.parent, "nouns-like-infinitives.txt"))


def is_infinitive(word: str) -> bool:
    """Tell whether a folded Turkish word is an infinitive."""
    return (
        word.endswith(_INFINITIVES)
        and len(word) >= _SHORTEST_INFINITIVE
        and word not in _nouns_like_infinitives()
    )


@lru_cache(1 << 14)
def turkish_stems(phrase: str) -> tuple[str, ...]:
    """Return the stems of a Turkish phrase in dictionary form.

    A light verb behind a noun gives none.

    >>> turkish_stems("yardım etmek")
    ('yardım',)
    """
    analyzer = analyzer_for("tr")
    words = list(dict.fromkeys(phrase[start:end] for start, end in find_words(phrase)))
    stems: list[str] = []
    for word in words:
        stem = analyzer.query_stems(word)[0]
        is_last = word is words[-1]
        if is_last and is_infinitive(fold(word)):
            verb = fold(word)[:-3]
            if not (len(words) > 1 and verb in light_verbs()):
                stems.append(stem)
        elif len(words) == 1 or not analyzer.terms(word).is_stop:
            stems.append(stem)
    return tuple(dict.fromkeys(stems))


@lru_cache(1 << 14)
def english_stems(phrase: str) -> tuple[str, ...]:
    """Return the stems of an English phrase, without stop words."""
    analyzer = analyzer_for("en")
    found = [analyzer.terms(phrase[start:end]) for start, end in find_words(phrase)]
    kept = [terms.stem for terms in found if len(found) == 1 or not terms.is_stop]
    return tuple(dict.fromkeys(kept))


def turkish_key(phrase: str) -> str:
    """Return the key of a Turkish term in the tables: its stems, with spaces between.

    Stop words and light verbs count where only one other word is left: ``su krizi``
    is not ``kriz``.
    """
    stems = turkish_stems(phrase)
    words = [phrase[start:end] for start, end in find_words(phrase)]
    if len(stems) == 1 < len(words):
        stems = tuple(map(_key_stem, words))
    return " ".join(stems)


def _key_stem(word: str) -> str:
    """Return the stem of a Turkish word in a key: of a light verb as texts have it."""
    terms = analyzer_for("tr").terms(word)
    if terms.stem.removesuffix(VERB_MARK) in light_verbs():
        return terms.stem
    return analyzer_for("tr").query_stems(word)[0]


def english_key(phrase: str) -> str:
    """Return the key of an English term in the tables: its stems, with spaces between.

    Stop words count where only one other word is left: ``carry out`` is not ``carry``.
    """
    stems = english_stems(phrase)
    if len(stems) > 1:
        return " ".join(stems)
    analyzer = analyzer_for("en")
    return " ".join(
        analyzer.terms(phrase[start:end]).stem for start, end in find_words(phrase)
    )


def spread_weight(stems: tuple[str, ...], weight: float) -> list[tuple[str, float]]:
    """Return each stem of a translation with its part of ``weight``.

    One of several stems has less weight than a single one, and the last word of a
    phrase has the most, as it carries most of the meaning in both languages. A
    translation of more than ``LONGEST_PHRASE`` stems gives none.
    """
    if not stems or len(stems) > LONGEST_PHRASE:
        return []
    if len(stems) == 1:
        return [(stems[0], weight)]
    each = weight * _WORD_OF_SEVERAL / (len(stems) - 1)
    last = stems[-1]
    return [(stem, each * (1 if stem is last else _WORD_BEFORE_LAST)) for stem in stems]
