"""Rebuilds that were interrupted and go on."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from marked_recognizers import MarkedRecognizer, OtherRecognizer

import diplosearch
from diplosearch import Document, Index, Resources
from diplosearch.backends.disk import generations
from diplosearch.errors import IndexFullError, UsageError
from diplosearch.ingest.report import Progress
from diplosearch.storage.sqlite_store import SqliteStore

NUMBER = 60
RESOURCES = Resources(recognizer=MarkedRecognizer())
BATCH = 10
DRIVER = """
import os, signal, sys
import diplosearch
from marked_recognizers import MarkedRecognizer

def die(progress):
    if progress.documents >= 45:
        os.kill(os.getpid(), signal.SIGKILL)

sys.path.insert(0, sys.argv[3])
resources = diplosearch.Resources(recognizer=MarkedRecognizer())
diplosearch.rebuild(sys.argv[1], sys.argv[2], resources=resources,
                    batch=10, jobs=int(sys.argv[4]), progress=die)
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with one file of rows."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    write_rows(folder, range(NUMBER))
    return folder


def write_rows(folder: Path, numbers: Any, *, changed: int = -1) -> None:
    """Write a document for each number, one of them with another text."""
    rows = [
        {
            "id": f"d{n}",
            "text": f"Talks {n} ended in Ankara{', again' if n == changed else ''}.",
        }
        for n in numbers
    ]
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))


def stop_at(number: int, error: BaseException) -> Callable[[Progress], None]:
    """Return a callback that raises when so many documents are there."""

    def stop(progress: Progress) -> None:
        if progress.documents >= number:
            raise error

    return stop


def interrupt(corpus: Path, place: Path, **options: Any) -> None:
    """Begin a rebuild and interrupt it at the 45th document."""
    options = {"resources": RESOURCES, "batch": BATCH, **options}
    with pytest.raises(KeyboardInterrupt):
        diplosearch.rebuild(
            corpus, place, progress=stop_at(45, KeyboardInterrupt()), **options
        )


def resume(corpus: Path, place: Path, **options: Any) -> Index:
    """Go on with a rebuild."""
    options = {"resources": RESOURCES, "batch": BATCH, **options}
    return diplosearch.rebuild(corpus, place, resume=True, **options)


def contents(index: Index) -> tuple[Any, ...]:
    """Return what an index holds and answers."""
    return (
        [document.to_dict() for document in index.documents()],
        [(hit.passage.id, hit.score) for hit in index.search("Ankara", limit=100)],
        index.entities(),
        index.stats().passages,
        index.report.documents,
    )


def whole(corpus: Path) -> tuple[Any, ...]:
    """Return what a rebuild without interruption gives."""
    with diplosearch.rebuild(
        corpus, resources=diplosearch.Resources(recognizer=MarkedRecognizer())
    ) as index:
        return contents(index)


