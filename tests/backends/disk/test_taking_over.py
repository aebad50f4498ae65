"""Indexes that are made of other indexes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from marked_recognizers import HUNGRY, MarkedRecognizer, OtherRecognizer

import diplosearch
from diplosearch import Document, Index, Resources
from diplosearch.backends.disk import generations
from diplosearch.errors import SourceError, UsageError

TEXT = "Ministers met in Ankara on trade agreement {n}.\nBakanlar {n}. kez bir araya geldi."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder of rows, some of which end in a line that comes back."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    rows = [
        {
            "id": f"d{n}",
            "text": f"{TEXT.format(n=n)}\nFollow our channel",
            "source": "Xinhua",
        }
        for n in range(30)
    ]
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


def contents(index: Index) -> dict[str, Any]:
    """Return what an index holds and which passages answer."""
    return {
        "documents": [document.to_dict() for document in index.documents()],
        "entities": index.entities(),
        "answers": {
            query: sorted(hit.passage.id for hit in index.search(query, limit=100))
            for query in ("Ankara", '"trade agreement"', "bakan", "channel")
        },
    }


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_from_engine_to_engine_and_back(corpus: Path, tmp_path: Path, jobs: int) -> None:
    """Documents and answers stay, and a later sync finds nothing changed."""
    location = tmp_path / "index"
    own = MarkedRecognizer()
    with diplosearch.rebuild(
        corpus, location, engine="whoosh", resources=Resources(recognizer=own)
    ) as index:
        wanted = contents(index)
    for engine in ("tantivy", "whoosh"):
        with diplosearch.rebuild(
            from_index=location,
            location=location,
            engine=engine,
            jobs=jobs,
            resources=Resources(recognizer=own),
        ) as index:
            assert index.stats().engine == engine
            assert contents(index) == wanted
            assert not index.sync(corpus).is_changed
            assert index.report.unchanged == 30


def test_into_another_location(corpus: Path, tmp_path: Path) -> None:
    """An open index is a source too; its copy elsewhere belongs to the same folder."""
    elsewhere = tmp_path / "some" / "where"
    own = MarkedRecognizer()
    with diplosearch.rebuild(
        corpus, tmp_path / "index", resources=Resources(recognizer=own)
    ) as index:
        with diplosearch.rebuild(
            index, elsewhere, resources=Resources(recognizer=own)
        ) as copy:
            assert contents(copy) == contents(index)
            assert not copy.sync(corpus).is_changed
        with diplosearch.rebuild(index, resources=Resources(recognizer=own)) as memory:
            assert contents(memory) == contents(index)
            assert not memory.sync(corpus).is_changed
            with diplosearch.rebuild(
                memory, tmp_path / "back", resources=Resources(recognizer=own)
            ) as back:
                assert not back.sync(corpus).is_changed


def test_what_was_removed_is_not_taken_over(tmp_path: Path) -> None:
    """The last version of each document is copied, with duplicates that were kept."""
    with diplosearch.rebuild(
        [Document(id=id, text="Talks ended.") for id in "abc"], keep_duplicates=True
    ) as index:
        index.delete("a")
        index.add(Document(id="b", text="Talks began."))
        with diplosearch.rebuild(index, tmp_path / "index") as copy:
            assert {one.id: one.text for one in copy.documents()} == {
                "c": "Talks ended.",
                "b": "Talks began.",
            }


class Counting(MarkedRecognizer):
    """Counts the documents that it looks at."""

    def __init__(self) -> None:
        self.count = 0

    def recognize(self, *args: Any, **options: Any) -> Any:
        """Count, and find the same."""
        self.count += 1
        return super().recognize(*args, **options)


class OtherCounting(Counting, OtherRecognizer):
    """Counts, under another fingerprint."""


@pytest.mark.parametrize(
    ("options", "recognized", "has_entities"),
    [
        ({"resources": Resources(recognizer=Counting())}, 0, True),
        ({"resources": Resources(recognizer=OtherCounting())}, 30, True),
        ({"resources": Resources(recognizer=Counting()), "entities": False}, 0, False),
    ],
)
def test_entities_are_kept_found_or_dropped(
    corpus: Path, options: dict[str, Any], recognized: int, has_entities: bool
) -> None:
    """Entities are copied unless another recognizer, or none, is given."""
    with (
        diplosearch.rebuild(
            corpus, resources=Resources(recognizer=MarkedRecognizer())
        ) as index,
        diplosearch.rebuild(index, **options) as copy,
    ):
        assert options["resources"].recognizer.count == recognized
        assert bool(copy.entities()) == has_entities
        assert bool(copy.get("d1").entities) == has_entities
        assert bool(copy.get("d1").passages[0].entities) == has_entities
        found = [hit.passage.entities for hit in copy.search("Ankara")]
        assert bool(found[0]) == has_entities


def test_entities_are_found_where_there_were_none(corpus: Path) -> None:
    """An index that was made without entities gets them."""
    with (
        diplosearch.rebuild(corpus, entities=False) as index,
        diplosearch.rebuild(
            index, resources=Resources(recognizer=MarkedRecognizer())
        ) as copy,
    ):
        assert copy.entities()[0].documents == 30


@pytest.mark.parametrize("is_open", [False, True])
def test_nothing_is_lost_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_open: bool
) -> None:
    """An index is not replaced by one of its own documents that lacks some of them."""
    monkeypatch.chdir(tmp_path)
    location = tmp_path / "index"
    texts = [TEXT.format(n=n) for n in range(5)] + [f"Ministers met. {HUNGRY}"]
    documents = [Document(id=f"d{n}", text=text) for n, text in enumerate(texts)]
    with diplosearch.rebuild(documents, location, entities=False) as index:
        own: dict[str, Any] = {
            "resources": Resources(recognizer=MarkedRecognizer()),
            "jobs": 1,
        }
        given = {"source": index} if is_open else {"from_index": "index"}
        with pytest.raises(SourceError, match=r"document d5 .*memory.*another location"):
            diplosearch.rebuild(location=location, **given, **own)
        with diplosearch.open(location) as kept:
            assert len(kept.ids()) == 6
        with diplosearch.rebuild(location=tmp_path / "other", **given, **own) as other:
            assert [one.where for one in other.report.skipped] == ["d5"]
            assert len(other.ids()) == 5


def test_an_index_in_memory_stays_beside_what_is_made_of_it() -> None:
    """A new index in memory takes no other's location, so it may lack documents."""
    documents = [Document(id="a", text="One was said."), Document(id="b", text=HUNGRY)]
    with (
        diplosearch.rebuild(documents, entities=False) as index,
        diplosearch.rebuild(
            index, resources=Resources(recognizer=MarkedRecognizer()), jobs=1
        ) as other,
    ):
        assert (index.ids(), other.ids()) == (["a", "b"], ["a"])


