"""Near words that stand in too many ways: no answer, said so, and quickly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import diplosearch
from diplosearch import Document, Index, Network, Places, Timeline
from diplosearch.engines.tantivy import queries
from diplosearch.errors import UsageError
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


QUERY = '"kara beyaz gri"~9 "kara beyaz"~9 +"gri kara beyaz"~9'
NO_ANSWER = "no answer: words near each other"


@pytest.fixture(params=["MOST_ARRANGEMENTS", "_MOST_POSTINGS"])
def limited(
    index: Index, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Index:
    """The same index, whose engine tries few arrangements."""
    assert index.search(QUERY, facets=FACETS).total
    monkeypatch.setattr(queries, request.param, 50)
    monkeypatch.setattr(queries, "_MOST_POSTINGS_PER_PASSAGE", 0)
    monkeypatch.setattr(queries.Budget.__init__, "__defaults__", (50,))
    return index


def test_no_answer_with_facets(limited: Index) -> None:
    """Facets of an answer that cannot be given are none, and the index is not at fault."""
    results = limited.search(QUERY + " gri", facets=FACETS)
    assert (results.total, dict(results.facets)) == (0, {})
    assert any(NO_ANSWER in one for one in results.warnings)


def test_counts_of_no_answer_are_none(limited: Index) -> None:
    """A timeline, a network and places of such a query are empty, and say why."""
    ways: tuple[Callable[[str], Timeline | Network | Places], ...] = (
        limited.timeline,
        limited.network,
        limited.places,
    )
    for number, ask in enumerate(ways):
        counted = ask(f"{QUERY} gri{number}")
        assert len(counted) == 0
        assert any(NO_ANSWER in one for one in counted.warnings)
        assert len(ask("mavi").warnings) == 0


@pytest.mark.parametrize("ending", ["jsonl", "ris", "graphml", "geojson"])
def test_an_export_is_whole_or_none(limited: Index, ending: str, tmp_path: Path) -> None:
    """What is not the whole answer is not written in the place of an earlier file."""
    path = tmp_path / f"all.{ending}"
    path.write_text("earlier", encoding="utf-8")
    with pytest.raises(UsageError, match=NO_ANSWER):
        limited.export(path, f"{QUERY} {ending}")
    assert path.read_text(encoding="utf-8") == "earlier"
    assert len(list(tmp_path.iterdir())) == 1


def test_who_acts_on_all_gets_no_part_of_it(limited: Index) -> None:
    """Documents and ids of such a query are an error, nothing is deleted, no watch kept."""
    query = f"{QUERY} beyaz"
    for ask in (lambda one: list(limited.documents(one)), limited.ids):
        with pytest.raises(UsageError, match=NO_ANSWER):
            ask(query)
    with pytest.raises(UsageError, match=NO_ANSWER):
        limited.delete(query=query)
    with pytest.raises(UsageError, match=f"'near' cannot be kept: {NO_ANSWER}"):
        limited.watch("near", query)
    assert limited.stats().documents == 40
