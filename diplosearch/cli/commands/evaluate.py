"""``diplosearch evaluate``: measures of retrieval, or of recognition."""

from __future__ import annotations

import sys
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...engines.registry import DISK_ENGINES
from ..options import check_language, json_option
from ..output.json import write_json

if TYPE_CHECKING:
    from ...evaluation.entities import Choice, EntityEvaluation
    from ...evaluation.retrieval import Evaluation
    from ...model import Language
    from ..output.screen import Screen

_ENGINES = ("memory", *DISK_ENGINES, "opensearch")
_RECOGNIZERS: tuple[Choice, ...] = ("rules", "tagger", "all")

_FOLDER_OPTIONS = {"engine": "--engine", "translate": "--translate", "run_file": "--run"}
_ENTITY_OPTIONS = {"recognizer": "--recognizer", "language": "--language"}


@click.command(
    epilog="""\b
Example:
  diplosearch evaluate my-questions
  diplosearch evaluate my-questions --engine whoosh --no-translate --json
  diplosearch evaluate my-questions --run run.trec
  diplosearch evaluate --entities my-names.conll
"""
)
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option(
    "--engine",
    type=click.Choice(_ENGINES),
    default=_ENGINES[0],
    show_default=True,
    help="The engine to index with; its index is thrown away. For opensearch, "
    "DIPLOSEARCH_OPENSEARCH_URL names the cluster.",
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
@click.option(
    "--entities",
    "marked",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Instead, find the people, places and organisations of a CoNLL file.",
)
@click.option(
    "--recognizer",
    type=click.Choice(_RECOGNIZERS),
    help="What finds them; each in turn unless given.",
)
@click.option(
    "--language",
    metavar="tr|en",
    callback=check_language,
    help="The language of the CoNLL file; identified unless given.",
)
@json_option
@click.pass_context
def evaluate(
    context: click.Context,
    folder: Path | None,
    engine: str,
    translate: bool,
    run_file: Path | None,
    marked: Path | None,
    recognizer: Choice | None,
    language: Language | None,
    as_json: bool,
) -> None:
    """Measure how well the questions of a BEIR FOLDER are answered.

    The folder holds corpus.jsonl, queries.jsonl and qrels/*.tsv. It is indexed
    from scratch, each question is asked as it stands, and a document counts by
    its best passage.

    With --entities, measure how well names are found: exact spans, each sentence
    alone. A line of the file is a token, a tab and a tag such as B-PER.

    Needs: pip install 'diplosearch[eval]'
    """
    _check(context)
    if marked is not None:
        _evaluate_entities(marked, recognizer, language, as_json=as_json)
    elif folder is not None:
        _evaluate_folder(folder, engine, translate, run_file, as_json=as_json)


def _check(context: click.Context) -> None:
    """Raise :class:`click.UsageError` for options that exclude each other."""
    given = context.params
    if given["marked"] is not None and given["folder"] is not None:
        raise click.UsageError("--entities and FOLDER exclude each other; drop one.")
    if given["marked"] is None and given["folder"] is None:
        raise click.UsageError("Name a BEIR FOLDER, or a file with --entities.")
    idle, needed = (
        (_ENTITY_OPTIONS, "--entities")
        if given["marked"] is None
        else (_FOLDER_OPTIONS, "a FOLDER")
    )
    for name, option in idle.items():
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            raise click.UsageError(f"{option} goes with {needed} only; drop it.")


def _evaluate_folder(
    folder: Path, engine: str, translate: bool, run_file: Path | None, *, as_json: bool
) -> None:
    from ...evaluation import retrieval
    from ..output.screen import Screen

    if run_file is not None:
        run_file.touch()  # fails now rather than after the evaluation
    found = retrieval.evaluate(folder, engine=engine, translate=translate)
    if run_file is not None:
        retrieval.write_run(found.run, run_file)
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


def _evaluate_entities(
    marked: Path, recognizer: Choice | None, language: Language | None, *, as_json: bool
) -> None:
    from ...evaluation.entities import evaluate_entities
    from ..output.screen import Screen

    choices = _RECOGNIZERS if recognizer is None else (recognizer,)
    found = evaluate_entities(marked, choices, language=language)
    if as_json:
        write_json(found.to_dict())
    else:
        _write_scores(found, Screen.of(sys.stdout))


def _write_scores(found: EntityEvaluation, screen: Screen) -> None:
    """Write precision, recall and F1 of each recognizer side by side."""
    from ...evaluation.entities import MICRO
    from ...export.phrases import count
    from ..output.table import write_columns

    screen.write(
        f"{count(found.sentences, 'sentence')} ({found.language}), "
        f"{count(found.tokens, 'token')}, {count(sum(found.names.values()), 'name')}"
    )
    screen.write()
    head = ["", "names"]
    for choice in found.recognizers:
        head += [f"{choice} P", "R", "F1"]
    names = {**found.names, MICRO: sum(found.names.values())}
    rows = [
        [type, f"{number:,}"]
        + [
            f"{figure:.4f}"
            for one in found.recognizers.values()
            for figure in astuple(one.scores[type])
        ]
        for type, number in names.items()
    ]
    write_columns(head, rows, screen, numbers=range(1, len(head)))
    screen.write()
    speeds = (
        f"{choice} {one.tokens_per_second:,.0f}"
        for choice, one in found.recognizers.items()
    )
    screen.write(f"tokens a second: {', '.join(speeds)}")
