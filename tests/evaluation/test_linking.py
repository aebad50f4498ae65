"""Small corpora of which is known who is one: reading them, and measuring on them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from paths import GOLDEN

from diplosearch import Document, Entity
from diplosearch.errors import SourceError
from diplosearch.evaluation.linking import LinkingEvaluation, evaluate_linking, find_id
from diplosearch.evaluation.linking_set import (
    LinkingCase,
    MarkedMention,
    read_linking_set,
)
from diplosearch.model import EntityType

GOLDEN_SET = GOLDEN / "linking.jsonl"

KINDS = {
    *("surname with office", "namesakes", "rival name", "dates", "letters", "spellings"),
    *("articles", "short names", "ministries", "missions", "security council"),
    *("offices in English", "states and cities", "rivers and seas", "media"),
    *("parliament", "presidencies"),
}

FLOORS = {"PER": (0.98, 0.99), "LOC": (0.96, 0.96), "ORG": (0.98, 0.98)}
"""Id accuracy and recall of filters on the golden set, measured and rounded down."""

Write = Callable[..., Path]


def mention(document: str, words: str, **more: Any) -> dict[str, Any]:
    """Return a mention as a linking set has it."""
    return {"document": document, "words": words, **more}


def case(**changes: Any) -> dict[str, Any]:
    """Return a case of three documents and two people, one line of a linking set."""
    texts = {
        "a": "Wang Yi met the press in Ankara.",
        "b": "Wang Yi and Hakan Fidan signed the treaty in Ankara.",
        "c": "The treaty was welcomed in Brussels.",
    }
    return {
        "id": "one",
        "kind": "plain",
        "documents": [{"id": id, "text": text} for id, text in texts.items()],
        "entities": [
            {
                "type": "PERSON",
                "id": "person:wang-yi",
                "mentions": [mention("a", "Wang Yi"), mention("b", "Wang Yi")],
            },
            {"type": "PERSON", "mentions": [mention("b", "Hakan Fidan")]},
        ],
        "filters": [
            {"field": "person", "name": "Wang Yi", "finds": ["a", "b"], "omits": ["c"]}
        ],
        **changes,
    }


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A function that writes cases to a file and returns its path."""

    def write(*cases: object) -> Path:
        path = tmp_path / "linking.jsonl"
        lines = (one if isinstance(one, str) else json.dumps(one) for one in cases)
        path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        return path

    return write


def test_corpus_without_faults(write: Write) -> None:
    """Everybody has an id of his own and filters find their documents: all is 1."""
    found = evaluate_linking(write(case(), "", case(id="two", kind="other")))
    assert (found.cases, found.documents, found.failures) == (2, 6, ())
    assert list(found.types) == ["PER", "LOC", "ORG"]
    assert list(found.kinds) == ["plain", "other"]
    total = found.total
    assert (total.mentions, total.entities, total.filters) == (6, 4, 2)
    assert (total.id_accuracy, total.whole_entities) == (1.0, 1.0)
    assert (total.filter_recall, total.filter_precision) == (1.0, 1.0)
    assert found.types["ORG"].id_accuracy is None
    assert found.types["ORG"].filter_recall is None
    assert json.loads(json.dumps(found.to_dict()))["total"]["mentions"] == 6


