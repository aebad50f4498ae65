"""``diplosearch export``: all that answers a query, in a file for other programs."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Any

import click

from ...export.formats import index_format_of
from ...export.phrases import describe_warning
from ...model import ENTITY_TYPES, EntityType
from ..options import (
    filters_of,
    indexes_option,
    json_option,
    match_option,
    quiet_option,
    read_day,
    resource_options,
    restrict_options,
    search_options,
)
from ..shell_completion import offer_words


@click.command(
    epilog="""\b
Example:
  diplosearch export all.jsonl.gz
  diplosearch export ceasefire.bib ateşkes --since 2024
  diplosearch export ministers.graphml dışişleri bakanı --type PERSON --type ORG
  diplosearch export places.geojson --entity country:Çin
"""
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("query", nargs=-1, shell_complete=offer_words)
@indexes_option
@click.option(
    "--type",
    "types",
    type=click.Choice(ENTITY_TYPES, case_sensitive=False),
    multiple=True,
    help="Only entities of this type in a network; may come more than once.",
)
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(2, 500),
    help="At most N entities in a network; 100 unless given.",
)
@click.option(
    "--accessed",
    metavar="DATE",
    callback=read_day,
    help="The day that citations say they were looked up; today unless given.",
)
@restrict_options
@match_option
@resource_options
@json_option
@quiet_option
def export(
    file: Path,
    query: tuple[str, ...],
    location: str | list[str],
    types: tuple[EntityType, ...],
    limit: int | None,
    accessed: datetime.date | None,
    resources: dict[str, Any],
    as_json: bool,
    quiet: bool,
    **options: Any,
) -> None:
    """Write all that answers a query to a file for other programs.

    The ending of FILE tells what: .jsonl or .jsonl.gz documents with their entities,
    which rebuild reads back; .ris, .bib or .csl.json citations; .graphml or .gexf a
    network of who is named with whom; .geojson places on a map. Without QUERY all is
    written that the filters let through.
    """
    from ...entities.provider import Resources
    from ...index.index import open_index
    from ..output.answer import describe_export
    from ..output.json import write_json
    from ..output.progress import shown_queries
    from ..output.screen import Screen

    index_format_of(file)
    filters = filters_of(search_options(**options))
    with (
        open_index(location, resources=Resources(**resources)) as index,
        shown_queries(is_quiet=quiet) as show,
    ):
        report = index.export(
            file,
            " ".join(query),
            types=types or None,
            limit=limit,
            accessed=accessed,
            progress=show,
            **filters,
        )
    if as_json:
        write_json(report.to_dict())
        return
    notes = Screen.of(sys.stderr)
    for warning in report.warnings:
        notes.write(describe_warning(warning))
    if not quiet:
        notes.write(describe_export(report))
