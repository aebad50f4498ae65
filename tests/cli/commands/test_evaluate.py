"""``diplosearch evaluate``, and a lexicon of one's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from diplosearch.cli.commands.evaluate import _RECOGNIZERS
from diplosearch.evaluation.entities import CHOICES

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


def test_recognizers_side_by_side(run: Run) -> None:
    """``--entities`` shows three recognizers in one table, and how fast each is."""
    answer = run("evaluate", "--entities", "my-names.conll", "--language", "tr")
    assert answer.exit_code == 0
    told, _, head, *rows = answer.stdout.splitlines()
    assert told == "2 sentences (tr), 9 tokens, 4 names"
    assert " ".join(head.split()) == "names rules P R F1 tagger P R F1 all P R F1"
    assert [row.split()[:2] for row in rows[:4]] == [
        ["PER", "1"],
        ["LOC", "3"],
        ["ORG", "0"],
        ["micro", "4"],
    ]
    assert rows[1].split()[2:5] == ["1.0000"] * 3
    assert rows[-1].startswith("tokens a second: rules ")


def test_one_recognizer_as_json(run: Run) -> None:
    """``--recognizer`` leaves one, and ``--json`` holds all figures of it."""
    arguments = ("--entities", "my-names.conll", "--recognizer", "rules", "--json")
    found = json.loads(run("evaluate", *arguments).stdout)
    assert found["names"] == {"PER": 1, "LOC": 3, "ORG": 0}
    assert found["language"] == "tr"
    assert list(found["recognizers"]) == ["rules"]
    assert found["recognizers"]["rules"]["scores"]["LOC"]["f1"] == 1.0
    assert found["recognizers"]["rules"]["tokens_per_second"] > 0


def test_linking_is_measured_by_type_and_kind(run: Run) -> None:
    """A row for each type, each kind and all of them; what cannot be counted is a dash."""
    answer = run("evaluate", "--linking", "my-people.jsonl")
    assert answer.exit_code == 0
    told, _, head, *rows = answer.stdout.splitlines()
    assert told == "1 corpus, 2 documents, 2 mentions, 1 filter"
    assert head.split()[:4] == ["mentions", "id", "P", "id"]
    figures = ["2", "0.5000", "1.0000", "0.6667", "2", "0.0000", "1", "1.0000", "0.5000"]
    assert [row.split() for row in rows] == [
        ["PER", "0", "–", "–", "–", "0", "–", "0", "–", "–"],
        ["LOC", *figures],
        ["ORG", "0", "–", "–", "–", "0", "–", "0", "–", "–"],
        ["places", *figures],
        ["all", *figures],
    ]


def test_failures_of_linking_are_listed(run: Run) -> None:
    """``--failures`` adds a line for each entity and filter; ``--json`` has them too."""
    lines = run(
        "evaluate", "--linking", "my-people.jsonl", "--failures"
    ).stdout.splitlines()
    assert lines[-3:] == [
        "towns: LOC Ankara: a city:323786",
        "towns: LOC Ankara: b city:323786",
        'towns: city:"Ankara" finds b too',
    ]
    found = json.loads(run("evaluate", "--linking", "my-people.jsonl", "--json").stdout)
    assert found["kinds"]["places"]["filter_precision"] == 0.5
    assert len(found["failures"]) == 3
    assert found["failures"][0]["case"] == "towns"


def test_unsound_linking_set_is_a_failure(run: Run, here: Path) -> None:
    """A broken line ends with 1 and is named in one line."""
    (here / "my-people.jsonl").write_text("{broken\n", encoding="utf-8")
    answer = run("evaluate", "--linking", "my-people.jsonl")
    assert answer.exit_code == 1
    assert "my-people.jsonl#1: no linking case" in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_recognizers_of_the_option_are_those_of_the_library() -> None:
    """What can be chosen is what there is."""
    assert _RECOGNIZERS == CHOICES


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Name a BEIR FOLDER"),
        (["my-questions", "--entities", "my-names.conll"], "exclude each other"),
        (["my-questions", "--linking", "my-names.conll"], "--linking and FOLDER exclude"),
        (["my-questions", "--failures"], "--failures goes with --linking"),
        (["--linking", "my-names.conll", "--language", "tr"], "--language goes with"),
        (["--linking", "nowhere.jsonl"], "'nowhere.jsonl' does not exist"),
        (["my-questions", "--recognizer", "all"], "--recognizer goes with --entities"),
        (["my-questions", "--language", "tr"], "--language goes with --entities"),
        (["--entities", "my-names.conll", "--run", "x"], "--run goes with a FOLDER"),
        (["--entities", "my-names.conll", "--no-translate"], "--translate goes with"),
        (["--entities", "nowhere.conll"], "'nowhere.conll' does not exist"),
        (["--entities", "my-names.conll", "--recognizer", "x"], "--recognizer"),
        (["--entities", "my-names.conll", "--language", "de"], "use tr or en"),
    ],
)
def test_wrong_usage_exits_with_2(run: Run, arguments: list[str], told: str) -> None:
    """What does not go together, or is not there, is named."""
    answer = run("evaluate", *arguments)
    assert answer.exit_code == 2
    assert told in answer.stderr


@pytest.mark.parametrize(
    ("content", "told"),
    [("Ankara\tB-GPE\nAnkara\n", "my-names.conll, line 2"), ("a\tO\n", "no names")],
)
def test_unsound_names_are_a_failure(run: Run, here: Path, content: str, told: str) -> None:
    """A broken line, and a file without names, end with 1 and one line."""
    (here / "my-names.conll").write_text(content, encoding="utf-8")
    answer = run("evaluate", "--entities", "my-names.conll")
    assert answer.exit_code == 1
    assert told in answer.stderr
    assert answer.stderr.count("\n") == 1


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
