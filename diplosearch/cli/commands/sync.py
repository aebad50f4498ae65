"""``diplosearch sync``: brings the index up to date with a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ...messages import translate, write_number
from ..options import change_options, find_source

if TYPE_CHECKING:
    from ...ingest.report import Report


@click.command(
    epilog="""\b
Example:
  diplosearch sync
  diplosearch sync seeds --index index --json
"""
)
@change_options
def sync(
    source: str | None,
    location: str,
    gazetteer: str | None,
    corrections: str | None,
    mapping: str | None,
    jobs: int | None,
    keep_duplicates: bool,
    strict: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Bring the index up to date with a folder.

    SOURCE is the folder; unless given, the one that the index was built from. Only
    what is new or changed is read into the index, and what the folder lost is
    deleted.
    """
    from ...backends.registry import shown
    from ...entities.provider import Resources
    from ...index.index import open_index
    from ..output.progress import shown_progress
    from ..output.reports import conclude

    folder = find_source(source, location)
    resources = Resources(gazetteer=gazetteer)
    with (
        open_index(location, resources=resources, corrections=corrections) as index,
        shown_progress(is_quiet=quiet) as progress,
    ):
        report = index.sync(
            folder,
            mapping=mapping,
            keep_duplicates=keep_duplicates,
            progress=progress,
            jobs=jobs,
        )
    conclude(
        report,
        _summarize(report, shown(location)),
        source=folder,
        location=shown(location),
        as_json=as_json,
        quiet=quiet,
        strict=strict,
    )


def _summarize(report: Report, location: str) -> str:
    added = report.documents - report.replaced
    template = (
        "{location} is now up to date: {changes}."
        if report.is_changed
        else "{location} was up to date: {changes}."
    )
    changes = translate(
        "{added} added, {replaced} replaced, {deleted} deleted, {unchanged} unchanged",
        added=write_number(added),
        replaced=write_number(report.replaced),
        deleted=write_number(report.deleted),
        unchanged=write_number(report.unchanged),
    )
    return translate(template, location=location, changes=changes)
