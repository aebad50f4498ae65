"""``diplosearch evaluate``: measures of retrieval, of recognition, or of linking."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...engines.registry import DISK_ENGINES
from ..options import check_language, json_option
from ..output.json import write_json

if TYPE_CHECKING:
    from ...evaluation.entities import Choice
    from ...model import Language

_ENGINES = ("memory", *DISK_ENGINES, "opensearch")
_RECOGNIZERS: tuple[Choice, ...] = ("rules", "tagger", "all")

_SOURCES = {"folder": "FOLDER", "marked": "--entities", "linking": "--linking"}
_OPTIONS = {
    "folder": {"engine": "--engine", "translate": "--translate", "run_file": "--run"},
    "marked": {"recognizer": "--recognizer", "language": "--language"},
    "linking": {"failures": "--failures"},
}
"""The options that go with each source alone."""


@click.command(
    epilog="""\b
Example:
  diplosearch evaluate my-questions
  diplosearch evaluate my-questions --engine whoosh --no-translate --json
  diplosearch evaluate my-questions --run run.trec
  diplosearch evaluate --entities my-names.conll
  diplosearch evaluate --linking my-people.jsonl --failures
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
@click.option(
    "--linking",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Instead, tell who is one and who is two in the small corpora of a JSONL file.",
)
@click.option(
    "--failures",
    is_flag=True,
    help="List the entities and filters of the corpora that fail.",
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
    linking: Path | None,
    failures: bool,
    as_json: bool,
) -> None:
    """Measure how well the questions of a BEIR FOLDER are answered.

    The folder holds corpus.jsonl, queries.jsonl and qrels/*.tsv. It is indexed
    from scratch, each question is asked as it stands, and a document counts by
    its best passage.

    With --entities, measure how well names are found: exact spans, each sentence
    alone. A line of the file is a token, a tab and a tag such as B-PER.

    With --linking, measure how well names get their ids. A line of the file is a
    corpus with the mentions that are one entity, and filters by name with what they
    find. Id accuracy is B-cubed F1; an entity is whole if all its mentions have one
    id that no other has.

    Needs, but for --linking: pip install 'diplosearch[eval]'
    """
    _check(context)
    if marked is not None:
        _evaluate_entities(marked, recognizer, language, as_json=as_json)
    elif linking is not None:
        _evaluate_linking(linking, failures=failures, as_json=as_json)
    elif folder is not None:
        _evaluate_folder(folder, engine, translate, run_file, as_json=as_json)


def _check(context: click.Context) -> None:
    """Raise :class:`click.UsageError` for options that exclude each other."""
    sources = [name for name in _SOURCES if context.params[name] is not None]
    if not sources:
        raise click.UsageError(
            "Name a BEIR FOLDER, or a file with --entities or --linking."
        )
    if len(sources) > 1:
        names = " and ".join(_SOURCES[name] for name in reversed(sources))
        raise click.UsageError(f"{names} exclude each other; name one.")
    for needed, options in _OPTIONS.items():
        for name, option in options.items():
            source = context.get_parameter_source(name)
            is_given = source is not None and source.name == "COMMANDLINE"
            if is_given and needed != sources[0]:
                article = "a " if needed == "folder" else ""
                raise click.UsageError(
                    f"{option} goes with {article}{_SOURCES[needed]} only; drop it."
                )


def _evaluate_folder(
    folder: Path, engine: str, translate: bool, run_file: Path | None, *, as_json: bool
) -> None:
    from ...evaluation import retrieval
    from ..output.evaluations import write_retrieval
    from ..output.screen import Screen

    if run_file is not None:
        run_file.touch()  # fails now rather than after the evaluation
    found = retrieval.evaluate(folder, engine=engine, translate=translate)
    if run_file is not None:
        retrieval.write_run(found.run, run_file)
    if as_json:
        write_json(found.to_dict())
    else:
        write_retrieval(found, Screen.of(sys.stdout))


def _evaluate_entities(
    marked: Path, recognizer: Choice | None, language: Language | None, *, as_json: bool
) -> None:
    from ...evaluation.entities import evaluate_entities
    from ..output.evaluations import write_recognition
    from ..output.screen import Screen

    choices = _RECOGNIZERS if recognizer is None else (recognizer,)
    found = evaluate_entities(marked, choices, language=language)
    if as_json:
        write_json(found.to_dict())
    else:
        write_recognition(found, Screen.of(sys.stdout))


def _evaluate_linking(linking: Path, *, failures: bool, as_json: bool) -> None:
    from ...evaluation.linking import evaluate_linking
    from ..output.evaluations import write_failures, write_linking
    from ..output.screen import Screen

    found = evaluate_linking(linking)
    if as_json:
        write_json(found.to_dict())
        return
    screen = Screen.of(sys.stdout)
    write_linking(found, screen)
    if failures and found.failures:
        screen.write()
        write_failures(found.failures, screen)