def leftovers(place: Path) -> list[str]:
    """Return the generations that are there."""
    return sorted(path.name for path in place.glob("generation-*"))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_killed_and_resumed(corpus: Path, tmp_path: Path, jobs: str) -> None:
    """Killed in the middle, a rebuild goes on behind its last batch, to the same end."""
    place = tmp_path / "index"
    diplosearch.rebuild([Document(id="old", text="Talks.")], place).close()
    tests = str(Path(__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, corpus, place, tests, jobs],
        env={"PYTHONPATH": f"{tests}:{Path(diplosearch.__file__).parents[1]}"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == -9, done.stderr
    with diplosearch.open(place) as index:
        assert index.ids() == ["old"]
        with resume(corpus, place, jobs=int(jobs)) as built:
            assert built.report.resumed == 40
            assert built.report.remarks == []
            assert contents(built) == whole(corpus)
        assert index.ids() == ["old"]  # who reads the old one is not disturbed
    diplosearch.open(place, verify="full").close()
    with diplosearch.open(
        place, resources=diplosearch.Resources(recognizer=MarkedRecognizer())
    ) as index:
        assert not index.sync(corpus).is_changed


def test_interrupted_twice(corpus: Path, tmp_path: Path) -> None:
    """What a resumed rebuild has done is not lost either."""
    place = tmp_path / "index"
    interrupt(corpus, place)
    with pytest.raises(KeyboardInterrupt):
        resume(corpus, place, progress=stop_at(58, KeyboardInterrupt()))
    with resume(corpus, place, engine="tantivy") as index:
        assert index.report.resumed == 58
        assert index.ids() == [f"d{n}" for n in range(NUMBER)]
        assert index.stats().engine == "tantivy"
    assert len(leftovers(place)) == 1
    assert not list(place.rglob("REBUILD.json"))


def test_without_resume_it_starts_anew(corpus: Path, tmp_path: Path) -> None:
    """A rebuild that does not ask removes what an interrupted one has left."""
    place = tmp_path / "index"
    interrupt(corpus, place)
    assert leftovers(place) == ["generation-000001"]
    with diplosearch.rebuild(
        corpus, place, resources=diplosearch.Resources(recognizer=MarkedRecognizer())
    ) as index:
        assert index.report.resumed == 0
    assert len(leftovers(place)) == 1


def test_interrupted_before_the_first_batch(corpus: Path, tmp_path: Path) -> None:
    """Ctrl-C loses nothing, however little was done."""
    place = tmp_path / "index"
    interrupt(corpus, place, batch=1000)
    with resume(corpus, place) as index:
        assert index.report.resumed == 45
        assert contents(index) == whole(corpus)


def test_interrupted_before_the_first_document(corpus: Path, tmp_path: Path) -> None:
    """Where nothing was done, nothing is left behind."""
    place = tmp_path / "index"
    with pytest.raises(KeyboardInterrupt):
        diplosearch.rebuild(corpus, place, progress=stop_at(0, KeyboardInterrupt()))
    assert leftovers(place) == []


@pytest.mark.parametrize(
    ("stop", "batch", "said"),
    [
        (45, 10, "45 of 60 documents are saved"),
        (45, 1000, "45 of 60 documents are saved"),
        (0, 10, "before any document was saved"),
    ],
)
def test_an_interruption_says_what_is_saved(
    corpus: Path, tmp_path: Path, stop: int, batch: int, said: str
) -> None:
    """Ctrl-C names how many documents are saved, and how to go on with the rest."""
    with pytest.raises(KeyboardInterrupt, match=said) as caught:
        diplosearch.rebuild(
            corpus,
            tmp_path / "index",
            entities=False,
            batch=batch,
            progress=stop_at(stop, KeyboardInterrupt()),
        )
    assert ("--resume" in str(caught.value)) is bool(stop)


def test_an_interrupted_resumption_counts_all_that_is_saved(
    corpus: Path, tmp_path: Path
) -> None:
    """What the first run saved is still there when the second stops before it."""
    place = tmp_path / "index"
    interrupt(corpus, place)
    with pytest.raises(KeyboardInterrupt, match="45 of 60 documents are saved"):
        resume(corpus, place, progress=stop_at(3, KeyboardInterrupt()))
    with resume(corpus, place) as index:
        assert index.report.resumed == 45


def test_in_memory_nothing_is_saved(corpus: Path) -> None:
    """An interruption of an index in memory does not speak of going on."""
    with pytest.raises(KeyboardInterrupt, match="before any document was saved"):
        diplosearch.rebuild(
            corpus, entities=False, batch=10, progress=stop_at(45, KeyboardInterrupt())
        )


def test_failed_before_the_first_batch(corpus: Path, tmp_path: Path) -> None:
    """A rebuild that fails of itself leaves what its batches saved: here nothing."""
    place = tmp_path / "index"
    with pytest.raises(OSError, match="broken"):
        diplosearch.rebuild(
            corpus, place, entities=False, progress=stop_at(45, OSError("broken"))
        )
    assert leftovers(place) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"resources": Resources(recognizer=OtherRecognizer())}, "another recognizer"),
        ({"entities": False}, "another recognizer"),
        ({"keep_duplicates": True}, "duplicates"),
        ({"source": "other"}, "was made of"),
    ],
)
def test_another_rebuild_is_not_resumed(
    corpus: Path, tmp_path: Path, options: dict[str, Any], said: str
) -> None:
    """What was begun in another way is left, and the report says why."""
    place = tmp_path / "index"
    interrupt(corpus, place)
    if options.pop("source", ""):
        corpus = corpus.rename(tmp_path / "other")
    with resume(corpus, place, **options) as index:
        assert index.report.resumed == 0
        assert said in index.report.remarks[0]
        assert "from scratch" in index.report.remarks[0]
        assert index.stats().documents == NUMBER


