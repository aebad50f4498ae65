"""Near words that stand in too many ways: no answer, said so, and quickly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import diplosearch
from diplosearch import Document, Index
from diplosearch.engines.tantivy import queries
from diplosearch.model import FACETS


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """An index of passages with the words a, b and c in all arrangements."""
    pytest.importorskip("tantivy")
    folder: Path = tmp_path_factory.mktemp("near") / "index"
    texts = (
        " ".join("mavi kara beyaz gri"[number % 5 :].split() * 12) for number in range(40)
    )
    documents = [
        Document(id=f"d{number}", text=f"{text} {number}.", language="tr")
        for number, text in enumerate(texts)
    ]
    with diplosearch.rebuild(documents, folder, engine="tantivy", jobs=1) as made:
        yield made


@pytest.mark.parametrize("limit", ["MOST_ARRANGEMENTS", "_MOST_POSTINGS"])
def test_no_answer_with_facets(
    index: Index, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Facets of an answer that cannot be given are none, and the index is not at fault."""
    query = '"kara beyaz gri"~9 "kara beyaz"~9 +"gri kara beyaz"~9'
    assert index.search(query, facets=FACETS).total
    monkeypatch.setattr(queries, limit, 50)
    monkeypatch.setattr(queries, "_MOST_POSTINGS_PER_PASSAGE", 0)
    monkeypatch.setattr(queries.Budget.__init__, "__defaults__", (50,))
    results = index.search(query + " gri", facets=FACETS)
    assert (results.total, dict(results.facets)) == (0, {})
    assert any("no answer: words near each other" in one for one in results.warnings)
