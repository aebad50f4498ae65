"""What pages ask of an index: marks in a document, kinds, shared passages, timelines."""

from __future__ import annotations

from itertools import combinations

import pytest

from diplosearch import Index
from diplosearch.errors import NotFoundError, UsageError

STORY = "002_cd0db7fd55b1c7af"


@pytest.mark.parametrize(
    "query", ["Çin Dışişleri Bakanı", '"Wang Yi"', "ceasefire", "Çin*"]
)
def test_matches_of_a_document_are_those_of_its_hits(
    seeds_index: Index, query: str
) -> None:
    """A document marks in each passage what a hit of that passage marks."""
    hits = seeds_index.search(query, limit=None, per_document=None)
    for id in seeds_index.ids():
        found = seeds_index.matches(id, query)
        for hit in hits:
            if hit.document.id == id:
                start, end = hit.passage.start, hit.passage.end
                inside = tuple(one for one in found if start <= one.start < end)
                assert inside == hit.matches


def test_matches_of_what_is_not_there(seeds_index: Index) -> None:
    """An unknown document is an error, a query that it does not answer is none."""
    assert seeds_index.matches(STORY, "zzzqqq") == ()
    assert seeds_index.matches(STORY, "minister", translate=False) == ()
    assert seeds_index.matches(STORY, "minister") != ()
    with pytest.raises(NotFoundError):
        seeds_index.matches("nothing", "Çin")
    with pytest.raises(UsageError):
        seeds_index.matches(STORY, None)  # type: ignore[arg-type]


def test_entities_of_a_kind(seeds_index: Index) -> None:
    """Countries and cities, which are of one type, are told apart by their kind."""
    countries = seeds_index.entities(kind="country")
    cities = seeds_index.entities(kind="city", prefix="pek")
    assert {one.id.partition(":")[0] for one in countries} == {"country"}
    assert all(one.id.startswith("city:") for one in cities)
    every = [one.id for one in seeds_index.entities("GPE")]
    assert {one.id for one in (*countries, *cities)} <= set(every)
    with pytest.raises(UsageError, match="kind='dragon'"):
        seeds_index.entities(kind="dragon")


def test_shared_passages_are_those_that_name_both(seeds_index: Index) -> None:
    """Each two entities share the passages that a search for both finds."""
    names = ["person:wang-yi", "country:Çin", "country:AZ", "country:KZ"]
    ids = [seeds_index.entity(name).id for name in names]
    found = seeds_index.shared_passages(names)
    for left, right in combinations(ids, 2):
        both = seeds_index.search(f'entity:"{left}"', entities=[right], limit=None)
        assert found.get((left, right), 0) == both.total
    assert seeds_index.shared_passages([]) == {}
    with pytest.raises(NotFoundError):
        seeds_index.shared_passages(["person:nobody-at-all"])
    with pytest.raises(UsageError, match="65 given"):
        seeds_index.shared_passages([f"person:{number}" for number in range(65)])


@pytest.mark.parametrize("query", ["Çin", "Gazze", "zzzqqq"])
def test_a_search_has_the_timeline_of_its_answer(seeds_index: Index, query: str) -> None:
    """With ``timeline=True`` an answer has the dates of all that matches, not of a page."""
    results = seeds_index.search(query, limit=1, since="2000", timeline=True)
    assert results.timeline is not None
    wanted = seeds_index.timeline(query, by=None, since="2000")
    assert results.timeline.buckets == wanted.buckets
    assert results.timeline.passages == results.total
    assert seeds_index.search(query).timeline is None
    with pytest.raises(UsageError, match="timeline"):
        seeds_index.search(query, timeline="month")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("since", "until", "step"),
    [(None, None, "year"), ("2025", "2026", "month"), ("2026", None, "day")],
)
def test_the_step_suits_the_time(
    seeds_index: Index, since: str | None, until: str | None, step: str
) -> None:
    """Without a step years, months or days are counted, as the documents are apart."""
    assert seeds_index.timeline(by=None, since=since, until=until).by == step
