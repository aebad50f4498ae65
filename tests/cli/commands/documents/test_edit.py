"""``delete``, ``update`` and ``tag``: previews, questions, and every mistake."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]

ERDOGAN = "001_5fd5bd5f51019942"


def test_a_preview_deletes_nothing(run: Run) -> None:
    """--dry-run lists what would go, and leaves it."""
    answer = run("delete", "--query", "lang:tr", "--dry-run")
    assert answer.exit_code == 0
    assert "2 documents would be deleted." in answer.stdout
    values = json.loads(run("delete", "--query", "lang:tr", "--dry-run", "--json").stdout)
    assert len(values["documents"]) == 2
    assert values["deleted"] == 0
    assert json.loads(run("stats", "--json").stdout)["documents"] == 5


def test_nobody_is_asked_through_a_pipe(run: Run) -> None:
    """Without --yes a query deletes nothing where nobody can answer."""
    answer = run("delete", "--query", "lang:tr", input="y\n")
    assert answer.exit_code == 1
    assert "nothing was deleted: give --yes" in answer.stderr


@pytest.mark.parametrize(("typed", "left"), [("n\n", 5), ("y\n", 3)])
def test_a_question_is_asked(
    run: Run, monkeypatch: pytest.MonkeyPatch, typed: str, left: int
) -> None:
    """On a terminal a query deletes when it is told to."""
    asked = "diplosearch.cli.commands.documents.edit.is_answered"
    monkeypatch.setattr(asked, lambda: True)
    answer = run("delete", "--query", "lang:tr", input=typed)
    assert "Delete 2 documents?" in answer.stderr
    assert answer.exit_code == (left == 5)
    assert json.loads(run("stats", "--json").stdout)["documents"] == left


def test_deletion(run: Run) -> None:
    """Documents go by id, and by a query with filters."""
    assert run("delete", ERDOGAN).stdout == "Deleted 1 document.\n"
    answer = run("delete", "--query", "lang:tr", "--since", "2026", "--yes", "--json")
    assert json.loads(answer.stdout)["deleted"] == 1
    assert json.loads(run("stats", "--json").stdout)["documents"] == 3
    answer = run("delete", "--query", "lang:tr", "--until", "1999", "--yes")
    assert answer.exit_code == 0
    assert answer.stdout == "No document answers the query; nothing is deleted.\n"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (["delete"], "give the ids of documents, or --query"),
        (["delete", ERDOGAN, "--query", "x"], "one of the two"),
        (["delete", ERDOGAN, "--since", "2025"], "filters go with --query"),
        (["delete", "--query", ""], "the query is empty"),
        (["delete", "--query", "(", "--yes"], "the query is empty|unclosed bracket"),
        (["delete", "--query", "person:Nobody", "--yes"], "not understood wholly"),
        (["delete", "nix"], "no document has the id nix"),
        (["update", ERDOGAN], "give --title, --date"),
        (["update", ERDOGAN, "--date", "soon"], "is no date"),
        (["update", ERDOGAN, "--set", "person=x"], "built in"),
        (["update", ERDOGAN, "--set", "desk"], "write it as desk=Ankara"),
        (["update", "nix", "--url", "x"], "no document 'nix'"),
        (["tag", "--add", "x"], "name the documents"),
        (["tag", ERDOGAN, "--forget-gone"], "--forget-gone goes alone"),
        (["tag", "nix", "--add", "x"], "no document 'nix'"),
        (["tag", ERDOGAN, "--remove", "x"], "its tags: none"),
        (["tag", ERDOGAN, "--add", "!"], "give letters or digits"),
        (["search", "x", "--field", "desk"], "write it as desk=Ankara"),
        (["search", "x", "--field", "person=y"], "built in"),
        (["search", "x", "--half-life", "0"], "half-life"),
        (["rebuild", "seeds", "--map", "person=x"], "built in"),
        (["rebuild", "--from", "index", "--map", "text=x"], "mapping goes with a folder"),
    ],
)
def test_mistakes(run: Run, line: list[str], message: str) -> None:
    """Each mistake ends with its message, and changes nothing."""
    answer = run(*line)
    assert answer.exit_code in (1, 2)
    assert re.search(message, answer.stderr)
    assert "Traceback" not in answer.output
    assert json.loads(run("stats", "--json").stdout)["documents"] == 5


def test_updates_are_shown(run: Run) -> None:
    """What is updated is shown and found; an empty value takes it away."""
    line = ["update", ERDOGAN, "--set", "desk=Ankara", "--set", "desk=Bakü", "--url", "x"]
    assert run(*line).stdout == "1 document updated, 0 unchanged.\n"
    assert run(*line).stdout == "0 documents updated, 1 unchanged.\n"
    assert "  desk      Ankara, Bakü\n" in run("show", ERDOGAN).stdout
    assert "desk: Ankara, Bakü" in run("search", "desk:baku").stdout
    values = json.loads(run("search", "Gazze", "--field", "desk=baku", "--json").stdout)
    assert values["total"] > 0
    assert run("update", ERDOGAN, "--set", "desk=", "--url", "").exit_code == 0
    assert json.loads(run("show", ERDOGAN, "--json").stdout)["metadata"] == {}


def test_tags_are_listed(run: Run) -> None:
    """Tags are given, listed, found and forgotten with what is gone."""
    assert run("tag").stderr.startswith("No tags; give one")
    assert run("tag", ERDOGAN, "--add", "Önemli").stdout == f"{ERDOGAN}: Önemli\n"
    assert run("tag", ERDOGAN).stdout == f"{ERDOGAN}: Önemli\n"
    assert json.loads(run("tag", "--json").stdout) == {"tags": {"Önemli": 1}}
    assert "#Önemli" in run("search", "tag:onemli").stdout
    assert "tags      Önemli" in run("show", ERDOGAN).stdout
    run("delete", ERDOGAN)
    assert run("tag", "--forget-gone").stdout == "Forgot the tags of 1 ids.\n"
