"""``diplosearch rebuild`` and ``diplosearch sync``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import diplosearch

Run = Callable[..., Result]


def test_rebuild_without_arguments(run: Run, here: Path) -> None:
    """Without arguments the index is made in ``index`` from ``seeds``."""
    answer = run("rebuild")
    assert answer.exit_code == 0
    assert answer.stdout.startswith("Built index from 5 documents.")
    assert "languages  English 3, Turkish 2\n  skipped    0\n" in answer.stdout
    with diplosearch.open("index") as index:
        assert index.stats().documents == 5


def test_rebuild_names_what_was_skipped(run: Run, here: Path) -> None:
    """Each skipped document has its reason; --strict makes the exit code 1."""
    (here / "seeds" / "noise.txt").write_bytes(bytes(200))
    answer = run("rebuild", "seeds", "--index", "other")
    assert answer.exit_code == 0
    assert "noise.txt: " in answer.stdout
    strict = run("rebuild", "seeds", "--index", "other", "--strict")
    assert strict.exit_code == 1
    assert "1 skipped" in strict.stderr
    assert "holds the rest" in strict.stderr
    with diplosearch.open("other") as index:
        assert index.stats().documents == 5


def test_skipped_are_grouped_by_reason(run: Run, here: Path) -> None:
    """A person sees the first of each reason and a number; a program sees more."""
    for number in range(130):
        (here / "seeds" / f"noise{number:03}.txt").write_bytes(bytes(200))
    (here / "seeds" / "empty.txt").write_text("")
    shown = run("rebuild", "--no-entities").stdout
    assert "skipped    131\n" in shown
    assert "empty.txt: the file is empty" in shown
    assert shown.count("looks binary") == 1
    assert "and 129 more like it: noise001.txt, noise002.txt, noise003.txt, …" in shown
    report = json.loads(run("rebuild", "--no-entities", "--json").stdout)
    assert report["skipped_count"] == 131
    assert len(report["skipped"]) == 101
    assert [one["count"] for one in report["skipped_groups"]] == [1, 130]


def test_notes_are_shown(run: Run, here: Path) -> None:
    """Columns that are not read and a text in a third language are named."""
    (here / "seeds" / "t.csv").write_text("metin,yazar\nBakan geldi.,A\nGitti.,B\n")
    shown = run("rebuild", "--no-entities").stdout
    assert "notes      1\n" in shown
    assert "t.csv#2: columns that are not read: yazar" in shown


@pytest.mark.parametrize("command", ["rebuild", "sync"])
def test_json_report(run: Run, command: str) -> None:
    """--json prints every number of the report."""
    report = json.loads(run(command, "--json").stdout)
    assert report["source"] == "seeds"
    assert report["index"] == "index"
    assert report["documents"] == (5 if command == "rebuild" else 0)
    assert report["unchanged"] == (0 if command == "rebuild" else 5)


@pytest.mark.parametrize("command", ["rebuild", "sync"])
def test_quiet_says_nothing(run: Run, command: str) -> None:
    """-q leaves only errors."""
    assert run(command, "-q").output == ""


def test_sync_tells_what_changed(run: Run, here: Path) -> None:
    """Added, replaced, deleted and unchanged documents are counted."""
    run("rebuild")
    first, second, *_ = sorted((here / "seeds").iterdir())
    first.unlink()
    second.write_text(second.read_text(encoding="utf-8") + "\nOne more sentence came.\n")
    (here / "seeds" / "new.txt").write_text("Ankara'da yeni bir görüşme yapıldı.\n")
    counts = "1 added, 1 replaced, 1 deleted, 3 unchanged"
    assert counts in run("sync").stdout
    again = run("sync").stdout
    assert "was up to date: 0 added, 0 replaced, 0 deleted, 5 unchanged" in again


def test_sync_needs_an_index(run: Run) -> None:
    """Where there is no index, sync names the command that builds one."""
    answer = run("sync", "seeds", "--index", "nowhere")
    assert answer.exit_code == 1
    assert "diplosearch rebuild" in answer.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["rebuild", "no-such-folder"], 1),
        (["sync", "no-such-folder"], 1),
        (["rebuild", "seeds", "--index", "seeds/000_5ae7ee6c3a254e72.txt"], 2),
        (["rebuild", "--engine", "none"], 2),
    ],
)
def test_failures_are_one_line_and_change_nothing(
    run: Run, arguments: list[str], code: int
) -> None:
    """A failed change says why and leaves the index as it was."""
    answer = run(*arguments)
    assert answer.exit_code == code
    assert "Traceback" not in answer.output
    with diplosearch.open("index") as index:
        assert index.stats().documents == 5


def test_keep_duplicates(run: Run, here: Path) -> None:
    """--keep-duplicates indexes a document that says the same as another."""
    first = min((here / "seeds").iterdir())
    (here / "seeds" / "same.txt").write_bytes(first.read_bytes())
    assert json.loads(run("rebuild", "--json").stdout)["documents"] == 5
    kept = run("rebuild", "--json", "--keep-duplicates")
    assert json.loads(kept.stdout)["documents"] == 6


def test_jobs_are_checked(run: Run) -> None:
    """A number of jobs that cannot be is wrong usage, with what to give."""
    for command in ("rebuild", "sync"):
        answer = run(command, "--jobs", "0")
        assert answer.exit_code == 2
        assert "1 to 1024" in answer.stderr


def test_rebuild_by_several_processes(run: Run) -> None:
    """--jobs changes nothing but the time that it takes."""
    alone, together = (
        json.loads(run("rebuild", "--no-entities", "--json", "--jobs", jobs).stdout)
        for jobs in "12"
    )
    assert {**alone, "seconds": 0} == {**together, "seconds": 0}


def test_nothing_to_resume_is_said(run: Run) -> None:
    """--resume builds from scratch where nothing was interrupted, and says so."""
    answer = run("rebuild", "--resume", "--no-entities")
    assert answer.exit_code == 0
    assert "Nothing to resume" in answer.stdout


def test_rebuild_of_another_index(run: Run, here: Path) -> None:
    """--from needs no source: the engine changes, a later sync finds nothing to do."""
    (here / "seeds").rename(here / "elsewhere")
    answer = run("rebuild", "--from", "index", "--engine", "tantivy")
    assert answer.stdout.startswith("Built index from 5 documents.")
    with diplosearch.open("index") as index:
        assert index.stats().engine == "tantivy"
    (here / "elsewhere").rename(here / "seeds")
    assert "5 unchanged" in run("sync").stdout


def test_source_and_index_together(run: Run) -> None:
    """A source and --from exclude each other."""
    answer = run("rebuild", "seeds", "--from", "index")
    assert answer.exit_code == 2
    assert "not both" in answer.stderr


def test_ctrl_c_keeps_the_index(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Interrupted, a rebuild says so in a line, and the old index stays."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("diplosearch.writing.recorder.Recorder.write", interrupt)
    answer = run("rebuild", "--no-entities", "--jobs", "2")
    assert answer.exit_code == 130
    assert "interrupted" in answer.stderr
    with diplosearch.open("index") as index:
        assert index.stats().documents == 5
