"""Engines whose libraries fail: the error has a name, and says which index."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import pytest

from diplosearch.engines.base import Entry
from diplosearch.engines.error_guard import GuardedReader, GuardedWriter
from diplosearch.engines.memory import MemoryEngine
from diplosearch.errors import IndexDamagedError, UnusableIndexError
from diplosearch.query.tree import Everything
from diplosearch.schema import EXACT


class Broken:
    """A reader, or a writer, of which everything fails."""

    passages = 1
    average_length = 1.0

    def __getattr__(self, name: str) -> Any:
        def fail(*_: Any, **__: Any) -> Any:
            raise zlib.error("incorrect header check")

        return fail


@pytest.mark.parametrize(
    "ask",
    [
        lambda reader: reader.search(Everything(), limit=1),
        lambda reader: reader.count_by(Everything(), EXACT),
        lambda reader: reader.frequency(EXACT, "a"),
        lambda reader: next(reader.terms(EXACT)),
        lambda reader: reader.close(),
    ],
)
def test_reading_damage(ask: Callable[[GuardedReader], object]) -> None:
    """Whatever is asked of a damaged index, the answer is that it is damaged."""
    with pytest.raises(IndexDamagedError, match=r"'/here'.*incorrect header"):
        ask(GuardedReader(Broken(), "/here"))


@pytest.mark.parametrize(
    "do",
    [
        lambda writer: writer.add(Entry(1, 1, 1, {}, {})),
        lambda writer: writer.delete([1]),
        lambda writer: writer.commit(),
        lambda writer: writer.abort(),
    ],
)
def test_writing_fails(do: Callable[[GuardedWriter], object]) -> None:
    """Whatever fails in writing, the error says that the index stays as it was."""
    with pytest.raises(UnusableIndexError, match=r"'/here'.*stays"):
        do(GuardedWriter(Broken(), "/here"))


def test_terms_that_are_not_all_asked_for() -> None:
    """Who stops in the middle of the terms meets no error."""
    engine = MemoryEngine()
    writer = engine.open_writer()
    for key in (1, 2):
        writer.add(Entry(key, key, 2, {EXACT: ("a", "b")}, {}))
    writer.commit()
    terms = GuardedReader(engine.open_reader(), "/here").terms(EXACT)
    assert next(terms) == ("a", 2)
    terms.close()  # type: ignore[attr-defined]
