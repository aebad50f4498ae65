"""Rebuilds by several processes: the same index, whatever becomes of a process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from marked_recognizers import (
    BROKEN,
    DEADLY,
    HUNGRY,
    KilledOnceRecognizer,
    MarkedRecognizer,
)
from paths import SEEDS

import diplosearch
from diplosearch import Document, Index
from diplosearch.corpus import readers
from diplosearch.corpus.base import SourceFile
from diplosearch.corpus.files import open_file
from diplosearch.errors import SourceError, UsageError
from diplosearch.ingest.pool import Pool, count_jobs
from diplosearch.ingest.report import Progress
from diplosearch.ingest.tasks import DIED, NO_MEMORY, Prepare, Settings

pytestmark = pytest.mark.slow

NUMBER = 200
QUERIES = ("Çin Dışişleri Bakanı", "ministers signed", '"trade agreement"', "country:TR")


def write_corpus(folder: Path) -> Path:
    """Write the seeds, rows with doubles and faults, and lines that come back."""
    folder.mkdir()
    for path in SEEDS.glob("*.txt"):
        (folder / path.name).write_bytes(path.read_bytes())
    rows = []
    for number in range(NUMBER):
        shown = number - number % 7 if number % 7 == 3 else number  # some say the same
        text = (
            f"Ministers signed trade agreement {shown} in Ankara.\n"
            f"Bakanlar {shown}. toplantı için Bakü'de bir araya geldi.\n"
            "Follow us on our channel for more\n"
        )
        source = ("Xinhua", "Anadolu")[number % 2]
        rows.append(json.dumps({"id": f"d{number}", "text": text, "source": source}))
    rows[50] = "{broken"
    rows[60] = json.dumps({"id": "empty", "text": "…"})
    rows[70] = rows[20]
    (folder / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    return folder


def contents(index: Index) -> dict[str, Any]:
    """Return the documents, entities, counts, answers and report of an index."""
    stats = index.stats()
    report = index.report
    return {
        "documents": [document.to_dict() for document in index.documents()],
        "entities": index.entities(),
        "counts": (stats.documents, stats.passages, stats.languages, stats.sources),
        "answers": [
            [(hit.passage.id, hit.score, hit.matches) for hit in index.search(query)]
            for query in QUERIES
        ],
        "skipped": report.skipped,
        "notes": report.notes,
        "report": (report.documents, report.passages, report.languages),
    }


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of documents."""
    return write_corpus(tmp_path_factory.mktemp("jobs") / "corpus")


@pytest.fixture(scope="module")
def alone(corpus: Path) -> dict[str, Any]:
    """The contents of the index that one process makes."""
    with diplosearch.rebuild(corpus, jobs=1) as index:
        return contents(index)


def test_jobs_make_the_same_index(corpus: Path, alone: dict[str, Any]) -> None:
    """Rows, keys, ids, aliases, answers and the report are those of one process."""
    with diplosearch.rebuild(corpus, jobs=3) as index:
        assert contents(index) == alone
    assert len(alone["skipped"]) > 5


def test_jobs_make_the_same_index_on_disk(
    corpus: Path, alone: dict[str, Any], tmp_path: Path
) -> None:
    """So they do for an engine on disk, which answers as the one in memory."""
    with diplosearch.rebuild(corpus, tmp_path / "index", jobs=2, batch=50) as index:
        assert contents(index) == alone
        assert index.sync(corpus, jobs=2).is_changed is False


def documents(*marks: str) -> Iterator[Document]:
    """Yield documents, each tenth one with the next mark in its text."""
    at = {10 * number: mark for number, mark in enumerate(marks, 1)}
    for number in range(80):
        mark = at.get(number, "")
        text = f"Ministers of {number} states met in Ankara. {mark}"
        yield Document(id=f"d{number}", text=text, language="en")


