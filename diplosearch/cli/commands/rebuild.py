"""``diplosearch rebuild``: an index from scratch."""

from __future__ import annotations

import click

from ...engines.registry import DISK_ENGINES
from ...messages import count, translate
from ..options import change_options, find_source


@click.command(
    epilog="""\b
Example:
  diplosearch rebuild
  diplosearch rebuild seeds --index index --jobs 4
  diplosearch rebuild seeds --resume
  diplosearch rebuild seeds --map text=body,date=published,desk=section
  diplosearch rebuild --from index --engine tantivy
  diplosearch rebuild seeds --corrections my-corrections.txt
  diplosearch rebuild seeds --index opensearch://localhost:9200/news
  diplosearch rebuild seeds --index opensearch://localhost:9200/news --shards 2
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
@click.option(
    "--drop-parts",
    is_flag=True,
    help="In a cluster, drop the parts of a rebuild that was not finished.",
)
@click.option(
    "--shards",
    type=click.IntRange(min=1),
    help="In a cluster, shards of each index; as many as the documents need unless given.",
)
@click.option(
    "--replicas",
    type=click.IntRange(min=0),
    help="In a cluster, copies of each shard; one, or none on one node, unless given.",
)
@click.pass_context
def rebuild(
    context: click.Context,
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
    engine: str | None,
    entities: bool,
    resume: bool,
    from_index: str | None,
    part: str | None,
    finish: bool,
    drop_parts: bool,
    shards: int | None,
    replicas: int | None,
) -> None:
    """Build the index from scratch.

    SOURCE is a folder or file of documents; unless given, what the index was built
    from, or ./seeds where there is no index yet. The new index takes the place of
    the old one in one step at the end; until then, and if anything goes wrong, the
    old one stays. What a rebuild has done is saved every 10,000 documents and at
    Ctrl-C, and kept for --resume until the index changes in any other way.

    Files that end in .txt, .html, .htm, .json, .jsonl, .ndjson, .csv, .tsv, .eml, .mbox
    and .zip are read, and with the extra 'documents' .pdf, .docx, .rss, .atom, .xml (of
    feeds) and .warc; each of them also as .gz.
    """
    if from_index is not None and source is not None:
        raise click.UsageError("give SOURCE or --from, not both")
    if shards is not None or replicas is not None:
        from ...engines.opensearch.address import add_options

        location = add_options(location, shards=shards, replicas=replicas)
        context.params["location"] = location
    if part is not None or finish or drop_parts:
        from ..partial_rebuild import rebuild_in_parts

        rebuild_in_parts(context)
        return
    from ...backends.registry import shown
    from ...entities.provider import Resources
    from ...index.rebuild import rebuild as rebuild_index
    from ..output.progress import shown_progress
    from ..output.reports import conclude

    folder = find_source(source, location) if from_index is None else None
    with shown_progress(is_quiet=quiet) as progress:
        index = rebuild_index(
            folder,
            location,
            from_index=from_index,
            engine=engine,
            entities=entities,
            resources=Resources(gazetteer=gazetteer),
            corrections=corrections,
            mapping=mapping,
            keep_duplicates=keep_duplicates,
            progress=progress,
            jobs=jobs,
            resume=resume,
        )
    with index:
        report = index.report
    conclude(
        report,
        translate(
            "Built {location} from {documents}.",
            location=shown(location),
            documents=count(report.documents, "document"),
        ),
        source=folder or shown(from_index or ""),
        location=shown(location),
        as_json=as_json,
        quiet=quiet,
        strict=strict,
    )
