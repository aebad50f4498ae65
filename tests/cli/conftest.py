"""The sample corpus, its index, and a way to run commands on them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from paths import SEEDS

import diplosearch
from diplosearch.cli import cli

NAMES = """\
Çin'in\tB-GPE
başkenti\tO
Pekin\tB-GPE
.\tO

Wang\tB-PERSON
Yi\tI-PERSON
Ankara'ya\tB-GPE
geldi\tO
.\tO
"""

Run = Callable[..., Result]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample corpus in ``seeds`` and its index in ``index``."""
    folder = tmp_path_factory.mktemp("cli")
    shutil.copytree(SEEDS, folder / "seeds")
    diplosearch.rebuild(folder / "seeds", folder / "index").close()
    write_questions(folder / "my-questions")
    (folder / "my-names.conll").write_text(NAMES, encoding="utf-8")
    (folder / "my-corrections.txt").write_text("- loc:global-south\n", encoding="utf-8")
    (folder / "names.csv").write_text("name\nTokayev\n", encoding="utf-8")
    write_linking_set(folder / "my-people.jsonl")
    return folder


def write_linking_set(path: Path) -> None:
    """Write a linking set in which two towns of one name should be two."""
    row = {
        "id": "towns",
        "kind": "places",
        "documents": [
            {"id": "a", "language": "en", "text": "The ministers met in Ankara."},
            {"id": "b", "language": "en", "text": "They signed the treaty in Ankara."},
        ],
        "entities": [
            {"type": "GPE", "mentions": [{"document": id, "words": "Ankara"}]}
            for id in "ab"
        ],
        "filters": [{"field": "city", "name": "Ankara", "finds": ["a"], "omits": ["b"]}],
    }
    path.write_text(json.dumps(row), encoding="utf-8")


def write_questions(folder: Path) -> None:
    """Write a BEIR folder with one document and one question."""
    (folder / "qrels").mkdir(parents=True)
    rows = {
        "corpus.jsonl": {"_id": "d", "text": "The ministers signed a treaty in Ankara."},
        "queries.jsonl": {"_id": "q", "text": "Who signed the treaty?"},
    }
    for name, row in rows.items():
        (folder / name).write_text(json.dumps(row) + "\n", encoding="utf-8")
    (folder / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq\td\t1\n", encoding="utf-8"
    )


@pytest.fixture
def here(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of ``built`` that is the current folder, with no settings around."""
    folder = tmp_path / "here"
    shutil.copytree(built, folder)
    monkeypatch.chdir(folder)
    for name in ("INDEX", "DEBUG", "GAZETTEER", "LEXICON"):
        monkeypatch.delenv(f"DIPLOSEARCH_{name}", raising=False)
    locale = ("LC_ALL", "LC_MESSAGES", "LANG", "DIPLOSEARCH_UI")
    for name in ("NO_COLOR", "COLUMNS", "TERM", *locale):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def run(here: Path) -> Run:
    """A function that runs ``diplosearch`` with arguments, in ``here``."""

    def run(*arguments: str, input: str | bytes | None = None) -> Result:
        return CliRunner().invoke(cli, arguments, prog_name="diplosearch", input=input)

    return run