def test_additions_by_several_processes() -> None:
    """``add`` uses workers too, and recognizes unchanged documents."""
    with (
        diplosearch.rebuild([], entities=False) as one,
        diplosearch.open(":memory:") as two,
    ):
        one.add(documents())
        two.add(documents(), jobs=2)
        assert two.ids() == one.ids()
        assert [hit.passage.id for hit in two.search("Ankara")] == [
            hit.passage.id for hit in one.search("Ankara")
        ]
        assert two.add(documents(), jobs=2).unchanged == 80


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_process_that_dies_costs_one_document() -> None:
    """A document that kills its worker is left out and reported; the rest is there."""
    marks = ["", DEADLY, "", HUNGRY, "", DEADLY, ""]
    recognizer = MarkedRecognizer()
    with diplosearch.rebuild(
        documents(*marks), resources=diplosearch.Resources(recognizer=recognizer), jobs=2
    ) as index:
        assert [(one.where, one.reason) for one in index.report.skipped] == [
            ("d20", DIED),
            ("d40", NO_MEMORY),
            ("d60", DIED),
        ]
        wanted = [one.id for one in documents() if one.id not in ("d20", "d40", "d60")]
        assert index.ids() == wanted


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("is_loading", [True, False])
def test_a_process_that_is_killed_once_costs_nothing(
    tmp_path: Path, is_loading: bool
) -> None:
    """A worker that was killed from outside, as by a system short of memory, is replaced.

    Fails when a single task is tried once alone, or a worker is started once alone.
    """
    recognizer = KilledOnceRecognizer(tmp_path / "killed", is_loading=is_loading)
    with diplosearch.rebuild(
        Document(id="a", text=f"Ministers met in Ankara. {DEADLY}", language="en"),
        resources=diplosearch.Resources(recognizer=recognizer),
        jobs=2,
    ) as index:
        assert (tmp_path / "killed").exists()
        assert index.ids() == ["a"]
        assert index.report.skipped == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_errors_come_through(jobs: int) -> None:
    """What a recognizer raises is raised by the rebuild, wherever it worked."""
    with pytest.raises(LookupError, match="the recognizer broke"):
        diplosearch.rebuild(
            documents(BROKEN),
            resources=diplosearch.Resources(recognizer=MarkedRecognizer()),
            jobs=jobs,
        )


def test_memory_that_runs_out_here() -> None:
    """A document for which this process has no memory is left out as well."""
    with diplosearch.rebuild(
        documents(HUNGRY),
        resources=diplosearch.Resources(recognizer=MarkedRecognizer()),
        jobs=1,
    ) as index:
        assert [one.reason for one in index.report.skipped] == [NO_MEMORY]


@pytest.mark.parametrize("jobs", [0, -1, 1.5, True, "2"])
def test_numbers_of_jobs_that_cannot_be(jobs: Any) -> None:
    """The message says what to give."""
    with pytest.raises(UsageError, match="1 to 1024"):
        diplosearch.rebuild(documents(), jobs=jobs)
    with diplosearch.open(":memory:") as index, pytest.raises(UsageError, match="jobs="):
        index.add(documents(), jobs=jobs)


def test_recognizer_that_cannot_be_sent() -> None:
    """Without ``jobs`` it runs in this process; with several the error says why not."""

    class Local(MarkedRecognizer):
        """A class that no other process can find."""

    assert (
        diplosearch.rebuild(
            documents(), resources=diplosearch.Resources(recognizer=Local())
        )
        .stats()
        .documents
        == 80
    )
    with pytest.raises(UsageError, match="in a module of its own, or give jobs=1"):
        diplosearch.rebuild(
            documents(), resources=diplosearch.Resources(recognizer=Local()), jobs=2
        )


def test_no_number_of_jobs() -> None:
    """Without a number there is one a core, and none is started for a little work."""
    assert count_jobs(None) >= 1
    with Pool(None, Settings()) as pool:
        assert not pool.takes(1000)


@pytest.mark.parametrize("jobs", [0, -1, 1025, 10**30, 1.5, True, "2"])
def test_wrong_numbers_of_jobs(jobs: Any) -> None:
    """They are refused before anything is done, however large."""
    with pytest.raises(UsageError, match="number of processes, 1 to 1024, or nothing"):
        count_jobs(jobs)
    with diplosearch.open(":memory:") as index, pytest.raises(UsageError, match="jobs="):
        index.add(diplosearch.Document(id="a", text="x"), jobs=jobs)
    assert count_jobs(1024) == 1024


