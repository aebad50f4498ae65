"""Clauses that a query has several times, and passages that are asked for several times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

import diplosearch
from diplosearch import Document, Index
from diplosearch.engines.deadline import OutOfTimeError
from diplosearch.engines.error_guard import guard_errors
from diplosearch.engines.memory import MemoryState
from diplosearch.engines.posting_reader import PostingReader
from diplosearch.engines.scorer import Scorer
from diplosearch.model import FACETS
from diplosearch.query import tree
from diplosearch.search.options import SearchOptions

TEXTS = (
    "Dışişleri bakanı Ankara'da ticaret anlaşması imzaladı.",
    "Ticaret bakanı Pekin'de görüştü ve Ankara'ya döndü.",
    "The minister of trade signed an agreement in Beijing.",
)


@pytest.fixture(scope="module", params=["whoosh", "tantivy"])
def index(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Index]:
    """Three stories, on an engine that scores postings and on one that compiles."""
    folder = tmp_path_factory.mktemp("repeated") / "index"
    documents = [Document(id=str(n), text=text) for n, text in enumerate(TEXTS)]
    with diplosearch.rebuild(documents, folder, engine=request.param, jobs=1) as made:
        yield made


@pytest.mark.parametrize(
    "clause", ["ticaret", '"ticaret bakanı"', '"bakanı ticaret"~4', "tic*", "ticret~"]
)
@pytest.mark.parametrize("sign", ["", "+"])
def test_a_repeated_clause_scores_as_often(index: Index, clause: str, sign: str) -> None:
    """A clause that stands three times scores three times, and is looked up once."""
    with index._use() as searcher:

        def scores(query: str) -> dict[int, float]:
            node, _ = searcher.expand(query, SearchOptions(translate=False, match="any"))
            return dict(searcher.reader.search(node, limit=10).hits)

        other = scores(f"{sign}bakanı")
        once = scores(f"{sign}{clause} {sign}bakanı")
        thrice = scores(f"{sign}{clause} " * 3 + f"{sign}bakanı")
        assert once.keys() == thrice.keys()
        assert once
        for key, score in once.items():
            alone = score - other.get(key, 0.0)
            assert thrice[key] == pytest.approx(score + 2 * alone, rel=1e-4)


def test_a_page_and_its_facets_score_once(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page, its ties and all facets take one pass over the postings of the query.

    When each facet scored the query again, this counted one more for each.
    """
    counted: Counter[str] = Counter()
    score = Scorer.score

    def count(self: Scorer, node: tree.Node) -> dict[int, float]:
        if type(self.source).__name__ == "WhooshSource" and isinstance(node, tree.Boolean):
            counted[repr(node)] += 1
        return score(self, node)

    monkeypatch.setattr(Scorer, "score", count)
    results = index.search("ticaret Ankara bakanı", facets=FACETS, limit=1)
    assert results.facets["language"]
    assert set(counted.values()) <= {1}


def test_the_scores_kept_are_those_of_the_query() -> None:
    """A reader that has answered one query answers another one, and the first again."""
    with diplosearch.open(":memory:") as made:
        made.add([Document(id=str(n), text=text) for n, text in enumerate(TEXTS)])
        for _ in range(2):
            for word, total in (("Pekin", 1), ("ticaret", 2), ("Beijing", 1)):
                results = made.search(word, facets=["language"], translate=False)
                assert results.total == total
                assert sum(value.count for value in results.facets["language"]) == total


def test_no_time_is_told_although_scores_are_kept() -> None:
    """A deadline that has passed gives no answer, whatever was asked for before."""
    reader = PostingReader(MemoryState(()))
    node = tree.Everything()
    assert reader.search(node, limit=1).is_complete
    assert not reader.search(node, limit=1, deadline=0.0).is_complete


def test_no_time_is_no_damage() -> None:
    """That there was no time passes the translation of errors as what it is."""

    class Late(PostingReader):
        def count_by(self, node: tree.Node, field: str) -> dict[str, int]:
            raise OutOfTimeError

    guarded = guard_errors(Late(MemoryState(())), "x", "read")
    with pytest.raises(OutOfTimeError):
        guarded.count_by(tree.Everything(), "language")
