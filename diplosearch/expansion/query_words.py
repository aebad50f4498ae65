"""The words of a query, and the language that its stop words show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..analysis.analyzer import analyzer_for
from ..engines.ranking import other_language_factor
from ..query import tree
from ..query.filters import FILTERS
from ..query.tree import Node
from ..schema import FIELD_KINDS, LANGUAGE
from .word_forms import split_words


def words_of(node: Node) -> Iterator[str]:
    """Yield the words of ``node`` that are searched as words and not excluded."""
    match node:
        case tree.Word() | tree.Phrase() | tree.Prefix() | tree.Fuzzy():
            yield from split_words(node.text)
        case tree.Field():
            if node.name not in FILTERS and node.name not in FIELD_KINDS:
                yield from words_of(node.child)
        case tree.Boolean():
            for child in (*node.must, *node.should):
                yield from words_of(child)


def favour_language(node: Node, words: Sequence[str]) -> Node:
    """Return ``node``, favouring passages in the language of the query's stop words."""
    turkish, english = (
        sum(analyzer_for(language).terms(word).is_stop for word in words)
        for language in ("tr", "en")
    )
    if turkish == english:
        return node
    language = "tr" if turkish > english else "en"
    factor = other_language_factor(abs(turkish - english))
    return tree.Favoured(node, LANGUAGE, language, factor)
