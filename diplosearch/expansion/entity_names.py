"""Ids of the entities in a query, given by a field (``person:Xi``) or by its words.

A name is looked up in the gazetteer and among the names that the index knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..analysis.turkish.rules import cut_turkish_suffix
from ..engines.base import Reader
from ..engines.ranking import ENTITY_WEIGHT, FIELD_WEIGHTS, inverse_document_frequency
from ..entities.gazetteer.entry import GazetteerEntry
from ..entities.gazetteer.gazetteer import Gazetteer, key_of
from ..entities.gazetteer.ids import kind_of
from ..entities.recognize import identify_organization
from ..entity_index.table import EntityTable
from ..model import EntityType
from ..query import tree
from ..schema import ENTITY, FIELD_KINDS, FIELD_TYPES
from ..text.letters import unify_apostrophes
from .names import base_of, is_acronym

_TYPES_IN_TEXT: tuple[EntityType, ...] = ("PERSON", "ORG", "GPE", "LOC", "EVENT", "NORP")
"""Types that are recognised among the words of a query without a field."""

_MOST_WORDS = 7
"""Words of the longest name that is recognised; a guess."""

_MOST_IDS = 200
"""Ids that one name stands for at most; a guess."""

_CACHED_NAMES = 1 << 12
"""Names whose ids are cached; a guess."""

_FIELDS_OF_ONE = ("country", "city")
"""Fields whose known names stand for one entity: *Sudan* is not also *South Sudan*."""

_ISO_CODE = re.compile(r"[A-Za-z]{2}")


@dataclass(frozen=True, slots=True)
class EntityWords:
    """Words ``first`` up to, not including, ``last`` of a query that name an entity."""

    first: int
    last: int
    terms: tuple[tree.Term, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """Looks up names in the gazetteer, loaded when needed, and in one state of an index."""

    table: EntityTable
    gazetteer: Callable[[], Gazetteer]
    _sure_ids: dict[tuple[str, bool], list[str]] = field(
        default_factory=dict, compare=False, repr=False
    )
    """The ids of names that were looked up: words are, in every run and alone."""

    def find_ids(self, field: str, typed: str, *, is_prefix: bool = False) -> list[str]:
        """Return the ids in documents that ``field:typed`` searches; at most 200."""
        kinds = FIELD_KINDS[field]
        found = list(self._entities(field, typed, is_prefix=is_prefix))
        fitting = [id for id in found if not kinds or kind_of(id) in kinds]
        known = self.table.find_known(fitting)
        members = (
            member for id in fitting if id in known for member in self.table.members(id)
        )
        return list(dict.fromkeys(members))[:_MOST_IDS]

    def find(self, written: str) -> list[str]:
        """Return the ids for ``country:Çin``, ``country:CN`` or a name without a field."""
        field, colon, typed = written.partition(":")
        if colon and field in FIELD_KINDS:
            return self.find_ids(field, typed) if typed.strip() else []
        return self.find_ids("entity", written)

    def prefetch(self, written: Iterable[str]) -> None:
        """Read together what a table on another machine knows of names without a field.

        And of the entities that they name, which are asked for by their ids then.
        """
        names = list(dict.fromkeys(written))
        self._prefetch_ids(names)
        found = (self.find(one)[:1] for one in names)
        ids = list(dict.fromkeys(id for some in found for id in some))
        self._prefetch_ids(ids)
        self.table.prefetch_forms(self.table.resolve_alias(id) for id in ids)

    def _prefetch_ids(self, names: Sequence[str]) -> None:
        self.table.prefetch_parts(form for one in names for form in _forms_of(one))
        self.table.find_known(
            id for one in names for id in self._entities("entity", one, is_prefix=False)
        )

    def _entities(self, field: str, typed: str, *, is_prefix: bool) -> Iterator[str]:
        if is_prefix:
            yield from (one.id for one in self.table.find(typed))
            return
        yield typed
        yield f"{field}:{typed}"
        if field == "country" and _ISO_CODE.fullmatch(typed):
            yield f"country:{typed.upper()}"
        entry = self.gazetteer().look_up(typed, FIELD_TYPES[field])
        if entry is not None:
            yield entry.id
            if field in _FIELDS_OF_ONE:
                return
        elif "ORG" in FIELD_TYPES[field]:
            yield from identify_organization(typed, self.gazetteer())
        # "Erdoğan" ends a longer name, "Recep Tayyip" begins it.
        for form in _forms_of(typed):
            yield from (one.id for one in self.table.find_by_name(form, is_whole=False))

    def terms(
        self,
        ids: Sequence[str],
        reader: Reader,
        typed: str,
        *,
        weight: float = FIELD_WEIGHTS[ENTITY],
    ) -> tuple[tree.Term, ...]:
        """Return terms that find ``ids``, all weighted by their summed frequency."""
        counts = {id: reader.frequency(ENTITY, id) for id in ids}
        frequency = min(sum(counts.values()), reader.passages)
        rarity = inverse_document_frequency(reader.passages, frequency)
        return tuple(
            tree.Term(ENTITY, id, weight * rarity, typed, "entity")
            for id, count in counts.items()
            if count
        )

    def is_name(self, word: str) -> bool:
        """Tell whether the gazetteer is sure that a single word is a name.

        An acronym is one in capitals only, as in a text.
        """
        gazetteer = self.gazetteer()
        base = base_of(word)
        entry = gazetteer.look_up(base, _TYPES_IN_TEXT)
        if entry is None or entry.is_weak:
            return False
        return is_acronym(word) or gazetteer.acronyms.find(key_of(base)) != entry

    def is_other(self, name: str, word: str) -> bool:
        """Tell whether ``name`` is, in the gazetteer, another entity than ``word``."""
        entry = self.gazetteer().look_up(name, _TYPES_IN_TEXT)
        if entry is None or entry.is_weak:
            return False
        other = self.gazetteer().look_up(base_of(word), _TYPES_IN_TEXT)
        return other is None or other.id != entry.id

    def recognize(self, words: Sequence[str], reader: Reader) -> list[EntityWords]:
        """Return the entities among neighbouring words of a query, in their order.

        Of overlapping names the first counts, of those that begin together the
        longest. A single word is a name if the gazetteer is sure of it, several
        words also if the index knows them.
        """
        self.prefetch_runs([words])
        found: list[EntityWords] = []
        first = 0
        while first < len(words):
            entity = self._find_longest(words, first, reader)
            if entity is None:
                first += 1
            else:
                found.append(entity)
                first = entity.last
        return found

    def _find_longest(
        self, words: Sequence[str], first: int, reader: Reader
    ) -> EntityWords | None:
        for last in range(min(first + _MOST_WORDS, len(words)), first, -1):
            typed = " ".join(words[first:last])
            ids = self._find_sure_ids(typed, is_long=last - first > 1)
            if ids and (terms := self.terms(ids, reader, typed, weight=ENTITY_WEIGHT)):
                return EntityWords(first, last, terms)
        return None

    def prefetch_runs(self, each: Iterable[Sequence[str]]) -> None:
        """Read together what a table on another machine knows of all runs of words."""
        runs = (
            " ".join(words[first:last])
            for words in each
            for first in range(len(words))
            for last in range(first + 2, min(first + _MOST_WORDS, len(words)) + 1)
        )
        self.table.prefetch_names(
            typed for typed in runs if (typed, True) not in self._sure_ids
        )

    def has_name(self, typed: str) -> bool:
        """Tell whether the gazetteer has several words as a name."""
        return self._look_up_name(typed) is not None

    def _look_up_name(self, typed: str) -> GazetteerEntry | None:
        """Return the same for several words, most of which begin no name."""
        is_begun = self.gazetteer().begins_name(_first_of(typed))
        return self._look_up_entry(typed) if is_begun else None

    def _look_up_entry(self, word: str) -> GazetteerEntry | None:
        """Return the entity with this name, or with it before a suffix."""
        entry = self.gazetteer().look_up(word, _TYPES_IN_TEXT)
        if entry is None and (base := base_of(word)) != word:
            entry = self.gazetteer().look_up(base, _TYPES_IN_TEXT)
        return entry

    def _find_sure_ids(self, typed: str, *, is_long: bool) -> list[str]:
        found = self._sure_ids.get((typed, is_long))
        if found is None:
            if len(self._sure_ids) >= _CACHED_NAMES:
                self._sure_ids.clear()
            found = self._look_up_sure_ids(typed, is_long=is_long)
            self._sure_ids[typed, is_long] = found
        return found

    def _look_up_sure_ids(self, typed: str, *, is_long: bool) -> list[str]:
        entry = self._look_up_name(typed) if is_long else self._look_up_entry(typed)
        ids = [] if entry is None or (entry.is_weak and not is_long) else [entry.id]
        if is_long:
            ids += [
                one.id
                for one in self.table.find_by_name(typed)
                if one.type in _TYPES_IN_TEXT
            ]
        return list(
            dict.fromkeys(member for id in ids for member in self.table.members(id))
        )

    def candidates(self, words: Sequence[str]) -> Iterator[tuple[int, int, list[str]]]:
        """Yield first word, end and ids of all runs of ``words`` that name entities.

        The index need not hold the ids.
        """
        self.prefetch_runs([words])
        for first in range(len(words)):
            for last in range(first + 1, min(first + _MOST_WORDS, len(words)) + 1):
                typed = " ".join(words[first:last])
                if ids := self._find_sure_ids(typed, is_long=last - first > 1):
                    yield first, last, ids


def _forms_of(typed: str) -> Iterable[str]:
    """Return a name as it is typed, and without a Turkish suffix."""
    return dict.fromkeys((typed, cut_turkish_suffix(unify_apostrophes(typed))))


def _first_of(typed: str) -> str:
    """Return the first word of a name as :meth:`Gazetteer.begins_name` takes it."""
    return key_of(typed.split(" ", 1)[0]).split(" ", 1)[0].partition("'")[0]


def id_term(id: str) -> tree.Term:
    """Return a term that finds an entity, with the weight 1."""
    return tree.Term(ENTITY, id, 1.0, "", "entity")
