"""Why a passage was found, and what each reason added to its score.

The passage is scored once more, alone, by the scorer of the engines in
Python; so the parts add up to the score that these engines give. An engine
with a BM25 of its own may give a slightly different sum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .engines.memory import MemoryState
from .engines.scorer import Scorer
from .entries import PassageTokens, make_entry, passage_tokens, term_of, title_tokens
from .fields import TITLE_FIELDS
from .model import Document, MatchKind, Passage, Token
from .query import tree

_ROW = 1


_STRENGTH: tuple[MatchKind, ...] = (
    "phrase",
    "exact",
    "stem",
    "prefix",
    "entity",
    "translation",
)


@dataclass(frozen=True, slots=True)
class Reason:
    """A word or phrase of the query, how it was found, and what that added.

    ``found`` holds the words as they stand in the text, each once, and
    ``kind`` is the closest form among them. ``in_title`` tells that the
    headline alone was asked.
    """

    query: str
    found: tuple[str, ...]
    kind: MatchKind
    score: float
    in_title: bool = False

    def __str__(self) -> str:
        where = ", title" if self.in_title else ""
        return (
            f"{self.score:7.3f}  {self.query} through {', '.join(self.found)}"
            f" ({self.kind}{where})"
        )

    def joined(self, other: Reason) -> Reason:
        """Return both reasons for one word of the query as one."""
        kind = min(self.kind, other.kind, key=_STRENGTH.index)
        found = tuple(dict.fromkeys((*self.found, *other.found)))
        return Reason(self.query, found, kind, self.score + other.score, self.in_title)


@dataclass(frozen=True, slots=True)
class Explanation:
    """The reasons for a hit, the strongest first; ``str()`` gives a page of text."""

    reasons: tuple[Reason, ...]
    score: float

    def __str__(self) -> str:
        if not self.reasons:
            return "Found by filters alone; they add no score."
        lines = [str(reason) for reason in self.reasons]
        return "\n".join([*lines, f"{self.score:7.3f}  in all"])


def explain(
    node: tree.Node, document: Document, passage: Passage, *, average_length: float
) -> Explanation:
    """Return why ``passage`` matches ``node``.

    ``average_length`` is that of the index, in words.
    """
    tokens = passage_tokens(passage, title_tokens(document))
    entry = make_entry(_ROW, document, passage, tokens)
    scorer = Scorer(MemoryState([entry], average_length=average_length))
    alone = _Alone(scorer, entry.key, tokens, document.title or "", passage.text)
    joined: dict[tuple[str, bool], Reason] = {}
    for reason in alone.reasons(node):
        key = (reason.query, reason.in_title)
        joined[key] = joined[key].joined(reason) if key in joined else reason
    reasons = sorted(joined.values(), key=lambda reason: -reason.score)
    return Explanation(tuple(reasons), sum(reason.score for reason in reasons))


@dataclass(frozen=True, slots=True)
class _Alone:
    """One passage as an index of its own."""

    scorer: Scorer
    key: int
    tokens: PassageTokens
    title: str
    text: str

    def reasons(self, node: tree.Node) -> Iterator[Reason]:
        if self.key not in self.scorer.score(node):
            return
        match node:
            case tree.Term() | tree.Sequence():
                yield self._reason(node)
            case tree.Best():
                yield from self.reasons(max(node.children, key=self._score))
            case tree.Favoured():
                whole = self._score(node.child)
                factor = self._score(node) / whole if whole else 1.0
                for reason in self.reasons(node.child):
                    yield replace(reason, score=reason.score * factor)
            case tree.Boolean():
                for child in (*node.must, *node.should):
                    yield from self.reasons(child)

    def _score(self, node: tree.Node) -> float:
        return self.scorer.score(node).get(self.key, 0.0)

    def _reason(self, node: tree.Term | tree.Sequence) -> Reason:
        in_title = node.field in TITLE_FIELDS
        if isinstance(node, tree.Sequence):
            return Reason(node.word, (node.word,), "phrase", self._score(node), in_title)
        words = dict.fromkeys(self._words(node, in_title=in_title))
        return Reason(node.word, tuple(words), node.kind, self._score(node), in_title)

    def _words(self, node: tree.Term, *, in_title: bool) -> Iterator[str]:
        """Yield the words that hold the term, as they stand in the text."""
        if in_title or self.tokens.has_lead:
            yield from _holders(self.tokens.title, self.title, node)
        if not in_title:
            yield from _holders(self.tokens.text, self.text, node)


def _holders(tokens: tuple[Token, ...], text: str, node: tree.Term) -> Iterator[str]:
    for token in tokens:
        if term_of(token, node.field) == node.text:
            yield text[token.start : token.end]
