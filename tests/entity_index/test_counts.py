"""Counting the entities of documents: what is counted depends on the documents alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch import Document, Passage
from diplosearch.entities.gazetteer.ids import make_id
from diplosearch.entity_index.corrections.corrections import Corrections
from diplosearch.entity_index.counts import EntityCounter
from diplosearch.entity_index.table import EntityTable
from diplosearch.model import Entity, EntityType

GazetteerEntry = tuple[EntityType, str, str]
"""A type, a name, and how the text writes it."""

NAMED: list[GazetteerEntry] = [
    ("PERSON", "Recep Tayyip Erdoğan", "Recep Tayyip Erdoğan"),
    ("PERSON", "Recep Tayyip Erdogan", "Recep Tayyip Erdogan"),
    ("PERSON", "Erdoğan", "Erdoğan"),
    ("PERSON", "Ali Yılmaz", "Ali Yılmaz"),
    ("PERSON", "Cevdet Yılmaz", "Cevdet Yılmaz"),
    ("PERSON", "Yılmaz", "Yılmaz"),
    ("ORG", "Anka Yatırım", "Anka Yatırım"),
    ("ORG", "Anka Yatırım", "AYX"),
    ("ORG", "AYX", "AYX"),
    ("GPE", "China", "Çin"),
    ("GPE", "China", "China"),
    ("DATE", "2026-01-29", "29 Ocak"),
]


def make_document(
    id: str, passages: Sequence[Sequence[GazetteerEntry]], title: str = ""
) -> Document:
    """Return a document whose passages mention the given entities."""
    text, made = "", []
    for ordinal, mentions in enumerate(passages):
        start, entities = len(text), []
        for type, name, written in mentions:
            begin = len(text)
            text += written + " "
            span = (begin, begin + len(written))
            entities.append(Entity(*span, type, name, make_id(type, name)))
        text += "."
        words = text[start:]
        made.append(
            Passage(
                f"{id}#{ordinal}", ordinal, start, len(text), words, "tr", tuple(entities)
            )
        )
    known = tuple(one for passage in made for one in passage.entities)
    titled = (
        (Entity(0, len(title), "PERSON", title, make_id("PERSON", title)),) if title else ()
    )
    return Document(
        id=id,
        text=text,
        title=title or None,
        passages=tuple(made),
        entities=known,
        title_entities=titled,
    )


documents = st.lists(
    st.lists(st.lists(st.sampled_from(NAMED), max_size=4), max_size=3), max_size=5
).map(lambda some: [make_document(f"d{number}", one) for number, one in enumerate(some)])


def contents(connection: sqlite3.Connection) -> dict[str, list[Any]]:
    tables = ("tallies", "entities", "aliases", "starts")
    return {
        name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2, 3, 4").fetchall()
        if name in ("tallies", "entities")
        else connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()
        for name in tables
    }


def counted(
    *steps: tuple[Iterable[Document], Iterable[Document]],
) -> dict[str, list[Any]]:
    """Return the tables after commits that each add some documents and remove others."""
    base: sqlite3.Connection | None = None
    with ExitStack() as stack:
        for added, removed in steps:
            tally = stack.enter_context(closing(EntityCounter(None, base)))
            for document in added:
                tally.add(document)
            for document in removed:
                tally.remove(document)
            tally.finish()
            base = tally.connection
        assert base is not None
        return contents(base)


@given(documents, st.data())
def test_order_and_parts_count_the_same(some: list[Document], data: st.DataObject) -> None:
    """The same documents, in any order and number of commits, give the same tables."""
    mixed = data.draw(st.permutations(some))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(some)), max_size=3)))
    borders = [0, *cuts, len(some)]
    segments = [mixed[a:b] for a, b in pairwise(borders)]
    assert counted(*((segment, ()) for segment in segments)) == counted((some, ()))


@pytest.mark.slow
@given(documents, st.data())
def test_removed_documents_leave_no_trace(
    some: list[Document], data: st.DataObject
) -> None:
    """What was added and removed is as if it had never been there."""
    gone = data.draw(st.sets(st.sampled_from(some))) if some else set()
    kept = [one for one in some if one not in gone]
    assert counted((some, ()), ((), gone)) == counted((kept, ()))
    assert counted((some, gone)) == counted((kept, ()))
    assert counted((kept, ()), (gone, ()), ((), gone)) == counted((kept, ()))


CORRECTIONS = (
    (),
    ("person:erdogan = person:ali-yilmaz",),
    ("- person:yilmaz", "org:anka-yatirim -> Anka"),
    ("org:anka-yatirim -> Anka Yatırım Ortaklığı", "person:ali-yilmaz != person:yilmaz"),
    ("person:yilmaz = person:recep-tayyip-erdogan", "- gpe:china"),
)
"""Corrections of which any may follow any other."""


@given(documents, st.data())
def test_commits_write_what_corrections_change(
    some: list[Document], data: st.DataObject
) -> None:
    """Documents and corrections of several commits give the tables of a single one."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(some)), max_size=3)))
    base: sqlite3.Connection | None = None
    with ExitStack() as stack:
        for first, last in pairwise([0, *cuts, len(some)]):
            counter = stack.enter_context(closing(EntityCounter(None, base)))
            lines = data.draw(st.sampled_from(CORRECTIONS))
            counter.corrections = Corrections().add(lines)
            for document in some[first:last]:
                counter.add(document)
            counter.finish()
            base = counter.connection
        whole = stack.enter_context(closing(EntityCounter(None, None)))
        whole.corrections = Corrections().add(lines)
        for document in some:
            whole.add(document)
        whole.finish()
        assert base is not None
        assert contents(base) == contents(whole.connection)


