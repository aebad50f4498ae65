"""Questions with known answers: reading them and measuring the answers."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from diplosearch import Document
from diplosearch.errors import MissingExtraError, SourceError
from diplosearch.evaluation.retrieval import (
    MEASURES,
    Evaluation,
    evaluate,
    read_test_set,
    write_run,
)

CORPUS = {
    "d1": "Penguins live on the ice.",
    "d2": "Penguins swim. " + "Other animals walk over the land all day long. " * 12,
    "d3": "Volcanoes erupt.",
    "d4": "Glaciers melt.",
}
QUERIES = {"q1": "penguins", "q2": "volcanoes", "q3": "zebras", "q9": "not judged"}
QRELS = [("q1", "d2", 1), ("q2", "d3", 1), ("q3", "d4", 1)]

Maker = Callable[..., Path]


@pytest.fixture
def beir(tmp_path: Path) -> Maker:
    """Makes a BEIR folder; each file may have other content or be left out (None)."""

    def make(
        *,
        corpus: str | None = _lines(
            {"_id": id, "text": text} for id, text in CORPUS.items()
        ),
        queries: str | None = _lines(
            {"_id": id, "text": text} for id, text in QUERIES.items()
        ),
        qrels: str | None = "query-id\tcorpus-id\tscore\n"
        + "".join(f"{query}\t{document}\t{score}\n" for query, document, score in QRELS),
    ) -> Path:
        folder = tmp_path / "beir"
        (folder / "qrels").mkdir(parents=True)
        for name, content in (
            ("corpus.jsonl", corpus),
            ("queries.jsonl", queries),
            ("qrels/test.tsv", qrels),
        ):
            if content is not None:
                (folder / name).write_text(content, encoding="utf-8")
        return folder

    return make


def _lines(rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)  # type: ignore[attr-defined]


def test_test_set_is_read(beir: Maker) -> None:
    """Documents, questions and judgements come as they stand in the files."""
    test_set = read_test_set(beir())

    assert {one.id: one.text for one in test_set.documents}.keys() == CORPUS.keys()
    assert all(isinstance(one, Document) for one in test_set.documents)
    assert test_set.queries == QUERIES
    assert test_set.qrels == {"q1": {"d2": 1}, "q2": {"d3": 1}, "q3": {"d4": 1}}


def test_several_files_of_judgements_are_one(beir: Maker) -> None:
    """All files under qrels count, with or without a header, empty lines and CRLF."""
    folder = beir()
    (folder / "qrels" / "more.tsv").write_text("q1\td1\t2\r\n\r\nq9\td4\t0\r\n", "utf-8")

    qrels = read_test_set(folder).qrels

    assert qrels["q1"] == {"d1": 2, "d2": 1}
    assert qrels["q9"] == {"d4": 0}


def test_figures_are_those_worked_out_by_hand(beir: Maker) -> None:
    """One answer is second, one first, one missing: the means say so."""
    pytest.importorskip("ir_measures")

    evaluation = evaluate(beir(), translate=False)

    assert list(evaluation.run["q1"]) == ["d1", "d2"]
    assert list(evaluation.run["q2"]) == ["d3"]
    assert evaluation.run["q3"] == {}
    assert evaluation.queries == 3
    assert evaluation.measures == pytest.approx(
        {
            "RR@10": (1 / 2 + 1 + 0) / 3,
            "R@10": (1 + 1 + 0) / 3,
            "nDCG@10": (1 / math.log2(3) + 1 + 0) / 3,
        }
    )
    assert tuple(evaluation.measures) == MEASURES
    assert evaluation.milliseconds_mean > 0
    assert evaluation.milliseconds_median > 0


def test_engines_agree_on_the_figures(
    beir: Maker, engine_name: str, request: pytest.FixtureRequest
) -> None:
    """Each engine ranks the tiny set alike."""
    pytest.importorskip("ir_measures")
    if engine_name == "opensearch":
        monkeypatch = request.getfixturevalue("monkeypatch")
        url = request.getfixturevalue("cluster_url")
        monkeypatch.setenv("DIPLOSEARCH_OPENSEARCH_URL", url)

    evaluation = evaluate(beir(), engine=engine_name, translate=False)

    assert evaluation.measures["RR@10"] == pytest.approx(0.5)


def test_document_counts_by_its_best_passage(beir: Maker) -> None:
    """A document of many passages stands once in a run, with its best score."""
    pytest.importorskip("ir_measures")
    long = " ".join(f"Penguins number {n} live near the pole and swim." for n in range(200))
    corpus = _lines([{"_id": "d2", "text": long}, {"_id": "d3", "text": "A penguin."}])
    qrels = "q1\td2\t1\n"

    evaluation = evaluate(beir(corpus=corpus, qrels=qrels))

    assert sorted(evaluation.run["q1"]) == ["d2", "d3"]
    assert evaluation.measures["R@10"] == 1


def test_equal_documents_are_kept(beir: Maker) -> None:
    """Documents of one text stay apart: the judgements name each of them."""
    pytest.importorskip("ir_measures")
    corpus = _lines({"_id": id, "text": "Penguins live here."} for id in ("d2", "d5"))

    evaluation = evaluate(beir(corpus=corpus, qrels="q1\td2\t1\nq1\td5\t1\n"))

    assert sorted(evaluation.run["q1"]) == ["d2", "d5"]
    assert evaluation.measures["R@10"] == 1


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("corpus", None, r"corpus\.jsonl: no such file"),
        ("queries", None, r"queries\.jsonl: no such file"),
        ("qrels", None, r"qrels: no \*\.tsv file"),
        ("corpus", '{"_id": "d1", "text": "A."}\n{"_id": \n', r"corpus\.jsonl#2"),
        (
            "queries",
            '{"_id": "q1", "text": "a"}\n{"_id": \n',
            r"queries\.jsonl#2: not a JSON",
        ),
        ("queries", '{"_id": "q1"}\n', r"queries\.jsonl#1: not a JSON object with _id"),
        ("queries", '["q1", "a"]\n', r"queries\.jsonl#1: "),
        ("qrels", "q1\td1\t1\nq7\td1\t1\n", r"test\.tsv#2: unknown query 'q7'"),
        ("qrels", "q1\td1\t1\nq1\td7\t1\n", r"test\.tsv#2: unknown document 'd7'"),
        ("qrels", "q1\td1\tyes\n", r"test\.tsv#1: not three columns"),
        ("qrels", "q1\td1\t1.5\n", r"test\.tsv#1: not three columns"),
        ("qrels", "q1\td1\t--1\n", r"test\.tsv#1: not three columns"),
        ("qrels", "q1\td1\t²\n", r"test\.tsv#1: not three columns"),
        ("qrels", "q1\td1\n", r"test\.tsv#1: not three columns"),
        ("qrels", "q1 d1 1\n", r"test\.tsv#1: not three columns"),
    ],
)
def test_unsound_folder_is_refused(
    beir: Maker, file: str, content: str | None, message: str
) -> None:
    """The error has the file and, if there is one, the line."""
    with pytest.raises(SourceError, match=message):
        read_test_set(beir(**{file: content}))


@pytest.mark.parametrize("name", ["queries.jsonl", "qrels/test.tsv"])
def test_file_that_is_no_utf8_is_refused(beir: Maker, name: str) -> None:
    """A file in another encoding is an error with its name."""
    folder = beir()
    (folder / name).write_bytes(b'{"_id": "q1", "text": "\xfe"}\n')

    with pytest.raises(SourceError, match=Path(name).name.replace(".", r"\.")):
        read_test_set(folder)


def test_missing_folder_is_refused(tmp_path: Path) -> None:
    """A folder that is not there is an error with its name."""
    with pytest.raises(SourceError, match="nowhere"):
        read_test_set(tmp_path / "nowhere")


def test_missing_extra_is_named(beir: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without ir-measures the error says which extra to install."""
    monkeypatch.setitem(sys.modules, "ir_measures", None)

    with pytest.raises(MissingExtraError, match=r"diplosearch\[eval\]"):
        evaluate(beir())


def test_run_file_is_that_of_trec(tmp_path: Path) -> None:
    """A line has query, Q0, document, rank, score and name, the best first."""
    path = tmp_path / "run.txt"

    write_run({"q1": {"d1": 0.5, "d2": 2.25}, "q2": {"d3": 1.0}, "q3": {}}, path)

    assert path.read_text(encoding="utf-8").splitlines() == [
        "q1 Q0 d2 1 2.250000000 diplosearch",
        "q1 Q0 d1 2 0.500000000 diplosearch",
        "q2 Q0 d3 1 1.000000000 diplosearch",
    ]


def test_figures_are_values_that_json_carries() -> None:
    """``to_dict`` has measures, number of queries and times."""
    evaluation = Evaluation(
        measures={"RR@10": 0.5},
        queries=2,
        milliseconds_mean=1.5,
        milliseconds_median=1.0,
        run={"q1": {"d1": 1.0}},
    )

    assert json.loads(json.dumps(evaluation.to_dict())) == {
        "measures": {"RR@10": 0.5},
        "queries": 2,
        "milliseconds": {"mean": 1.5, "median": 1.0},
    }