def test_progress_that_is_no_function() -> None:
    """It is refused before a document is read."""
    wrong: Any = 3
    with diplosearch.open(":memory:") as index:
        with pytest.raises(UsageError, match="progress is int; give a function"):
            index.add(diplosearch.Document(id="a", text="x"), progress=wrong)
        assert index.stats().documents == 0


def test_script_without_a_guard(tmp_path: Path) -> None:
    """A script that has no ``if __name__ == "__main__"`` is run once."""
    script = tmp_path / "script.py"
    script.write_text(
        "import diplosearch\n"
        "print('begins')\n"
        "documents = [diplosearch.Document(id=str(n), text=f'Talks {n} ended.')\n"
        "             for n in range(70)]\n"
        "print(diplosearch.rebuild(documents, entities=False, jobs=2))\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True)
    assert (done.stdout.count("begins"), done.stderr) == (1, "")
    assert "70 documents" in done.stdout


def interrupt(_: object) -> None:
    """Do what Ctrl-C does."""
    raise KeyboardInterrupt


def test_interruption_ends_all_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Interrupted, a rebuild leaves the old index and no process behind."""
    started: list[Any] = []
    start = Pool._start

    def heard(pool: Pool) -> Any:
        worker = start(pool)
        started.append(worker._process)
        return worker

    monkeypatch.setattr(Pool, "_start", heard)
    location = tmp_path / "index"
    old = Document(id="old", text="Talks ended.")
    diplosearch.rebuild(old, location, entities=False).close()
    with pytest.raises(KeyboardInterrupt):
        diplosearch.rebuild(
            documents(), location, entities=False, progress=interrupt, jobs=2
        )
    assert started
    assert all(process.poll() is not None for process in started)
    with diplosearch.open(location) as index:
        assert index.ids() == ["old"]


def test_pool_is_closed_while_tasks_run() -> None:
    """Closing a pool does not wait for work that nobody asks for any more."""
    pool = Pool(2, Settings())
    tasks = [Prepare(document) for document in documents()]
    futures = [pool.submit(tasks) for _ in range(6)]
    pool.close()
    assert all(future.done() for future in futures)
    pool.close()


def test_corpus_that_changes_while_it_is_read(tmp_path: Path) -> None:
    """A file that went, or became a folder, is skipped with its reason."""
    for number in range(12):
        (tmp_path / f"{number:02}.txt").write_text(f"Talks {number} ended in Ankara.")

    def change(progress: Progress) -> None:
        if progress.is_survey or not (tmp_path / "09.txt").exists():
            return
        (tmp_path / "09.txt").unlink()
        (tmp_path / "10.txt").unlink()
        (tmp_path / "10.txt").mkdir()
        (tmp_path / "11.txt").write_text("Another story came in its place.")

    with diplosearch.rebuild(tmp_path, progress=change, jobs=1, entities=False) as index:
        reasons = {one.where: one.reason for one in index.report.skipped}
        assert list(reasons) == ["09.txt", "10.txt"]
        assert "disappeared" in reasons["09.txt"]
        assert index.get("11").text.startswith("Another")


def test_file_that_goes_before_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between being found and being opened a file may go as well."""
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Talks {number} ended in Ankara.")

    def opened(file: SourceFile) -> IO[bytes]:
        if file.name == "1.txt":
            file.path.unlink(missing_ok=True)
        return open_file(file)

    monkeypatch.setattr(readers, "open_file", opened)
    with diplosearch.rebuild(tmp_path, entities=False) as index:
        assert index.ids() == ["0", "2"]


def test_corpus_without_documents(tmp_path: Path) -> None:
    """A corpus without documents is an error that says what was there."""
    (tmp_path / "noise.txt").write_bytes(bytes(200))
    with pytest.raises(SourceError, match=r"noise\.txt"):
        diplosearch.rebuild(tmp_path, jobs=2, entities=False)
