"""``diplosearch copy`` and ``diplosearch merge``: indexes made of others."""

from __future__ import annotations

import click

from ...engines.registry import DISK_ENGINES
from ..options import (
    gazetteer_option,
    index_option,
    jobs_option,
    json_option,
    keep_duplicates_option,
    quiet_option,
    strict_option,
)
from ..shell_completion import offer_folders


@click.command(
    epilog="""\b
Example:
  diplosearch copy backup/index
  diplosearch copy backup/index --index index
"""
)
@click.argument("target", metavar="FOLDER")
@index_option
def copy(target: str, location: str) -> None:
    """Copy the index into FOLDER, also while it is read and written.

    The copy is the state that was committed last, compared with its checksums; it
    shares no file with the index.
    """
    from ...backends.registry import shown
    from ...index.merge import copy as copy_index

    copy_index(location, target)
    click.echo(f"Copied {shown(location)} to {shown(target)}.")


@click.command(
    epilog="""\b
Example:
  diplosearch merge monday/index tuesday/index --index index
  diplosearch merge index other/index --index index --json
"""
)
@click.argument(
    "sources", metavar="FOLDER...", nargs=-1, required=True, shell_complete=offer_folders
)
@index_option
@gazetteer_option
@jobs_option
@click.option(
    "--engine",
    type=click.Choice(DISK_ENGINES),
    help="The engine; that of the first index unless given.",
)
@keep_duplicates_option
@strict_option
@json_option
@quiet_option
def merge(
    sources: tuple[str, ...],
    location: str,
    gazetteer: str | None,
    jobs: int | None,
    engine: str | None,
    keep_duplicates: bool,
    strict: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Make one index of the documents of two indexes or more.

    Documents are taken over with their entities, so the indexes must have been built
    with the same recognizer and gazetteer. Of two documents with one id, that of the
    index that is named first stays. The new index may take the place of one of them.
    """
    from ...backends.registry import shown
    from ...entities.provider import Resources
    from ...index.merge import merge as merge_indexes
    from ...messages import count
    from ..output.progress import shown_progress
    from ..output.reports import conclude

    with shown_progress(is_quiet=quiet) as progress:
        index = merge_indexes(
            sources,
            location,
            engine=engine,
            resources=Resources(gazetteer=gazetteer),
            keep_duplicates=keep_duplicates,
            progress=progress,
            jobs=jobs,
        )
    with index:
        report = index.report
    conclude(
        report,
        f"Merged {count(report.documents, 'document')} into {shown(location)}.",
        source=", ".join(map(shown, sources)),
        location=shown(location),
        as_json=as_json,
        quiet=quiet,
        strict=strict,
    )
