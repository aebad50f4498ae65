"""What is typed with signs: a phrase in quotes, a word with an asterisk or a tilde."""

from __future__ import annotations

from collections.abc import Sequence

from ..engines.base import Reader
from ..lexicon.lexicon import Lexicon
from ..model import MatchKind
from ..query import tree
from ..query.tree import Node
from .compounds import join_pairs
from .dictionary import TermDictionary
from .phrases import find_phrase, find_translated_phrases
from .word_finder import WordFinder
from .word_forms import EXACT_OF, best_of, make_term, split_words


def find_quoted(
    node: tree.Phrase,
    words: Sequence[str],
    name: str,
    lexicon: Lexicon | None,
    reader: Reader,
) -> list[Node]:
    """Return nodes that find a phrase in quotes in the field ``name``.

    words: those of the phrase.
    lexicon: translates the phrase as a whole; None for no translation.
    """
    found = find_phrase(words, node.slop, name, reader, node.text)
    if (joined := join_pairs(words)) is not None:
        found += find_phrase(joined, node.slop, name, reader, node.text)
    if lexicon is not None:
        found += find_translated_phrases(words, lexicon, reader, node.text)
    return found


def find_pattern(
    node: tree.Prefix | tree.Fuzzy,
    fields: tuple[str, ...],
    words: WordFinder,
    dictionary: TermDictionary,
    warnings: list[str],
) -> Node | None:
    """Return a node that finds what a pattern stands for, None if it holds no word.

    The sign is part of its last word; the words before are found as others are. Where
    it stands for too many terms, a warning is added.
    """
    *before, last = split_words(node.text) or [""]
    if not last:
        return None
    name, reader = EXACT_OF[fields], words.reader
    kind: MatchKind
    if isinstance(node, tree.Prefix):
        found, shown, kind = dictionary.find_beginning(last, name), "*", "prefix"
    else:
        found, shown, kind = dictionary.find_similar(last, name), "~", "exact"
    if found.left_out:
        warnings.append(
            f"{node.text}{shown} stands for the {len(found.counts)} most frequent "
            f"words; {found.left_out} more are left out"
        )
    word = node.text + shown
    group = best_of(
        make_term(name, text, count, reader, word, kind)
        for text, count in found.counts.items()
    )
    if not before:
        return group
    return tree.Boolean(must=(*(words.find(word, fields) for word in before), group))
