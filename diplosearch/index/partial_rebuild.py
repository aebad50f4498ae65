"""A rebuild in parts: several machines at once, into one new generation.

Each reads the whole corpus and takes its share of the documents, by what they say:
so two that say the same are one machine's to compare. When all parts are done, one
of them counts what is there and makes it the current generation.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path

from ..analysis.fingerprint import fingerprint
from ..backends.base import LOCK_SECONDS
from ..backends.cluster.backend import ClusterBackend
from ..backends.cluster.part import RebuildPart, parse_part
from ..backends.cluster.partial_rebuild import (
    PartTransaction,
    find_parts,
    finish_parts,
    remove_parts,
)
from ..backends.draft import Draft
from ..backends.exhaustion import translate_exhaustion
from ..backends.mappings import keep_mapping
from ..backends.registry import find_backend
from ..corpus.base import Skipped
from ..corpus.field_names import FieldMap
from ..entities.provider import RecognizerProvider, Resources
from ..entity_index.corrections.user_file import read_corrections
from ..errors import UsageError
from ..ingest.pool import Pool
from ..ingest.report import ProgressCallback, Report
from ..ingest.tasks import Settings
from ..model import Document
from ..paths import read_source
from ..writing.changes import (
    ChangeOptions,
    Source,
    complete_draft,
    make_builder,
    name_of,
    read_items,
)
from ..writing.correcting import find_kept
from ..writing.recorder import Recorder
from ..writing.sources import Item, make_corpus
from .index import Index
from .resources import LoadedResources


def rebuild_part(
    source: str | Path | Iterable[Document],
    location: str,
    part: str,
    *,
    entities: bool = True,
    resources: Resources | None = None,
    mapping: str | FieldMap | None = None,
    keep_duplicates: bool = False,
    progress: ProgressCallback | None = None,
    jobs: int | None = None,
    lock_timeout: float = LOCK_SECONDS,
) -> Report:
    """Write one part of a rebuild in a cluster and return what was done.

    Every part is given the same documents in the same order. It can be written
    again, which replaces what was there of it. The other options are those of
    :func:`~diplosearch.index.rebuild.rebuild`.

    Args:
        source: a folder or file of documents, or documents.
        location: an index in a cluster.
        part: which one of how many, such as ``"3/8"``.

    Raises:
        UsageError: the parts there are were made of something else.
        IndexLockedError: somebody else writes this part, or a whole index.
    """
    parsed = parse_part(part)
    backend = _cluster_at(location, lock_timeout)
    provider = RecognizerProvider(resources) if entities else None
    how = ChangeOptions(keep_duplicates, progress, jobs)
    given: Source
    if isinstance(source, (str, Path)):
        given = make_corpus(backend, read_source(source), mapping)
        name = backend.name_source(given.path)
        keep_mapping(backend.sidecars, name, given.mapping)
    elif mapping is not None:
        raise UsageError("mapping goes with a folder or file of documents; drop it")
    else:
        given = source
    return _build_part(backend, given, how, parsed, provider)


def finish_rebuild(
    location: str,
    *,
    resources: Resources | None = None,
    corrections: str | Path | None = None,
    lock_timeout: float = LOCK_SECONDS,
) -> Index:
    """Make what all parts have written the current index and return it open.

    ``corrections`` is as for :func:`~diplosearch.index.rebuild.rebuild`.

    Raises :class:`UsageError` that names the parts which are not there yet.
    """
    backend = _cluster_at(location, lock_timeout)
    loaded = LoadedResources(resources)
    own = None if corrections is None else read_corrections(corrections)
    with translate_exhaustion(backend.location):
        kept, lost = find_kept(backend)
        report = finish_parts(backend, kept if own is None else own)
    report.remarks += [lost] if lost and own is None else []
    return Index(backend, report=report, resources=loaded)


def drop_parts(location: str, *, lock_timeout: float = LOCK_SECONDS) -> list[str]:
    """Remove the parts of a rebuild that nobody has finished; return what was removed.

    The index stays as it is. Each string is the name of a generation, as
    ``news-000002``; there is none where no parts were left.

    Raises :class:`IndexLockedError` while a part is being written.
    """
    return remove_parts(_cluster_at(location, lock_timeout))


def _cluster_at(location: str, lock_timeout: float) -> ClusterBackend:
    backend = find_backend(location, lock_timeout=lock_timeout)
    if not isinstance(backend, ClusterBackend):
        raise UsageError(
            f"location {backend.location!r}: parts are written into a cluster, as "
            "opensearch://HOST:9200/NAME"
        )
    return backend


def _build_part(
    backend: ClusterBackend,
    source: Source,
    how: ChangeOptions,
    part: RebuildPart,
    provider: RecognizerProvider | None,
) -> Report:
    recognizer = provider.recognizer.fingerprint if provider else ""
    draft = Draft(name_of(backend, source), fingerprint(), recognizer, how.keep_duplicates)
    settings = Settings(provider, recognizer)
    backend.probe()
    with translate_exhaustion(backend.location), Pool(how.jobs, settings) as pool:
        begun = find_parts(backend, draft, part)
        draft = complete_draft(draft, source, begun, pool, how.progress)
        settings = replace(settings, repeated_lines=draft.repeated_lines)
        pool.set(settings)
        transaction = PartTransaction.begin(backend, draft, part)
        try:
            recorder = Recorder(transaction, progress=how.progress)
            builder = make_builder(recorder, transaction, settings, pool, how)
            items = read_items(backend, source, recognizer)
            builder.add_all(item for item in items if _belongs_to(part, item))
            pool.close()
            report = builder.finish()
            transaction.commit_part(
                {
                    "documents": report.documents,
                    "passages": report.passages,
                    "languages": report.languages,
                    "skipped": [asdict(one) for one in report.skipped],
                    "skipped_groups": {
                        key: asdict(group) for key, group in report.skipped_groups.items()
                    },
                    "seconds": report.seconds,
                }
            )
            return report
        finally:
            transaction.finish()


def _belongs_to(part: RebuildPart, item: Item) -> bool:
    """Tell whether an item of the corpus is one of the part's, by a digest of it."""
    if isinstance(item, Skipped):
        digest = zlib.crc32(item.where.encode("utf-8", "surrogatepass"))
    else:
        digest = int.from_bytes(item.content[:8], "big")
    return digest % part.count == part.number - 1
