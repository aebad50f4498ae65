"""The forms under which a word of a query may stand in the index."""

from __future__ import annotations

from collections.abc import Iterable

from ..analysis.analyzer import Terms, analyzer_for
from ..analysis.tokenizer import find_words
from ..engines.base import Reader
from ..fields import EXACT, PREFIX, STEM, TITLE_EXACT, TITLE_STEM
from ..model import LANGUAGES, MatchKind
from ..ranking import FIELD_WEIGHTS, inverse_document_frequency
from . import tree

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
    return [text[start:end] for start, end in find_words(text)]


def forms_of(word: str) -> tuple[Terms, ...]:
    """Return the terms of ``word``, read in each language."""
    return tuple(analyzer_for(language).terms(word) for language in LANGUAGES)


def is_stop_word(word: str) -> bool:
    """Tell whether ``word`` is a stop word of either language."""
    return any(terms.is_stop for terms in forms_of(word))


def look_up(word: str, fields: tuple[str, ...], reader: Reader) -> tree.Node:
    """Return what finds ``word`` by its forms in ``fields``.

    The scores of the fields add up. The forms within a field count once and
    share one inverse document frequency, from the sum of their frequencies:
    with one of its own a rare wrong stem would win.
    """
    groups = []
    for field in fields:
        texts = _texts(word, field)
        group = make_group(field, texts, reader, word=word, kind=_KINDS[field])
        if not isinstance(group, tree.Nothing):
            groups.append(group)
    if not groups:
        return tree.Nothing()
    return groups[0] if len(groups) == 1 else tree.Boolean(should=tuple(groups))


def make_group(
    field: str, texts: Iterable[str], reader: Reader, *, word: str, kind: MatchKind
) -> tree.Node:
    """Return what finds any of ``texts``, counted once and with one frequency."""
    found = {text: reader.frequency(field, text) for text in dict.fromkeys(texts)}
    total = min(sum(found.values()), reader.passages)
    weight = FIELD_WEIGHTS[field] * inverse_document_frequency(reader.passages, total)
    terms = tuple(
        tree.Term(field, text, weight, word, kind)
        for text, frequency in found.items()
        if frequency
    )
    if not terms:
        return tree.Nothing()
    return terms[0] if len(terms) == 1 else tree.Best(terms)


def _texts(word: str, field: str) -> list[str]:
    forms = forms_of(word)
    if field in (EXACT, TITLE_EXACT):
        return [terms.exact for terms in forms]
    if field in (STEM, TITLE_STEM):
        return [terms.stem for terms in forms]
    return [terms.prefix for terms in forms if terms.prefix]
