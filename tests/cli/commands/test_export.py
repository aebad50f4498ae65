"""``diplosearch export``: all that answers, in a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def test_a_file_of_citations(run: Run, tmp_path: Path) -> None:
    """What was written is said, and nothing on standard output."""
    path = tmp_path / "a.bib"
    answer = run("export", str(path), "Wang", "Yi", "--accessed", "2026-03-09")
    assert answer.exit_code == 0
    assert answer.stdout == ""
    assert "Wrote" in answer.stderr
    assert "a.bib" in answer.stderr
    assert "urldate = {2026-03-09}" in path.read_text("utf-8")


def test_a_network_of_people(run: Run, tmp_path: Path) -> None:
    """Types and a limit choose the nodes; with --json the report is one document."""
    path = tmp_path / "a.graphml"
    answer = run("export", str(path), "--type", "person", "--limit", "3", "--json")
    report = json.loads(answer.stdout)
    assert (report["format"], report["count"]) == ("graphml", 3)
    assert path.read_text("utf-8").count("PERSON") == 3


def test_quiet_says_nothing(run: Run, tmp_path: Path) -> None:
    """With -q only the file is written."""
    answer = run("export", str(tmp_path / "a.jsonl"), "-q")
    assert answer.output == ""
    assert (tmp_path / "a.jsonl").read_text("utf-8").count("\n") == 5


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["a.doc"], "end the name in .jsonl, .jsonl.gz, .ris"),
        (["a.ris", "--accessed", "2025"], "'2025' is no day"),
        (["a.gexf", "--limit", "1"], "2<=x<=500"),
        (["a.gexf", "--type", "HUMAN"], "'HUMAN' is not one of"),
        (["nowhere/a.jsonl"], "nowhere/a.jsonl"),
    ],
)
def test_what_cannot_be(run: Run, arguments: list[str], told: str) -> None:
    """A wrong ending or option is named, without a traceback."""
    answer = run("export", *arguments)
    assert answer.exit_code in (1, 2)
    assert told in answer.stderr
    assert "Traceback" not in answer.output


def test_search_writes_citations(run: Run, tmp_path: Path) -> None:
    """``search`` has the formats of citations too, and says where a network is had."""
    answer = run("search", "Wang Yi", "--format", "ris")
    assert answer.stdout.startswith("TY  - NEWS\n")
    wrong = run("search", "Wang Yi", "--output", str(tmp_path / "a.graphml"))
    assert wrong.exit_code == 2
    assert "diplosearch export" in wrong.stderr


def test_what_would_count_for_nothing_is_refused(run: Run, tmp_path: Path) -> None:
    """A limit is one of networks, so nobody takes all documents for the first ten."""
    answer = run("export", str(tmp_path / "a.bib"), "--limit", "10")
    assert answer.exit_code == 2
    assert "limit" in answer.stderr
    assert not list(tmp_path.glob("a.bib*"))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["nowhere/a.bib"], "nowhere/a.bib: böyle bir dosya ya da klasör yok"),
        (["."], "'.' bir klasör"),
        (["a.gexf", "--limit", "501"], "501, 2<=x<=500 aralığında değil"),
        (["a.gexf", "--type", "foo"], "'foo' şunlardan biri değil"),
    ],
)
def test_reasons_of_the_system_in_turkish(run: Run, typed: list[str], told: str) -> None:
    """What the system and the parser of the command line say is said in Turkish too."""
    answer = run("--ui", "tr", "export", *typed)
    assert answer.exit_code != 0
    assert told in answer.stderr
