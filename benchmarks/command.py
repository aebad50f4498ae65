"""The command line of the benchmarks."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from diplosearch.errors import MissingExtraError

from .errors import BenchmarkError
from .page import write_page
from .picture import write_pictures
from .rows import rows_of
from .runner import run
from .sentences import write_sentences
from .settings import PARTS, Settings, cache_folder
from .systems.registry import SYSTEMS
from .table import make_table, print_table

RESULTS = Path(__file__).parent / "results"
DESCRIPTION = """\
Measure how fast diplosearch and others build and answer, how much they need, and
how well they find; print one table, and write it with JSON and pictures to a
folder. Systems that are not installed are skipped, and the table says why;
pictures are drawn by matplotlib, extra plot.
"""
EXAMPLE = """\
Examples:
  python -m benchmarks --page docs
  python -m benchmarks --corpus news.jsonl.gz
  python -m benchmarks --corpus news.jsonl.gz --documents 100000 --only asking found \\
      --systems diplosearch-whoosh sqlite postgresql --rounds 1 --queries 50
"""


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=DESCRIPTION,
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add(
        "--corpus",
        type=Path,
        metavar="FILE",
        help="documents to grow corpora from: .jsonl, .json or .csv, also .gz (default: "
        "the sentences that the tagger is trained with)",
    )
    add(
        "--documents",
        type=int,
        nargs="+",
        default=[1_000, 10_000],
        metavar="N",
        help="sizes of the grown corpora (default: 1000 10000)",
    )
    add(
        "--characters",
        type=int,
        metavar="N",
        help="length of a document of the grown corpora (default: as in the corpus)",
    )
    add(
        "--only",
        nargs="+",
        default=list(PARTS),
        metavar="PART",
        help=f"parts to measure, of {', '.join(PARTS)} (default: all)",
    )
    add(
        "--systems",
        nargs="+",
        default=list(SYSTEMS),
        metavar="NAME",
        help=f"of {', '.join(SYSTEMS)} (default: all); ratios refer to the first "
        "diplosearch among them",
    )
    add(
        "--rounds",
        type=int,
        default=3,
        metavar="N",
        help="rounds, of which the median is taken (default: 3)",
    )
    add(
        "--queries",
        type=int,
        default=200,
        metavar="N",
        help="questions of a kind in a round (default: 200)",
    )
    add(
        "--known-items",
        type=int,
        default=200,
        metavar="N",
        help="documents to look for by a remembered sentence (default: 200)",
    )
    add(
        "--starts",
        type=int,
        default=10,
        metavar="N",
        help="times that each command is started in a round (default: 10)",
    )
    add(
        "--seed",
        type=int,
        default=1,
        metavar="N",
        help="the seed of corpora and questions (default: 1)",
    )
    add(
        "--out",
        type=Path,
        default=RESULTS,
        metavar="FOLDER",
        help="where to write results (default: benchmarks/results)",
    )
    add(
        "--page",
        type=Path,
        metavar="FOLDER",
        help="write the table and the pictures as a Markdown page, too",
    )
    add(
        "--cache",
        type=Path,
        default=cache_folder(),
        metavar="FOLDER",
        help="where grown corpora are kept (default: in the temporary folder)",
    )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return 0; where it cannot, exit with a message."""
    parser = make_parser()
    given = parser.parse_args(arguments)
    messages = Console(stderr=True)
    try:
        corpus = given.corpus
        if corpus is None:
            corpus = given.cache / "sentences.jsonl"
            write_sentences(corpus)
        settings = Settings(
            corpus=corpus,
            documents=tuple(dict.fromkeys(given.documents)),
            characters=given.characters,
            parts=tuple(given.only),
            systems=tuple(dict.fromkeys(given.systems)),
            rounds=given.rounds,
            queries=given.queries,
            known_items=given.known_items,
            starts=given.starts,
            seed=given.seed,
            cache=given.cache,
        )
        given.out.mkdir(parents=True, exist_ok=True)
        report = run(settings, tell=lambda said: messages.print(said, style="dim"))
    except KeyboardInterrupt:
        parser.exit(130, f"{parser.prog}: interrupted\n")
    except BenchmarkError as error:
        parser.exit(2, f"{parser.prog}: {error}\n")
    except OSError as error:
        parser.exit(1, f"{parser.prog}: {error.filename}: {error.strerror}\n")
    rows = list(rows_of(settings))
    report.write(given.out / "results.json")
    pictures = []
    try:
        pictures = write_pictures(report, rows, given.out)
    except MissingExtraError as error:
        messages.print(f"no pictures: {error}", markup=False)
    if given.page is not None:
        write_page(report, rows, given.page, pictures)
    table = make_table(report, rows)
    with (given.out / "table.txt").open("w", encoding="utf-8") as file:
        print_table(table, Console(file=file))
    print_table(table, Console(file=sys.stdout))
    return 0
