"""One hit of each story: which, in which order, who else has it, and what is counted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import diplosearch
from benchmarks.rewritten_stories import make_set
from diplosearch import Index
from diplosearch.errors import UsageError

MADE = make_set(8, seed=5)
QUERY = "ministry council agreement spokesman"


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    """An index of invented stories."""
    with diplosearch.rebuild(MADE.documents, entities=False, jobs=1) as made:
        yield made


def test_the_best_of_each_story(index: Index) -> None:
    """Hits are those of an ungrouped answer, but the first of each story alone."""
    seen: dict[str, str] = {}
    for hit in index.search(QUERY, limit=None, per_document=None):
        seen.setdefault(MADE.stories[hit.document.id], hit.passage.id)
    grouped = index.search(QUERY, limit=None, group="story", per_document=None)
    assert [hit.passage.id for hit in grouped] == list(seen.values())
    assert [hit.rank for hit in grouped] == list(range(1, len(seen) + 1))
    assert grouped.total == index.search(QUERY).total


def test_pages_go_on(index: Index) -> None:
    """Pages of grouped hits follow each other without a gap or a repetition."""
    whole = [hit.passage.id for hit in index.search(QUERY, limit=12, group="story")]
    for order in ("score", "date"):
        whole = [
            hit.passage.id
            for hit in index.search(QUERY, limit=12, group="story", sort=order)
        ]
        pages = [
            hit.passage.id
            for start in range(0, 12, 3)
            for hit in index.search(
                QUERY,
                limit=3,
                offset=start,
                group="story",
                sort=order,
            )
        ]
        assert pages == whole


def test_others(index: Index) -> None:
    """A hit has the other documents of its story, the earliest first; without, none."""
    hit = index.search("lang:en", group="story", limit=None)[0]
    own = MADE.stories[hit.document.id]
    wanted = [one for one in index.story(hit.document.id) if one.id != hit.document.id]
    assert [one.id for one in hit.others] == [one.id for one in wanted]
    assert {MADE.stories[one.id] for one in hit.others} <= {own}
    dates = [one.date for one in wanted if one.date]
    assert dates == sorted(dates)
    assert hit.to_dict()["others"] == [
        {
            "id": one.id,
            "title": one.title,
            "date": str(one.date),
            "source": one.source,
        }
        for one in wanted
    ]
    assert all(hit.others == () for hit in index.search("lang:en"))


def test_facets_count_stories(index: Index) -> None:
    """A value counts once for each story that has it, as many passages as match."""
    sources: dict[str, set[str]] = {}
    for one in MADE.documents:
        if one.language == "en":
            assert one.source
            sources.setdefault(one.source.casefold(), set()).add(MADE.stories[one.id])
    found = index.search("lang:en", group="story", facets=["source", "year", "language"])
    counted = {one.name.casefold(): one.count for one in found.facets["source"]}
    assert counted == {name: len(stories) for name, stories in sources.items()}
    stories = {story for id, story in MADE.stories.items() if id.startswith("en")}
    assert [(one.id, one.count) for one in found.facets["year"]] == [("2025", len(stories))]
    assert [(one.id, one.count) for one in found.facets["language"]] == [
        ("en", len(stories))
    ]


def test_timelines_count_the_first_of_each_story(index: Index) -> None:
    """A story stands at the date of its first document, once."""
    first: dict[str, str] = {}
    for one in MADE.documents:
        story = MADE.stories[one.id]
        first[story] = min(first.get(story, "9"), str(one.date))
    timeline = index.timeline(by="day", group="story")
    assert timeline.documents == len(first)
    counted = {one.label: one.documents for one in timeline if one.documents}
    assert counted == {day: [*first.values()].count(day) for day in first.values()}
    asked = index.search("lang:tr OR lang:en", timeline=True, group="story").timeline
    assert asked is not None
    assert asked.documents == len(first)


def test_every_format_tells_of_others(index: Index) -> None:
    """Text, Markdown and pages say how many more there are and who has them."""
    answer = index.search("lang:en", group="story", limit=20)
    number = next(number for number, hit in enumerate(answer) if hit.others)
    found = answer[number : number + 1]
    told = f"{len(found[0].others)} more of this story"
    for written in (found.to_text(), found.to_markdown(), found.to_html()):
        assert told in written
    assert found[0].others[0].id in found.to_csv()


def test_a_wrong_group_is_refused(index: Index) -> None:
    """What cannot be grouped by is an error that says what can."""
    with pytest.raises(UsageError, match="use 'story' or None"):
        index.search("x", group="source")  # type: ignore[arg-type]