def test_only_the_documents_must_be_sound(corpus: Path, tmp_path: Path) -> None:
    """An index whose engine's files are gone is a source all the same."""
    location = tmp_path / "index"
    diplosearch.rebuild(corpus, location, entities=False).close()
    for path in generations.read_current(location).glob("*.seg"):
        path.unlink()
    with pytest.raises(diplosearch.DiplosearchError, match="missing"):
        diplosearch.open(location)
    with diplosearch.rebuild(
        from_index=location, location=location, entities=False, engine="whoosh"
    ) as index:
        assert index.search("Ankara").total == 30


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"source": [], "from_index": "index"}, "one of the two"),
        ({"from_index": ":memory:"}, "folder of an index"),
        ({"source": 7}, "int"),
    ],
)
def test_sources_that_cannot_be(options: dict[str, Any], said: str) -> None:
    """The message says what to give."""
    with pytest.raises(UsageError, match=said):
        diplosearch.rebuild(**options)


def test_no_index_to_take_over(tmp_path: Path) -> None:
    """Where there is no index, the message says so, and none is made."""
    with pytest.raises(diplosearch.DiplosearchError, match="no index"):
        diplosearch.rebuild(from_index=tmp_path / "none", location=tmp_path / "index")
    assert not (tmp_path / "index").exists()
