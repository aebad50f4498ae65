"""``diplosearch check`` and ``diplosearch recover``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from diplosearch import CheckReport
from diplosearch.cli.commands.check import write_check
from diplosearch.cli.output.screen import Screen

Run = Callable[..., Result]


def flip(pattern: str) -> Path:
    """Alter a file of the index in one bit."""
    path = next(Path("index").glob(f"generation-*/commit-*/{pattern}"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 2
    path.write_bytes(data)
    return path


def test_a_sound_index(run: Run) -> None:
    """A sound index is one line and 0."""
    for arguments, told in (((), "compared by size"), (("--full",), "read and compared")):
        answer = run("check", *arguments)
        assert answer.exit_code == 0
        assert answer.stdout.startswith("index is sound: 5 documents, 21 passages;")
        assert told in answer.stdout
        assert answer.stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("is_full", "told"), [(False, "counted (--full reads all)"), (True, "all read")]
)
def test_a_cluster_has_no_files(
    is_full: bool, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was looked at in a cluster is told without a number of files."""
    report = CheckReport("opensearch://a:9200/news", is_full, (), 0, 0, 12, 13, 0.25)
    write_check(report, Screen.of(sys.stdout))
    assert capsys.readouterr().out == (
        f"opensearch://a:9200/news is sound: 12 documents, 13 passages; {told} in 0.2 s.\n"
    )


def test_damage_is_a_line_each(run: Run) -> None:
    """Each finding is a line that says what, where and what to do; the code is 1."""
    path = flip("*.seg")
    Path("index/mine.txt").touch()
    assert run("check").exit_code == 0
    answer = run("check", "--full")
    assert answer.exit_code == 1
    damage, note, end, empty = answer.stdout.split("\n")
    assert damage.startswith(f"damage: {path.relative_to('index').as_posix()}: was altered")
    assert "diplosearch rebuild" in damage
    assert note.startswith("note: mine.txt:")
    assert end.startswith("index is damaged:")
    assert empty == answer.stderr == ""


def test_as_json(run: Run) -> None:
    """The JSON holds the findings, and the exit code is the same."""
    assert json.loads(run("check", "--json").stdout)["ok"] is True
    flip("entities.sqlite")
    answer = run("check", "--full", "--json")
    assert answer.exit_code == 1
    found = json.loads(answer.stdout)["findings"]
    assert (found[0]["kind"], found[0]["severity"]) == ("altered", "damage")
    assert all(one["path"].endswith("entities.sqlite") for one in found)


def test_nothing_to_check(run: Run) -> None:
    """Where there is no index, a line on stderr says what to do."""
    for command in ("check", "recover"):
        answer = run(command, "--index", "nowhere")
        assert answer.exit_code == 1
        assert "diplosearch rebuild" in answer.stderr
        assert answer.stdout == ""


def test_recover(run: Run) -> None:
    """What was done is told, and where the damaged state is kept."""
    assert run("recover").stdout == "index is sound; nothing was to be done.\n"
    flip("*.seg")
    answer = run("recover", "--jobs", "1")
    assert answer.exit_code == 0
    assert "a new state was made of 5 documents." in answer.stdout
    assert "kept aside: index/damaged-generation-000001" in answer.stdout
    assert run("check", "--full").exit_code == 0
    flip("manifest.json")
    told = json.loads(run("recover", "--json", "--jobs", "1").stdout)
    assert told["outcome"] == "rebuilt"
    assert told["lost"] == []
    assert told["check"]["ok"] is True


def test_recover_with_losses(run: Run) -> None:
    """A document that cannot be saved is named by its id, and the code is 1."""
    import sqlite3

    path = next(Path("index").rglob("documents-*.sqlite"))
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE documents SET checksum = 1 WHERE row = 2")
        ((id,),) = connection.execute("SELECT id FROM documents WHERE row = 2")
    connection.close()
    answer = run("recover", "--jobs", "1")
    assert answer.exit_code == 1
    assert f"lost: document {id!r}: its row is damaged" in answer.stdout
    assert run("stats").stdout.count("documents  4") == 1
