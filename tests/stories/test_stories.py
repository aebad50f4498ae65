"""Stories of an index: a matter of its documents, however and wherever they came."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import diplosearch
from benchmarks.rewritten_stories import MadeSet, make_set
from benchmarks.stories import score_stories
from diplosearch import Document, Index
from diplosearch.backends.disk import generations
from diplosearch.backends.manifest import read_manifest, write_manifest
from diplosearch.errors import NotFoundError, UsageError
from diplosearch.stories.segments import segment_names

MADE = make_set(8, seed=5)


def stories_of(index: Index) -> set[frozenset[str]]:
    """Return the ids of the documents of each story."""
    return {frozenset(one.id for one in index.story(id)) for id in index.ids()}


@pytest.fixture(scope="module")
def expected() -> set[frozenset[str]]:
    """The stories of the set, built at once in memory."""
    with diplosearch.rebuild(MADE.documents, entities=False, jobs=1) as index:
        return stories_of(index)


def test_the_set_has_stories(expected: set[frozenset[str]]) -> None:
    """Papers are found to tell one story, and near misses are stories by themselves."""
    sizes = sorted(map(len, expected))
    assert sizes[-16:] == [4] * 16
    assert sizes[0] == 1
    assert len(expected) == len(set(MADE.stories.values()))


def rebuild(documents: list[Document], location: str, engine: str | None) -> Index:
    """Build an index of documents."""
    return diplosearch.rebuild(documents, location, engine=engine, entities=False, jobs=1)


def test_every_engine_any_order_any_number_of_commits(
    location: str, engine_name: str, expected: set[frozenset[str]]
) -> None:
    """Added in several commits, in another order, the stories are the same.

    Where a document goes that held two others together, these are compared anew.
    """
    documents = list(MADE.documents)
    random.Random(3).shuffle(documents)
    engine = None if engine_name in ("memory", "opensearch") else engine_name
    with rebuild(documents[:40], location, engine) as index:
        for start in range(40, len(documents), 16):
            index.add(documents[start : start + 16])
        assert stories_of(index) == expected
        gone = [id for id in MADE.stories if id.endswith("-whole")]
        index.delete(gone)
        left = [one for one in documents if one.id not in gone]
        with rebuild(left, ":memory:", None) as other:
            assert stories_of(index) == stories_of(other) != expected
        index.add([one for one in documents if one.id in gone])
        assert stories_of(index) == expected
        assert index.check(full=True).ok


def test_one_at_a_time(tmp_path: Path, expected: set[frozenset[str]]) -> None:
    """Sixty commits of one document lead to few files and the same stories."""
    documents = MADE.documents
    with rebuild(list(documents[:-12]), str(tmp_path / "index"), "whoosh") as index:
        for one in documents[-12:]:
            index.add(one)
        assert stories_of(index) == expected
        folder = generations.read_current(tmp_path / "index")
        assert len(segment_names(one.name for one in folder.iterdir())) <= 9


def test_jobs_do_not_matter(expected: set[frozenset[str]]) -> None:
    """Two processes find the same stories."""
    with diplosearch.rebuild(MADE.documents, entities=False, jobs=2) as index:
        assert stories_of(index) == expected


@pytest.mark.cluster
def test_parts_do_not_matter(cluster_url: str, expected: set[frozenset[str]]) -> None:
    """A rebuild in three parts finds the stories that span them."""
    place = f"{cluster_url}/test-stories"
    for part in ("1/3", "2/3", "3/3"):
        diplosearch.rebuild_part(MADE.documents, place, part, entities=False, jobs=1)
    with diplosearch.finish_rebuild(place) as index:
        assert stories_of(index) == expected
        index.add(Document(id="new", text="Bakan bugün kimseyle görüşmedi.", language="tr"))
        assert stories_of(index) == {*expected, frozenset({"new"})}


def test_copy_merge_and_rebuild_keep_them(
    tmp_path: Path, expected: set[frozenset[str]]
) -> None:
    """A copy, an index of two others, and one built from itself have the same stories."""
    half = len(MADE.documents) // 2
    for name, part in (("a", MADE.documents[:half]), ("b", MADE.documents[half:])):
        rebuild(list(part), str(tmp_path / name), "whoosh").close()
    merged = tmp_path / "merged"
    with diplosearch.merge([tmp_path / "a", tmp_path / "b"], merged, jobs=1) as index:
        assert stories_of(index) == expected
    diplosearch.copy(merged, tmp_path / "copy")
    with diplosearch.open(tmp_path / "copy") as index:
        assert stories_of(index) == expected
    with diplosearch.rebuild(
        None, tmp_path / "again", from_index=merged, entities=False, jobs=1
    ) as index:
        assert stories_of(index) == expected


def test_a_changed_document_leaves_its_story() -> None:
    """A document that is replaced by another text is no part of the story any more."""
    with diplosearch.rebuild(MADE.documents, entities=False, jobs=1) as index:
        id = "en-0-whole"
        assert len(index.story(id)) == 4
        text = "Nothing of the kind is told by this text, which is of a house and a garden."
        index.add(Document(id=id, text=text, language="en"))
        assert [one.id for one in index.story(id)] == [id]
        assert id not in [one.id for one in index.story("en-0-2")]


def test_an_index_of_an_earlier_version(tmp_path: Path) -> None:
    """An index without stories is searched and changed; what asks for them says why not."""
    place = tmp_path / "index"
    rebuild(list(MADE.documents[:20]), str(place), "whoosh").close()
    folder = generations.read_current(place)
    manifest = read_manifest(folder)
    for name in segment_names(manifest.files):
        (folder / name).unlink()
        del manifest.files[name]  # type: ignore[attr-defined]
    write_manifest(folder, manifest)
    with diplosearch.open(place) as index:
        assert index.stats().stories is None
        plain = index.search("corridor")
        grouped = index.search("corridor", group="story", facets=["source"], timeline=True)
        assert [one.passage.id for one in grouped] == [one.passage.id for one in plain]
        assert "knows no stories" in grouped.warnings[-1]
        with pytest.raises(UsageError, match="rebuild --from"):
            index.story(MADE.documents[0].id)
        index.add(MADE.documents[20])
        assert index.stats().stories is None
        assert index.check(full=True).ok


def test_a_change_by_an_earlier_version_is_noticed(tmp_path: Path) -> None:
    """Stories that a later commit did not go on with are not taken for its own."""
    place = tmp_path / "index"
    with rebuild(list(MADE.documents[:20]), str(place), "whoosh") as index:
        index.add(MADE.documents[20])
    folder = generations.read_current(place)
    manifest = read_manifest(folder)
    newest = segment_names(manifest.files)[-1]
    (folder / newest).unlink()
    del manifest.files[newest]  # type: ignore[attr-defined]
    write_manifest(folder, manifest)
    with diplosearch.open(place) as index:
        assert index.stats().stories is None


def test_an_empty_index_has_stories() -> None:
    """An index that is filled by additions alone has stories from the first one on."""
    with diplosearch.open(":memory:") as index:
        assert index.stats().stories == 0
        index.add(MADE.documents)
        stats = index.stats()
        assert stats.stories == len(set(MADE.stories.values()))
        assert stats.duplicates == len(MADE.documents) - stats.stories


def test_check_finds_altered_stories(tmp_path: Path) -> None:
    """A full check compares what is known of stories with the documents."""
    place = tmp_path / "index"
    rebuild(list(MADE.documents[:20]), str(place), "whoosh").close()
    folder = generations.read_current(place)
    (name,) = segment_names(one.name for one in folder.iterdir())
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data[:-200] + bytes(200))
    report = diplosearch.check(place, full=True)
    assert any(name in str(one) for one in report.damage)


def test_unknown_documents() -> None:
    """The story of what is not there is an error that names it."""
    with diplosearch.rebuild(MADE.documents[:4], entities=False, jobs=1) as index:
        for id in ("nothing", None):
            with pytest.raises(NotFoundError):
                index.story(id)  # type: ignore[arg-type]


@pytest.mark.slow
@pytest.mark.parametrize(
    "made", [make_set(60, seed=11), make_set(60, seed=12, rewritten=0.1)]
)
def test_recall_and_precision(made: MadeSet) -> None:
    """Of the pairs of one story 0.95 are found, and 0.98 of what is found is right."""
    with diplosearch.rebuild(made.documents, entities=False, jobs=1) as index:
        for language in ("tr", "en"):
            found = score_stories(index, made, language)
            assert found.recall >= 0.95
            assert found.precision >= 0.98
