"""Many queries at once: what each is taken for, and what it finds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import diplosearch
from diplosearch import Document, Index
from diplosearch.errors import UsageError


def test_names_are_entities(seeds_index: Index) -> None:
    """A name finds all passages that name the entity, a phrase its words."""
    (answer,) = seeds_index.batch(["wang yi"])
    assert answer.entity is not None
    assert answer.entity.id == "person:wang-yi"
    assert len(answer.results) == answer.results.total == answer.entity.passages
    (quoted,) = seeds_index.batch(["wang yi"], phrase=True)
    assert quoted.entity is None
    assert 0 < quoted.results.total < answer.results.total


def test_other_queries_are_searched(seeds_index: Index) -> None:
    """What is no name is searched as it is typed, all of it unless limited."""
    (answer,) = seeds_index.batch(["mutabakat OR ticaret"])
    asked = seeds_index.search("mutabakat OR ticaret", limit=None, per_document=None)
    assert answer.entity is None
    assert [hit.passage.id for hit in answer.results] == [hit.passage.id for hit in asked]
    (limited,) = seeds_index.batch(["mutabakat OR ticaret"], limit=1)
    assert len(limited.results) == 1


def test_filters_hold_for_each(seeds_index: Index) -> None:
    """A filter restricts every query of a batch."""
    for answer in seeds_index.batch(["China", "Kazakhstan"], language="tr"):
        assert {hit.passage.language for hit in answer.results} <= {"tr"}


def test_stories_are_counted_once() -> None:
    """With ``group`` an answer has one hit of each story, and who else has it."""
    story = (
        "Sözcü Belin Aksoylu 14 limanı kapsayan belgenin haziranda geçerli olacağını "
        "pazartesi günü Ankara'da gazetecilere söyledi."
    )
    documents = [
        Document(id=id, text=f"{story} {more}", language="tr")
        for id, more in (("a", "Bu kadar."), ("b", "Sürüyor."))
    ]
    lone = Document(id="c", text="Belin Aksoylu başka bir konuda konuştu.", language="tr")
    with diplosearch.rebuild([*documents, lone], jobs=1) as index:
        each, grouped = (
            list(index.batch(["Aksoylu", "limanı"], group=group))
            for group in (None, "story")
        )
        assert [len(one.results) for one in each] == [3, 2]
        assert [len(one.results) for one in grouped] == [2, 1]
        (hit,) = grouped[1].results
        assert {hit.document.id, *(one.id for one in hit.others)} == {"a", "b"}
        assert [len(list(one.results)) for one in index.batch(["Aksoylu"], limit=1)] == [1]


def test_an_index_without_stories(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch by stories is refused at once where the index knows none."""
    with diplosearch.rebuild([Document(id="a", text="Metin.")], jobs=1) as index:
        assert index._searcher is not None
        monkeypatch.setattr(index._searcher, "stories", None)
        with pytest.raises(UsageError, match="knows no stories"):
            index.batch(["Metin"], group="story")
        assert list(index.batch(["Metin"]))


def test_answers_come_one_by_one(seeds_index: Index) -> None:
    """A query is read when its answer is wanted, so that a list may have any length."""
    read = []

    def queries() -> Iterator[str]:
        for number in range(1000):
            read.append(number)
            yield "China"

    batch = seeds_index.batch(queries())
    next(batch)
    next(batch)
    assert len(read) == 2


@pytest.mark.parametrize("query", ["", "  ", None, 5])
def test_what_is_no_query(seeds_index: Index, query: object) -> None:
    """An empty query, and what is no string, is refused by name."""
    with pytest.raises(UsageError, match="query is"):
        list(seeds_index.batch([query]))  # type: ignore[list-item]


@pytest.mark.parametrize("queries", ["China", None, 3])
def test_what_is_no_list(seeds_index: Index, queries: object) -> None:
    """A string, whose letters nobody means, and what is no list are refused at once."""
    with pytest.raises(UsageError, match="give a list"):
        seeds_index.batch(queries)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "query", ['"', '"open', "a”b", "(", "AND", "S400", "COP29", "person:"]
)
def test_odd_queries(seeds_index: Index, query: str) -> None:
    """No query ends a batch, whatever it holds."""
    for phrase in (False, True):
        assert len(list(seeds_index.batch([query, "China"], phrase=phrase))) == 2
