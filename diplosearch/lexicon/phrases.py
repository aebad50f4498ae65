"""The stems that stand for a phrase in an index, and what each counts."""

from __future__ import annotations

from functools import cache, lru_cache

from ..analysis.analyzer import analyzer_for
from ..analysis.tokenizer import find_words
from ..analysis.turkish import turkish_lemmatizer
from ..resources import read_list
from ..text.letters import fold

LONGEST_PHRASE = 3
"""Stems of a translation that is searched word by word."""

_WORD_OF_SEVERAL = 0.4
_WORD_BEFORE_LAST = 0.7
_INFINITIVES = ("mek", "mak")
_SHORTEST_INFINITIVE = 5


def place_weight(place: float) -> float:
    """Return what the translation at ``place`` of an entry counts; 1 for the first."""
    return 1 / (1 + 0.5 * (place - 1))


@cache
def light_verbs() -> frozenset[str]:
    """Return the folded stems of verbs that only make a verb of a noun (``etmek``)."""
    return frozenset(read_list(__package__, "light-verbs.txt"))


@cache
def _nouns_like_infinitives() -> frozenset[str]:
    return frozenset(read_list(__package__, "nouns-like-infinitives.txt"))


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

    An infinitive gives its verb, a light verb behind a noun nothing.
    """
    analyzer = analyzer_for("tr")
    words = list(dict.fromkeys(phrase[start:end] for start, end in find_words(phrase)))
    stems: list[str] = []
    for word in words:
        plain = fold(word)
        is_last = word is words[-1]
        if is_last and is_infinitive(plain):
            verb = plain[:-3]
            if not (len(words) > 1 and verb in light_verbs()):
                stems.append(turkish_lemmatizer().active(verb))
            continue
        terms = analyzer.terms(word)
        if len(words) == 1 or not terms.is_stop:
            stems.append(terms.stem)
    return tuple(dict.fromkeys(stems))


@lru_cache(1 << 14)
def english_stems(phrase: str) -> tuple[str, ...]:
    """Return the stems of an English phrase, without stop words."""
    analyzer = analyzer_for("en")
    found = [analyzer.terms(phrase[start:end]) for start, end in find_words(phrase)]
    kept = [terms.stem for terms in found if len(found) == 1 or not terms.is_stop]
    return tuple(dict.fromkeys(kept))


def english_key(phrase: str) -> str:
    """Return the stems under which a term is looked up.

    Its stop words stay where they tell a single word from another: ``carry out``
    is not ``carry``.
    """
    stems = english_stems(phrase)
    if len(stems) > 1:
        return " ".join(stems)
    analyzer = analyzer_for("en")
    return " ".join(
        analyzer.terms(phrase[start:end]).stem for start, end in find_words(phrase)
    )


def spread(stems: tuple[str, ...], weight: float) -> list[tuple[str, float]]:
    """Return what each stem of a translation counts: less where they are several.

    The last word of a phrase carries most of it in both languages.
    """
    if not stems or len(stems) > LONGEST_PHRASE:
        return []
    if len(stems) == 1:
        return [(stems[0], weight)]
    share = weight * _WORD_OF_SEVERAL / (len(stems) - 1)
    last = stems[-1]
    return [(stem, share * (1 if stem is last else _WORD_BEFORE_LAST)) for stem in stems]
