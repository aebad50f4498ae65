"""An index from scratch: of a corpus, of documents, or of another index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ..backends.cluster.backend import ClusterBackend
from ..backends.disk.backend import DiskBackend
from ..backends.registry import LOCK_SECONDS, find_backend, read_path
from ..entities.base import Recognizer
from ..errors import UsageError
from ..ingest.report import ProgressCallback
from ..model import Document
from ..writing.changes import BATCH, ChangeOptions, Source, build
from ..writing.sources import Kept
from .index import Index
from .resources import LoadedResources, Resources


def rebuild(
    source: str | Path | Document | Iterable[Document] | Index | None = None,
    location: str | Path = ":memory:",
    *,
    from_index: str | Path | None = None,
    engine: str | None = None,
    lexicon: str | Path | None = None,
    entities: bool = True,
    gazetteer: str | Path | None = None,
    recognizer: Recognizer | None = None,
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
            documents are taken over as they are.
        location: a folder for the index, or ``":memory:"``.
        from_index: the folder of an index instead of ``source``, which may be
            ``location`` itself. Its documents alone are read, so that one whose
            engine's files are damaged, or whose analyzer has changed, will do.
        engine: ``"whoosh"``, ``"tantivy"`` or, for ``":memory:"``, ``"memory"``;
            None keeps the engine of the index that is there.
        lexicon: a glossary of your own, as for :func:`open_index`.
        entities: whether to find who and what the documents name. Those of an
            index are kept where the same recognizer found them.
        gazetteer: entities of your own, as for :func:`open_index`; give it again
            when you open the index to add to it.
        recognizer: what finds entities, as for :func:`open_index`.
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
        UsageError: an argument cannot be; the message says what to give.
    """
    if isinstance(batch, bool) or not isinstance(batch, int) or batch < 1:
        raise UsageError(f"batch={batch!r}: give a number of documents, 1 or more")
    place = find_backend(location, lock_timeout=lock_timeout)
    with ExitStack() as undo:
        undo.callback(place.close)
        own = Resources(lexicon=lexicon, gazetteer=gazetteer, recognizer=recognizer)
        resources = LoadedResources(own)
        with _read(source, from_index) as given:
            how = ChangeOptions(keep_duplicates or isinstance(given, Kept), progress, jobs)
            with build(
                place,
                given,
                how,
                engine=engine,
                finder=resources.finder if entities else None,
                batch=batch,
                is_resumed=resume,
            ) as report:
                index = Index(place, report=report, resources=resources)
        undo.pop_all()
    return index


@contextmanager
def _read(source: object, from_index: str | Path | None) -> Iterator[Source]:
    """Give what a user names as the source."""
    if (source is None) == (from_index is None):
        raise UsageError("give a source or from_index, one of the two")
    if from_index is not None:
        with _open_documents(from_index) as kept:
            yield kept
    elif isinstance(source, Index):
        with source.kept() as kept:
            yield kept
    elif isinstance(source, Document):
        yield [source]
    elif isinstance(source, (str, Path)):
        yield Path(read_path("source", source))
    elif isinstance(source, Iterable):
        yield source
    else:
        raise UsageError(f"source is {type(source).__name__}; give a path or documents")


@contextmanager
def _open_documents(location: str | Path) -> Iterator[Kept]:
    place = find_backend(location)
    if not isinstance(place, (DiskBackend, ClusterBackend)):
        raise UsageError(f"from_index={location!r}: name the folder of an index")
    with place.open_documents() as (manifest, store):
        yield Kept(place.location, manifest, store, place.find_source)
