"""The words of a query, how it writes its clauses, and the language of its stop words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..analysis.analyzer import analyzer_for
from ..analysis.tokenizer import find_words
from ..analysis.word_rules import question_words
from ..engines.ranking import other_language_factor
from ..query import tree
from ..query.tree import Node
from ..schema import LANGUAGE
from ..text.letters import fold
from .word_forms import split_words


def words_of(node: Node) -> Iterator[str]:
    """Yield the words of ``node`` that are searched as words and not excluded."""
    match node:
        case tree.Word() | tree.Phrase() | tree.Prefix() | tree.Fuzzy():
            yield from split_words(node.text)
        case tree.Field():
            if node.name == "title":
                yield from words_of(node.child)
        case tree.Boolean():
            for child in (*node.must, *node.should):
                yield from words_of(child)


def excluded_in(node: Node) -> Iterator[str]:
    """Yield the words of ``node`` that are excluded."""
    match node:
        case tree.Field():
            if node.name == "title":
                yield from excluded_in(node.child)
        case tree.Boolean():
            for child in (*node.must, *node.should, *node.must_not):
                yield from excluded_in(child)
            for child in node.must_not:
                yield from words_of(child)


def favour_language(node: Node, words: Sequence[str]) -> Node:
    """Return ``node``, favouring passages in the language of the query's stop words."""
    turkish, english = (
        sum(analyzer_for(language).is_stop(word) for word in words)
        for language in ("tr", "en")
    )
    if turkish == english:
        return node
    language = "tr" if turkish > english else "en"
    factor = other_language_factor(abs(turkish - english))
    return tree.Favoured(node, LANGUAGE, language, factor)


def text_of(node: Node) -> str:
    """Return a part of a query as a person would type it, quotes around phrases."""
    match node:
        case tree.Phrase():
            return f'"{node.text}"'
        case tree.Prefix():
            return f"{node.text}*"
        case tree.Fuzzy():
            return f"{node.text}~"
        case tree.Word():
            spans = list(find_words(node.text))
            return node.text[spans[0][0] : spans[-1][1]] if spans else node.text
        case tree.Field():
            return f"{node.name}:{text_of(node.child)}"
        case tree.Range():
            return f"{node.low or ''}..{node.high or ''}"
        case tree.Boolean():
            parts = [
                " AND ".join(map(text_of, node.must)),
                (" OR " if node.is_choice else " ").join(map(text_of, node.should)),
                *(f"-{text_of(one)}" for one in node.must_not),
            ]
            return " ".join(part for part in parts if part)
    return ""


def is_question(node: Node) -> bool:
    """Tell whether a query asks a question, by its words or a question mark."""
    if any(fold(word) in question_words() for word in words_of(node)):
        return True
    match node:
        case tree.Word():
            return node.text.endswith("?")
        case tree.Boolean():
            return any(map(is_question, (*node.must, *node.should)))
    return False


def is_filter(node: Node) -> bool:
    """Tell whether a clause restricts the words beside it, as ``lang:tr`` does."""
    match node:
        case tree.Field():
            return node.name != "title"
        case tree.Boolean(must=(), must_not=()):
            return bool(node.should) and all(map(is_filter, node.should))
    return False
