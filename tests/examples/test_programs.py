"""The programs and the notebook under examples/ do what they say."""

from __future__ import annotations

import json
import runpy
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from paths import REPOSITORY

import diplosearch

EXAMPLES = REPOSITORY / "examples"


def load(name: str) -> dict[str, Any]:
    """Return the names of a program, which does not run."""
    return runpy.run_path(str(EXAMPLES / f"{name}.py"))


def run(name: str, *arguments: str) -> str:
    """Run a program by itself and return what it prints."""
    command = [sys.executable, str(EXAMPLES / f"{name}.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one document."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("Ankara'da bakanlar toplandı.", encoding="utf-8")
    return folder


@pytest.fixture
def built(tmp_path: Path, seeds: Path) -> Path:
    """The folder of an index of the sample corpus."""
    diplosearch.rebuild(seeds, tmp_path / "index").close()
    return tmp_path / "index"


def test_every_program_is_listed_and_tried() -> None:
    """The list of the folder names each program, and a test here or beside runs it."""
    listed = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    tried = "".join(
        path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("*.py")
    )
    for path in EXAMPLES.iterdir():
        if path.suffix in (".py", ".ipynb"):
            assert path.name in listed
            assert f'"{path.stem}"' in tried


def test_a_folder_is_followed(folder: Path, tmp_path: Path) -> None:
    """What comes into the folder later is new, once; what was there is not."""
    news = load("watch_folder")["follow"](str(folder), str(tmp_path / "index"), "ateşkes")
    assert next(news) == []
    (folder / "b.txt").write_text("Gazze'de ateşkes ilan edildi.", encoding="utf-8")
    assert [hit.document.id for hit in next(news)] == ["b"]
    assert next(news) == []
    news.close()


def test_a_flask_page(built: Path) -> None:
    """The page marks what was found, and escapes what was typed."""
    pytest.importorskip("flask")
    client = load("flask_page")["make_app"](str(built)).test_client()
    page = client.get("/", query_string={"q": "Gazze <ateşkes>"}).text
    assert 'value="Gazze &lt;ateşkes&gt;"' in page
    assert "ceasefire</mark>" in page
    assert "<h2>" not in client.get("/").text


def test_a_starlette_page(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages lie under a path, beside a resource of one's own."""
    testclient = pytest.importorskip("starlette.testclient")
    monkeypatch.setenv("DIPLOSEARCH_INDEX", str(built))
    client = testclient.TestClient(load("starlette_page")["make_app"]())
    assert client.get("/health").json() == {"documents": 5}
    assert "ceasefire" in client.get("/news/search", params={"q": "ateşkes"}).text


@pytest.mark.slow
def test_a_spacy_recognizer(folder: Path, tmp_path: Path) -> None:
    """A ship that a pattern knows is an entity of the index."""
    pytest.importorskip("spacy")
    (folder / "b.txt").write_text("The frigate TCG Anadolu left Izmir.", encoding="utf-8")
    printed = run("spacy_recognizer", str(folder), str(tmp_path / "index"))
    assert "TCG Anadolu org:tcg-anadolu 1" in printed


def test_a_lexicon_of_ones_own() -> None:
    """A name and a term that only the own files know find the other language."""
    search = load("own_lexicon")["search"]
    assert search("Straits Commission") == ["1"]
    assert search("mavi vatan") == ["2"]


@pytest.mark.slow
def test_rows_of_a_database(tmp_path: Path) -> None:
    """Each row is a document with its date and source."""
    with closing(sqlite3.connect(tmp_path / "news.sqlite")) as connection:
        connection.execute("CREATE TABLE articles (id, title, body, published, agency)")
        rows = [
            (1, "Talks", "Talks went on in Vienna.", "2026-01-02", "Meridian"),
            (2, None, "Görüşmeler Viyana'da sürdü.", None, None),
        ]
        connection.executemany("INSERT INTO articles VALUES (?, ?, ?, ?, ?)", rows)
        connection.commit()
    run("database_corpus", str(tmp_path / "news.sqlite"), str(tmp_path / "index"))
    with diplosearch.open(tmp_path / "index") as index:
        assert index.ids() == ["article/1", "article/2"]
        assert index.get("article/1").source == "Meridian"
        assert str(index.get("article/1").date) == "2026-01-02"


def test_a_batch_of_names(built: Path) -> None:
    """Each name has a line, also one that nobody has."""
    lines = run("batch_of_names", str(built), "wang yi", "Zorblax").splitlines()
    assert lines[0].startswith("Wang Yi: ")
    assert lines[1] == "Zorblax: nobody of that name; 0 passages"


@pytest.mark.cluster
def test_a_cluster(folder: Path, cluster_url: str) -> None:
    """The index is built in the cluster and searched there."""
    location = f"{cluster_url}/test-example"
    assert "Ankara'da" in run("opensearch_index", str(folder), location, "Ankara")


@pytest.mark.slow
def test_the_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each cell of the notebook runs, one after the other."""
    matplotlib = pytest.importorskip("matplotlib")
    pytest.importorskip("pandas")
    matplotlib.use("agg")
    monkeypatch.chdir(REPOSITORY)
    notebook = json.loads(
        (EXAMPLES / ("research_question" + ".ipynb")).read_text(encoding="utf-8")
    )
    names: dict[str, Any] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            exec("".join(cell["source"]), names)
    assert len(names["frame"]) == len(names["results"]) > 0
    names["index"].close()
