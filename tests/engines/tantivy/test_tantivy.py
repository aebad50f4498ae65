"""Tantivy: its files, its scores beside ours, and what it does when it is damaged."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("tantivy")

from diplosearch.engines.base import Entry, Ranking, Reader
from diplosearch.engines.memory import MemoryEngine
from diplosearch.engines.registry import load_engine
from diplosearch.engines.tantivy.engine import TantivyEngine
from diplosearch.engines.tantivy.files import find_orphans, read_state
from diplosearch.engines.tantivy.reader import TantivyReader
from diplosearch.engines.tantivy.schema import BALLAST
from diplosearch.engines.tantivy.tokens import FILLER, filling
from diplosearch.errors import IndexDamagedError, MissingExtraError
from diplosearch.query.tree import (
    Best,
    Boolean,
    Everything,
    Favoured,
    Keyword,
    Node,
    Sequence,
    Term,
)
from diplosearch.schema import (
    DATE,
    ENTITY,
    EXACT,
    LANGUAGE,
    ROW,
    SOURCE,
    STEM,
    TITLE_STEM,
)

WORDS = [f"w{number}" for number in range(40)]


def entry(number: int, words: Iterable[str], **terms: Iterable[str]) -> Entry:
    """Return the entry of a passage; ``terms`` are those of other fields."""
    text = tuple(words)
    fields = {name: tuple(values) for name, values in terms.items()}
    language = {LANGUAGE: ("tr" if number % 3 else "en",)}
    return Entry(number, number, len(text), {EXACT: text, **fields}, language)


def passages(count: int, seed: int = 1) -> list[Entry]:
    """Return passages of 20 to 120 words, common and rare ones."""
    draw = random.Random(seed)
    found = []
    for number in range(1, count + 1):
        words = [
            WORDS[min(int(draw.paretovariate(0.6)), 40) - 1]
            for _ in range(draw.randint(20, 120))
        ]
        stems = [word[:2] for word in words]
        found.append(entry(number, words, stem=stems, title_stem=draw.choices(WORDS, k=9)))
    return found


def commit(
    folder: Path, entries: Iterable[Entry], *, delete: Iterable[int] = ()
) -> TantivyReader:
    """Commit into ``folder`` and return a reader of the outcome."""
    folder.mkdir(exist_ok=True)
    writer = TantivyEngine().open_writer(folder)
    writer.delete(delete)
    for one in entries:
        writer.add(one)
    writer.commit()
    return TantivyEngine().open_reader(folder)


def term(text: str, field: str = EXACT, weight: float = 1.0) -> Term:
    """Return the term ``text``."""
    return Term(field, text, weight, text, "exact")


NODES: list[Node] = [
    term("w0"),
    term("w7", weight=3.0),
    term("w1", STEM),
    term("w3", TITLE_STEM),
    Best((term("w2", weight=2.0), term("w2", STEM, 1.5), term("w2", TITLE_STEM, 1.7))),
    Boolean(should=(term("w4", weight=2.0), term("w9", weight=4.0), term("w30"))),
    Favoured(Boolean(must=(term("w1"),), should=(term("w5"),)), LANGUAGE, "tr", 0.75),
    Sequence(EXACT, ("w0", "w1"), None, 2.0, "w0 w1"),
]


@pytest.fixture(scope="module", params=[1, 4])
def pair(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Reader, Reader]:
    """The same passages on Tantivy, in one commit or several, and in memory."""
    entries, folder = passages(300), tmp_path_factory.mktemp("pair")
    engine = MemoryEngine()
    writer = engine.open_writer()
    for one in entries:
        writer.add(one)
    writer.commit()
    for first in range(request.param):
        reader = commit(folder, entries[first :: request.param])
    return reader, engine.open_reader()


@pytest.mark.parametrize("node", NODES, ids=range(len(NODES)))
def test_scores_are_near_ours(pair: tuple[Reader, Reader], node: Node) -> None:
    """Passages score within 16 percent of our BM25, in one commit or several."""
    found, expected = (dict(one.search(node, limit=1000).hits) for one in pair)
    assert expected
    assert found == pytest.approx(expected, rel=0.16)


@pytest.mark.slow
def test_many_commits_leave_no_file_behind(tmp_path: Path) -> None:
    """Merged and deleted files are removed, locks as well; a state names those left."""
    before: Path | None = None
    for number in range(20):
        folder = tmp_path / str(number)
        folder.mkdir()
        for path in before.iterdir() if before else ():
            os.link(path, folder / path.name)
        words = ["a", f"t{number}"]
        reader = commit(folder, [entry(number + 1, words)], delete=[number - 3])
        assert find_orphans(folder) == []
        assert not list(folder.glob("*.new"))
        before = folder
    assert reader.passages == 4
    assert [text for text, _ in reader.terms(EXACT)] == ["a", "t16", "t17", "t18", "t19"]
    files = {path.name for path in folder.iterdir()}
    assert len({name.split(".")[0] for name in files if len(name) > 32}) < 20


def test_orphans_are_found(tmp_path: Path) -> None:
    """A file of a segment that the index does not name is an orphan."""
    commit(tmp_path, [entry(1, ["a"])]).close()
    stray = tmp_path / f"{'0' * 32}.idx"
    stray.touch()
    assert find_orphans(tmp_path) == [stray]
    commit(tmp_path, [entry(2, ["a"])]).close()
    assert not stray.exists()


def test_documents_of_fillers_are_no_passages(tmp_path: Path) -> None:
    """Documents without a key, as earlier versions wrote, are neither found nor counted."""
    commit(tmp_path, passages(5)).close()
    writer = TantivyEngine().open_writer(tmp_path)
    fillers = writer._tantivy.Document()
    fillers.add_text(ROW, BALLAST)
    fillers.add_text(EXACT, filling(500))
    writer._writer.add_document(fillers)
    writer.add(entry(6, ["a", "b"]))
    writer.commit()
    reader = TantivyEngine().open_reader(tmp_path)
    assert reader.passages == 6
    assert read_state(tmp_path).is_ordered
    assert [hit.key for hit in reader.search(Everything(), limit=9).hits] == [*range(1, 7)]
    assert [hit.key for hit in reader.search(term("b"), limit=9).hits] == [6]
    assert FILLER not in dict(reader.terms(EXACT))


def test_equals_come_by_key_from_any_segment(tmp_path: Path) -> None:
    """Equals come by key where segments hold keys in turn, and where they do not."""
    query = Boolean(should=(term("a"),))
    one = tmp_path / "in turn"
    for first in (40, 80, 1):
        if first == 1:
            assert read_state(one).is_ordered
        reader = commit(one, [entry(first + n, ["a"]) for n in range(20)])
    assert read_state(one).is_ordered
    assert [hit.key for hit in reader.search(query, limit=30).hits] == [
        *range(1, 21),
        *range(40, 50),
    ]
    other = tmp_path / "mixed"
    for first in (3, 1, 2):
        reader = commit(other, [entry(first + 3 * n, ["a"]) for n in range(20)])
    assert not read_state(other).is_ordered
    found = reader.search(query, limit=30)
    assert [hit.key for hit in found.hits] == list(range(1, 31))
    assert found.total == 60


def test_frequency_forgets_deleted_passages(tmp_path: Path) -> None:
    """Frequencies count passages that are left, though the files hold more."""
    entries = [entry(n, ["a", "b"] if n % 2 else ["a"], entity=["x"]) for n in range(1, 9)]
    commit(tmp_path, entries).close()
    reader = commit(tmp_path, [], delete=[1, 2])
    assert [reader.frequency(EXACT, text) for text in "abc"] == [6, 3, 0]
    assert list(reader.terms(EXACT)) == [("a", 6), ("b", 3)]
    assert reader.frequency(ENTITY, "x") == 6


NAMED = [
    entry(1, ["a"], entity=["country:CN", "country:CN", "person:cai-qi"]),
    entry(2, ["a"], entity=["country:CN"]),
    entry(3, ["b"], entity=["person:cai-qi"]),
    entry(4, ["b"]),
]


def test_entities_score_filter_and_count(tmp_path: Path) -> None:
    """Ids are scored by how often they stand there, and filter and count as keywords."""
    reader = commit(tmp_path, NAMED)
    china = Keyword(ENTITY, ("country:CN",))
    assert [hit.key for hit in reader.search(term("country:CN", ENTITY), limit=9).hits] == [
        1,
        2,
    ]
    assert dict(reader.search(china, limit=9).hits) == {1: 0.0, 2: 0.0}
    assert reader.count_by(Everything(), ENTITY) == {"country:CN": 2, "person:cai-qi": 2}
    assert reader.count_by(china, ENTITY) == {"country:CN": 2, "person:cai-qi": 1}
    assert list(reader.terms(ENTITY, "country:")) == [("country:CN", 2)]
    assert reader.frequency(ENTITY, "person:cai-qi") == 2


def test_terms_of_any_text_field_can_be_counted(tmp_path: Path) -> None:
    """Text fields without whole values are counted by their terms, fillers left out."""
    reader = commit(tmp_path, NAMED)
    assert reader.count_by(Everything(), EXACT) == {"a": 2, "b": 2}
    assert reader.count_by(term("a"), EXACT) == {"a": 2}


def test_fields_that_are_none_find_nothing(tmp_path: Path) -> None:
    """A field that the index does not keep holds no term and no value."""
    reader = commit(tmp_path, NAMED)
    assert reader.frequency("none", "1") == 0
    assert list(reader.terms("none")) == []
    assert reader.count_by(Everything(), "none") == {}
    for node in (term("a", "none"), Keyword("none", ("1",))):
        assert reader.search(node, limit=1).total == 0


def test_a_small_index_grows_into_its_lengths(tmp_path: Path) -> None:
    """An index begun with one short passage does not keep to its length."""
    commit(tmp_path, [entry(1, ["a"])]).close()
    first = read_state(tmp_path).padding
    commit(tmp_path, [entry(n, ["a"] * 90) for n in range(2, 30)]).close()
    assert read_state(tmp_path).padding > first + 40


def test_near_words_in_a_window_of_any_size(tmp_path: Path) -> None:
    """A window greater than every passage costs no more than the longest one."""
    reader = commit(tmp_path, [entry(1, ["a", *["x"] * 9, "b"]), entry(2, ["a", "c"])])
    node = Sequence(EXACT, ("a", "b"), 1_000_000_000, 1.0, "a b")
    assert [hit.key for hit in reader.search(node, limit=9).hits] == [1]


def test_dates_beyond_the_first_page(tmp_path: Path) -> None:
    """By date, a page ends within passages of one date by their score."""
    entries = [
        Entry(n, n, 9, {EXACT: ("a",) * (1 + n % 3)}, {DATE: (f"2025-01-0{n % 2 + 1}",)})
        for n in range(1, 13)
    ]
    reader = commit(tmp_path, entries)
    whole = [hit.key for hit in reader.search(term("a"), limit=12, order="date").hits]
    assert whole == [5, 11, 1, 7, 3, 9, 2, 8, 4, 10, 6, 12]
    for limit in range(1, 12):
        found = reader.search(term("a"), limit=limit, order="date")
        assert ([hit.key for hit in found.hits], found.total) == (whole[:limit], 12)


@pytest.mark.parametrize("pattern", ["meta.json", "passages.json", "*.idx", "*.term"])
@pytest.mark.parametrize("damage", ["cut", "missing"])
def test_damaged_files_are_named_errors(tmp_path: Path, pattern: str, damage: str) -> None:
    """A file that is cut or missing is an error that says what to do."""
    commit(tmp_path, [entry(n, ["a", "b"]) for n in range(1, 9)]).close()
    for path in tmp_path.glob(pattern):
        data = path.read_bytes()
        path.unlink()
        if damage == "cut":
            path.write_bytes(data[: len(data) // 2])
    with pytest.raises(IndexDamagedError, match="diplosearch rebuild"):
        TantivyEngine().open_reader(tmp_path)


def test_missing_library_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without Tantivy the error says which extra to install."""
    monkeypatch.setitem(sys.modules, "tantivy", None)
    with pytest.raises(MissingExtraError, match=r"diplosearch\[tantivy\]"):
        load_engine("tantivy").open_writer(tmp_path)


