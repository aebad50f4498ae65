"""Passages loaded from the store, with the positions of terms in them.

Matches, proximity boosts and explanations all need the positions of a term in some
passages. They are looked up in the stored term vectors, once a term for all passages of
an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, overload

from ..analysis.term_vectors import JoinedTermVectors, TermVectors
from ..engines.ordinals import NO_ORDINAL, Ordinals
from ..engines.own_fields import make_terms
from ..engines.ranking import length_norm
from ..model import Entity, Passage
from ..schema import DATE, ENTITY, LANGUAGE, LEAD_GAP, SOURCE, TITLE_FIELDS
from ..storage.codec import StoredDocument
from ..text.letters import normalize


class LoadedPassage:
    """A passage with the term vectors of its text (``words``) and its document's title.

    Positions count from 0 in each of the two. ``has_lead`` is true for a document's first
    passage, which is searched together with the title; ``row`` and ``tags`` are
    those of the document.
    """

    __slots__ = (
        "_passage",
        "has_lead",
        "ordinal",
        "row",
        "stored",
        "tags",
        "title",
        "words",
    )

    def __init__(
        self, stored: StoredDocument, ordinal: int, row: int = 0, tags: tuple[str, ...] = ()
    ) -> None:
        self.stored = stored
        self.row = row
        self.tags = tags
        self.ordinal = ordinal
        self._passage: Passage | None = None
        self.words: TermVectors = stored.words(ordinal)
        self.title: TermVectors = stored.title_words
        self.has_lead = ordinal == 0 and bool(self.title.spans)

    @property
    def passage(self) -> Passage:
        """The passage, decoded once; more are scored than shown."""
        if self._passage is None:
            self._passage = self.stored.passage(self.ordinal)
        return self._passage

    @property
    def length(self) -> int:
        """The number of words that BM25 counts."""
        return self.words.size + (self.title.size if self.has_lead else 0)

    def names(self, start: int, end: int) -> Iterator[tuple[Any, ...]]:
        """Yield the entities that overlap a part of the document's text.

        Each is its start and end, type, name and id.
        """
        return self.stored.names(self.ordinal, start, end)

    def entities_with_ids(self) -> list[tuple[str, Entity]]:
        """Return the entities of the text with the ids under which they are indexed."""
        entities = self.passage.entities
        if not entities:
            return []
        return list(zip(self.stored.entity_ids(self.ordinal), entities, strict=True))

    def title_entities_with_ids(self) -> list[tuple[str, Entity]]:
        """Return the entities of the title with the ids under which they are indexed."""
        stored = self.stored
        ids = stored.title_entity_ids
        return list(zip(ids, stored.title_entities, strict=True)) if ids else []

    def keyword(self, field: str) -> str | None:
        """Return the value of a keyword field, None where there is none."""
        if field == LANGUAGE:
            return self.words.language
        if field == SOURCE:
            return normalize(self.stored.source) if self.stored.source else None
        return self.stored.date if field == DATE else None


class LoadedPassages(Sequence[LoadedPassage]):
    """Loaded passages, numbered from 0, with the positions of terms in them."""

    __slots__ = ("_leads", "_passages", "find_in_text", "find_in_title", "has_titles")

    def __init__(self, passages: Iterable[LoadedPassage]) -> None:
        self._passages = list(passages)
        self.has_titles = any(one.title.spans for one in self._passages)
        """Whether any document has words in its title."""

        self._leads = [
            (number, one.title.size + LEAD_GAP)
            for number, one in enumerate(self._passages)
            if one.has_lead
        ]
        self.find_in_text = JoinedTermVectors([one.words for one in self._passages]).find
        """Returns the positions of a term of a field in each text, by passage number."""

        self.find_in_title = JoinedTermVectors([one.title for one in self._passages]).find
        """Returns the positions of a term of a field in each title, by passage number."""

    def __len__(self) -> int:
        """Return the number of passages."""
        return len(self._passages)

    @overload
    def __getitem__(self, number: int) -> LoadedPassage: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[LoadedPassage]: ...
    def __getitem__(self, number: int | slice) -> LoadedPassage | Sequence[LoadedPassage]:
        """Return the passage with this number, or those of a slice."""
        return self._passages[number]

    def __iter__(self) -> Iterator[LoadedPassage]:
        """Yield the passages."""
        return iter(self._passages)

    def positions(self, field: str, term: str) -> Mapping[int, list[int]]:
        """Return the positions of ``term`` in ``field``, by number of passage.

        They count as in an engine, where the title stands before the first passage.
        """
        if field in TITLE_FIELDS:
            return self.find_in_title(field, term)
        in_text = self.find_in_text(field, term)
        if not self._leads:
            return in_text
        in_title = self.find_in_title(field, term)
        positions = dict(in_text)
        for number, first in self._leads:
            if number in in_text or number in in_title:
                moved = [first + position for position in in_text.get(number, ())]
                positions[number] = [*in_title.get(number, ()), *moved]
        return positions


class LoadedPostings:
    """Posting lists of loaded passages, for the scorer that engines use.

    Passages go by their number; ``average_length`` is that of the index, in words.
    """

    def __init__(self, passages: LoadedPassages, average_length: float) -> None:
        self._passages = passages
        self.average_length = average_length
        self.norms: Sequence[float] = [
            length_norm(one.length, average_length) for one in passages
        ]
        self._ordinals: dict[str, Ordinals] = {}

    def numbers(self) -> range:
        """Return the numbers of all passages."""
        return range(len(self._passages))

    def key(self, number: int) -> int:
        """Return ``number``, which is the key of a loaded passage."""
        return number

    def row(self, number: int) -> int:
        """Return the row of the document of a passage."""
        return self._passages[number].row

    def count(self) -> int:
        """Return the number of passages."""
        return len(self._passages)

    def postings(self, field: str, term: str) -> tuple[list[int], list[int]]:
        """Return the numbers of passages that hold ``term``, and its frequency in each."""
        if field == ENTITY:
            mentions = [self.entities(number).count(term) for number in self.numbers()]
            counts = {number: count for number, count in enumerate(mentions) if count}
            return list(counts), list(counts.values())
        positions = self._passages.positions(field, term)
        return list(positions), list(map(len, positions.values()))

    def positions(self, field: str, term: str) -> Mapping[int, list[int]]:
        """Return the positions of ``term`` in each passage that holds it, by number."""
        return self._passages.positions(field, term)

    def holders(self, field: str, value: str) -> list[int]:
        """Return the numbers of the passages with ``value`` in a keyword field."""
        if field == ENTITY:
            return self.postings(field, value)[0]
        return [
            number
            for number, one in enumerate(self._passages)
            if one.keyword(field) == value
        ]

    def values(self, field: str) -> list[str]:
        """Return the values of a keyword field, sorted."""
        found = {one.keyword(field) for one in self._passages}
        return sorted(value for value in found if value is not None)

    def ordinals(self, field: str) -> Ordinals:
        """Return the ordinals of a keyword field."""
        if field not in self._ordinals:
            values = self.values(field)
            ordinals = {value: ordinal for ordinal, value in enumerate(values)}
            found = (one.keyword(field) for one in self._passages)
            by_number = [ordinals.get(value or "", NO_ORDINAL) for value in found]
            self._ordinals[field] = Ordinals(values, by_number)
        return self._ordinals[field]

    def entities(self, number: int) -> list[str]:
        """Return the ids in the entity field of a passage; some may come twice."""
        one = self._passages[number]
        ids = one.stored.entity_ids(one.ordinal)
        if one.has_lead:
            ids = [*one.stored.title_entity_ids, *ids]
        own = one.stored.own_fields
        return [*ids, *make_terms(own)] if own else ids

    def frequency(self, field: str, term: str) -> int:
        """Return the number of passages that hold ``term`` in ``field``."""
        return len(self.postings(field, term)[0])

    def with_average_length(self, average_length: float) -> LoadedPostings:
        """Return the same passages in an index with another mean length."""
        return LoadedPostings(self._passages, average_length)

    def terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """Raise :class:`NotImplementedError`; the scorer does not list terms."""
        raise NotImplementedError(f"the terms of {field!r} from {prefix!r} on")

    def close(self) -> None:
        """Do nothing; there are no files to close."""
