"""Entities that a query names, by a field or among its words.

What a person typed is looked up in the gazetteer and in the names that the
index knows; what comes back are the ids by which its documents mean an entity.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ..analysis.turkish import cut_turkish_suffix
from ..engines.base import Reader
from ..engines.ranking import ENTITY_WEIGHT, FIELD_WEIGHTS, inverse_document_frequency
from ..entities.gazetteer.gazetteer import Gazetteer
from ..entities.gazetteer.ids import kind_of
from ..entity_index.table import EntityTable
from ..model import EntityType
from ..query import tree
from ..schema import ENTITY, FIELD_KINDS, FIELD_TYPES
from ..text.letters import unify_apostrophes

_NAMED_IN_TEXT: tuple[EntityType, ...] = ("PERSON", "ORG", "GPE", "LOC", "EVENT")
"""What is recognised among the words of a query without a field."""

_MOST_WORDS = 7
_MOST_FOUND = 200
_ISO_CODE = re.compile(r"[A-Za-z]{2}")


@dataclass(frozen=True, slots=True)
class NamedWords:
    """The words from ``first`` up to ``last`` of a query, which name an entity."""

    first: int
    last: int
    terms: tuple[tree.Term, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """Looks up names for one state of an index; the gazetteer loads when asked."""

    table: EntityTable
    gazetteer: Callable[[], Gazetteer]

    def find_ids(self, field: str, typed: str, *, is_prefix: bool = False) -> list[str]:
        """Return the ids of the documents' entities that ``field:typed`` asks for."""
        kinds = FIELD_KINDS[field]
        found = list(self._entities(field, typed, is_prefix=is_prefix))
        fitting = [id for id in found if not kinds or kind_of(id) in kinds]
        fitting = [id for id in fitting if self.table.get(id) is not None]
        members = (member for id in fitting for member in self.table.members(id))
        return list(dict.fromkeys(members))[:_MOST_FOUND]

    def find(self, asked: str) -> list[str]:
        """Return the ids that ``country:Çin``, ``country:CN`` or a name alone asks for."""
        field, colon, typed = asked.partition(":")
        if colon and field in FIELD_KINDS:
            return self.find_ids(field, typed) if typed.strip() else []
        return self.find_ids("entity", asked)

    def _entities(self, field: str, typed: str, *, is_prefix: bool) -> Iterator[str]:
        if is_prefix:
            yield from (one.id for one in self.table.find(typed))
            return
        yield typed
        yield f"{field}:{typed}"
        if field == "country" and _ISO_CODE.fullmatch(typed):
            yield f"country:{typed.upper()}"
        named = self.gazetteer().look_up(typed, FIELD_TYPES[field])
        if named is not None:
            yield named.id
        # "Erdoğan" is how a longer name ends, "Recep Tayyip" how it begins.
        for form in dict.fromkeys((typed, cut_turkish_suffix(unify_apostrophes(typed)))):
            yield from (one.id for one in self.table.named(form, is_whole=False))

    def terms(
        self,
        ids: Sequence[str],
        reader: Reader,
        typed: str,
        *,
        weight: float = FIELD_WEIGHTS[ENTITY],
    ) -> tuple[tree.Term, ...]:
        """Return what finds any of ``ids``, weighted by how rare they are together."""
        counts = {id: reader.frequency(ENTITY, id) for id in ids}
        frequency = min(sum(counts.values()), reader.passages)
        rarity = inverse_document_frequency(reader.passages, frequency)
        return tuple(
            tree.Term(ENTITY, id, weight * rarity, typed, "entity")
            for id, count in counts.items()
            if count
        )

    def recognize(self, words: Sequence[str], reader: Reader) -> list[NamedWords]:
        """Return the names among neighbouring words of a query, the longest first.

        A single word counts where the gazetteer is sure of it, several also
        where the index knows them.
        """
        found: list[NamedWords] = []
        place = 0
        while place < len(words):
            named = self._longest(words, place, reader)
            if named is None:
                place += 1
            else:
                found.append(named)
                place = named.last
        return found

    def _longest(
        self, words: Sequence[str], place: int, reader: Reader
    ) -> NamedWords | None:
        for last in range(min(place + _MOST_WORDS, len(words)), place, -1):
            typed = " ".join(words[place:last])
            ids = self._sure_ids(typed, is_long=last - place > 1)
            terms = self.terms(ids, reader, typed, weight=ENTITY_WEIGHT)
            if terms:
                return NamedWords(place, last, terms)
        return None

    def _sure_ids(self, typed: str, *, is_long: bool) -> list[str]:
        named = self.gazetteer().look_up(typed, _NAMED_IN_TEXT)
        ids = [] if named is None or (named.is_weak and not is_long) else [named.id]
        if is_long:
            ids += [one.id for one in self.table.named(typed) if one.type in _NAMED_IN_TEXT]
        return list(
            dict.fromkeys(member for id in ids for member in self.table.members(id))
        )

    def id_candidates(self, words: Sequence[str]) -> Iterator[str]:
        """Yield the ids that any run of ``words`` names; passages need not hold them."""
        for first in range(len(words)):
            for last in range(first + 1, min(first + _MOST_WORDS, len(words)) + 1):
                yield from self._sure_ids(
                    " ".join(words[first:last]), is_long=last - first > 1
                )
