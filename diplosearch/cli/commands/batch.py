"""``diplosearch batch``: a list of names or queries, answered into one table."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from ..options import (
    filter_options,
    indexes_option,
    json_option,
    match_option,
    resource_options,
    search_options,
)


@click.command(
    epilog="""\b
Example:
  diplosearch batch names.csv --output hits.csv
  diplosearch batch names.csv --phrase --since "last month" --output hits.csv
  diplosearch batch names.csv --group story --output stories.csv
  echo Tokayev | diplosearch batch - --limit 5
"""
)
@click.argument("list_path", metavar="LIST")
@indexes_option
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the table to a file; to the screen unless given.",
)
@click.option("--phrase", is_flag=True, help="Ask for each as a phrase, and for no entity.")
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(min=1),
    help="At most N passages of a query; all unless given.",
)
@filter_options
@match_option
@click.option(
    "--group",
    type=click.Choice(["story"]),
    help="One row for each story, with the other documents that tell it.",
)
@resource_options
@json_option
@click.option("--quiet", is_flag=True, help="Show no progress.")
def batch(
    list_path: str,
    location: str | list[str],
    output: Path | None,
    phrase: bool,
    limit: int | None,
    resources: dict[str, Any],
    as_json: bool,
    quiet: bool,
    **options: Any,
) -> None:
    """Answer a list of names or queries, in one table (CSV).

    LIST is a file with one a line, the first column of a file that ends in .csv or
    .tsv, or - for standard input. A name that the index knows is asked for as that
    person, organisation or place, however it is written in the text; anything else is
    searched as it is typed. What was found, and which found nothing, is said at the end;
    with --json as one JSON document.
    """
    from ...entities.provider import Resources
    from ...index.index import open_index
    from ..output.batch import answer_list, open_list, open_table
    from ..output.json import write_json
    from ..output.progress import shown_queries
    from ..output.screen import Screen

    if as_json and output is None:
        raise click.UsageError("--json needs --output, for the table.")
    chosen = {**search_options(**options), "limit": limit}
    with (
        open_index(location, resources=Resources(**resources)) as index,
        open_list(list_path) as source,
        nullcontext(sys.stdout)
        if output is None
        else open_table(output, list_path) as table,
        shown_queries(is_quiet=quiet) as show,
    ):
        report = answer_list(index, source, table, phrase=phrase, options=chosen, show=show)
    if as_json:
        write_json(report.to_dict())
        return
    sys.stdout.flush()  # a table that cannot be written is not reported as found
    notes = Screen.of(sys.stderr)
    for line in report.lines():
        notes.write(line)
