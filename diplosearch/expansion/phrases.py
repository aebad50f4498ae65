"""Phrases of a query, as they stand and in the other language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from ..analysis.analyzer import analyzer_for
from ..analysis.word_rules import Terms
from ..engines.base import Reader
from ..engines.ranking import FIELD_WEIGHTS, TERM_WEIGHT, inverse_document_frequency
from ..lexicon.lexicon import Lexicon
from ..model import Language
from ..query import tree
from ..query.tree import Node
from ..schema import EXACT
from .names import is_acronym
from .word_forms import find_terms, readings_of, split_words

_MOST_INFLECTIONS = 16
"""Terms of the index that are tried as forms of a phrase's last word; a guess."""


def find_phrase(
    words: Sequence[str], slop: int | None, name: str, reader: Reader, typed: str
) -> list[Node]:
    """Return nodes that find ``words`` as a phrase in the field ``name``.

    One for each language's exact forms of them; none if the index lacks a word.
    ``typed`` is the phrase as it stands in the query.
    """
    readings = dict.fromkeys(zip(*map(readings_of, words), strict=True))
    found: list[Node] = []
    for texts in readings:
        if len(texts) == 1:
            found += find_terms(name, texts, reader, typed, "phrase")
        elif all(reader.frequency(name, text) for text in texts):
            found.append(_make_sequence(texts, slop, name, reader, typed))
    return found


def find_translated_phrases(
    words: Sequence[str], lexicon: Lexicon, reader: Reader, typed: str
) -> list[Node]:
    """Return nodes that find a phrase of the glossary in the other language."""
    found: list[Node] = []
    for rendering in find_renderings(words, lexicon):
        if not all(reader.frequency(EXACT, text) for text in rendering.before):
            continue
        factor = rendering.weight * TERM_WEIGHT
        for text in _find_inflections(rendering, reader):
            texts = (*rendering.before, text)
            made = _make_rendered(texts, factor, reader, typed)
            if isinstance(made, tree.Term) and rendering.is_acronym:
                made = replace(made, language=rendering.language)
            found.append(made)
    return found


class PhraseRendering(NamedTuple):
    """A phrase of the other language: exact forms of all words but the last, and it."""

    language: Language
    before: tuple[str, ...]
    last: Terms
    weight: float
    is_acronym: bool = False
    """Whether it is an acronym, which in text of the query's language may be a word."""


def find_renderings(words: Sequence[str], lexicon: Lexicon) -> Iterator[PhraseRendering]:
    """Yield the renderings of ``words`` if the glossary has them as one term."""
    for term in lexicon.find_terms(words):
        if (term.start, term.end) != (0, len(words)):
            continue
        analyzer = analyzer_for(term.language)
        for phrase, weight, _ in term.renderings:
            *before, last = (analyzer.terms(word) for word in split_words(phrase))
            exact = tuple(terms.exact for terms in before)
            yield PhraseRendering(term.language, exact, last, weight, is_acronym(phrase))


def _find_inflections(rendering: PhraseRendering, reader: Reader) -> Iterator[str]:
    """Yield the forms of the last word of a phrase that the index has."""
    analyzer, last = analyzer_for(rendering.language), rendering.last
    for text, _ in islice(reader.terms(EXACT, last.exact), _MOST_INFLECTIONS):
        if text == last.exact or analyzer.terms(text).stem == last.stem:
            yield text


def _make_rendered(
    texts: tuple[str, ...], factor: float, reader: Reader, typed: str
) -> Node:
    weight = factor * _weigh(texts, EXACT, reader)
    if len(texts) == 1:
        return tree.Term(EXACT, texts[0], weight, typed, "translation", "glossary")
    return tree.Sequence(EXACT, texts, None, weight, typed, "translation", "glossary")


def _make_sequence(
    texts: tuple[str, ...], slop: int | None, name: str, reader: Reader, typed: str
) -> tree.Sequence:
    weight = FIELD_WEIGHTS[name] * _weigh(texts, name, reader)
    return tree.Sequence(name, texts, slop, weight, typed)


def _weigh(texts: tuple[str, ...], name: str, reader: Reader) -> float:
    """Return the summed rarity of the words of a phrase."""
    return sum(
        inverse_document_frequency(reader.passages, reader.frequency(name, text))
        for text in texts
    )
