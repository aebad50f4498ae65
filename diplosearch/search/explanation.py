"""Why a passage was found, and what each reason added to its score.

The passage is scored once more, alone, by the scorer that scored the hit; so the
parts add up to the hit's score, whichever engine found it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ..analysis.term_vectors import TermVectors
from ..engines.scorer import Scorer
from ..model import MatchKind
from ..query import tree
from ..query.tree import Origin
from ..schema import ENTITY, TITLE_FIELDS
from ..text.letters import unify_apostrophes
from .loaded_passages import LoadedPassage, LoadedPassages, LoadedPostings
from .matches import Matcher

_NUMBER = 0
"""The number of a passage that is alone among its postings."""

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
    ``kind`` is the closest form among them. ``origin`` is what knew of a
    translation; ``in_title`` tells that the headline alone was asked.
    """

    query: str
    found: tuple[str, ...]
    kind: MatchKind
    score: float
    origin: Origin = ""
    in_title: bool = False

    def __str__(self) -> str:
        how: list[str] = [self.origin or self.kind]
        if self.is_typed_plain:
            how.append("typed without diacritics")
        if self.in_title:
            how.append("in the title")
        return (
            f"{self.score:7.3f}  {self.query} through {', '.join(self.found)}"
            f" ({', '.join(how)})"
        )

    @property
    def is_typed_plain(self) -> bool:
        """Whether the word was typed without the diacritics that the text has."""
        if self.kind in ("translation", "entity") or not self.query.isascii():
            return False
        return not any(word.isascii() for word in map(unify_apostrophes, self.found))

    def joined(self, other: Reason) -> Reason:
        """Return both reasons for one word of the query as one."""
        kind = min(self.kind, other.kind, key=_STRENGTH.index)
        found = tuple(dict.fromkeys((*self.found, *other.found)))
        return replace(self, found=found, kind=kind, score=self.score + other.score)


@dataclass(frozen=True, slots=True)
class Explanation:
    """The reasons for a hit, the strongest first; ``str()`` gives a page of text.

    ``factor`` is what the reasons' scores have been multiplied by already: less
    than 1 for a passage that is not in the language the question is asked in.
    ``proximity`` is what words that stand near each other added to the score.
    """

    reasons: tuple[Reason, ...]
    score: float
    factor: float = 1.0
    proximity: float = 0.0

    def __str__(self) -> str:
        if not self.reasons:
            return "Found by filters alone; they add no score."
        lines = [str(reason) for reason in self.reasons]
        if self.proximity:
            lines.append(f"{self.proximity:7.3f}  words that stand near each other")
        total = f"{self.score:7.3f}  in all"
        if self.factor != 1.0:
            total += f", times {self.factor:g}: not in the language of the question"
        return "\n".join([*lines, total])


def explain(
    node: tree.Node,
    opened: LoadedPassage,
    *,
    average_length: float,
    proximity: float = 0.0,
) -> Explanation:
    """Return why the passage matches ``node``.

    ``average_length`` is that of the index, in words; ``proximity`` is what
    reranking added.
    """
    passages = LoadedPassages([opened])
    alone = _Alone(Scorer(LoadedPostings(passages, average_length)), passages)
    joined: dict[tuple[str, bool], Reason] = {}
    for reason in alone.reasons(node):
        key = (reason.query, reason.in_title)
        joined[key] = joined[key].joined(reason) if key in joined else reason
    reasons = sorted(joined.values(), key=lambda reason: -reason.score)
    score = sum(reason.score for reason in reasons) + proximity
    return Explanation(tuple(reasons), score, alone.factor(node), proximity)


@dataclass(frozen=True, slots=True)
class _Alone:
    """One passage as an index of its own."""

    scorer: Scorer
    passages: LoadedPassages

    @property
    def opened(self) -> LoadedPassage:
        """The one passage."""
        return self.passages[_NUMBER]

    def reasons(self, node: tree.Node) -> Iterator[Reason]:
        if _NUMBER not in self.scorer.score(node):
            return
        match node:
            case tree.Term() | tree.Sequence():
                yield self._reason(node)
            case tree.Best():
                yield from self._best_reason(node)
            case tree.Favoured():
                factor = self.factor(node)
                for reason in self.reasons(node.child):
                    yield replace(reason, score=reason.score * factor)
            case tree.Boolean():
                for child in (*node.must, *node.should):
                    yield from self.reasons(child)

    def factor(self, node: tree.Node) -> float:
        """Return what the passage's score is multiplied by as a whole."""
        match node:
            case tree.Favoured():
                keyword = tree.Keyword(node.field, (node.value,))
                return 1.0 if _NUMBER in self.scorer.score(keyword) else node.factor
            case tree.Boolean():
                factors = {self.factor(child) for child in node.must}
                return min(factors, default=1.0)
        return 1.0

    def _best_reason(self, node: tree.Best) -> Iterator[Reason]:
        """Yield the reason that counts, with the words of the others behind its own."""
        best = max(node.children, key=self._score)
        reasons = list(self.reasons(best))
        if len(reasons) == 1 and isinstance(best, tree.Term):
            others = (
                word
                for child in node.children
                if isinstance(child, tree.Term) and child.kind == best.kind
                for word in self._words(child)
            )
            found = dict.fromkeys((*reasons[0].found, *others))
            reasons = [replace(reasons[0], found=tuple(found))]
        yield from reasons

    def _score(self, node: tree.Node) -> float:
        return self.scorer.score(node).get(_NUMBER, 0.0)

    def _reason(self, node: tree.Term | tree.Sequence) -> Reason:
        words = self._words(node) if isinstance(node, tree.Term) else self._phrases(node)
        return Reason(
            node.word,
            tuple(dict.fromkeys(words)),
            node.kind,
            self._score(node),
            node.origin,
            node.field in TITLE_FIELDS,
        )

    def _phrases(self, node: tree.Sequence) -> Iterator[str]:
        """Yield the phrase as it stands in the text."""
        matcher, stored = Matcher(node, self.passages), self.opened.stored
        for match in matcher.in_text(_NUMBER):
            yield stored.text[match.start : match.end]
        for match in matcher.in_title(_NUMBER):
            yield stored.title[match.start : match.end]

    def _words(self, node: tree.Term) -> Iterator[str]:
        """Yield the words that hold the term, as they stand in the text."""
        if node.field == ENTITY:
            yield from self._entities(node)
            return
        opened, passages = self.opened, self.passages
        in_title = node.field in TITLE_FIELDS
        if in_title or opened.has_lead:
            places = passages.in_title(node.field, node.text)
            yield from _words_at(places, opened.title, opened.stored.title)
        if not in_title:
            places = passages.in_text(node.field, node.text)
            yield from _words_at(places, opened.words, opened.passage.text)

    def _entities(self, node: tree.Term) -> Iterator[str]:
        """Yield the names of the entity, as they stand in the text."""
        opened = self.opened
        if opened.has_lead:
            for id, one in opened.title_entities_with_ids():
                if id == node.text:
                    yield opened.stored.title[one.start : one.end]
        for id, one in opened.entities_with_ids():
            if id == node.text:
                yield opened.stored.text[one.start : one.end]


def _words_at(
    places: Mapping[int, list[int]], words: TermVectors, text: str
) -> Iterator[str]:
    for place in places.get(_NUMBER, ()):
        start, end = words.span(place)
        yield text[start:end]
