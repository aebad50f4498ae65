"""What a type checker tells users of the public methods."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

WRONG = """
import diplosearch

index = diplosearch.open(":memory:")
index.search("x", limt=3)  # call-arg
index.search("x", sort="newest")  # arg-type
index.search("x", facets=[1])  # list-item
index.timeline("x", by="week")  # arg-type
index.similar("x", facets=["person"])  # call-arg
diplosearch.open(":memory:", lexicon="x")  # call-arg
"""
RIGHT = """
import diplosearch
from diplosearch import Bucket, Hit, Related, Relations, Results, Timeline

with diplosearch.open(":memory:") as index:
    results: Results = index.search("x", limit=None, facets=["person"], sort="date")
    first: Hit = results[0]
    some: Results = results[:3]
    months: Timeline = index.timeline("x", by="year")[1:]
    month: Bucket = months[0]
    others: Relations = index.related("x", limit=None)[:2]
    other: Related = others[0]
    marked: str = diplosearch.highlight("text", "query", format="markdown")
"""


def check(folder: Path, program: str) -> str:
    """Return what mypy --strict says of a program that uses the package."""
    api = pytest.importorskip("mypy.api")
    path = folder / "program.py"
    path.write_text(program, encoding="utf-8")
    said, wrong, _ = api.run(
        ["--strict", "--no-error-summary", "--cache-dir", str(folder / "cache"), str(path)]
    )
    assert not wrong
    return str(said)


def test_wrong_programs_are_refused(tmp_path: Path) -> None:
    """Each misspelt keyword and each wrong choice is told on its line."""
    said = check(tmp_path, WRONG)
    for number, line in enumerate(WRONG.splitlines(), 1):
        code = line.partition("# ")[2]
        if code:
            assert any(
                f"program.py:{number}:" in one and f"[{code}]" in one
                for one in said.splitlines()
            ), (line, said)


def test_right_programs_pass(tmp_path: Path) -> None:
    """A program that keeps to the signatures has no complaint."""
    assert importlib.util.find_spec("diplosearch")
    assert check(tmp_path, RIGHT) == ""
