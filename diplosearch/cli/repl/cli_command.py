"""``diplosearch repl``: the prompt, and the same lines through a pipe."""

from __future__ import annotations

import shlex
import sys
from contextlib import closing
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from ...messages import translate
from ..options import indexes_option, resource_options, watches_option

if TYPE_CHECKING:
    from ...index.index import Index


_DEMO_FILE = "demo.jsonl"
_DEMO_QUERIES = "Gazze ateşkes · gumruk birligi · +Fidan -Astana · :who Lavrov · :facets"


@click.command(
    epilog="""\b
Example:
  diplosearch repl
  echo Tokayev | diplosearch repl --index index
  echo Tokayev | diplosearch repl --json
"""
)
@indexes_option
@watches_option
@resource_options
@click.option(
    "--json", "as_json", is_flag=True, help="Answer each line with JSON in a line."
)
@click.option(
    "--history/--no-history",
    "has_history",
    default=True,
    envvar="DIPLOSEARCH_HISTORY",
    show_envvar=True,
    help="Whether to keep the lines typed for later times.",
)
def repl(
    location: str | list[str],
    resources: dict[str, Any],
    as_json: bool,
    has_history: bool,
    folder: Path | None,
) -> None:
    """Open a prompt for queries.

    There, :help says what can be typed. Through a pipe, each line is a query or a command.
    """
    gazetteer: str | None = resources["gazetteer"]

    def open(location: str | list[str]) -> Index:
        from ...entities.provider import Resources
        from ...index.index import open_index

        return open_index(location, resources=Resources(**resources))

    if not is_interactive():
        from .run import answer_lines
        from .session import Session

        session = Session(
            open(location), location, gazetteer=gazetteer, open=open, watches=folder
        )
        with closing(session):
            answer_lines(session, sys.stdin or (), is_json=as_json)
        return
    from .run import run_prompt

    if isinstance(location, str) and not has_index(location):
        from ..output.screen import Screen
        from .first_run import offer_to_build

        if not offer_to_build(location, gazetteer, Screen.of(sys.stdout)):
            return
    run_prompt(
        open,
        location,
        gazetteer=gazetteer,
        is_json=as_json,
        has_history=has_history,
        watches=folder,
    )


@click.command(
    epilog="""\b
Example:
  diplosearch demo
  echo Lavrov | diplosearch demo
  diplosearch demo --save news
"""
)
@click.option(
    "--json", "as_json", is_flag=True, help="Answer each line with JSON in a line."
)
@click.option(
    "--save",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write the news to a folder instead, to build an index of it.",
)
def demo(as_json: bool, folder: Path | None) -> None:
    """Try it: open a prompt over twelve short news, invented, in both languages.

    They come with the program and are indexed in memory; without --save, nothing is
    written.
    """
    if folder is not None:
        _save_demo(folder)
        return
    from ...backends.base import MEMORY_LOCATION
    from .run import answer_lines, run_prompt
    from .session import Session

    def open(location: str | list[str]) -> Index:
        from ...index.index import open_index

        return _build_demo() if location == MEMORY_LOCATION else open_index(location)

    if not is_interactive():
        session = Session(_build_demo(), MEMORY_LOCATION, open=open)
        with closing(session):
            answer_lines(session, sys.stdin or (), is_json=as_json)
        return
    click.echo(translate("Twelve news, invented. Try: {queries}", queries=_DEMO_QUERIES))
    run_prompt(open, MEMORY_LOCATION, gazetteer=None, is_json=as_json, has_history=False)


def _build_demo() -> Index:
    from ...index.rebuild import rebuild

    with as_file(files("diplosearch") / "data" / _DEMO_FILE) as path:
        return rebuild(path, jobs=1)


def _save_demo(folder: Path) -> None:
    """Write the news to a file in ``folder``; a file that is there with others stays."""
    news = (files("diplosearch") / "data" / _DEMO_FILE).read_bytes()
    path = folder / _DEMO_FILE
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            file.write(news)
    except FileExistsError:
        if not path.is_file() or path.read_bytes() != news:
            message = "{path} is there already, with something else; name another folder"
            raise click.UsageError(translate(message, path=path)) from None
    click.echo(translate("Twelve news, invented, are in {path}.", path=path))
    command = f"diplosearch rebuild {shlex.quote(str(folder))}"
    click.echo(translate("Next: {command}", command=command))


def is_interactive() -> bool:
    """Tell whether stdin and stdout are terminals; a closed stream is None."""
    streams: tuple[TextIO | None, ...] = (sys.stdin, sys.stdout)
    return all(stream is not None and stream.isatty() for stream in streams)


def has_index(location: str) -> bool:
    """Tell whether there is an index at ``location``, even a damaged one.

    For the address of a server this is always true: only opening it can tell.
    """
    from ...backends.disk.layout import holds_index

    return "://" in location or holds_index(Path(location))
