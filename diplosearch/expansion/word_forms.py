"""The forms of a word that the index holds, weighted by field and rarity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ..analysis.analyzer import analyzer_for
from ..analysis.tokenizer import words_of
from ..analysis.word_rules import PREFIX_LENGTH, PREFIXED_LANGUAGES
from ..engines.base import Reader
from ..engines.ranking import FIELD_WEIGHTS, inverse_document_frequency
from ..engines.remote_reader import FieldTerm
from ..model import LANGUAGES, Language, MatchKind
from ..query import tree
from ..schema import EXACT, PREFIX, STEM, TITLE_EXACT, TITLE_STEM

BODY = (EXACT, STEM, PREFIX)
"""Fields in which a word is searched."""

STRICT_BODY = (EXACT, STEM)
"""Fields in which an excluded word is searched."""

TITLE = (TITLE_EXACT, TITLE_STEM)
"""Fields in which a word is searched in headlines."""

EXACT_OF = {BODY: EXACT, STRICT_BODY: EXACT, TITLE: TITLE_EXACT}
"""The field of exact forms among the fields of each."""

OTHER_READING = 0.8
"""What a stem of a word counts that is not its likeliest; a guess."""

_CACHED_WORDS = 1 << 12
"""Entries of each cache; a guess."""

_KINDS: dict[str, MatchKind] = {
    EXACT: "exact",
    STEM: "stem",
    PREFIX: "prefix",
    TITLE_EXACT: "exact",
    TITLE_STEM: "stem",
}


def split_words(text: str) -> list[str]:
    """Return the words of ``text``, in which punctuation separates: ``e-posta`` has two."""
    return list(_split(text))


@lru_cache(_CACHED_WORDS)
def _split(text: str) -> tuple[str, ...]:
    return tuple(words_of(text))


def readings_of(word: str) -> tuple[str, ...]:
    """Return the exact form of ``word``, read in each language."""
    return tuple(analyzer_for(language).exact(word) for language in LANGUAGES)


@lru_cache(_CACHED_WORDS)
def is_stop_word(word: str) -> bool:
    """Tell whether ``word`` is a stop word of either language."""
    return any(analyzer_for(language).is_stop(word) for language in LANGUAGES)


class _Form(NamedTuple):
    """What a form counts of its field, and the only language in which it is looked for."""

    factor: float = 1.0
    language: Language | None = None


def find_forms(word: str, fields: tuple[str, ...], reader: Reader) -> list[tree.Term]:
    """Return the forms of ``word`` that the index has, exact forms first.

    A form that is a stop word of one language, while ``word`` is not, finds
    passages in the other one at most: ``iş`` folds to the English ``is``.
    """
    found = []
    is_stop = is_stop_word(word)
    for (field, text), form in _weigh_forms(word, fields).items():
        count = reader.frequency(field, text)
        if count:
            language = form.language
            if not is_stop:
                if language is None:
                    language = _where_no_stop_word(text)
                elif language == "en" and analyzer_for("en").is_stop(text):
                    continue
            kind = _KINDS[field]
            found.append(
                make_term(field, text, count, reader, word, kind, language, form.factor)
            )
    return found


def form_candidates(word: str, fields: tuple[str, ...]) -> Iterator[FieldTerm]:
    """Yield the forms of ``word`` in each field; the index need not have them."""
    yield from _weigh_forms(word, fields)


def _weigh_forms(word: str, fields: tuple[str, ...]) -> dict[FieldTerm, _Form]:
    """Return the forms of ``word`` in each field.

    A stem is one of a language, and looked for there: English rules make *adlı* a form
    of *ad*. A Turkish word that is typed like another one when its letters are plain
    (*diş*, *dış*) is found by its stems alone: folded forms, which the index has of
    both languages, do not tell it apart in Turkish text.
    """
    forms: dict[FieldTerm, _Form] = {}
    clear = [one for one in LANGUAGES if not analyzer_for(one).is_ambiguous(word)]
    folded = _Form(language=clear[0] if len(clear) == 1 else None)
    for field in fields:
        for language in LANGUAGES:
            analyzer = analyzer_for(language)
            if field in (STEM, TITLE_STEM):
                for index, stem in enumerate(analyzer.query_stems(word)):
                    form = _Form(OTHER_READING if index else 1.0, language)
                    if (known := forms.get((field, stem))) is not None:
                        form = _Form(max(known.factor, form.factor))
                    forms[field, stem] = form
            elif language in clear:
                text = analyzer.exact(word)
                if field == PREFIX:
                    if language not in PREFIXED_LANGUAGES:
                        continue
                    text = text[:PREFIX_LENGTH]
                forms.setdefault((field, text), folded)
    return forms


def _where_no_stop_word(text: str) -> Language | None:
    """Return the only language in which a term is not a stop word; None if both or none."""
    free = [one for one in LANGUAGES if not analyzer_for(one).is_stop(text)]
    return free[0] if len(free) == 1 else None


def find_terms(
    field: str, texts: Iterable[str], reader: Reader, word: str, kind: MatchKind
) -> list[tree.Term]:
    """Return those of ``texts`` that the index has, weighted by their rarity."""
    counted = ((text, reader.frequency(field, text)) for text in texts)
    return [
        make_term(field, text, count, reader, word, kind)
        for text, count in counted
        if count
    ]


def make_term(
    field: str,
    text: str,
    count: int,
    reader: Reader,
    word: str,
    kind: MatchKind,
    language: Language | None = None,
    factor: float = 1.0,
) -> tree.Term:
    """Return a term that ``count`` passages hold, weighted by its rarity and a factor."""
    weight = FIELD_WEIGHTS[field] * inverse_document_frequency(reader.passages, count)
    return tree.Term(field, text, weight * factor, word, kind, language=language)


def best_of(terms: Iterable[tree.Node]) -> tree.Node:
    """Return a node that finds any of ``terms`` and scores by the best of them."""
    nodes = tuple(terms)
    if not nodes:
        return tree.Nothing()
    return nodes[0] if len(nodes) == 1 else tree.Best(nodes)
