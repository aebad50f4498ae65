"""Engines whose libraries fail: the error has a name, and says which index."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import pytest

from diplosearch.engines.base import Entry, Reader, Writer
from diplosearch.engines.error_guard import guard_errors
from diplosearch.engines.memory import MemoryEngine
from diplosearch.errors import IndexDamagedError, UnusableIndexError
from diplosearch.query.tree import Everything
from diplosearch.schema import EXACT


def fail(*_: Any, **__: Any) -> Any:
    """Raise an error as a library does that meets damage."""
    raise zlib.error("incorrect header check")


class BrokenReader:
    """A reader of which everything fails."""

    passages = 1
    average_length = 1.0
    pool = 10
    search = count_by = frequency = terms = walk = close = fail


class BrokenWriter:
    """A writer of which everything fails."""

    add = delete = commit = abort = fail


def guard_filled_reader() -> Reader:
    """Return a guarded reader of two passages, ``a b`` both."""
    engine = MemoryEngine()
    writer = engine.open_writer()
    for key in (1, 2):
        writer.add(Entry(key, key, 2, {EXACT: ("a", "b")}, {}))
    writer.commit()
    return guard_errors(engine.open_reader(), "/here", "read")


@pytest.mark.parametrize(
    "read",
    [
        lambda reader: reader.search(Everything(), limit=1),
        lambda reader: reader.count_by(Everything(), EXACT),
        lambda reader: reader.frequency(EXACT, "a"),
        lambda reader: next(reader.terms(EXACT)),
        lambda reader: next(reader.walk(EXACT)),
        lambda reader: reader.close(),
    ],
)
def test_reading_damage(read: Callable[[Reader], object]) -> None:
    """Every method of the reader of a damaged index raises that it is damaged."""
    with pytest.raises(IndexDamagedError, match=r"'/here'.*incorrect header"):
        read(guard_errors(BrokenReader(), "/here", "read"))


@pytest.mark.parametrize(
    "write",
    [
        lambda writer: writer.add(Entry(1, 1, 1, {}, {})),
        lambda writer: writer.delete([1]),
        lambda writer: writer.commit(),
        lambda writer: writer.abort(),
    ],
)
def test_writing_fails(write: Callable[[Writer], object]) -> None:
    """Every method of a writer that fails raises that the index stays as it was."""
    with pytest.raises(UnusableIndexError, match=r"'/here'.*stays"):
        write(guard_errors(BrokenWriter(), "/here", "written"))


def test_everything_is_forwarded() -> None:
    """A guarded reader answers as the reader itself, in every call."""
    reader = guard_filled_reader()
    assert (reader.passages, reader.average_length) == (2, 2.0)
    for _ in range(2):
        assert reader.frequency(EXACT, "a") == 2
        assert reader.search(Everything(), limit=1).total == 2
        assert list(reader.terms(EXACT, prefix="b")) == [("b", 2)]
    reader.close()


def test_what_a_reader_lacks_is_lacking() -> None:
    """The proxy adds no method: what the reader cannot do, it cannot either."""
    reader = guard_filled_reader()
    assert hasattr(reader, "walk")
    assert not hasattr(reader, "guessing")
    with pytest.raises(AttributeError, match="guessing"):
        reader.guessing()  # type: ignore[attr-defined]


def test_terms_that_are_not_all_read() -> None:
    """Closing the iterator of terms before its end raises nothing."""
    terms = guard_filled_reader().terms(EXACT)
    assert next(terms) == ("a", 2)
    terms.close()  # type: ignore[attr-defined]
