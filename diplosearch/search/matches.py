"""Match the words of a passage with a query tree.

Terms are looked up in the stored term vectors, so matches do not depend on the positions
that an engine returns. A word of a quoted phrase matches only where the phrase stands.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import Self

from ..analysis.term_vectors import TermVectors
from ..analysis.turkish.letters import to_plain
from ..analysis.turkish.stems import VERB_MARK
from ..engines.phrase_positions import find_sequences
from ..engines.scorer import Scorer
from ..errors import NotFoundError
from ..model import Entity, Language, Match, MatchKind
from ..query import tree
from ..query.traversal import leaves
from ..schema import ENTITY, EXACT, PREFIX, STEM, TITLE_EXACT, TITLE_STEM
from ..text.letters import lower
from .loaded_passages import LoadedPassages, LoadedPostings
from .options import SearchOptions
from .searcher import Searcher

_IN_TEXT = (EXACT, STEM, PREFIX)
_IN_TITLE = (TITLE_EXACT, TITLE_STEM, EXACT, STEM, PREFIX)

_CACHED_TERMS = 1 << 10
"""Terms of which it is kept whether they have Turkish letters; a guess."""

_Leaf = tree.Term | tree.Sequence

_FindPositions = Callable[[str, str], Mapping[int, list[int]]]
"""Returns the positions of a term of a field, by number of text."""

_by_span = attrgetter("start", "end")


class Matcher:
    """Finds the matches of a tree in passages.

    A word that several terms match is marked by the closest form, then by the first in
    the tree. What must not be in a passage marks nothing.
    """

    __slots__ = ("_bound", "_entities", "_in_text", "_in_title", "_passages")

    def __init__(
        self, node: tree.Node, passages: LoadedPassages, scorer: Scorer | None = None
    ) -> None:
        """Look up the terms of ``node`` in ``passages``.

        ``scorer`` is one that has scored them, which knows what they hold.
        """
        found = list(leaves(node))
        scorer = scorer or Scorer(LoadedPostings(passages, 1.0))
        bound = _bind_leaves(node, scorer, len(passages))
        entities = [
            one for one in found if isinstance(one, tree.Term) and one.field == ENTITY
        ]
        self._passages = passages
        self._bound = bound
        self._entities: dict[str, list[tree.Term]] = {}
        for one in entities:
            self._entities.setdefault(one.text, []).append(one)
        self._in_text = _Lookup.of(found, _IN_TEXT, passages.find_in_text, bound)
        titled = found if passages.has_titles else ()
        self._in_title = _Lookup.of(titled, _IN_TITLE, passages.find_in_title, bound)

    def match_text(self, number: int) -> tuple[Match, ...]:
        """Return the matches in the passage ``number``, as offsets into its document."""
        one = self._passages[number]
        passage = one.passage
        found = self._in_text.find(
            number, one.words, passage.language, passage.start, passage.text
        )
        entities = one.entities_with_ids() if self._entities else ()
        return self._add_entities(number, found, entities)

    def match_title(self, number: int) -> tuple[Match, ...]:
        """Return the matches in the title of the document of the passage ``number``."""
        one = self._passages[number]
        if not one.stored.title:
            return ()
        title = one.stored.title
        found = self._in_title.find(number, one.title, one.words.language, 0, title)
        entities = one.title_entities_with_ids() if self._entities else ()
        return self._add_entities(number, found, entities)

    def _add_entities(
        self, number: int, matches: list[Match], entities: Collection[tuple[str, Entity]]
    ) -> tuple[Match, ...]:
        """Return ``matches`` with the entities of the query that overlap none of them."""
        matched = [(match.start, match.end) for match in matches] if entities else []
        for entity, one in entities:
            terms = self._entities.get(entity, ())
            term = next((one for one in terms if self._is_free(one, number)), None)
            if term and not any(
                start < one.end and end > one.start for start, end in matched
            ):
                matches.append(Match(one.start, one.end, term.kind, term.word))
        matches.sort(key=_by_span)
        return tuple(matches)

    def _is_free(self, leaf: _Leaf, number: int) -> bool:
        """Tell whether a leaf may match in a passage."""
        return number in self._bound.get(id(leaf), (number,))


_Bound = Mapping[int, Collection[int]]
"""The texts in which some leaves match, by the ``id`` of the leaf; others match in all."""


@dataclass(frozen=True, slots=True)
class _Lookup:
    """The terms and phrases of a tree, looked up in texts or in titles.

    Each term comes with its positions by number of text; terms without any are left out.
    """

    terms: tuple[tuple[tree.Term, Mapping[int, list[int]]], ...]
    phrases: tuple[tree.Sequence, ...]
    find_positions: _FindPositions
    bound: _Bound

    @classmethod
    def of(
        cls,
        leaves: Sequence[_Leaf],
        fields: tuple[str, ...],
        find_positions: _FindPositions,
        bound: _Bound,
    ) -> Self:
        """Look up the leaves of some fields, terms in the order of ``fields``."""
        by_field: dict[str, list[tree.Term]] = {field: [] for field in fields}
        for one in leaves:
            if isinstance(one, tree.Term) and one.field in by_field:
                by_field[one.field].append(one)
        terms = chain.from_iterable(by_field.values())
        found = ((term, find_positions(term.field, term.text)) for term in terms)
        phrases = (one for one in leaves if isinstance(one, tree.Sequence))
        return cls(
            tuple((term, positions) for term, positions in found if positions),
            tuple(
                phrase
                for phrase in phrases
                if phrase.field in fields
                and all(find_positions(EXACT, text) for text in reversed(phrase.texts))
            ),
            find_positions,
            bound,
        )

    def find(
        self, number: int, words: TermVectors, language: Language, offset: int, text: str
    ) -> list[Match]:
        """Return the matches in a text, whose number is ``number``.

        ``offset`` is added to their spans.
        """
        in_phrase: set[int] = set()
        phrases: dict[Match, None] = {}
        for phrase in self.phrases:
            if number not in self.bound.get(id(phrase), (number,)):
                continue
            for positions in self._find_phrase(phrase, number):
                in_phrase.update(positions)
                for first, last in _group_adjacent(positions):
                    start, end = words.span(first).start, words.span(last).end
                    match = Match(offset + start, offset + end, phrase.kind, phrase.word)
                    phrases[match] = None
        # The words of a term are marked one by one only where it does not stand as one.
        together = {match.query for match in phrases}
        marking: dict[int, tree.Term] = {}
        for term, by_number in self.terms:
            if number in by_number and term.language in (None, language):
                texts = self.bound.get(id(term))
                if texts is None or (number in texts and term.word not in together):
                    for position in by_number[number]:
                        marking.setdefault(position, term)
        matches = list(phrases)
        for position, term in marking.items():
            if position not in in_phrase:
                start, end = words.span(position)
                written = text[start:end]
                is_plain = written.isascii() and _has_other_letters(
                    term.kind, term.field, term.text, term.word
                )
                matches.append(
                    Match(offset + start, offset + end, term.kind, term.word, is_plain)
                )
        return matches

    def _find_phrase(self, phrase: tree.Sequence, number: int) -> list[tuple[int, ...]]:
        """Return the positions of each occurrence of a phrase in a text."""
        positions = {
            text: self.find_positions(EXACT, text).get(number, [])
            for text in dict.fromkeys(phrase.texts)
        }
        return find_sequences(phrase.texts, positions, phrase.slop, phrase.gap)


def _bind_leaves(node: tree.Node, scorer: Scorer, count: int) -> dict[int, set[int]]:
    """Return the texts of the leaves that match in some texts only, by ``id``.

    The words of *Milletler Cemiyeti* stand for a term together: *millet* alone does not.
    What every passage has to match binds nothing. What finds a concept in part is bound
    to texts without the whole: of *World Bank*, *World* marks nothing beside *Dünya
    Bankası*.
    """
    everywhere = set(range(count))
    bound: dict[int, set[int]] = {}
    free: set[int] = set()

    def collect_concept(concept: tree.Concept, within: set[int] | None) -> None:
        whole = concept.whole
        ways = whole.children if isinstance(whole, tree.Best) else (whole,)
        scattered = tuple(one for one in ways if isinstance(one, tree.Boolean))
        close = tuple(one for one in ways if not isinstance(one, tree.Boolean))
        for way in close:
            collect(way, within, is_required=False)
        is_loose = not isinstance(concept.loose, tree.Nothing)
        if not scattered and not is_loose:
            return
        rest = everywhere if within is None else within
        held = scorer.wholes.get(id(concept)) if not scattered else None
        rest = rest - (scorer.score(tree.Best(close)) if held is None else held).keys()
        for words in scattered:
            collect(words, rest, is_required=False)
        collect(concept.loose, rest, is_required=False)

    def collect(node: tree.Node, within: set[int] | None, *, is_required: bool) -> None:
        match node:
            case tree.Term() | tree.Sequence():
                if within is None:
                    free.add(id(node))
                else:
                    bound.setdefault(id(node), set()).update(within)
            case tree.Best():
                for child in node.children:
                    collect(child, within, is_required=False)
            case tree.Favoured():
                collect(node.child, within, is_required=is_required)
            case tree.ConceptList():
                for concept in node.concepts:
                    collect_concept(concept, within)
            case tree.Boolean():
                if len(node.must) > 1 and not is_required:
                    matching = set(scorer.score(node))
                    within = matching if within is None else within & matching
                for child in node.must:
                    collect(child, within, is_required=is_required)
                for child in node.should:
                    collect(child, within, is_required=False)

    collect(node, None, is_required=True)
    return {leaf: texts for leaf, texts in bound.items() if leaf not in free}


@lru_cache(_CACHED_TERMS)
def _has_other_letters(kind: MatchKind, field: str, text: str, word: str) -> bool:
    """Tell whether a term has Turkish letters, which a text may write as plain ones.

    The last letter of a stem does not count, which may change before suffixes.
    """
    if kind not in ("exact", "stem"):
        return False
    if field in (STEM, TITLE_STEM):
        meant = text.removesuffix(VERB_MARK)[:-1]
    else:
        meant = lower(word, "tr")
    return to_plain(meant) != meant


def _group_adjacent(positions: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Yield the first and last position of each run of adjacent ones."""
    first = last = positions[0]
    for position in positions[1:]:
        if position != last + 1:
            yield first, last
            first = position
        last = position
    yield first, last


def match_document(
    searcher: Searcher, id: str, query: str, *, translate: bool
) -> tuple[Match, ...]:
    """Return the matches of a query in a document, as offsets into its text.

    Raises :class:`NotFoundError` where there is no such document.
    """
    loaded = searcher.load_document(id)
    if loaded is None:
        raise NotFoundError("document", id)
    node, _ = searcher.expand(query, SearchOptions(translate=translate))
    matcher = Matcher(node, LoadedPassages(loaded))
    return tuple(
        match for number in range(len(loaded)) for match in matcher.match_text(number)
    )
