"""An index from scratch: of a corpus, of documents, or of another index."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from .. import forks
from ..backends.base import LOCK_SECONDS, Backend
from ..backends.cluster.backend import ClusterBackend
from ..backends.disk.backend import DiskBackend
from ..backends.registry import find_backend
from ..backends.tags import SIDECAR as TAGS
from ..backends.tags import read_tags
from ..corpus.field_names import FieldMap
from ..entities.provider import Resources
from ..errors import IndexMissingError, UnusableIndexError, UsageError
from ..ingest.report import ProgressCallback
from ..model import Document
from ..paths import read_source
from ..writing.changes import BATCH, ChangeOptions, Source, build
from ..writing.sources import IndexSource, make_corpus
from .index import Index, read_correct
from .resources import LoadedResources


def rebuild(
    source: str | Path | Document | Iterable[Document] | Index | None = None,
    location: str | Path = ":memory:",
    *,
    from_index: str | Path | None = None,
    engine: str | None = None,
    entities: bool = True,
    resources: Resources | None = None,
    corrections: str | Path | None = None,
    mapping: str | FieldMap | None = None,
    keep_duplicates: bool = False,
    progress: ProgressCallback | None = None,
    jobs: int | None = None,
    batch: int = BATCH,
    resume: bool = False,
    lock_timeout: float = LOCK_SECONDS,
) -> Index:
    """Build an index from scratch and return it open; ``index.report`` tells of it.

    The new state is made beside the old one and takes its place in one step;
    until then, and for those who have it open, the old one stays as it is.

    Args:
        source: a folder or file of documents, documents, or an open index, whose
            documents are taken over as they are. None takes the folder that the index
            at ``location`` was built from, or ``./seeds`` where there is no index yet.
        location: a folder for the index, or ``":memory:"``.
        from_index: the folder of an index instead of ``source``, which may be
            ``location`` itself. Its documents alone are read, so that one whose
            engine's files are damaged, or whose analyzer has changed, will do.
        engine: ``"whoosh"``, ``"tantivy"`` or, for ``":memory:"``, ``"memory"``;
            None keeps the engine of the index that is there.
        entities: whether to find who and what the documents name. Those of an
            index are kept where the same recognizer found them.
        resources: words and names of your own; give them again when you open the
            index to add to it.
        corrections: a text file of corrections by hand: which ids are one entity,
            which are none. They take the place of those that the index keeps, which
            stay unless a file is given.
        mapping: the columns of tables and keys of JSON that fields are read from, as
            ``{"text": "body", "date": "published", "desk": "section"}`` or
            ``"text=body,date=published,desk=section"``; a name that is no field of a
            document makes a field of your own. It is kept for the next sync or rebuild of
            the same folder; None takes the one that was kept.
        keep_duplicates: index a document although another says the same; an
            index that is taken over is kept whole in any case.
        progress: called after each document.
        jobs: how many processes make documents ready; 1 works in this one alone,
            None is one a core. The outcome is the same for any number.
        batch: documents after which what is done is saved, for ``resume``.
        resume: go on behind what an interrupted rebuild of the same source has
            saved; the report says where there is none.
        lock_timeout: seconds to wait for another writer.

    Raises:
        SourceError: nothing could be read, or an index rebuilt in its own place would
            lose documents; the old index stays.
        IndexLockedError: another writer is at work; the message names it.
        IndexFullError: no room is left on the disk; the old index stays.
        OutOfMemoryError: there is too little memory; the old index stays.
        UsageError: an argument cannot be; the message says what to give.
    """
    if isinstance(batch, bool) or not isinstance(batch, int) or batch < 1:
        raise UsageError(f"batch={batch!r}: give a number of documents, 1 or more")
    correct = read_correct(corrections)
    backend = find_backend(location, lock_timeout=lock_timeout)
    with ExitStack() as undo:
        undo.callback(backend.close)
        loaded = LoadedResources(resources)
        with forks.at_work(), _read(source, from_index, backend, mapping) as given:
            how = ChangeOptions(
                keep_duplicates or isinstance(given, IndexSource), progress, jobs, correct
            )
            with build(
                backend,
                given,
                how,
                engine=engine,
                provider=loaded.provider if entities else None,
                batch=batch,
                is_resumed=resume,
            ) as report:
                index = Index(backend, report=report, resources=loaded)
        undo.pop_all()
    return index


@contextmanager
def _read(
    source: object,
    from_index: str | Path | None,
    backend: Backend,
    mapping: str | FieldMap | None,
) -> Iterator[Source]:
    """Give the documents of the source, or of the source that an index was built from."""
    if source is not None and from_index is not None:
        raise UsageError("give a source or from_index, one of the two")
    is_corpus = from_index is None and (source is None or isinstance(source, (str, Path)))
    if mapping is not None and not is_corpus:
        raise UsageError("mapping goes with a folder or file of documents; drop it")
    if source is None and from_index is None:
        yield make_corpus(backend, find_built_from(backend), mapping)
    elif from_index is not None:
        with open_documents(from_index) as kept:
            yield kept
    elif isinstance(source, Index):
        with source.kept() as kept:
            yield kept
    elif isinstance(source, Document):
        yield [source]
    elif isinstance(source, (str, Path)):
        yield make_corpus(backend, read_source(source), mapping)
    elif isinstance(source, Iterable):
        yield source
    else:
        raise UsageError(f"source is {type(source).__name__}; give a path or documents")


@contextmanager
def open_documents(location: str | Path) -> Iterator[IndexSource]:
    """Yield the documents of an index, without opening its engine.

    Raises :class:`UsageError` for an index in memory, and what
    :meth:`DiskBackend.open_documents` raises.
    """
    backend = find_backend(location)
    if not isinstance(backend, (DiskBackend, ClusterBackend)):
        raise UsageError(f"from_index={backend.location!r}: name the folder of an index")
    with backend.open_documents() as (manifest, store):
        tags = read_tags(backend.sidecars.read(TAGS), backend.location)
        yield IndexSource(backend.location, manifest, store, backend.find_source, tags=tags)


def find_built_from(backend: Backend) -> Path:
    """Return the folder or file that an index was built from, which is there.

    Where there is no index yet, that is ``./seeds``.

    Raises :class:`UsageError` where neither is there, and where the documents of the
    index came from several sources or from a program.
    """
    if not isinstance(backend, (DiskBackend, ClusterBackend)):
        return _seeds(backend)
    try:
        with backend.open_documents() as (manifest, store):
            roots = {found.root for found in store.rows(manifest.commit)}
    except IndexMissingError:
        return _seeds(backend)
    except UnusableIndexError as error:
        raise UsageError(
            f"what index {backend.location!r} was built from cannot be read ({error}); "
            "name the source"
        ) from error
    names = sorted(root for root in roots if root is not None)
    if len(names) != 1 or None in roots:
        origin = ", ".join(names) if names else "documents that a program gave"
        raise UsageError(
            f"index {backend.location!r} was not built from one folder ({origin}); name "
            "the source, or take the documents of the index: from_index, --from"
        )
    source = Path(os.path.normpath(backend.find_source(names[0])))
    if source.is_relative_to(Path.cwd()):
        source = source.relative_to(Path.cwd())
    if not source.exists():
        raise UsageError(
            f"index {backend.location!r} was built from {str(source)!r}, which is gone; "
            "name the source, or take the documents of the index: from_index, --from"
        )
    return source


def _seeds(backend: Backend) -> Path:
    seeds = Path("seeds")
    if seeds.is_dir():
        return seeds
    raise UsageError(
        f"there is no index {backend.location!r} yet and no folder 'seeds' here; name a "
        "folder or file of documents"
    )