def test_small_commit_leaves_other_entities_as_they_are() -> None:
    """What a commit does not change is not written again, even if it is wrong there."""
    with closing(EntityCounter(None, None)) as first:
        first.add(make_document("a", [[NAMED[6], NAMED[9]]]))
        first.finish()
        first.connection.execute("UPDATE entities SET name = 'kept' WHERE type = 'ORG'")
        with closing(EntityCounter(None, first.connection)) as second:
            second.add(make_document("b", [[NAMED[9]]]))
            second.finish()
            found = second.connection.execute("SELECT name, documents FROM entities")
            assert sorted(found) == [("China", 2), ("kept", 1)]


def test_file_and_memory_count_the_same(tmp_path: Path) -> None:
    """On disk, a commit is a copy of the one before, which stays as it was."""
    first, second = (make_document(f"d{n}", [[NAMED[n], NAMED[9]]]) for n in (0, 2))
    paths = tmp_path / "one", tmp_path / "two"
    before: Path | None = None
    for path, document in zip(paths, (first, second), strict=True):
        tally = EntityCounter(path, before)
        tally.add(document)
        tally.finish()
        tally.close()
        before = path
    for path, expected in zip(paths, ([first], [first, second]), strict=True):
        connection = sqlite3.connect(path)
        assert contents(connection) == counted((expected, ()))
        connection.close()


@pytest.fixture
def table() -> Iterator[EntityTable]:
    """The table of three documents that name people in several ways."""
    first = [[NAMED[0], NAMED[2], NAMED[9]], [NAMED[0], NAMED[11]]]
    with closing(EntityCounter(None, None)) as tally:
        tally.add(make_document("a", first))
        tally.add(make_document("b", [[NAMED[2]], [NAMED[6], NAMED[7], NAMED[10]]]))
        tally.add(make_document("c", [[NAMED[3], NAMED[8]]], title="Erdogan"))
        tally.finish()
        yield EntityTable(tally.connection)


@pytest.mark.parametrize(
    ("id", "name", "documents", "passages", "forms"),
    [
        (
            "person:recep-tayyip-erdogan",
            "Recep Tayyip Erdoğan",
            4,  # of document b once for each of the two ids that it gives
            5,
            ("Erdoğan", "Recep Tayyip Erdoğan", "Erdogan"),
        ),
        ("org:anka-yatirim", "Anka Yatırım", 2, 2, ("AYX", "Anka Yatırım")),
        ("gpe:china", "China", 2, 2, ("China", "Çin")),
        ("person:ali-yilmaz", "Ali Yılmaz", 1, 1, ("Ali Yılmaz",)),
        ("date:2026-01-29", "2026-01-29", 1, 1, ()),
    ],
)
def test_entities_are_counted_by_whatever_id(
    table: EntityTable,
    id: str,
    name: str,
    documents: int,
    passages: int,
    forms: tuple[str, ...],
) -> None:
    """A person, a spelling and an acronym count for the one entity that they mean."""
    found = table.get(id)
    assert found is not None
    assert (found.name, found.documents, found.passages) == (name, documents, passages)
    assert found.forms == forms


def test_replaced_document_counts_once() -> None:
    """Removing the old version and adding the new one leaves the new one."""
    old = make_document("a", [[NAMED[0]], [NAMED[9]]])
    new = replace(make_document("a", [[NAMED[3]]]))
    assert counted(([old], ()), ([new], [old])) == counted(([new], ()))
