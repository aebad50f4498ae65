"""Passages that hold several ids of one entity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from diplosearch.engines.base import Entry
from diplosearch.engines.memory import MemoryState
from diplosearch.engines.posting_reader import PostingReader
from diplosearch.engines.remote_reader import FieldTerm
from diplosearch.engines.repeated_ids import RepeatedIds
from diplosearch.schema import ENTITY

PASSAGES = {1: "a1 a2 a1", 2: "a1", 3: "a2 a3", 4: "a1 a2 a3 b1", 5: "b1", 6: "b2"}
GROUPS = {"a": ["a1", "a2", "a3"], "b": ["b1", "b2", "gone"], "c": ["gone", "lost"]}


class Remote(PostingReader):
    """A reader that counts its requests."""

    asked: list[FieldTerm]

    def prefetch_terms(self, prefixes: Iterable[FieldTerm]) -> None:
        """Do nothing."""

    def prefetch_frequencies(self, terms: Iterable[FieldTerm]) -> None:
        """Keep what is asked for."""
        self.asked = list(terms)


def make_reader(kind: type[PostingReader] = PostingReader) -> PostingReader:
    """Return a reader of the passages."""

    def entries() -> Iterator[Entry]:
        for key, ids in PASSAGES.items():
            yield Entry(key, key, 1, {ENTITY: tuple(ids.split())}, {})

    return kind(MemoryState(entries()))


@pytest.mark.parametrize(
    ("entity", "found"), [("a", {1: 1, 3: 1, 4: 2}), ("b", {}), ("c", {})]
)
def test_passages_with_several_ids(entity: str, found: dict[int, int]) -> None:
    """Each passage comes with the number of ids that it holds beside one."""
    repeated = RepeatedIds(make_reader(), GROUPS)
    repeated.prefetch(["a", "b"])
    assert repeated.find(entity) == found


def test_each_entity_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found is kept; a remote index is asked for all frequencies together."""
    reader = make_reader(Remote)
    assert isinstance(reader, Remote)
    repeated = RepeatedIds(reader, GROUPS)
    repeated.prefetch(["a", "b"])
    assert reader.asked == [(ENTITY, id) for one in "ab" for id in GROUPS[one]]
    first = repeated.find("a")

    def fail(*_: Any, **__: Any) -> None:
        raise AssertionError("a second look-up")

    monkeypatch.setattr(reader, "search", fail)
    monkeypatch.setattr(reader, "frequency", fail)
    assert repeated.find("a") is first
