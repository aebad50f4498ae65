"""``diplosearch evaluate``, and a lexicon of one's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_figures_are_printed(run: Run) -> None:
    """The measures, the number of queries and the time of one are shown."""
    answer = run("evaluate", "my-questions")
    assert answer.exit_code == 0
    assert answer.stdout.split()[:4] == ["RR@10", "1.0000", "R@10", "1.0000"]
    assert "ms a query" in answer.stdout


def test_json_holds_the_figures(run: Run) -> None:
    """``--json`` prints one document with the same figures."""
    answer = run("evaluate", "my-questions", "--json")
    found = json.loads(answer.stdout)
    assert found["measures"] == {"RR@10": 1.0, "R@10": 1.0, "nDCG@10": 1.0}
    assert found["queries"] == 1


def test_run_is_written(run: Run, here: Path) -> None:
    """``--run`` writes a line a document: question, Q0, document, rank, score, name."""
    assert run("evaluate", "my-questions", "--run", "run.trec").exit_code == 0
    columns = (here / "run.trec").read_text(encoding="utf-8").split()
    assert columns[:4] == ["q", "Q0", "d", "1"]


def test_broken_line_is_named(run: Run, here: Path) -> None:
    """A broken line is an error that names file and line, without a traceback."""
    with (here / "my-questions" / "queries.jsonl").open("a", encoding="utf-8") as file:
        file.write("{broken\n")
    answer = run("evaluate", "my-questions")
    assert answer.exit_code == 1
    assert "queries.jsonl#2" in answer.stderr
    assert "Traceback" not in answer.output


def test_lexicon_of_ones_own(run: Run, here: Path) -> None:
    """A glossary given by ``--lexicon`` translates what the own one does not know."""
    (here / "mine.tsv").write_text("zırıltı\tceasefire\n", encoding="utf-8")
    assert "ceasefire" not in run("search", "zırıltı").stdout
    assert "[ceasefire]" in run("search", "--lexicon", "mine.tsv", "zırıltı").stdout


def test_unsound_lexicon_is_named(run: Run, here: Path) -> None:
    """A line of a lexicon that is no entry is an error that names file and line."""
    (here / "mine.tsv").write_text("# mine\nno tab here\n", encoding="utf-8")
    answer = run("search", "--lexicon", "mine.tsv", "Tokayev")
    assert answer.exit_code == 2
    assert "mine.tsv, line 2" in answer.stderr
