"""The forms of a word in its own language, looked up in the index."""

from __future__ import annotations

from collections.abc import Iterable

from ..analysis.analyzer import analyzer_for
from ..analysis.tokenizer import words_of
from ..analysis.word_rules import Terms
from ..engines.base import Reader
from ..engines.ranking import FIELD_WEIGHTS, inverse_document_frequency
from ..model import LANGUAGES, Language, MatchKind
from ..query import tree
from ..schema import EXACT, PREFIX, STEM, TITLE_EXACT, TITLE_STEM

BODY = (EXACT, STEM, PREFIX)
"""Fields in which a word is looked for."""

STRICT_BODY = (EXACT, STEM)
"""Fields in which a word is looked for that must not be there."""

TITLE = (TITLE_EXACT, TITLE_STEM)
"""Fields in which a word of the headline is looked for."""

EXACT_OF = {BODY: EXACT, STRICT_BODY: EXACT, TITLE: TITLE_EXACT}
"""The field of exact forms among each of these."""

_KINDS: dict[str, MatchKind] = {
    EXACT: "exact",
    STEM: "stem",
    PREFIX: "prefix",
    TITLE_EXACT: "exact",
    TITLE_STEM: "stem",
}


def split_words(text: str) -> list[str]:
    """Return the words in what was typed as one: ``e-posta`` holds two."""
    return words_of(text)


def readings_of(word: str) -> tuple[Terms, ...]:
    """Return the terms of ``word``, read in each language."""
    return tuple(analyzer_for(language).terms(word) for language in LANGUAGES)


def is_stop_word(word: str) -> bool:
    """Tell whether ``word`` is a stop word of either language."""
    return any(terms.is_stop for terms in readings_of(word))


def find_forms(word: str, fields: tuple[str, ...], reader: Reader) -> list[tree.Term]:
    """Return the terms of the index that are forms of ``word``, the closest first.

    A form that is a stop word of one language, though the word is none, finds
    passages in the other only: ``iş`` folded is the English ``is``.
    """
    found = []
    readings = readings_of(word)
    is_stop = any(one.is_stop for one in readings)
    for field in fields:
        texts = dict.fromkeys(filter(None, (_term_of(one, field) for one in readings)))
        for text in texts:
            language = None if is_stop else _where_no_stop_word(text)
            found += find_terms(field, [text], reader, word, _KINDS[field], language)
    return found


def _where_no_stop_word(text: str) -> Language | None:
    """Return the only language in which a term is no stop word; None for both."""
    free = [one for one in LANGUAGES if not analyzer_for(one).is_stop(text)]
    return free[0] if len(free) == 1 else None


def find_terms(
    field: str,
    texts: Iterable[str],
    reader: Reader,
    word: str,
    kind: MatchKind,
    language: Language | None = None,
) -> list[tree.Term]:
    """Return those of ``texts`` that the index has, weighted by their rarity."""
    found = []
    origin: tree.Origin = ""
    for text in texts:
        frequency = reader.frequency(field, text)
        if frequency:
            rarity = inverse_document_frequency(reader.passages, frequency)
            weight = FIELD_WEIGHTS[field] * rarity
            found.append(tree.Term(field, text, weight, word, kind, origin, language))
    return found


def best_of(terms: Iterable[tree.Node]) -> tree.Node:
    """Return what finds any of ``terms`` and scores by the best."""
    nodes = tuple(terms)
    if not nodes:
        return tree.Nothing()
    return nodes[0] if len(nodes) == 1 else tree.Best(nodes)


def _term_of(terms: Terms, field: str) -> str | None:
    if field in (EXACT, TITLE_EXACT):
        return terms.exact
    return terms.stem if field in (STEM, TITLE_STEM) else terms.prefix