def test_nothing_to_resume(corpus: Path, tmp_path: Path) -> None:
    """Where nothing was interrupted, the report says so; in memory as well."""
    for place in (tmp_path / "index", ":memory:"):
        with diplosearch.rebuild(corpus, place, resume=True, entities=False) as index:
            assert "nothing to resume" in index.report.remarks[0]
            assert index.stats().documents == NUMBER


def test_corpus_that_changed_meanwhile(corpus: Path, tmp_path: Path) -> None:
    """Resumed, a rebuild holds what the corpus holds then, in one version each."""
    place = tmp_path / "index"
    interrupt(corpus, place)
    write_rows(corpus, range(3, NUMBER + 5), changed=7)
    # The same story, now first under another name.
    with (corpus / "a.jsonl").open("w") as file:
        file.write(json.dumps({"id": "first", "text": "Talks 12 ended in Ankara."}))
    with resume(corpus, place) as index:
        ids = [f"d{n}" for n in range(3, NUMBER + 5) if n != 12]
        assert sorted(index.ids()) == sorted(["first", *ids])
        assert index.get("d7").text == "Talks 7 ended in Ankara, again."
        assert index.search("Ankara").total == len(ids) + 1
        assert [one.where for one in index.report.skipped] == ["d12"]
        (ankara,) = index.entities(type="GPE")
        assert ankara.documents == len(ids) + 1


def test_unfinished_generation_is_no_index(corpus: Path, tmp_path: Path) -> None:
    """Until it is done, a rebuild in a new place is not there; a change removes it."""
    place = tmp_path / "index"
    diplosearch.rebuild([Document(id="old", text="Talks.")], place).close()
    interrupt(corpus, place)
    assert generations.find_unfinished(place) is not None
    with diplosearch.open(place) as index:
        index.add(Document(id="new", text="New talks."))
        assert index.ids() == ["old", "new"]
    assert generations.find_unfinished(place) is None


def test_full_disk(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is named, the old index stays, and the rebuild can go on."""
    place = tmp_path / "index"
    diplosearch.rebuild([Document(id="old", text="Talks.")], place).close()
    add_body = SqliteStore.add_body

    def refuse(store: SqliteStore, row: int, *args: Any, **options: Any) -> None:
        if row == 35:
            raise OSError(errno.ENOSPC, "No space left on device")
        add_body(store, row, *args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(SqliteStore, "add_body", refuse)
        with pytest.raises(IndexFullError, match="make room"):
            resume(corpus, place)
    with diplosearch.open(place) as index:
        assert index.ids() == ["old"]
    with resume(corpus, place) as index:
        assert index.report.resumed == 30
        assert contents(index) == whole(corpus)


@pytest.mark.parametrize("batch", [0, -1, 1.5, True])
def test_batches_that_cannot_be(corpus: Path, batch: Any) -> None:
    """The message says what to give."""
    with pytest.raises(UsageError, match="1 or more"):
        diplosearch.rebuild(corpus, batch=batch)
