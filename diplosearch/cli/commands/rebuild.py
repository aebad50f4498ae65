"""``diplosearch rebuild``: an index from scratch."""

from __future__ import annotations

import click
from click.core import ParameterSource

from ...engines.registry import DISK_ENGINES
from ..options import change_options


@click.command(
    epilog="""\b
Example:
  diplosearch rebuild
  diplosearch rebuild seeds --index index --jobs 4
  diplosearch rebuild seeds --resume
  diplosearch rebuild --from index --engine tantivy
  diplosearch rebuild seeds --index opensearch://localhost:9200/news
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
@click.option(
    "--resume",
    is_flag=True,
    help="Go on where a rebuild of the same SOURCE was interrupted.",
)
@click.option(
    "--from",
    "from_index",
    metavar="FOLDER",
    help="Take the documents of this index instead of SOURCE.",
)
@click.option(
    "--part",
    metavar="N/OF",
    help="In a cluster, write only this part, such as 3/8; other machines the others.",
)
@click.option(
    "--finish", is_flag=True, help="In a cluster, make all parts the current index."
)
@click.pass_context
def rebuild(
    context: click.Context,
    source: str,
    location: str,
    gazetteer: str | None,
    jobs: int | None,
    keep_duplicates: bool,
    strict: bool,
    as_json: bool,
    quiet: bool,
    engine: str | None,
    entities: bool,
    resume: bool,
    from_index: str | None,
    part: str | None,
    finish: bool,
) -> None:
    """Build the index from scratch.

    SOURCE (seeds unless given) is a folder or file of documents. The new index
    takes the place of the old one in one step at the end; until then, and if
    anything goes wrong, the old one stays. What a rebuild has done is saved
    every 10,000 documents and at Ctrl-C, and kept for --resume until the index
    changes in any other way.
    """
    if from_index is not None and _is_given(context, "source"):
        raise click.UsageError("give SOURCE or --from, not both")
    if part is not None or finish:
        from .partial_rebuild import rebuild_in_parts

        rebuild_in_parts(context)
        return
    from ...backends.registry import shown
    from ...export.phrases import count
    from ...index.rebuild import rebuild as rebuild_index
    from ..output.progress import shown_progress
    from ..output.reports import conclude

    with shown_progress(is_quiet=quiet) as progress:
        index = rebuild_index(
            source if from_index is None else None,
            location,
            from_index=from_index,
            engine=engine,
            entities=entities,
            gazetteer=gazetteer,
            keep_duplicates=keep_duplicates,
            progress=progress,
            jobs=jobs,
            resume=resume,
        )
    with index:
        report = index.report
    conclude(
        report,
        f"Built {shown(location)} from {count(report.documents, 'document')}.",
        source=source if from_index is None else shown(from_index),
        location=shown(location),
        as_json=as_json,
        quiet=quiet,
        strict=strict,
    )


def _is_given(context: click.Context, name: str) -> bool:
    return context.get_parameter_source(name) is not ParameterSource.DEFAULT
