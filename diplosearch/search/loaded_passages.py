"""Passages that were read back, and their own postings.

What a hit shows, what proximity adds and what explains a score all ask the same:
where in these passages does this term stand? It is looked up in the analysis that was
stored with the documents, once for each term in all passages of an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import overload

from ..analysis.term_vectors import JoinedTermVectors, TermVectors
from ..engines.ordinals import NO_ORDINAL, Ordinals
from ..engines.ranking import length_norm
from ..model import Entity, Passage
from ..schema import DATE, ENTITY, LANGUAGE, LEAD_GAP, SOURCE, TITLE_FIELDS
from ..storage.codec import StoredDocument
from ..text.letters import normalize


class LoadedPassage:
    """A passage with its words; places are counted from 0 in the text and in the title.

    The words of ``title`` are those of the document's headline, whichever passage
    it is; ``has_lead`` tells whether the headline is searched as part of it.
    """

    __slots__ = ("has_lead", "ordinal", "passage", "stored", "title", "words")

    def __init__(self, stored: StoredDocument, ordinal: int) -> None:
        self.stored = stored
        self.ordinal = ordinal
        self.passage: Passage = stored.passage(ordinal)
        self.words: TermVectors = stored.words(ordinal)
        self.title: TermVectors = stored.title_words
        self.has_lead = ordinal == 0 and self.title.size > 0

    @property
    def length(self) -> int:
        """The words that BM25 counts."""
        return self.words.size + (self.title.size if self.has_lead else 0)

    def entities_with_ids(self) -> list[tuple[str, Entity]]:
        """Return the entities of the text with the ids that the document gives them."""
        entities = self.passage.entities
        if not entities:
            return []
        return list(zip(self.stored.entity_ids(self.ordinal), entities, strict=True))

    def title_entities_with_ids(self) -> list[tuple[str, Entity]]:
        """Return the entities of the title likewise."""
        stored = self.stored
        ids = stored.title_entity_ids
        return list(zip(ids, stored.title_entities, strict=True)) if ids else []

    def keyword(self, field: str) -> str | None:
        """Return the value of a keyword field, None where there is none."""
        if field == LANGUAGE:
            return self.passage.language
        if field == SOURCE:
            return normalize(self.stored.source) if self.stored.source else None
        return self.stored.date if field == DATE else None


class LoadedPassages(Sequence[LoadedPassage]):
    """Passages in a row, and where terms stand in them, by their place in it."""

    __slots__ = ("_leads", "_passages", "in_text", "in_title")

    def __init__(self, passages: Iterable[LoadedPassage]) -> None:
        self._passages = list(passages)
        self._leads = [
            (number, one.title.size + LEAD_GAP)
            for number, one in enumerate(self._passages)
            if one.has_lead
        ]
        self.in_text = JoinedTermVectors([one.words for one in self._passages]).find
        """Gives the places of a term of a field among the words of each text."""

        self.in_title = JoinedTermVectors([one.title for one in self._passages]).find
        """The same, among the words of each title."""

    def __len__(self) -> int:
        """Return the number of passages."""
        return len(self._passages)

    @overload
    def __getitem__(self, place: int) -> LoadedPassage: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[LoadedPassage]: ...
    def __getitem__(self, place: int | slice) -> LoadedPassage | Sequence[LoadedPassage]:
        """Return the passage at ``place``."""
        return self._passages[place]

    def __iter__(self) -> Iterator[LoadedPassage]:
        """Yield the passages."""
        return iter(self._passages)

    def positions(self, field: str, term: str) -> Mapping[int, list[int]]:
        """Return the positions of ``term`` in ``field`` as an engine counts them."""
        if field in TITLE_FIELDS:
            return self.in_title(field, term)
        in_text = self.in_text(field, term)
        if not self._leads:
            return in_text
        in_title = self.in_title(field, term)
        positions = dict(in_text)
        for number, first in self._leads:
            if number in in_text or number in in_title:
                places = [first + place for place in in_text.get(number, ())]
                positions[number] = [*in_title.get(number, ()), *places]
        return positions


class LoadedPostings:
    """Passages as postings, so that the engines' scorer can score them.

    They go by their place in the row; ``average_length`` is that of the index.
    """

    def __init__(self, passages: LoadedPassages, average_length: float) -> None:
        self._passages = passages
        self.average_length = average_length
        self.norms: Sequence[float] = [
            length_norm(one.length, average_length) for one in passages
        ]

    def numbers(self) -> range:
        """Return the numbers of all passages."""
        return range(len(self._passages))

    def key(self, number: int) -> int:
        """Return ``number``: these passages have no other key."""
        return number

    def count(self) -> int:
        """Return the number of passages."""
        return len(self._passages)

    def postings(self, field: str, term: str) -> tuple[list[int], list[int]]:
        """Return the passages that hold ``term``, and how often each does."""
        if field == ENTITY:
            named = [self.entities(number).count(term) for number in self.numbers()]
            counts = {number: count for number, count in enumerate(named) if count}
        else:
            positions = self._passages.positions(field, term)
            counts = {number: len(places) for number, places in positions.items()}
        return list(counts), list(counts.values())

    def positions(self, field: str, term: str) -> Mapping[int, list[int]]:
        """Return where ``term`` stands in each passage that holds it."""
        return self._passages.positions(field, term)

    def holders(self, field: str, value: str) -> list[int]:
        """Return the passages with ``value`` in a keyword field."""
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
        """Return which value of a keyword field each passage has."""
        values = self.values(field)
        places = {value: place for place, value in enumerate(values)}
        found = (one.keyword(field) for one in self._passages)
        return Ordinals(values, [places.get(value or "", NO_ORDINAL) for value in found])

    def entities(self, number: int) -> list[str]:
        """Return the ids in the entity field of a passage; some may come twice."""
        one = self._passages[number]
        ids = one.stored.entity_ids(one.ordinal)
        return [*one.stored.title_entity_ids, *ids] if one.has_lead else ids

    def frequency(self, field: str, term: str) -> int:
        """Return the number of passages that hold ``term`` in ``field``."""
        return len(self.postings(field, term)[0])

    def terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        """Raise: whoever scores passages knows their terms already."""
        raise NotImplementedError(f"the terms of {field!r} from {prefix!r} on")

    def close(self) -> None:
        """Do nothing: memory goes with the last reference to it."""
