"""``diplosearch search``: ranked passages for one query."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal, get_args

import click

from .json_output import write_json
from .options import (
    Color,
    check_facets,
    color_option,
    filter_options,
    gazetteer_option,
    index_option,
    json_option,
    layers_option,
    lexicon_option,
)

if TYPE_CHECKING:
    from ..highlight.spans import Layer
    from ..results import Results
    from .screen import Screen

Format = Literal["text", "ansi", "html", "markdown"]

_FILTERS = {
    "--lang": "language",
    "--since": "since",
    "--until": "until",
    "--source": "sources",
    "--entity": "entities",
}


class _SearchCommand(click.Command):
    """Says what to do about a word of the query that looks like an option."""

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        try:
            return super().parse_args(context, arguments)
        except click.NoSuchOption as error:
            raise click.NoSuchOption(
                error.option_name,
                f"{error.message} Put -- before a query that has -words.",
                error.possibilities,
                context,
            ) from None


@click.command(
    cls=_SearchCommand,
    epilog="""\b
Example:
  diplosearch search Çin Dışişleri Bakanı
  diplosearch search '"prime minister" AND Kazakh*' --since 2024 --explain
  diplosearch search --json --lang en -- Tokayev -Olympic
""",
)
@click.argument("query", nargs=-1, required=True)
@index_option
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="At most N passages.",
)
@click.option(
    "--offset",
    metavar="N",
    type=click.IntRange(min=0),
    default=0,
    help="Leave out the first N passages.",
)
@filter_options
@lexicon_option
@gazetteer_option
@layers_option
@click.option(
    "--facets",
    metavar="NAMES",
    callback=check_facets,
    help="Count the matching passages by person, org, country, city, source, year …",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    help="Give up after this time.",
)
@click.option("--explain", "is_explained", is_flag=True, help="Say why each was found.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(get_args(Format)),
    help="How to print passages; text unless given.",
)
@json_option
@color_option
def search(
    query: tuple[str, ...],
    location: str,
    lexicon: str | None,
    gazetteer: str | None,
    layers: tuple[Layer, ...],
    is_explained: bool,
    format_: Format | None,
    as_json: bool,
    color: Color,
    **options: Any,
) -> None:
    """Show the passages that answer a query.

    Words are joined by OR. There are AND, OR, NOT, +must, -not, "phrases",
    "near these"~5, prefix*, fuzzy~ and title:, source:, lang:, date:,
    person:, org:, country:, city:, entity:. Options
    go before a query that begins with a dash, and -- between them.
    """
    from ..index.index import open_index
    from .screen import Screen

    if as_json and format_ is not None:
        raise click.UsageError("--json and --format exclude each other; drop one.")
    if options["facets"] and format_ in ("html", "markdown"):
        raise click.UsageError("--facets goes with text, ansi or --json; drop one.")
    with open_index(location, lexicon=lexicon, gazetteer=gazetteer) as index:
        results = index.search(" ".join(query), **_search_options(**options))
    if as_json:
        write_json(_to_dict(results, is_explained=is_explained))
        return
    screen = Screen.of(sys.stdout, "always" if format_ == "ansi" else color)
    notes = Screen.of(sys.stderr, color)
    _write(results, screen, notes, format_, layers=layers, is_explained=is_explained)


def _search_options(
    *, sources: tuple[str, ...], per_document: int, **others: Any
) -> dict[str, Any]:
    return {"source": sources or None, "per_document": per_document or None, **others}


def _to_dict(results: Results, *, is_explained: bool) -> dict[str, Any]:
    answer = results.to_dict()
    if is_explained:
        for hit, written in zip(results, answer["hits"], strict=True):
            written["explanation"] = asdict(hit.explain())
    return answer


def _write(
    results: Results,
    screen: Screen,
    notes: Screen,
    format_: Format | None,
    *,
    layers: tuple[Layer, ...],
    is_explained: bool,
) -> None:
    from .formats import write_html, write_markdown
    from .hits import list_notes, summarize, write_facets, write_hit, write_legend

    for note in list_notes(results):
        notes.write(note)
    if format_ == "html":
        write_html(results, sys.stdout, layers=layers, is_explained=is_explained)
    elif format_ == "markdown":
        write_markdown(results, sys.stdout, layers=layers, is_explained=is_explained)
    else:
        best = max((hit.score for hit in results), default=0.0)
        for hit in results:
            write_hit(hit, screen, layers=layers, is_explained=is_explained, best=best)
        write_facets(results, screen)
        if results:
            write_legend(results, screen, layers)
            limit = click.get_current_context().params["limit"]
            screen.write(summarize(results, limit=limit))
    if not results:
        notes.write(_advise(results))


def _advise(results: Results) -> str:
    """Return what to try when nothing was found."""
    from .hits import NOTHING_FOUND, NOTHING_SHOWN

    if results.total:
        return f"No passages so far down; there are {results.total:,} (see --offset)."
    given = click.get_current_context().params
    # The note says that time was up, or that nothing was asked.
    if results.warnings and (given["timeout"] or not results.query.strip()):
        return NOTHING_SHOWN
    filters = [option for option, name in _FILTERS.items() if given[name]]
    if not given["translate"]:
        filters.append("--no-translate")
    drop = f", or drop {', '.join(filters)}" if filters else ""
    return f"{NOTHING_FOUND}{drop}."
