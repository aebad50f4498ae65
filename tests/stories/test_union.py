"""Stories of several indexes read as one: those of one index with all documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import empty_cluster
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import examples

import diplosearch
from benchmarks.rewritten_stories import make_set
from diplosearch import Document, Index

SET = make_set(4, seed=3)
MADE = SET.documents
ONE, SAME = [one for one in MADE if SET.stories[one.id] == SET.stories[MADE[0].id]][:2]
"""Two documents of one story."""

OTHER = next(one for one in MADE if SET.stories[one.id] != SET.stories[ONE.id])


def build(documents: list[Document], location: Path | str = ":memory:") -> Index:
    """Return an index of documents as they are."""
    return diplosearch.rebuild(
        documents, location, entities=False, keep_duplicates=True, jobs=1
    )


def stories_of(index: Index) -> set[frozenset[str]]:
    """Return the ids of the documents of each story, of several indexes as of one."""
    return {
        frozenset(one.id for one in index.story(reference)) for reference in index.ids()
    }


def shown(index: Index, **options: Any) -> Any:
    """Return an answer by stories, without its time and the names of indexes."""
    asked = index.search(
        "ministry OR bakanlık", group="story", facets=["source", "year"], **options
    )
    found = asked.to_dict()
    del found["took"]
    for hit in found["hits"]:
        for one in (hit, *hit["others"]):
            one.pop("index", None)
    return found


def assert_alike(whole: Index, several: Index) -> None:
    """Assert that stories, what is shown of each, and what counts them are the same."""
    assert stories_of(several) == stories_of(whole)
    for options in ({}, {"limit": None}, {"limit": 2, "offset": 1, "sort": "date"}):
        assert shown(several, **options) == shown(whole, **options)
    found, expected = several.stats(), whole.stats()
    assert (found.stories, found.duplicates) == (expected.stories, expected.duplicates)
    assert several.timeline(group="story") == whole.timeline(group="story")


@given(
    homes=st.lists(st.integers(0, 2), min_size=len(MADE), max_size=len(MADE)),
    deleted=st.sets(st.integers(0, len(MADE) - 1), max_size=6),
)
@settings(
    max_examples=examples(12),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@pytest.mark.slow
def test_any_documents_in_three(homes: list[int], deleted: set[int]) -> None:
    """However documents are dealt out and deleted, stories are those of one index."""
    gone = {MADE[number].id for number in deleted}
    parts = [
        build([one for one, home in zip(MADE, homes, strict=True) if home == number])
        for number in range(3)
    ]
    whole = build(list(MADE))
    for index in (whole, *parts):
        index.delete(gone & set(index.ids()))
    with whole, diplosearch.open(parts) as several:
        assert_alike(whole, several)


@pytest.fixture
def papers(tmp_path: Path) -> Iterator[Index]:
    """Two indexes opened as one, with a story in both that has the same id in each."""
    story = MADE[0]
    build([story, *MADE[20:]], tmp_path / "ankara").close()
    build(
        [Document(id=story.id, text=story.text, title="Yine"), *MADE[1:20]], tmp_path / "w"
    ).close()
    with diplosearch.open([tmp_path / "ankara", tmp_path / "w"]) as several:
        yield several


def test_the_others_are_named_by_their_index(papers: Index) -> None:
    """Where two documents have one id, what is told of the others says whose each is."""
    references = {one.reference for one in papers.story(f"w:{MADE[0].id}")}
    assert {f"ankara:{MADE[0].id}", f"w:{MADE[0].id}"} <= references
    results = papers.search("ministry OR bakanlık", group="story", limit=None)
    (hit,) = [one for one in results if one.document.reference in references]
    others = [one.reference for one in hit.others]
    assert {hit.document.reference, *others} == references
    told = json.loads(results.to_json())["hits"][hit.rank - 1]["others"]
    assert [f"{one['index']}:{one['id']}" for one in told] == others
    assert ", ".join(others) in results.to_csv()


def test_what_comes_later_is_linked(tmp_path: Path) -> None:
    """A part that is changed joins its stories with those of the others anew."""
    first, second = build([ONE], tmp_path / "a"), build([OTHER], tmp_path / "b")
    with first, second, diplosearch.open([first, second]) as several:
        assert len(several.story(ONE.id)) == 1
        second.add(SAME)
        several.refresh()
        assert {one.id for one in several.story(ONE.id)} == {ONE.id, SAME.id}
        second.delete(SAME.id)
        several.refresh()
        assert len(several.story(ONE.id)) == 1


@pytest.mark.cluster
@pytest.mark.slow
def test_a_cluster_is_mixed_with_a_folder(cluster_url: str, tmp_path: Path) -> None:
    """Stories of an index in a cluster are linked with those of a folder."""
    location = f"{cluster_url}/test-stories-of-several"
    build(list(MADE[::2]), location).close()
    build(list(MADE[1::2]), tmp_path / "folder").close()
    try:
        with (
            build(list(MADE)) as whole,
            diplosearch.open([location, tmp_path / "folder"]) as several,
        ):
            assert stories_of(several) == stories_of(whole)
    finally:
        empty_cluster(location)
