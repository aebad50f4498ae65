"""Explain a hit: the reasons why it was found, and what each added to its score.

The passage is scored again, alone, by the scorer that scored the hit; so the scores of
the reasons and the proximity boost add up to that of the hit, whichever engine found it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce

from ..analysis.term_vectors import TermVectors
from ..analysis.turkish.letters import to_plain
from ..engines.scorer import Scorer
from ..highlighting.control_characters import show_controls
from ..model import MatchKind
from ..query import tree
from ..query.traversal import concept_lists
from ..query.tree import Origin
from ..schema import ENTITY, TITLE_FIELDS
from ..text.letters import lower
from .coverage import find_missing
from .loaded_passages import LoadedPassage, LoadedPassages, LoadedPostings
from .matches import Matcher

_NUMBER = 0
"""The number of the one passage in its postings."""

_SAME = 1e-9
"""Relative difference of two scores that are the same sum."""

_STRENGTH: tuple[MatchKind, ...] = (
    "phrase",
    "exact",
    "stem",
    "prefix",
    "entity",
    "translation",
)
"""The kinds of matches, the closest to the query first."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A concept of the query, how it was found, and what that added to the score.

    ``found`` holds the words as the text writes them, each once; ``kind`` is the closest
    form among them. ``origin`` is the source of a translation; ``in_title`` is true for
    a word that was searched in the title alone. Where a passage does not hold the whole
    concept, ``query`` has the words of it that were found, and ``part_of`` the concept.
    """

    query: str
    found: tuple[str, ...]
    kind: MatchKind
    score: float
    origin: Origin = ""
    in_title: bool = False
    part_of: str = ""

    def __str__(self) -> str:
        how: list[str] = [self.origin or self.kind]
        if self.is_typed_plain:
            how.append("typed without diacritics")
        if self.in_title:
            how.append("in the title")
        if self.part_of:
            how.append(f"part of {self.part_of}")
        return show_controls(
            f"{self.score:7.3f}  {self.query} through {', '.join(self.found)}"
            f" ({', '.join(how)})"
        )

    @property
    def is_typed_plain(self) -> bool:
        """Whether the word was typed without the diacritics that the text has."""
        if self.kind in ("translation", "entity") or not self.query.isascii():
            return False
        query = self.query.lower()
        return bool(self.found) and all(_is_spelled_with_more(w, query) for w in self.found)

    def merge(self, other: Reason) -> Reason:
        """Return two reasons for one concept of the query as one."""
        kind = min(self.kind, other.kind, key=_STRENGTH.index)
        found = tuple(dict.fromkeys((*self.found, *other.found)))
        origin = self.origin if kind == self.kind else other.origin
        score = self.score + other.score
        return replace(self, found=found, kind=kind, score=score, origin=origin)


def _is_spelled_with_more(written: str, query: str) -> bool:
    """Tell whether a word has Turkish letters where a plain query has others.

    As far as both are alike: *yaptı* is spelled like *yapan* up to its suffix.
    """
    small = lower(written, "tr")
    for letter, plain, typed in zip(small, to_plain(small), query, strict=False):
        if plain != typed:
            break
        if letter != plain:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Explanation:
    """The reasons for a hit, the highest score first; ``str()`` returns lines of text.

    The scores of the reasons are already multiplied by ``factor``, which is less than 1
    for a passage in another language than the query, and by ``lacking_factor``, which is
    for one that lacks any of the concepts ``missing``. ``proximity`` is the part of
    ``score`` for words that stand near each other. Where recent documents come first,
    ``recency`` is the factor for the age of this one, in all of these scores.
    """

    reasons: tuple[Reason, ...]
    score: float
    factor: float = 1.0
    proximity: float = 0.0
    missing: tuple[str, ...] = ()
    lacking_factor: float = 1.0
    recency: float = 1.0

    def __str__(self) -> str:
        if not self.reasons:
            return "Found by filters alone; they add no score."
        lines = [str(reason) for reason in self.reasons]
        if self.proximity:
            lines.append(f"{self.proximity:7.3f}  words that stand near each other")
        total = f"{self.score:7.3f}  in all"
        if self.factor != 1.0:
            total += f", times {self.factor:g}: not in the language of the question"
        if self.lacking_factor != 1.0:
            lacking = show_controls(", ".join(self.missing))
            why = f"lacks {lacking}" if lacking else "more in parts than as a whole"
            total += f", times {self.lacking_factor:g}: {why}"
        if self.recency != 1.0:
            total += f", times {self.recency:.3f}: not of today"
        return "\n".join([*lines, total])


def explain(
    node: tree.Node,
    loaded: LoadedPassage,
    *,
    average_length: float,
    proximity: float = 0.0,
    recency: float = 1.0,
) -> Explanation:
    """Return why a passage matches ``node``.

    Args:
        node: the tree that was searched.
        loaded: the passage.
        average_length: the average length of the passages of the index, in words.
        proximity: what reranking added to the score.
        recency: the factor for the age of the document.
    """
    passages = LoadedPassages([loaded])
    explainer = _Explainer(Scorer(LoadedPostings(passages, average_length)), passages)
    merged: dict[tuple[str, bool], Reason] = {}
    for reason in explainer.reasons(node):
        key = (reason.query, reason.in_title)
        merged[key] = merged[key].merge(reason) if key in merged else reason
    reasons = sorted(merged.values(), key=lambda reason: -reason.score)
    if recency != 1.0:
        reasons = [replace(one, score=one.score * recency) for one in reasons]
    score = sum(reason.score for reason in reasons) + proximity
    return Explanation(
        tuple(reasons),
        score,
        explainer.factor(node),
        proximity,
        find_missing(node, explainer.scorer),
        explainer.lacking_factor(node),
        recency,
    )


@dataclass(frozen=True, slots=True)
class _Explainer:
    """Finds the reasons of one passage, as the only one of an index."""

    scorer: Scorer
    passages: LoadedPassages

    @property
    def loaded(self) -> LoadedPassage:
        """The one passage."""
        return self.passages[_NUMBER]

    def reasons(self, node: tree.Node) -> Iterator[Reason]:
        """Yield the reasons for a tree; several may be for one word of the query."""
        if _NUMBER not in self.scorer.score(node):
            return
        match node:
            case tree.Term() | tree.Sequence():
                yield self._make_reason(node)
            case tree.Best():
                yield from self._explain_best(node)
            case tree.Favoured():
                factor = self.factor(node)
                for reason in self.reasons(node.child):
                    yield replace(reason, score=reason.score * factor)
            case tree.Boolean():
                for child in (*node.must, *node.should):
                    yield from self.reasons(child)
            case tree.ConceptList():
                yield from self._explain_concepts(node)

    def _explain_concepts(self, node: tree.ConceptList) -> Iterator[Reason]:
        """Yield one reason for each concept that was found."""
        factor = self.lacking_factor(node)
        is_whole = factor == 1.0 and node.factor != 1.0
        for concept in node.concepts:
            found = concept.whole if is_whole or node.is_strict else concept.any
            reasons = list(self.reasons(found))
            if reasons:
                merged = reduce(Reason.merge, reasons)
                text, part_of = concept.text, ""
                if self._score(concept.whole, -1.0) < 0:
                    words = " ".join(dict.fromkeys(one.query for one in reasons))
                    is_part = words != text or " " in text
                    text, part_of = words, text if is_part else ""
                score = merged.score * factor
                yield replace(merged, query=text, score=score, part_of=part_of)

    def lacking_factor(self, node: tree.Node) -> float:
        """Return the factor for lacking a concept by which the passage is multiplied."""
        for found in concept_lists(node):
            score = self._score(found)
            complete = self._score(found.all_of, -1.0)
            # The same sum, but for the last digits where a concept stands twice.
            if not found.is_strict and complete < score * (1 - _SAME):
                return found.factor
        return 1.0

    def factor(self, node: tree.Node) -> float:
        """Return the factor by which the whole score of the passage is multiplied."""
        match node:
            case tree.Favoured():
                keyword = tree.Keyword(node.field, (node.value,))
                return 1.0 if _NUMBER in self.scorer.score(keyword) else node.factor
            case tree.Boolean():
                factors = {self.factor(child) for child in node.must}
                return min(factors, default=1.0)
        return 1.0

    def _explain_best(self, node: tree.Best) -> Iterator[Reason]:
        """Yield the reasons of the best child, with words of the other children added."""
        best = max(node.children, key=self._score)
        reasons = list(self.reasons(best))
        if len(reasons) == 1 and isinstance(best, tree.Term):
            others = (
                word
                for child in node.children
                if isinstance(child, tree.Term)
                and child.kind == best.kind
                and self._score(child) > 0
                for word in self._find_words(child)
            )
            found = dict.fromkeys((*reasons[0].found, *others))
            reasons = [replace(reasons[0], found=tuple(found))]
        yield from reasons

    def _score(self, node: tree.Node, otherwise: float = 0.0) -> float:
        return self.scorer.score(node).get(_NUMBER, otherwise)

    def _make_reason(self, node: tree.Term | tree.Sequence) -> Reason:
        if isinstance(node, tree.Term):
            words = self._find_words(node)
        else:
            words = self._find_phrases(node)
        return Reason(
            node.word,
            tuple(dict.fromkeys(words)),
            node.kind,
            self._score(node),
            node.origin,
            node.field in TITLE_FIELDS,
        )

    def _find_phrases(self, node: tree.Sequence) -> Iterator[str]:
        """Yield the words of a phrase as the document writes them."""
        matcher, stored = Matcher(node, self.passages), self.loaded.stored
        passage = self.loaded.passage
        for match in matcher.match_text(_NUMBER):
            yield passage.text[match.start - passage.start : match.end - passage.start]
        for match in matcher.match_title(_NUMBER):
            yield stored.title[match.start : match.end]

    def _find_words(self, node: tree.Term) -> Iterator[str]:
        """Yield the words that have the term, as the document writes them."""
        if node.field == ENTITY:
            yield from self._find_entities(node)
            return
        loaded, passages = self.loaded, self.passages
        in_title = node.field in TITLE_FIELDS
        if in_title or loaded.has_lead:
            positions = passages.find_in_title(node.field, node.text)
            yield from _read_words(positions, loaded.title, loaded.stored.title)
        if not in_title:
            positions = passages.find_in_text(node.field, node.text)
            yield from _read_words(positions, loaded.words, loaded.passage.text)

    def _find_entities(self, node: tree.Term) -> Iterator[str]:
        """Yield the mentions of an entity, as the document writes them."""
        loaded = self.loaded
        if loaded.has_lead:
            for id, one in loaded.title_entities_with_ids():
                if id == node.text:
                    yield loaded.stored.title[one.start : one.end]
        text, first = loaded.passage.text, loaded.passage.start
        for id, one in loaded.entities_with_ids():
            if id == node.text:
                yield text[one.start - first : one.end - first]


def _read_words(
    positions: Mapping[int, list[int]], words: TermVectors, text: str
) -> Iterator[str]:
    for position in positions.get(_NUMBER, ()):
        start, end = words.span(position)
        yield text[start:end]
