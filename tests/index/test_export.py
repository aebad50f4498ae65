"""All that answers a query, in a file for other programs."""

from __future__ import annotations

import datetime
import gzip
import json
import os
from pathlib import Path

import pytest
import rispy

import diplosearch
from diplosearch import Document, Index
from diplosearch.errors import UsageError


def test_documents_are_read_back(seeds_index: Index, tmp_path: Path) -> None:
    """An index that is rebuilt of the export holds the same documents and entities."""
    report = seeds_index.export(tmp_path / "all.jsonl")
    assert (report.format, report.count) == ("documents", 5)
    again = diplosearch.rebuild(tmp_path / "all.jsonl")
    assert not again.report.skipped
    assert {one.id: one for one in again.documents()} == {
        one.id: one for one in seeds_index.documents()
    }


def test_an_own_dateline_is_read_back(tmp_path: Path) -> None:
    """What a caller gave and no text says survives the way out and in again."""
    given = Document(
        id="1",
        text="Görüşme sürüyor.",
        title="Görüşme",
        date=datetime.date(2025, 1, 2),
        source="AA",
        dateline="Viyana",
        url="https://example.org/1",
        language="tr",
        metadata={"desk": ("Ankara", "Viyana")},
        pages=(0, 8),
    )
    diplosearch.rebuild([given]).export(tmp_path / "all.jsonl")
    (again,) = diplosearch.rebuild(tmp_path / "all.jsonl").documents()
    for name in ("id", "text", "title", "date", "source", "dateline", "url", "language"):
        assert getattr(again, name) == getattr(given, name), name
    assert (again.metadata, again.pages) == (given.metadata, (0, 8))


def test_a_compressed_file(seeds_index: Index, tmp_path: Path) -> None:
    """The ending .gz compresses, and the file has the documents in their order."""
    path = tmp_path / "all.jsonl.gz"
    seeds_index.export(path)
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        ids = [json.loads(line)["id"] for line in stream]
    assert ids == seeds_index.ids()


def test_a_query_and_filters_choose(seeds_index: Index, tmp_path: Path) -> None:
    """Only documents with a passage that answers are written, each once."""
    results = seeds_index.search("Çin", language="tr", limit=None, per_document=None)
    wanted = {hit.document.id for hit in results}
    documents = list(seeds_index.documents("Çin", language="tr"))
    assert {one.id for one in documents} == wanted
    assert len(documents) == len(wanted) > 0
    report = seeds_index.export(tmp_path / "some.jsonl", "Çin", language="tr")
    assert report.count == len(wanted)


def test_citations_of_all(seeds_index: Index, tmp_path: Path) -> None:
    """Every document is cited, with the day that is given."""
    day = datetime.date(2026, 3, 9)
    report = seeds_index.export(tmp_path / "all.RIS", accessed=day)
    cited = rispy.loads((tmp_path / "all.RIS").read_text("utf-8"))
    assert report.count == len(cited) == 5
    assert {one["access_date"] for one in cited} == {"2026/03/09/"}


@pytest.mark.parametrize("ending", ["graphml", "gexf", "geojson", "bib", "csl.json"])
def test_other_formats(seeds_index: Index, tmp_path: Path, ending: str) -> None:
    """The file holds what the method of that name gives."""
    path = tmp_path / f"out.{ending}"
    report = seeds_index.export(path, "Çin")
    text = path.read_text("utf-8")
    expected = {
        "graphml": lambda: seeds_index.network("Çin").to_graphml(),
        "gexf": lambda: seeds_index.network("Çin").to_gexf(),
        "geojson": lambda: seeds_index.places("Çin").to_geojson(),
    }
    if ending in expected:
        assert text == expected[ending]()
    assert report.count > 0
    assert report.to_dict()["count"] == report.count
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_progress_is_told(seeds_index: Index, tmp_path: Path) -> None:
    """Each document is named before it is written."""
    told: list[tuple[int, str]] = []
    seeds_index.export(tmp_path / "a.jsonl", progress=lambda *one: told.append(one))
    assert told == list(enumerate(seeds_index.ids(), start=1))


def test_a_failure_keeps_the_old_file(seeds_index: Index, tmp_path: Path) -> None:
    """What stood in the file stays when the export is interrupted; no draft is left."""
    path = tmp_path / "all.jsonl"
    path.write_text("old")

    def interrupt(number: int, _: str) -> None:
        if number == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seeds_index.export(path, progress=interrupt)
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["all.jsonl"]


@pytest.mark.parametrize("name", ["all.bib", "all.jsonl.gz"])
def test_a_draft_is_no_file_of_the_user(
    seeds_index: Index, tmp_path: Path, name: str
) -> None:
    """What is written meanwhile has a name that no other file has."""
    other = tmp_path / f"{name}.new"
    other.write_text("mine")
    seeds_index.export(tmp_path / name)
    assert other.read_text() == "mine"
    assert len(os.listdir(tmp_path)) == 2


def test_a_long_name(seeds_index: Index, tmp_path: Path) -> None:
    """A name as long as the system allows can be written."""
    path = tmp_path / f"{'a' * 249}.jsonl"
    seeds_index.export(path)
    assert os.listdir(tmp_path) == [path.name]


def test_a_compressed_file_names_its_content(seeds_index: Index, tmp_path: Path) -> None:
    """Programs that unpack by the name in the file find that of the export."""
    path = tmp_path / "all.jsonl.gz"
    seeds_index.export(path)
    assert path.read_bytes()[10:20] == b"all.jsonl\0"


@pytest.mark.parametrize(
    ("path", "options", "told"),
    [
        ("a.doc", {}, "end the name in .jsonl, .jsonl.gz, .ris"),
        ("jsonl", {}, "end the name in"),
        ("", {}, "give a path"),
        ("a.ris", {"accessed": "2025-01-01"}, "accessed='2025-01-01'"),
        ("a.gexf", {"limit": 1000}, "from 2 to 500"),
        ("a.gexf", {"types": 5}, "types=5"),
        ("a.bib", {"limit": 10}, "limit is only for files that end in .graphml, .gexf"),
        ("a.geojson", {"types": ["PERSON"]}, "types is only for files"),
        ("a.jsonl", {"accessed": datetime.date(2025, 1, 1)}, r"in \.ris, \.bib, \.csl"),
        ("a.jsonl", {"since": "blah"}, "since='blah'"),
        ("a.jsonl", {"query": 5}, "query is int"),
    ],
)
def test_what_cannot_be(
    seeds_index: Index, tmp_path: Path, path: str, options: dict[str, object], told: str
) -> None:
    """What cannot be exported is told before a file is made."""
    with pytest.raises(UsageError, match=told):
        seeds_index.export(tmp_path / path if path else path, **options)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())
