"""Measure search on a BEIR folder: queries with relevant documents.

The folder has ``corpus.jsonl`` (documents), ``queries.jsonl`` (queries) and
``qrels/*.tsv`` (relevance judgements). The corpus is indexed like any other, the queries
are searched as they are, and a document's score is that of its best passage. ir-measures
(extra ``eval``) computes the measures.
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

from ..backends.base import MEMORY_LOCATION
from ..backends.cluster.backend import ENGINE_NAME
from ..backends.cluster.generations import temporary_location
from ..corpus.readers import Read, read
from ..errors import MissingExtraError, SourceError
from ..index.index import Index
from ..index.rebuild import rebuild
from ..model import Document
from ..paths import read_path
from .lines import read_lines

DEPTH = 10
"""Documents that are retrieved for each query: the cutoff of all measures."""

MEASURES = ("RR@10", "R@10", "nDCG@10")

_RUN_NAME = "diplosearch"

Run = dict[str, dict[str, float]]
"""The scores of the documents found, by query and document."""


@dataclass(frozen=True, slots=True)
class TestSet:
    """Documents, queries by id, and relevance judgements by query and document."""

    __test__ = False  # not a test case of pytest

    documents: tuple[Document, ...]
    queries: Mapping[str, str] = field(hash=False)
    qrels: Mapping[str, Mapping[str, int]] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The measures and the speed of search on a test set.

    ``measures`` has the mean over all judged queries by name; the times are those of
    whole searches, in milliseconds.
    """

    measures: Mapping[str, float] = field(hash=False)
    queries: int
    milliseconds_mean: float
    milliseconds_median: float
    run: Run = field(hash=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as values for JSON."""
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

    Raises :class:`SourceError`, with file and line, for a missing file, an invalid line,
    and a judgement of an unknown query or document.
    """
    folder = Path(read_path("folder", folder))
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
    """Return the measures of search on a BEIR folder.

    Args:
        folder: the BEIR folder.
        engine: the engine of the index, which is temporary. For ``"opensearch"``,
            DIPLOSEARCH_OPENSEARCH_URL is the URL of the cluster.
        options: as for :meth:`~diplosearch.Index.search`.

    Raises:
        SourceError: the folder is invalid; the message has the file and the line.
        MissingExtraError: ir-measures is not installed.
    """
    test_set = read_test_set(folder)
    with (
        _temporary_location(engine) as location,
        rebuild(test_set.documents, location, engine=engine, keep_duplicates=True) as index,
    ):
        return evaluate_index(index, test_set, **options)


@contextmanager
def _temporary_location(engine: str) -> Iterator[str]:
    """Yield the location of a temporary index."""
    if engine == "memory":
        yield MEMORY_LOCATION
    elif engine == ENGINE_NAME:
        with temporary_location() as location:
            yield location
    else:
        with tempfile.TemporaryDirectory(prefix="diplosearch-") as folder:
            yield folder


def evaluate_index(index: Index, test_set: TestSet, **options: Any) -> Evaluation:
    """Return the measures of ``index`` on the judged queries of ``test_set``.

    Raises :class:`MissingExtraError` when ir-measures is not installed.
    """
    judged = {id: test_set.queries[id] for id in test_set.qrels}
    arguments = {"limit": DEPTH, "per_document": 1, **options}
    run: Run = {}
    times = []
    for id, query in judged.items():
        results = index.search(query, **arguments)
        times.append(results.took * 1000)
        # Ties keep the order of the results, although ir-measures sorts by score alone.
        run[id] = {
            hit.document.id: hit.score - rank * 1e-9 for rank, hit in enumerate(results)
        }
    return Evaluation(
        measures=_measure(test_set.qrels, run),
        queries=len(judged),
        milliseconds_mean=statistics.fmean(times) if times else 0.0,
        milliseconds_median=statistics.median(times) if times else 0.0,
        run=run,
    )


def write_run(run: Run, path: str | Path) -> None:
    """Write ``run`` as a TREC run file: query, Q0, document, rank, score, run name."""
    with Path(read_path("path", path)).open("w", encoding="utf-8") as file:
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
    for number, line in read_lines(path):
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
    for number, line in read_lines(path):
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
            raise SourceError(f"{path}#{number}: unknown query {query!r}")
        if document not in documents:
            raise SourceError(f"{path}#{number}: unknown document {document!r}")
        yield query, document, judgement
