"""``diplosearch evaluate``: how well questions with known answers are answered."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .json_output import write_json
from .options import json_option

if TYPE_CHECKING:
    from ..evaluation import Evaluation
    from .screen import Screen

_ENGINES = ("memory", "whoosh")


@click.command(
    epilog="""\b
Example:
  diplosearch evaluate my-questions
  diplosearch evaluate my-questions --engine whoosh --no-translate --json
  diplosearch evaluate my-questions --run run.trec
"""
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--engine",
    type=click.Choice(_ENGINES),
    default=_ENGINES[0],
    show_default=True,
    help="The engine to index with; its index is thrown away.",
)
@click.option(
    "--translate/--no-translate",
    default=True,
    show_default=True,
    help="Whether a question finds documents in the other language.",
)
@click.option(
    "--run",
    "run_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the answers to this file, in TREC's format.",
)
@json_option
def evaluate(
    folder: Path, engine: str, translate: bool, run_file: Path | None, as_json: bool
) -> None:
    """Measure how well the questions of a BEIR FOLDER are answered.

    The folder holds corpus.jsonl, queries.jsonl and qrels/*.tsv. It is indexed
    from scratch, each question is asked as it stands, and a document counts by
    its best passage. Needs: pip install 'diplosearch[eval]'
    """
    from .. import evaluation
    from .screen import Screen

    if run_file is not None:
        run_file.touch()  # rather a refusal now than after the work
    found = evaluation.evaluate(folder, engine=engine, translate=translate)
    if run_file is not None:
        evaluation.write_run(found.run, run_file)
    if as_json:
        write_json(found.to_dict())
    else:
        _write(found, Screen.of(sys.stdout))


def _write(found: Evaluation, screen: Screen) -> None:
    screen.write_fields(
        [
            *((name, f"{figure:.4f}") for name, figure in found.measures.items()),
            ("queries", f"{found.queries:,}"),
            ("ms a query", f"{found.milliseconds_mean:.1f} mean"),
            ("", f"{found.milliseconds_median:.1f} median"),
        ]
    )
