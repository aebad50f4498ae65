"""Columns and keys that a mapping names: read as fields, or told what is wrong."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

import diplosearch
from diplosearch import Document
from diplosearch.corpus.base import Read
from diplosearch.corpus.field_names import read_field_map
from diplosearch.corpus.readers import read
from diplosearch.errors import SourceError, UsageError

MAPPING = "id=no,text=body,date=published,desk=section,labels=tags"
TABLE = """no;headline;body;published;Section;tags
1;Zirve;Gazze ateşkesi Ankara'da görüşüldü.;2025-03-01;Ankara;"a; b;a"
2;Talks;The talks about trade ended in Baku.;2025-04-01;;
"""
ITEM = {
    "no": 1,
    "headline": "Zirve",
    "body": "Gazze ateşkesi Ankara'da görüşüldü.",
    "published": "2025-03-01",
    "section": "Ankara",
    "meta": {"page": {"number": 7}},
    "tags": ["a", "b"],
}


def documents(path: Path, mapping: str) -> list[Document]:
    """Return the documents that are read by a mapping."""
    items = read(path, read_field_map(mapping))
    return [item.document for item in items if isinstance(item, Read)]


def test_columns(tmp_path: Path) -> None:
    """Columns are found whatever their case; a cell has values between semicolons."""
    path = tmp_path / "news.csv"
    path.write_text(TABLE, encoding="utf-8")
    first, second = documents(path, MAPPING)
    assert (first.id, first.title, first.date) == ("1", "Zirve", datetime.date(2025, 3, 1))
    assert first.metadata == {"desk": ("Ankara",), "labels": ("a", "b")}
    assert second.metadata == {}


@pytest.mark.parametrize("kind", ["json", "jsonl"])
def test_keys(tmp_path: Path, kind: str) -> None:
    """Keys may lie deeper, and hold a list; ``metadata`` is read without a mapping."""
    path = tmp_path / f"news.{kind}"
    path.write_text(json.dumps(ITEM), encoding="utf-8")
    (found,) = documents(path, f"{MAPPING},leaf=meta.page.number")
    assert found.text == ITEM["body"]
    assert found.metadata == {"desk": ("Ankara",), "labels": ("a", "b"), "leaf": ("7",)}
    path.write_text(json.dumps(found.to_dict()), encoding="utf-8")
    (again,) = documents(path, "")
    assert again.metadata == found.metadata


def test_one_column_for_two_fields(tmp_path: Path) -> None:
    """A column may be a title and a field of one's own at once."""
    path = tmp_path / "news.csv"
    path.write_text(TABLE, encoding="utf-8")
    found = documents(path, "text=body,title=headline,topic=headline")
    assert (found[0].title, found[0].metadata) == ("Zirve", {"topic": ("Zirve",)})


def test_what_is_not_there_is_told_once(tmp_path: Path) -> None:
    """A column or key that the file lacks is a note; without a text nothing is read."""
    table, lines = tmp_path / "a.csv", tmp_path / "b.jsonl"
    table.write_text(TABLE, encoding="utf-8")
    lines.write_text(f"{json.dumps(ITEM)}\n{json.dumps(ITEM)}\n", encoding="utf-8")
    for path, kind in ((table, "columns"), (lines, "fields")):
        items = list(read(path, read_field_map("text=body,desk=bureau")))
        notes = [note for item in items if isinstance(item, Read) for note in item.notes]
        told = f"{kind} of the map that are not there: bureau for desk"
        assert notes.count(told) == 1
    with pytest.raises(SourceError, match="no column 'gövde' in the header"):
        list(read(table, read_field_map("text=gövde")))


def test_a_value_that_cannot_be_is_left_out(tmp_path: Path) -> None:
    """The document is read without a field that cannot be, and the note says why."""
    path = tmp_path / "news.jsonl"
    path.write_text(
        json.dumps({"text": "Gazze ateşkesi.", "metadata": {"source": "x", "a": {}}}),
        encoding="utf-8",
    )
    (item,) = read(path)
    assert isinstance(item, Read)
    assert item.document.metadata == {}
    assert [note for note in item.notes if "left out" in note] == [
        "field 'source' is built in; give yours another name; left out",
        "field 'a' holds dict; give text or texts; left out",
    ]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("text", "map 'text': name its column"),
        ("text=", "map 'text': name its column"),
        ("person=x", "field 'person' is built in"),
        ("two words=x", "is no name of a field"),
        ("desk=a,desk=b", "field 'desk' comes twice"),
        (7, "map is int"),
        ({"desk": 7}, "map 'desk': name its column"),
    ],
)
def test_mappings_that_cannot_be(given: object, message: str) -> None:
    """A wrong mapping is refused before anything is read."""
    with pytest.raises(UsageError, match=message):
        read_field_map(given)


def test_a_mapping_is_kept_for_the_next_time(tmp_path: Path) -> None:
    """A sync or a rebuild of the same folder reads it as before, until told otherwise."""
    corpus, home = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    mapping = MAPPING.replace("body", "payload")
    (corpus / "news.csv").write_text(TABLE.replace("body", "payload"), encoding="utf-8")
    with diplosearch.rebuild(corpus, home, mapping=mapping, jobs=1) as index:
        assert index.sync(corpus).unchanged == 2
        assert len(index.search("desk:ankara")) == 1
    with diplosearch.rebuild(None, home, jobs=1) as index:
        assert len(index.search("desk:ankara")) == 1
        index.sync(corpus, mapping={"text": "payload", "id": "no", "place-name": "section"})
        assert index.fields() == {"place-name": {"Ankara": 1}}
        assert index.sync(corpus).unchanged == 2
    with pytest.raises(SourceError, match="name it so, or map it"):
        diplosearch.rebuild(corpus, home, mapping="", jobs=1)
    with diplosearch.open(home) as index:
        assert index.sync(corpus).unchanged == 2
    with pytest.raises(UsageError, match="mapping goes with a folder"):
        diplosearch.rebuild([], home, mapping=mapping)


def test_several_processes_read_by_a_mapping(tmp_path: Path) -> None:
    """Workers read rows as this process does."""
    path = tmp_path / "news.csv"
    path.write_text(TABLE, encoding="utf-8")
    with diplosearch.rebuild(path, mapping=MAPPING, jobs=2) as index:
        assert index.fields()["desk"] == {"Ankara": 1}
