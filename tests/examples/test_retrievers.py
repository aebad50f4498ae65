"""The programs under examples/ run, and find what the index finds."""

from __future__ import annotations

import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from paths import REPOSITORY

import diplosearch
from diplosearch import Index

EXAMPLES = REPOSITORY / "examples"


@pytest.fixture(scope="module")
def index(seeds: Path) -> Iterator[Index]:
    """The sample corpus in memory."""
    with diplosearch.rebuild(seeds) as index:
        yield index


def load(name: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return the names of an example, with no word sent anywhere."""
    monkeypatch.setenv("HAYSTACK_TELEMETRY_ENABLED", "False")
    monkeypatch.setenv("LANGSMITH_TRACING", "false")
    return runpy.run_path(str(EXAMPLES / f"{name}.py"))


# On Python 3.14 it asks asyncio by an old name.
@pytest.mark.filterwarnings("ignore:'asyncio.iscoroutinefunction':DeprecationWarning")
def test_langchain(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chain gets the passages with where they stand in their documents."""
    pytest.importorskip("langchain_core")
    example = load("langchain_retriever", monkeypatch)
    retriever = example["DiplosearchRetriever"](index=index, options={"limit": 3})
    found = retriever.invoke("Gazze ateşkes")
    results = index.search("Gazze ateşkes", limit=3)
    assert [one.page_content for one in found] == [hit.passage.text for hit in results]
    first = found[0].metadata
    text = index.get(found[0].id.partition("#")[0]).text
    assert text[first["start"] : first["end"]] == found[0].page_content
    assert "Gaza" in first["names"]


def test_haystack(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipeline gets the passages, the best first."""
    pytest.importorskip("haystack")
    example = load("haystack_retriever", monkeypatch)
    pipeline = example["Pipeline"]()
    pipeline.add_component("retriever", example["DiplosearchRetriever"](index, limit=3))
    found = pipeline.run({"retriever": {"query": "Gazze ateşkes"}})["retriever"]
    results = index.search("Gazze ateşkes", limit=3)
    assert [one.content for one in found["documents"]] == [
        hit.passage.text for hit in results
    ]
    assert [one.score for one in found["documents"]] == [hit.score for hit in results]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["langchain_retriever", "haystack_retriever"])
def test_programs_run(
    name: str, tmp_path: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each runs by itself as its first lines say."""
    pytest.importorskip(name.partition("_")[0].replace("langchain", "langchain_core"))
    monkeypatch.setenv("HAYSTACK_TELEMETRY_ENABLED", "False")
    diplosearch.rebuild(seeds, tmp_path / "index").close()
    command = [sys.executable, str(EXAMPLES / f"{name}.py")]
    ran = subprocess.run(
        [*command, str(tmp_path / "index"), "Gazze ateşkes"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "lasting ceasefire" in ran.stdout
