"""Suggest a query in which unknown words are replaced by similar words of the index."""

from __future__ import annotations

from collections.abc import Sequence

from ..analysis.analyzer import analyze, analyzer_for
from ..engines.deadline import check_time
from ..query import tree
from ..schema import EXACT
from ..storage.codec import split_key
from ..text.letters import fold, lower
from .searcher import Searcher

_SHORTEST_WORD = 4
"""Letters of a word that is replaced, at least; a guess."""

_MOST_WORDS = 16
"""Words that are replaced at most, the first ones; a guess."""


def suggest(
    searcher: Searcher,
    query: str,
    unknown: Sequence[tree.Word],
    deadline: float | None = None,
) -> str | None:
    """Return ``query`` with ``unknown`` words replaced, None where none has a similar one.

    ``unknown`` are the words of which the index holds no form and no translation. The
    new word is written as a document writes it. Raises
    :class:`~diplosearch.engines.deadline.OutOfTimeError` when the deadline (seconds of
    the monotonic clock) passes.
    """
    suggestion = query
    for word in sorted(unknown[:_MOST_WORDS], key=lambda one: -one.start):
        check_time(deadline)
        plain = fold(word.text)
        if len(plain) < _SHORTEST_WORD or any(letter.isdigit() for letter in plain):
            continue
        nearest = searcher.dictionary.find_nearest(plain, EXACT)
        if nearest is not None:
            written = _find_spelling(nearest, searcher)
            suggestion = suggestion[: word.start] + written + suggestion[word.end :]
    return None if suggestion == query else suggestion


def _find_spelling(term: str, searcher: Searcher) -> str:
    """Return a word that has this term, as the best passage with it writes it."""
    node = tree.Term(EXACT, term, 1.0, term, "exact")
    for key, _ in searcher.reader.search(node, limit=1).hits:
        row, ordinal = split_key(key)
        document = searcher.store.read([row])[row]
        passage = document.passages[ordinal]
        texts = ((passage.text, passage.language), (document.title or "", passage.language))
        for text, language in texts:
            for token in analyze(text, language):
                if token.exact == term:
                    written = analyzer_for(language).base(text[token.start : token.end])
                    return lower(written, language) if written.isupper() else written
    return term