def test_figures_are_those_worked_out_by_hand(write: Write) -> None:
    """What is one and should be two is half right, what has another id or none is wrong.

    Two towns share an id, the third has another than asked for, the treaty has none:
    the precision is (1/2 + 1/2 + 0 + 0) / 4, the recall (1 + 1 + 0 + 0) / 4.
    """
    entities = [
        {"type": "GPE", "mentions": [mention("a", "Ankara")]},
        {"type": "GPE", "mentions": [mention("b", "Ankara")]},
        {"type": "GPE", "id": "city:1", "mentions": [mention("c", "Brussels")]},
        {"type": "ORG", "mentions": [mention("c", "treaty")]},
    ]
    filters = [
        {"field": "city", "name": "Ankara", "finds": ["a", "c"], "omits": ["b"]},
    ]
    found = evaluate_linking(write(case(entities=entities, filters=filters)))
    total = found.total
    assert (total.id_precision, total.id_recall) == (0.25, 0.5)
    assert total.id_accuracy == pytest.approx(1 / 3)
    assert total.whole_entities == 0.0
    assert (total.filter_recall, total.filter_precision) == (0.5, 0.5)
    assert found.types["ORG"].id_accuracy == 0.0
    assert found.types["LOC"].id_precision == pytest.approx(1 / 3)
    assert [one.reason for one in found.failures] == [
        "LOC Ankara: a city:323786",
        "LOC Ankara: b city:323786",
        "LOC Brussels (should be city:1): c city:2800866",
        "ORG treaty: c not found",
        'city:"Ankara" misses c',
        'city:"Ankara" finds b too',
    ]


@pytest.mark.parametrize(
    ("entities", "id"),
    [
        ([(0, 7, "PERSON", "x")], "x"),
        ([(0, 4, "PERSON", "x"), (3, 9, "PERSON", "y")], "y"),
        ([(2, 5, "PERSON", "x"), (5, 8, "PERSON", "y")], "x"),
        ([(2, 8, "ORG", "x"), (7, 9, "PERSON", "y")], "y"),
        ([(8, 12, "PERSON", "x")], None),
        ([], None),
    ],
)
def test_mention_has_the_id_of_what_covers_most_of_it(
    entities: list[tuple[int, int, EntityType, str]], id: str | None
) -> None:
    """Only entities of its type count, and the first of several that share as much."""
    found = tuple(Entity(start, end, type, "", one) for start, end, type, one in entities)
    documents = {"a": Document(id="a", text="", entities=found)}
    assert find_id(MarkedMention("a", 2, 8), "PER", documents) == id


def test_words_that_stand_twice_are_told_by_number(write: Write) -> None:
    """``nth`` counts from 1; other keys and blank lines count for nothing."""
    row = case(
        why="a comment",
        documents=[{"id": "a", "text": "Fidan, Hakan Fidan", "date": "2024-05-01"}],
        entities=[{"type": "PERSON", "mentions": [mention("a", "Fidan", nth=2)]}],
        filters=[],
    )
    (read,) = read_linking_set(write("", row))
    assert read.entities[0].mentions == (MarkedMention("a", 13, 18),)
    assert str(read.documents[0].date) == "2024-05-01"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{broken", "#2: no linking case"),
        ("[" * 100_000, "#2: no linking case"),
        ("[]", "#2: no linking case"),
        ({"id": "x"}, "#2: 'documents' is missing"),
        (case(), "#2: no linking case .the id 'one' is used twice"),
        (case(id="x", documents=[{"id": "a", "text": 1}]), "#2: no linking case"),
        (case(id="x", documents=case()["documents"] * 2), "two documents have one id"),
        (case(id="x", entities=[{"type": "DATE", "mentions": []}]), "use PERSON, PER"),
        (case(id="x", entities=[{"type": "ORG", "mentions": []}]), "has no mentions"),
        (case(id="x", entities=case()["entities"] * 2), "a mention is marked twice"),
        (
            case(
                id="x",
                entities=[{"type": "ORG", "mentions": [mention("a", "Wang", nth=2)]}],
            ),
            "'Wang' is not in 'a' that often",
        ),
        (
            case(id="x", entities=[{"type": "ORG", "mentions": [mention("z", "Wang")]}]),
            "#2: 'z' is missing",
        ),
        (
            case(id="x", filters=[{"field": "date", "name": "x", "finds": ["a"]}]),
            "use person, org",
        ),
        (
            case(id="x", filters=[{"field": "org", "name": "x", "finds": ["z"]}]),
            "no document 'z'",
        ),
        (
            case(
                id="x",
                filters=[{"field": "org", "name": "x", "finds": ["a"], "omits": ["a"]}],
            ),
            "must find some documents, omit others",
        ),
    ],
)
def test_unsound_line_is_named(write: Write, row: object, message: str) -> None:
    """A line that is no sound case is refused with its number and the reason."""
    with pytest.raises(SourceError, match=message):
        read_linking_set(write(case(), row))


