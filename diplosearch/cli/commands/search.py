"""``diplosearch search``: ranked passages for one query."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from ...messages import translate, write_number
from ..options import (
    FILTERS,
    check_facets,
    filter_options,
    filters_of,
    full_option,
    group_option,
    indexes_option,
    limit_option,
    match_option,
    resource_options,
    search_options,
)
from ..output.answer import Form, answer_options, write_answer
from ..shell_completion import offer_facets, offer_words
from .timeline import timeline_options

if TYPE_CHECKING:
    from ...model import Step
    from ...search.results import Results


class _SearchCommand(click.Command):
    """Names the way out for a word of the query that looks like an option."""

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
  diplosearch search Sarkozy Türkiye --match all
  diplosearch search ateşkes --group story --facets source
  diplosearch search --json --lang en -- Tokayev -Olympic
  diplosearch search ticaret --facets country,person --output report.html
""",
)
@click.argument("query", nargs=-1, required=True, shell_complete=offer_words)
@indexes_option
@limit_option(10, "passages")
@click.option(
    "--offset",
    metavar="N",
    type=click.IntRange(min=0),
    default=0,
    help="Leave out the first N passages.",
)
@filter_options
@match_option
@group_option
@full_option
@resource_options
@click.option(
    "--facets",
    metavar="NAMES",
    callback=check_facets,
    shell_complete=offer_facets,
    help="Count the matching passages by person, org, country, city, source, year …",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    help="Stop after this time, with what was found by then.",
)
@timeline_options
@answer_options
def search(
    query: tuple[str, ...],
    location: str | list[str],
    resources: dict[str, Any],
    form: Form,
    by: Step | None,
    **options: Any,
) -> None:
    """Show the passages that answer a query.

    Any of the words is enough; passages with all come first. There are AND, OR,
    NOT, +must, -not, "phrases", "near these"~5, prefix*, fuzzy~ and title:,
    source:, lang:, date:, person:, org:, country:, city:, place:, event:,
    entity:. Options go before a query that begins with a dash, and -- between.
    """
    from ...entities.provider import Resources
    from ...index.index import open_index
    from ..output.screen import Screen

    if by is not None and not form.has_timeline:
        raise click.UsageError(
            "--timeline goes with html, and on the screen with text, ansi and --json."
        )
    if options["facets"] and form.format == "csv":
        raise click.UsageError("--facets does not go with csv; drop one.")
    text = " ".join(query)
    chosen = search_options(**options)
    with open_index(location, resources=Resources(**resources)) as index:
        results = index.search(text, **chosen)
        timeline = None if by is None else index.timeline(text, by=by, **filters_of(chosen))
    write_answer(results, form, limit=chosen["limit"], timeline=timeline)
    if not results:
        Screen.of(sys.stderr, form.color).write(_advise(results))


def _advise(results: Results) -> str:
    """Return what to try when nothing was found."""
    from ...export.phrases import NO_HITS
    from ..output.hits import NOTHING_FOUND

    if results.total:
        return translate(
            "No passages so far down; there are {number} (see --offset).",
            number=write_number(results.total),
        )
    given = click.get_current_context().params
    # A note already says that time was up, or that the query is empty.
    if results.warnings and (given["timeout"] or not results.query.strip()):
        return translate(NO_HITS)
    filters = [f"--{option}" for option, name in FILTERS.items() if given[name]]
    if not given["translate"]:
        filters.append("--no-translate")
    if given["match"] == "all":
        filters.append("--match all")
    listed = ", ".join(filters)
    drop = translate(", or drop {options}", options=listed) if filters else ""
    return f"{translate(NOTHING_FOUND)}{drop}."
