"""``diplosearch demo``: a first minute without a corpus."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import Result

import diplosearch

Run = Callable[..., Result]


@pytest.fixture
def nowhere(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the current one."""
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_it_answers_without_a_corpus(run: Run, nowhere: Path) -> None:
    """In an empty folder a query finds news in both languages, and nothing is written."""
    answer = run("demo", input="Gazze ateşkes\n:who Lavrov\n")
    assert answer.exit_code == 0
    assert "[ateşkesin]" in answer.stdout
    assert "[ceasefire] in [Gaza]" in answer.stdout
    assert "person:sergey-lavrov" in answer.stdout
    assert list(nowhere.iterdir()) == []


def test_lines_of_json(run: Run) -> None:
    """Programs get JSON, a line each."""
    answer = run("demo", "--json", input="gumruk birligi\n")
    hits = json.loads(answer.stdout)["hits"]
    assert {hit["language"] for hit in hits[:2]} == {"tr", "en"}


def test_the_corpus_that_comes_along() -> None:
    """There are twelve news, six in each language, each dated and read without a note."""
    with diplosearch.rebuild(Path(str(files("diplosearch") / "data/demo.jsonl"))) as index:
        documents = list(index.documents())
        assert not index.report.skipped
    assert len(documents) == 12
    for language in ("tr", "en"):
        assert sum(one.language == language for one in documents) == 6
    assert all(one.date and one.title and one.source and one.entities for one in documents)


@pytest.mark.parametrize("typed", [":rebuild", ":rebuild seeds", ":watch x", ":watch"])
@pytest.mark.parametrize(
    ("interface", "told"),
    [("en", "build one of your own"), ("tr", "kendi dizininizi kurun")],
)
def test_nothing_is_kept(
    run: Run, nowhere: Path, typed: str, interface: str, told: str
) -> None:
    """What would change or keep an index says how to get one that is."""
    (nowhere / "seeds").mkdir()
    (nowhere / "seeds" / "a.txt").write_text("Heyet geldi.", "utf-8")
    answer = run("--ui", interface, "demo", input=f"Lavrov\n{typed}\n")
    assert told in answer.stderr
    assert "12 " not in answer.stdout.split("\n")[-2]
    assert [one.name for one in nowhere.iterdir()] == ["seeds"]


def test_the_news_can_be_kept(run: Run, nowhere: Path) -> None:
    """``--save`` writes them to a folder that an index is built of; twice is the same."""
    for _ in range(2):
        answer = run("demo", "--save", "my news")
        assert answer.exit_code == 0
        assert "diplosearch rebuild 'my news'" in answer.stdout
        assert [one.name for one in (nowhere / "my news").iterdir()] == ["demo.jsonl"]
    with diplosearch.rebuild(nowhere / "my news") as index:
        assert len(list(index.documents())) == 12


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_nothing_is_overwritten(run: Run, nowhere: Path, kind: str) -> None:
    """What is there under its name and is something else stays, and is named."""
    taken = nowhere / "news" / "demo.jsonl"
    taken.parent.mkdir()
    if kind == "file":
        taken.write_text("mine", "utf-8")
    else:
        taken.mkdir()
    answer = run("demo", "--save", "news")
    assert answer.exit_code == 2
    assert str(Path("news", "demo.jsonl")) in answer.stderr
    assert taken.is_dir() or taken.read_text("utf-8") == "mine"
