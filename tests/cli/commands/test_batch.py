"""``diplosearch batch``: lists in, one table out."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def names(tmp_path: Path) -> Path:
    """A list with a heading, a blank cell, and a name that nothing holds."""
    path = tmp_path / "names.csv"
    path.write_text("name,since\nWang Yi,2020\n,2021\nZorblax,\nmutabakat,\n", "utf-8")
    return path


def test_a_table_of_all_answers(run: Run, names: Path, tmp_path: Path) -> None:
    """Each hit is a row that names its query; the end says what found nothing."""
    output = tmp_path / "hits.csv"
    answer = run("batch", str(names), "--output", str(output))
    assert answer.exit_code == 0
    rows = rows_of(output)
    assert {row["query"] for row in rows} == {"Wang Yi", "mutabakat"}
    first = rows[0]
    assert (first["taken as"], first["rank"]) == ("person:wang-yi", "1")
    assert "Wang Yi" in first["matched as"].split(", ")
    assert first["document"] == first["passage"].partition("#")[0]
    assert "line 3 was passed over: its first cell is blank" in answer.stderr
    assert "1 found nothing: Zorblax" in answer.stderr


def test_a_row_for_each_story(run: Run, here: Path) -> None:
    """With --group a story is one row, with the other documents; the end counts stories."""
    story = (
        "Sözcü Belin Aksoylu 14 limanı kapsayan belgenin haziranda geçerli olacağını "
        "pazartesi günü Ankara'da gazetecilere söyledi."
    )
    for name in ("bir", "iki"):
        (here / "seeds" / f"{name}.txt").write_text(f"{story} {name}.", encoding="utf-8")
    run("sync", "seeds", "--quiet")
    asked = ("batch", "-", "--output", "hits.csv", "--group", "story")
    answer = run(*asked, input="limanı Aksoylu\nZorblax\n")
    assert "2 queries: 1 found 1 story" in answer.stderr
    (row,) = rows_of(here / "hits.csv")
    assert {row["document"], row["others"]} == {"bir", "iki"}
    report = json.loads(run(*asked, "--json", input="limanı Aksoylu\n").stdout)
    assert (report["group"], report["passages"]) == ("story", 1)
    run("batch", "-", "--output", "hits.csv", input="limanı Aksoylu\n")
    assert [row["others"] for row in rows_of(here / "hits.csv")] == ["", ""]


def test_lines_through_a_pipe(run: Run) -> None:
    """Without a file the table goes to the screen, and the report beside it."""
    answer = run("batch", "-", "--limit", "1", input="Wang Yi\n\nChina\n")
    assert [row["query"] for row in csv.DictReader(answer.stdout.splitlines())] == [
        "Wang Yi",
        "China",
    ]
    assert "2 queries, 2 taken for entities: 2 found 2 passages" in answer.stderr


def test_the_report_for_programs(run: Run, names: Path, tmp_path: Path) -> None:
    """With --json the report is one document."""
    output = tmp_path / "hits.csv"
    answer = run("batch", str(names), "--output", str(output), "--json")
    report = json.loads(answer.stdout)
    assert (report["queries"], report["entities"]) == (3, 1)
    assert report["passages"] == len(rows_of(output))
    assert report["found_nothing"] == ["Zorblax"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "holds no query"),
        ("name\n", "holds no query"),
        ("\x00\x01\x02" * 50, "binary"),
        (None, "cannot be read"),
    ],
)
def test_bad_lists(run: Run, tmp_path: Path, content: str | None, message: str) -> None:
    """A list that cannot be used says why, and the table of before stays."""
    path, output = tmp_path / "list.csv", tmp_path / "hits.csv"
    output.write_text("before")
    if content is not None:
        path.write_text(content)
    answer = run("batch", str(path), "--output", str(output))
    assert answer.exit_code != 0
    assert message in answer.stderr
    assert output.read_text() == "before"
    assert [one.name for one in tmp_path.iterdir() if one.suffix == ".new"] == []


def test_a_list_is_not_written_over(run: Run, names: Path) -> None:
    """The list itself is no place for the table."""
    before = names.read_text()
    answer = run("batch", str(names), "--output", str(names))
    assert answer.exit_code != 0
    assert "is the list itself" in answer.stderr
    assert names.read_text() == before
