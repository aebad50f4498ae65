"""``diplosearch rebuild``: an index from scratch."""

from __future__ import annotations

import sys

import click

from ..engines.registry import DISK_ENGINES
from .json_output import write_json
from .options import change_options


@click.command(
    epilog="""\b
Example:
  diplosearch rebuild
  diplosearch rebuild seeds --index index --strict
"""
)
@change_options
@click.option(
    "--engine",
    type=click.Choice(DISK_ENGINES),
    help="The engine; as before, or whoosh, unless given.",
)
def rebuild(
    source: str,
    location: str,
    keep_duplicates: bool,
    strict: bool,
    as_json: bool,
    quiet: bool,
    engine: str | None,
) -> None:
    """Build the index from scratch.

    SOURCE (seeds unless given) is a folder or file of documents. The new index
    takes the place of the old one in one step at the end; until then, and if
    anything goes wrong, the old one stays.
    """
    from ..index.index import rebuild as rebuild_index
    from .counts import count
    from .progress import shown_progress
    from .reports import refuse_skipped, report_to_dict, write_report
    from .screen import Screen

    with shown_progress(is_quiet=quiet) as progress:
        index = rebuild_index(
            source,
            location,
            engine=engine,
            keep_duplicates=keep_duplicates,
            progress=progress,
        )
    with index:
        report = index.report
    if as_json:
        write_json(report_to_dict(report, source=source, location=location))
    elif not quiet:
        screen = Screen.of(sys.stdout)
        screen.write(f"Built {location} from {count(report.documents, 'document')}.")
        write_report(report, screen)
    if strict:
        refuse_skipped(report, location)
