"""How well questions with known answers are answered.

A BEIR folder holds ``corpus.jsonl`` (documents), ``queries.jsonl`` (questions)
and ``qrels/*.tsv`` (which document answers which question). The corpus is
indexed as any other, the questions are asked as they stand, and a document
counts by its best passage. The measures come from ir-measures (extra
``eval``).
"""

from __future__ import annotations

import json
import statistics
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..backends.cluster.backend import ENGINE_NAME
from ..backends.cluster.generations import temporary_place
from ..backends.memory import MEMORY_LOCATION
from ..corpus.readers import Read, read
from ..errors import MissingExtraError, SourceError
from ..index.index import Index
from ..index.rebuild import rebuild
from ..model import Document

DEPTH = 10
"""Documents that are looked at for each question."""

MEASURES = ("RR@10", "R@10", "nDCG@10")

_RUN_NAME = "diplosearch"

Run = dict[str, dict[str, float]]
"""For each question, the documents found and their scores."""


@dataclass(frozen=True, slots=True)
class TestSet:
    """Documents, questions, and for each question the documents that answer it."""

    __test__ = False  # not a test, whatever pytest takes it for

    documents: tuple[Document, ...]
    queries: Mapping[str, str] = field(hash=False)
    qrels: Mapping[str, Mapping[str, int]] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How well and how fast the questions were answered.

    ``measures`` holds the mean over all judged questions by name; times are
    those of whole searches, in milliseconds.
    """

    measures: Mapping[str, float] = field(hash=False)
    queries: int
    milliseconds_mean: float
    milliseconds_median: float
    run: Run = field(hash=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as values that JSON can carry."""
        return {
            "measures": dict(self.measures),
            "queries": self.queries,
            "milliseconds": {
                "mean": self.milliseconds_mean,
                "median": self.milliseconds_median,
            },
        }


def read_test_set(folder: str | Path) -> TestSet:
    """Return the test set of a BEIR folder.

    Raises :class:`SourceError`, which names file and line, for a file that is
    missing, a line that is broken, and a judgement about what is not there.
    """
    folder = Path(folder)
    documents = tuple(_read_corpus(_existing(folder / "corpus.jsonl")))
    queries = dict(_read_queries(_existing(folder / "queries.jsonl")))
    files = sorted((folder / "qrels").glob("*.tsv"))
    if not files:
        raise SourceError(f"{folder / 'qrels'}: no *.tsv file; a BEIR folder needs one")
    known = {document.id for document in documents}
    qrels: dict[str, dict[str, int]] = {}
    for path in files:
        for query, document, score in _read_qrels(path, queries, known):
            qrels.setdefault(query, {})[document] = score
    return TestSet(documents, queries, qrels)


def evaluate(folder: str | Path, *, engine: str = "memory", **options: Any) -> Evaluation:
    """Return how well the questions of a BEIR folder are answered.

    Args:
        folder: the BEIR folder.
        engine: the engine to index with; its index is thrown away. For
            ``"opensearch"`` DIPLOSEARCH_OPENSEARCH_URL names the cluster.
        options: as for :meth:`~diplosearch.Index.search`.

    Raises:
        SourceError: the folder is not sound; the message names file and line.
        MissingExtraError: ir-measures is not installed.
    """
    test_set = read_test_set(folder)
    with (
        _place_for(engine) as location,
        rebuild(test_set.documents, location, engine=engine, keep_duplicates=True) as index,
    ):
        return evaluate_index(index, test_set, **options)


@contextmanager
def _place_for(engine: str) -> Iterator[str]:
    """Give a place for an index that is thrown away."""
    if engine == "memory":
        yield MEMORY_LOCATION
    elif engine == ENGINE_NAME:
        with temporary_place() as location:
            yield location
    else:
        with tempfile.TemporaryDirectory(prefix="diplosearch-") as folder:
            yield folder


def evaluate_index(index: Index, test_set: TestSet, **options: Any) -> Evaluation:
    """Return how well ``index`` answers the judged questions of ``test_set``."""
    judged = {id: test_set.queries[id] for id in test_set.qrels}
    asked = {"limit": DEPTH, "per_document": 1, **options}
    run: Run = {}
    times = []
    for id, query in judged.items():
        results = index.search(query, **asked)
        times.append(results.took * 1000)
        # Ties stay in the order of the answer: a judge sorts by score alone.
        run[id] = {
            hit.document.id: hit.score - place * 1e-9 for place, hit in enumerate(results)
        }
    return Evaluation(
        measures=_measure(test_set.qrels, run),
        queries=len(judged),
        milliseconds_mean=statistics.fmean(times) if times else 0.0,
        milliseconds_median=statistics.median(times) if times else 0.0,
        run=run,
    )


def write_run(run: Run, path: str | Path) -> None:
    """Write ``run`` as a TREC run file: question, Q0, document, rank, score, name."""
    with Path(path).open("w", encoding="utf-8") as file:
        for query, found in run.items():
            best_first = sorted(found.items(), key=lambda item: -item[1])
            for rank, (document, score) in enumerate(best_first, 1):
                file.write(f"{query} Q0 {document} {rank} {score:.9f} {_RUN_NAME}\n")


def _measure(qrels: Mapping[str, Mapping[str, int]], run: Run) -> dict[str, float]:
    try:
        from ir_measures import RR, R, calc_aggregate, nDCG
    except ImportError:
        raise MissingExtraError("ir-measures", "eval") from None
    # Measures are not read from their names: that reader (0.4.3) needs classes of ``ast``
    # that are gone in Python 3.14.
    measures = (RR @ DEPTH, R @ DEPTH, nDCG @ DEPTH)
    found = calc_aggregate(measures, qrels, run)
    return {
        name: float(found[measure])
        for name, measure in zip(MEASURES, measures, strict=True)
    }


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise SourceError(
            f"{path}: no such file; a BEIR folder holds corpus.jsonl, queries.jsonl "
            "and qrels/*.tsv"
        )
    return path


def _read_corpus(path: Path) -> Iterator[Document]:
    for item in read(path):
        if not isinstance(item, Read):
            raise SourceError(f"{path.parent / item.where}: {item.reason}")
        yield item.document


def _read_queries(path: Path) -> Iterator[tuple[str, str]]:
    for number, line in _read_lines(path):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield str(row["_id"]), str(row["text"])
        except (ValueError, KeyError, TypeError):
            raise SourceError(
                f"{path}#{number}: not a JSON object with _id and text"
            ) from None


def _read_qrels(
    path: Path, queries: Mapping[str, str], documents: set[str]
) -> Iterator[tuple[str, str, int]]:
    for number, line in _read_lines(path):
        columns = line.rstrip("\r\n").split("\t")
        if not line.strip() or (number == 1 and columns[0] == "query-id"):
            continue
        try:
            query, document, score = columns
            judgement = int(score)
        except ValueError:
            raise SourceError(
                f"{path}#{number}: not three columns query-id, corpus-id, score"
            ) from None
        if query not in queries:
            raise SourceError(f"{path}#{number}: no query is called {query!r}")
        if document not in documents:
            raise SourceError(f"{path}#{number}: no document is called {document!r}")
        yield query, document, judgement


def _read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text file with their numbers, from 1."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                yield number, line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise SourceError(f"{path}#{number}: not UTF-8 ({error.reason})") from None
