"""The time of each stage of building an index, and of whole queries.

    python -m benchmarks.stages --corpus news.jsonl.gz --documents 10000 [--entities]

One process builds an index on Tantivy and asks it questions of three words, each once,
so that no cache holds its answer. What a stage does within another one counts for itself
alone; reading the clock before and after each costs about a quarter of a microsecond.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

import diplosearch

from .corpus import grown_corpus
from .kinds import KINDS
from .questions import Drawer
from .settings import cache_folder
from .systems.registry import SYSTEMS

SEED = 1

BUILDING = {
    "metadata": ["ingest.prepare:read_metadata"],
    "boilerplate": ["ingest.prepare:find_boilerplate"],
    "language and passages": [
        "ingest.prepare:document_language",
        "ingest.prepare:split_passages",
    ],
    "entities": ["ingest.tasks:add_entities"],
    "words, and the document encoded": ["ingest.tasks:encode_document"],
    "terms of passages": ["ingest.tasks:_make_result"],
    "document store": ["storage.segments:SegmentWriter.add_body"],
    "Tantivy": [
        "engines.tantivy.writer:TantivyWriter.add",
        "engines.tantivy.writer:TantivyWriter.commit",
    ],
}
"""The functions of each stage, as ``module:name``."""

ASKING = {
    "parsing and expansion": ["search.searcher:Searcher.expand"],
    "compiled for Tantivy": ["engines.tantivy.queries:Compiler.compile"],
    "Tantivy": ["engines.tantivy.ranking:Ranker._search"],
    "ten documents read back": ["storage.sqlite_store:SqliteStore.open"],
    "passages loaded": ["search.loaded_passages:LoadedPassages.__init__"],
    "scored again": ["search.search:score_passages"],
    "proximity": ["search.search:_rerank"],
    "matches": ["search.search:make_hits"],
    "as HTML": ["search.results:Hit.to_html"],
    "passages made": ["storage.codec:StoredDocument.passage"],
}

Seconds = dict[str, float]


@contextmanager
def watching(stages: Mapping[str, Sequence[str]]) -> Iterator[Seconds]:
    """Give the seconds that each stage takes within the block, by its name.

    A stage within another one, or within itself, is no part of the outer one.
    """
    seconds: Seconds = defaultdict(float)
    within: list[float] = []
    replaced: list[tuple[Any, str, Any]] = []
    for stage, names in stages.items():
        for name in names:
            module, _, path = name.partition(":")
            owner: Any = import_module(f"diplosearch.{module}")
            *classes, last = path.split(".")
            for one in classes:
                owner = getattr(owner, one)
            function = getattr(owner, last)
            replaced.append((owner, last, function))
            setattr(owner, last, _timed(function, stage, seconds, within))
    try:
        yield seconds
    finally:
        for owner, name, function in replaced:
            setattr(owner, name, function)


def _timed(
    function: Callable[..., Any], stage: str, seconds: Seconds, within: list[float]
) -> Callable[..., Any]:
    """Return a function that adds its time to ``seconds``.

    ``within`` has, for each call that has not ended, the seconds of the calls in it.
    """

    @wraps(function)
    def timed(*args: Any, **options: Any) -> Any:
        within.append(0.0)
        started = time.perf_counter()
        try:
            return function(*args, **options)
        finally:
            taken = time.perf_counter() - started
            seconds[stage] += taken - within.pop()
            if within:
                within[-1] += taken

    return timed


def table(title: str, whole: float, seconds: Seconds, count: int) -> str:
    """Return a table of the microseconds per item and the share of each stage."""
    rest = whole - sum(seconds.values())
    rows = [*seconds.items(), ("all the rest", rest), ("together", whole)]
    lines = [f"{title:34}{'µs':>8}{'share':>8}"]
    lines += [
        f"  {stage:32}{1e6 * taken / count:8.0f}{taken / whole:8.0%}"
        for stage, taken in rows
    ]
    return "\n".join(lines)


def measure_building_stages(
    documents: Sequence[diplosearch.Document], folder: Path, *, entities: bool
) -> str:
    """Build in ``folder``, and return the table of a document's stages."""
    with watching(BUILDING) as seconds:
        started = time.perf_counter()
        index = diplosearch.rebuild(
            documents,
            folder,
            engine="tantivy",
            entities=entities,
            jobs=1,
            keep_duplicates=True,
        )
        whole = time.perf_counter() - started
    index.close()
    return table("building, a document", whole, seconds, len(documents))


def measure_asking_stages(drawer: Drawer, folder: Path, count: int) -> str:
    """Ask the index in ``folder``, and return the table of a query's stages."""
    gc.collect()
    gc.freeze()  # so that the collector does not traverse what building left
    (kind,) = (one for one in KINDS if one.name == "three words")
    system = SYSTEMS["diplosearch-tantivy"].make()
    system.open(folder)
    for question in drawer.draw(kind, count, seed="warm-up"):
        system.ask(question)
    questions = drawer.draw(kind, count, seed="stages")
    with watching(ASKING) as seconds:
        started = time.perf_counter()
        for question in questions:
            system.ask(question)
        whole = time.perf_counter() - started
    system.close()
    gc.unfreeze()
    return table("asking, a query of three words", whole, seconds, count)


def main(arguments: Iterable[str]) -> int:
    """Build, ask, and print both tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stages")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--characters", type=int)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--entities", action="store_true")
    given = parser.parse_args(list(arguments))
    corpus = grown_corpus(
        given.corpus,
        given.documents,
        seed=SEED,
        cache=cache_folder(),
        characters=given.characters,
    )
    with tempfile.TemporaryDirectory(prefix="diplosearch-stages-") as name:
        documents = [grown.document for grown in corpus]
        folder = Path(name) / "index"
        print(
            measure_building_stages(documents, folder, entities=given.entities), flush=True
        )
        print(measure_asking_stages(Drawer(corpus), folder, given.queries))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