def test_file_without_cases_is_refused(write: Write, tmp_path: Path) -> None:
    """An empty file, a missing one and one that is not UTF-8 are refused."""
    with pytest.raises(SourceError, match="no cases"):
        read_linking_set(write())
    with pytest.raises(SourceError, match="cannot be read"):
        read_linking_set(tmp_path / "nowhere")
    (tmp_path / "latin").write_bytes(b"\xfe")
    with pytest.raises(SourceError, match="latin#1: not UTF-8"):
        read_linking_set(tmp_path / "latin")


@pytest.fixture(scope="module")
def golden() -> tuple[LinkingCase, ...]:
    """The cases of the golden set, which is sound as it can be read."""
    return read_linking_set(GOLDEN_SET)


def test_golden_set_has_every_kind(golden: tuple[LinkingCase, ...]) -> None:
    """At least 150 corpora, ten of each kind, half of them or more in Turkish alone."""
    kinds = Counter(one.kind for one in golden)
    assert len(golden) >= 150
    assert set(kinds) == KINDS
    assert min(kinds.values()) >= 10
    languages = Counter(
        "+".join(sorted({str(document.language) for document in one.documents}))
        for one in golden
    )
    assert languages["tr"] >= len(golden) / 2
    assert min(languages["en"], languages["en+tr"]) >= len(golden) / 8


def test_golden_set_has_no_doubles(golden: tuple[LinkingCase, ...]) -> None:
    """No text stands twice; a corpus has two to seven, each with one or few sentences."""
    texts = [document.text for one in golden for document in one.documents]
    assert len(texts) == len(set(texts))
    assert all(2 <= len(one.documents) <= 7 for one in golden)
    assert max(len(text.split()) for text in texts) < 40


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_golden_kind_has_its_opposite(golden: tuple[LinkingCase, ...], kind: str) -> None:
    """A quarter or more of its corpora have what is one, and a quarter what is two.

    Otherwise a linker that joins everything, or nothing, would do well.
    """
    cases = [one.entities for one in golden if one.kind == kind]
    apart = sum(len(entities) > 1 for entities in cases)
    together = sum(any(len(one.mentions) > 1 for one in entities) for entities in cases)
    assert min(apart, together) >= len(cases) / 4


@pytest.fixture(scope="module")
def measured() -> LinkingEvaluation:
    """The figures of the golden set."""
    return evaluate_linking(GOLDEN_SET)


@pytest.mark.slow
def test_golden_filters_judge_whole_passages(golden: tuple[LinkingCase, ...]) -> None:
    """Each document is one passage, so a filter that finds it finds the passage."""
    import diplosearch

    with diplosearch.open(":memory:") as index:
        index.add(
            [
                Document(id=f"{one.id}-{document.id}", text=document.text)
                for one in golden
                for document in one.documents
            ],
            keep_duplicates=True,
        )
        assert all(len(document.passages) == 1 for document in index.documents())


@pytest.mark.slow
@pytest.mark.parametrize("label", FLOORS)
def test_golden_figures_do_not_fall(measured: LinkingEvaluation, label: str) -> None:
    """Id accuracy and recall of filters are not lower than they were measured."""
    scores = measured.types[label]
    accuracy, recall = FLOORS[label]
    assert scores.id_accuracy is not None
    assert scores.filter_recall is not None
    assert scores.id_accuracy >= accuracy
    assert scores.filter_recall >= recall
