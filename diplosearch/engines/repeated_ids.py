"""Passages that hold several ids of one entity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from ..query.tree import Keyword
from ..schema import ENTITY
from .base import Reader
from .remote_reader import PrefetchingReader


class RepeatedIds:
    """The passages of an index that hold several ids of one entity; looked up once.

    An engine counts the passages of each id, and one with two of them is to count once.
    There are few.

    Args:
        reader: reads the index.
        groups: all ids of each entity that has several.
    """

    def __init__(self, reader: Reader, groups: Mapping[str, Collection[str]]) -> None:
        self._reader = reader
        self._groups = groups
        self._found: dict[str, Mapping[int, int]] = {}

    def prefetch(self, entities: Collection[str]) -> None:
        """Read in one request, from a remote index, what :meth:`find` looks up."""
        missing = [one for one in entities if one not in self._found]
        if missing and isinstance(self._reader, PrefetchingReader):
            self._reader.prefetch_frequencies(
                (ENTITY, id) for one in missing for id in self._groups[one]
            )

    def find(self, entity: str) -> Mapping[int, int]:
        """Return how many ids of an entity, beside one, each passage holds, by key.

        Passages that hold one of them or none are left out.
        """
        found = self._found.get(entity)
        if found is None:
            found = self._found[entity] = self._find(tuple(self._groups[entity]))
        return found

    def _find(self, ids: tuple[str, ...]) -> Mapping[int, int]:
        reader = self._reader
        held = [id for id in ids if reader.frequency(ENTITY, id)]
        passages = sum(reader.frequency(ENTITY, id) for id in held)
        if reader.search(Keyword(ENTITY, tuple(held)), limit=1).total == passages:
            return {}
        times: Counter[int] = Counter()
        for id in held:
            ranking = reader.search(Keyword(ENTITY, (id,)), limit=reader.passages)
            times.update(key for key, _ in ranking.hits)
        return {key: count - 1 for key, count in times.items() if count > 1}
