"""Connections to SQLite are closed by who opened them, and not by the garbage collector."""

from __future__ import annotations

import gc
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import diplosearch
from diplosearch import Document
from diplosearch.backends.memory import MemoryBackend
from diplosearch.errors import SourceError, UsageError

DOCUMENTS = [
    Document(id="a", text="Xi Jinping met the Turkish foreign minister in Beijing."),
    Document(id="b", text="Dışişleri Bakanı Pekin'de temaslarda bulundu."),
]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[sqlite3.Connection]:
    """All connections that are opened from now on."""
    found: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def connect_and_note(*args: Any, **options: Any) -> sqlite3.Connection:
        found.append(connect(*args, **options))
        return found[-1]

    monkeypatch.setattr(sqlite3, "connect", connect_and_note)
    return found


def is_open(connection: sqlite3.Connection) -> bool:
    try:
        connection.total_changes  # noqa: B018 - raises where it is closed
    except sqlite3.ProgrammingError:
        return False
    return True


def count_open(opened: list[sqlite3.Connection]) -> int:
    return sum(map(is_open, opened))


def test_whatever_is_done_closes_what_it_opened(
    location: str, engine_name: str, opened: list[sqlite3.Connection]
) -> None:
    """Building, changing, reading and checking leave nothing open behind the index."""
    engine = None if engine_name == "opensearch" else engine_name
    with diplosearch.rebuild(DOCUMENTS[:1], location, engine=engine, jobs=1) as index:
        index.add(DOCUMENTS[1])
        index.delete("no such document")
        assert index.delete("a").deleted == 1
        assert index.search("Pekin")
        assert index.check(full=True).ok
        with diplosearch.rebuild(index, jobs=1) as other:
            assert other.ids() == ["b"]
    assert opened
    assert count_open(opened) == 0


def test_what_fails_closes_what_it_opened(
    tmp_path: Path, opened: list[sqlite3.Connection]
) -> None:
    """A rebuild without a source, a wrong glossary and a wrong place leave nothing open."""
    with pytest.raises(UsageError):
        diplosearch.rebuild([], from_index=tmp_path)
    with pytest.raises(SourceError):
        diplosearch.rebuild(tmp_path)
    with pytest.raises(SourceError):
        diplosearch.rebuild(tmp_path, tmp_path / "index")
    with pytest.raises(UsageError):
        diplosearch.open(
            ":memory:", resources=diplosearch.Resources(lexicon=tmp_path / "gone.txt")
        )
    with pytest.raises(UsageError):
        diplosearch.recover(":memory:")

    def documents() -> Iterator[Document]:
        yield DOCUMENTS[1]
        raise LookupError("no more")

    with diplosearch.rebuild(DOCUMENTS[:1], jobs=1) as index:
        with pytest.raises(LookupError):
            index.add(documents())
        assert index.ids() == ["a"]
    assert count_open(opened) == 0


def forget_index(location: str, engine: str | None) -> None:
    """Leave an index behind that only the collector can find."""
    holder: list[object] = [diplosearch.rebuild(DOCUMENTS, location, engine=engine, jobs=1)]
    holder.append(holder)


def test_an_index_that_was_forgotten_is_closed(
    location: str, engine_name: str, request: pytest.FixtureRequest
) -> None:
    """The collector closes it before its connections, which would complain.

    They do from Python 3.13 on, and a complaint fails a test here.
    """
    engine = None if engine_name == "opensearch" else engine_name
    forget_index(location, engine)
    gc.collect()
    opened: list[sqlite3.Connection] = request.getfixturevalue("opened")
    forget_index(location, engine)
    gc.collect()
    assert opened
    assert count_open(opened) == 0


@pytest.mark.parametrize("holder", ["kept", "sqlite3.kept", "builtins.kept"])
def test_an_index_that_outlives_its_program(holder: str) -> None:
    """A program that ends with an index open says nothing of it."""
    program = (
        "import builtins, sqlite3, diplosearch; "
        f"{holder} = diplosearch.rebuild([diplosearch.Document(id='a', text='Ankara')])"
    )
    command = [sys.executable, "-W", "error::ResourceWarning", "-c", program]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ended.stderr == ""


def test_states_in_memory_are_closed_by_their_last_user(
    opened: list[sqlite3.Connection],
) -> None:
    """A state that is read stays open when another one, or none, takes its place."""
    with diplosearch.rebuild(DOCUMENTS[:1], jobs=1) as index:
        before = count_open(opened)
        shown = index.documents()
        assert next(shown).id == "a"
        index.add(DOCUMENTS[1])
        # The entities and the stories of the first state; the documents are shared.
        assert count_open(opened) == before + 2
        assert list(shown) == []
        assert count_open(opened) == before
        shown = index.documents()
        assert next(shown).id == "a"
    assert count_open(opened) == before
    assert [one.id for one in shown] == ["b"]
    assert count_open(opened) == 0


def test_a_change_may_outlive_its_place(opened: list[sqlite3.Connection]) -> None:
    """What is committed in memory after the place was closed is closed with it."""
    place = MemoryBackend()
    transaction = place.begin(purpose="a test", engine=None, is_fresh=False)
    place.close()
    assert transaction.store.count(0) == 0
    transaction.commit({}, "")
    transaction.finish()
    place.close()
    assert opened
    assert count_open(opened) == 0
