"""Several indexes by ``--index``, which may be given more than once, and by ``:index``."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cli.repl.session_driver import SessionDriver
from click.testing import Result

import diplosearch
from diplosearch import Document
from diplosearch.cli.repl.session import Session
from diplosearch.errors import IndexMissingError

Run = Callable[..., Result]

BOTH = ("--index", "index", "--index", "wire")


@pytest.fixture
def wire(here: Path) -> Path:
    """A second index, of which one document has an id of the first."""
    with diplosearch.open(here / "index") as index:
        known = index.ids()[0]
    documents = [
        Document(id=known, text="Tokayev spoke of a ceasefire.", language="en"),
        Document(id="wire/2", text="The ceasefire held in Astana.", language="en"),
    ]
    diplosearch.rebuild(documents, here / "wire", engine="tantivy", jobs=1).close()
    return here / "wire"


@pytest.mark.usefixtures("wire")
def test_commands_that_read(run: Run) -> None:
    """Every command that reads takes several, and names the index of a document."""
    found = run("search", "Tokayev", *BOTH)
    assert " index:" in found.stdout
    assert " wire:" in found.stdout
    hits = json.loads(run("search", "Tokayev", "--json", *BOTH).stdout)["hits"]
    assert {one["index"] for one in hits} == {"index", "wire"}
    reference = next(f"wire:{one['id']}" for one in hits if one["index"] == "wire")

    shown = run("show", reference, *BOTH)
    assert "spoke of a ceasefire" in shown.stdout
    refused = run("show", reference.removeprefix("wire:"), *BOTH)
    assert refused.exit_code != 0
    assert f"give index:{reference.removeprefix('wire:')} or {reference}" in refused.stderr
    assert "held in Astana" in run("show", "wire/2", *BOTH).stdout

    rows = csv.DictReader(
        io.StringIO(run("search", "ceasefire", "--format", "csv", *BOTH).stdout)
    )
    assert {one["id"] for one in rows} >= {reference, "wire:wire/2"}
    table = run("batch", "-", *BOTH, input="Tokayev\n").stdout
    assert reference in table

    assert "index + wire" in run("stats", *BOTH).stdout
    assert run("similar", "wire/2", *BOTH).exit_code == 0
    assert "documents  7" in run("stats", *BOTH).stdout
    for command in (("timeline", "Tokayev"), ("entities",), ("who", "Tokayev")):
        assert run(*command, *BOTH).exit_code == 0, command


@pytest.mark.usefixtures("wire")
def test_commands_that_write(run: Run, here: Path) -> None:
    """What changes an index takes one; two are refused, and none is changed."""
    before = sorted(path.name for path in (here / "wire").rglob("*"))
    for command in (
        ("sync", "seeds"),
        ("rebuild", "seeds"),
        ("recover",),
        ("copy", "elsewhere"),
    ):
        answer = run(*command, *BOTH)
        assert answer.exit_code == 2, command
        assert "several indexes are only read" in answer.stderr
    banned = run("entities", "--ban", "Tokayev", *BOTH)
    assert "are several indexes, which are only read" in banned.stderr
    assert before == sorted(path.name for path in (here / "wire").rglob("*"))


@pytest.mark.usefixtures("wire")
def test_what_is_typed_wrong(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """One twice, none, one in memory: each is told; a variable names one."""
    twice = run("search", "x", "--index", "wire", "--index", "./wire/")
    assert "is named twice" in twice.stderr
    assert "no index in 'none'" in run("stats", "--index", "wire", "--index", "none").stderr
    memory = run("stats", "--index", "wire", "--index", ":memory:")
    assert "ends with the command" in memory.stderr
    monkeypatch.setenv("DIPLOSEARCH_INDEX", "wire")
    assert "documents  2" in run("stats").stdout
    monkeypatch.setenv("DIPLOSEARCH_INDEX", "two words")
    assert "no index in 'two words'" in run("stats").stderr


@pytest.mark.usefixtures("wire")
def test_watches_of_several(run: Run) -> None:
    """Watches of several have a folder of their own."""
    assert "--watches FOLDER" in run("watch", "add", "x", "ceasefire", *BOTH).stderr
    kept = ("--watches", "kept", *BOTH)
    assert "is watched" in run("watch", "add", "x", "ceasefire", *kept).stdout
    with diplosearch.open("wire") as index:
        index.add(Document(id="new", text="Another ceasefire.", language="en"))
    news = run("watch", "run", *kept)
    assert "wire:new" in news.stdout
    assert run("watch", "run", *kept).exit_code == 3


@pytest.fixture
def driver(here: Path, wire: Path) -> Iterator[SessionDriver]:
    """A conversation that can turn to other indexes."""
    del wire
    driver = SessionDriver(diplosearch.open(here / "index"))
    yield driver
    driver.session.close()


def test_another_index_at_the_prompt(driver: SessionDriver) -> None:
    """:index turns to others; what was shown is gone, filters and the query stay."""
    assert "5 documents" in driver.say(":index")
    driver.say("Tokayev")
    driver.say(":filter lang:en")
    assert "7 documents" in driver.say(":index index wire")
    assert "no passages were found yet" in driver.say(":open 1")
    again = driver.say(":again")
    assert "wire:" in again
    assert "index:" in again
    assert "spoke of a ceasefire" in driver.say(":open 1") + driver.say(":open 2")
    assert "2 documents" in driver.say(":index wire")
    assert "wire:" not in driver.say(":again")


def test_what_cannot_be_opened_at_the_prompt(driver: SessionDriver) -> None:
    """The index that is open stays where another one cannot be opened."""
    assert "no index in 'none'" in driver.say(":index index none")
    assert "is named twice" in driver.say(":index wire wire")
    assert "close it" in driver.say(":index 'wire")
    assert "name a folder" in driver.say(":index :memory:")
    assert "5 documents" in driver.say(":index")
    driver.say(":index index wire")
    assert ":index FOLDER turns to one" in driver.say(":rebuild")
    assert "only read" in driver.say(":ban Tokayev")
    assert "--watches" in driver.say(":watch x") + driver.say("x") + driver.say(":watch x")


def test_the_first_index_stays_open_until_the_next_is(here: Path) -> None:
    """A session without a way to open others says so, and keeps its index."""
    with diplosearch.open(here / "index") as index:
        session = Session(index, "index")
        with pytest.raises(ValueError, match="no other index"):
            session.turn_to(["wire"])
        session = Session(index, "index", open=diplosearch.open)
        with pytest.raises(IndexMissingError):
            session.turn_to(["none"])
        assert index.stats().documents == 5
