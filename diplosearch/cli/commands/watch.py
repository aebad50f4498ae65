"""``diplosearch watch``: queries that are kept, and what is new to them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import click

from ...messages import count, translate, translate_written
from ..options import (
    Color,
    color_option,
    indexes_option,
    json_option,
    match_option,
    resource_options,
    restrict_options,
    watches_option,
)

if TYPE_CHECKING:
    from ...index.index import Index
    from ...index.news import News, Watch
    from ...index.watches import Watches
    from ..output.screen import Screen

NewsFormat = Literal["text", "html", "json", "atom"]

NO_WATCHES = "there are no watches; add one: diplosearch watch add NAME QUERY"

NOTHING_NEW = 3
"""Exit status of a run that found nothing new, so that a script can tell."""


def watches_of(index: Index, folder: Path | None) -> Watches:
    """Return the watches in a folder, those beside the index by default."""
    return index.watches if folder is None else index.watches_in(folder)


def describe_added(added: Watch) -> str:
    """Return what became of a query that was kept."""
    known = count(added.documents, "document")
    return translate("{name} is watched; {known} known.", name=added.name, known=known)


def write_watches(watches: Iterable[Watch], screen: Screen) -> None:
    """Write watches with their options, when they were run last, and their notes."""
    for one in watches:
        options = " ".join(f"{name}={value}" for name, value in one.options.items())
        never = translate("never run")
        last = f"{one.last_run:%Y-%m-%d %H:%M}" if one.last_run else never
        screen.write(f"{one.name}: {one.query}" + (f"  ({options})" if options else ""))
        known = translate("{documents} known", documents=count(one.documents, "document"))
        screen.write(f"    {last}; {known}")
        if one.note:
            screen.write(f"    {one.note}")


@click.group(
    epilog="""\b
Example:
  diplosearch watch list
"""
)
def watch() -> None:
    """Keep queries, and tell what is new to them.

    A document is told once, with all watches that it is new to. One that was told stays
    known through rebuilds and under another id; where its text was changed it is told
    again, and so marked.
    """


@watch.command(
    epilog="""\b
Example:
  diplosearch watch add ceasefire ateşkes OR '"humanitarian pause"' --lang tr
  diplosearch watch add grain 'tahıl koridoru' --group story
"""
)
@click.argument("name")
@click.argument("query", nargs=-1, required=True)
@click.option("--note", default="", metavar="TEXT", help="What to remember of it.")
@watches_option
@indexes_option
@restrict_options
@match_option
@click.option(
    "--group",
    type=click.Choice(["story"]),
    help="Tell of a story once, whichever papers print it, and when.",
)
def add(
    name: str,
    query: tuple[str, ...],
    note: str,
    folder: Path | None,
    location: str | list[str],
    **options: Any,
) -> None:
    """Keep a query under a name; what it finds now is not new.

    Dates such as --since "last month" are counted anew at each run.
    """
    from ...export.phrases import describe_warning
    from ...index.index import open_index
    from ..output.screen import Screen

    if options.pop("today") is not None:
        raise click.UsageError("--today does not go with a watch; drop it.")
    with open_index(location) as index:
        added = watches_of(index, folder).add(name, " ".join(query), note=note, **options)
    click.echo(describe_added(added))
    screen = Screen.of(sys.stderr)
    for warning in added.warnings:
        screen.write(describe_warning(warning))


@watch.command(
    "list",
    epilog="""\b
Example:
  diplosearch watch list --json
""",
)
@watches_option
@indexes_option
@json_option
@color_option
def list_(
    folder: Path | None, location: str | list[str], as_json: bool, color: Color
) -> None:
    """List the watches, with their notes."""
    from ...index.index import open_index
    from ..output.json import write_json
    from ..output.screen import Screen

    with open_index(location) as index:
        found = watches_of(index, folder).all()
    if as_json:
        write_json([one.to_dict() for one in found])
        return
    write_watches(found, Screen.of(sys.stdout, color))
    if not found:
        Screen.of(sys.stderr, color).write(translate_written(NO_WATCHES))


@watch.command(
    epilog="""\b
Example:
  diplosearch watch note ceasefire 'for the morning brief'
"""
)
@click.argument("name")
@click.argument("text", nargs=-1)
@watches_option
@indexes_option
def note(
    name: str, text: tuple[str, ...], folder: Path | None, location: str | list[str]
) -> None:
    """Write a note on a watch, or take it away without TEXT."""
    from ...index.index import open_index

    with open_index(location) as index:
        watches_of(index, folder).write_note(name, " ".join(text))


@watch.command(
    epilog="""\b
Example:
  diplosearch watch remove ceasefire
"""
)
@click.argument("name")
@watches_option
@indexes_option
def remove(name: str, folder: Path | None, location: str | list[str]) -> None:
    """Forget a watch, and what it has found."""
    from ...index.index import open_index

    with open_index(location) as index:
        watches_of(index, folder).remove(name)


@watch.command(
    epilog="""\b
Example:
  diplosearch watch run
  diplosearch watch run ceasefire --format atom --output feed.xml
"""
)
@click.argument("names", nargs=-1)
@click.option(
    "--format",
    "format_",
    type=click.Choice(get_args(NewsFormat)),
    default="text",
    show_default=True,
    help="How to write what is new.",
)
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write it to a file; to the screen unless given.",
)
@click.option("--peek", is_flag=True, help="Only show it: at the next run it is still new.")
@watches_option
@indexes_option
@resource_options
@click.pass_context
def run(
    context: click.Context,
    names: tuple[str, ...],
    format_: NewsFormat,
    output: Path | None,
    peek: bool,
    folder: Path | None,
    location: str | list[str],
    resources: dict[str, Any],
) -> None:
    """Tell what is new to all watches, or to those named, since their last run.

    The exit status is 0 where something is new, and 3 where nothing is.
    """
    from ...entities.provider import Resources
    from ...errors import UsageError
    from ...export.files import open_file
    from ...export.phrases import describe_warning
    from ...index.index import open_index
    from ..output.screen import Screen

    with open_index(location, resources=Resources(**resources)) as index:
        watches = watches_of(index, folder)
        news = watches.run(names or None, remember=False)
        if not news.watches:
            raise UsageError(NO_WATCHES)
        screen = Screen.of(sys.stderr)
        for warning in dict.fromkeys(news.warnings):
            screen.write(describe_warning(warning))
        written = write_news(news, format_)
        if output is None:
            sys.stdout.write(written)
            sys.stdout.flush()
        else:
            with open_file(output) as stream:
                stream.write(written)
        # Only now, so that news that reached nobody are new at the next run as well.
        if not peek:
            watches.remember(news)
    if not news:
        context.exit(NOTHING_NEW)


def write_news(news: News, format: NewsFormat) -> str:
    """Return what is new in a format."""
    from ...export.json import dump
    from ...export.news import news_to_atom, news_to_html, news_to_text

    if format == "json":
        return dump(news.to_dict()) + "\n"
    writers = {"text": news_to_text, "html": news_to_html, "atom": news_to_atom}
    return writers[format](news)
