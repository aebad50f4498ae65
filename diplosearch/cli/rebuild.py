"""``diplosearch rebuild``: an index from scratch."""

from __future__ import annotations

import click

from ..engines.registry import DISK_ENGINES
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
@click.option(
    "--entities/--no-entities",
    default=True,
    show_default=True,
    help="Whether to find who and what the documents name.",
)
def rebuild(
    source: str,
    location: str,
    gazetteer: str | None,
    keep_duplicates: bool,
    strict: bool,
    as_json: bool,
    quiet: bool,
    engine: str | None,
    entities: bool,
) -> None:
    """Build the index from scratch.

    SOURCE (seeds unless given) is a folder or file of documents. The new index
    takes the place of the old one in one step at the end; until then, and if
    anything goes wrong, the old one stays.
    """
    from ..index.index import rebuild as rebuild_index
    from .counts import count
    from .progress import shown_progress
    from .reports import conclude

    with shown_progress(is_quiet=quiet) as progress:
        index = rebuild_index(
            source,
            location,
            engine=engine,
            entities=entities,
            gazetteer=gazetteer,
            keep_duplicates=keep_duplicates,
            progress=progress,
        )
    with index:
        report = index.report
    conclude(
        report,
        f"Built {location} from {count(report.documents, 'document')}.",
        source=source,
        location=location,
        as_json=as_json,
        quiet=quiet,
        strict=strict,
    )