def test_several_threads_write_the_same(tmp_path: Path) -> None:
    """With more threads the same passages are found in the same order."""
    folder = tmp_path / "index"
    folder.mkdir()
    writer = TantivyEngine(threads=2, heap_bytes=20_000_000).open_writer(folder)
    for one in passages(200):
        writer.add(one)
    writer.commit()
    several = TantivyEngine().open_reader(folder)
    alone = commit(tmp_path / "alone", passages(200))
    for node in NODES:
        found, expected = several.search(node, limit=500), alone.search(node, limit=500)
        assert found.total == expected.total
        assert dict(found.hits) == pytest.approx(dict(expected.hits), rel=1e-5)


def test_keywords_that_come_twice_count_once(tmp_path: Path) -> None:
    """A value given twice for one passage is one passage."""
    reader = commit(tmp_path, [Entry(1, 1, 1, {EXACT: ("a",)}, {SOURCE: ("x", "x")})])
    assert reader.count_by(Everything(), SOURCE) == {"x": 1}


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 30])
def test_arrangements_of_near_words_are_limited(tmp_path: Path, count: int) -> None:
    """Near words with too many arrangements give no answer, marked as incomplete."""
    reader = commit(tmp_path, [entry(1, ["a", "b"] * 60), entry(2, ["a", "b"])])
    near = Sequence(EXACT, ("a",) * 4 + ("b",) * 4, 90, 1.0, "", "phrase")
    query = Boolean(should=tuple(replace(near, slop=90 - one) for one in range(count)))
    assert reader.search(query, limit=5) == Ranking(0, (), is_complete=False)
    assert reader.search(replace(near, texts=("a", "b")), limit=5).total == 2
    reader.close()
