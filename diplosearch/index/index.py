"""What users hold: an index that is searched, changed and asked about itself."""

from __future__ import annotations

import datetime
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from .. import forks
from ..backends.base import LOCK_SECONDS, Backend, Snapshot
from ..backends.disk.backend import DiskBackend
from ..backends.disk.layout import WATCHES
from ..backends.manifest import Manifest, Verify
from ..backends.mappings import keep_mapping
from ..backends.registry import find_backend
from ..backends.tags import CurrentTags, check_tag
from ..entity_index.corrections.corrections import Corrections
from ..entity_index.corrections.line import Correction
from ..entity_index.corrections.user_file import read_corrections
from ..errors import IndexClosedError, IndexRecognizerError, NotFoundError, UsageError
from ..model import Document, GivenMetadata, check_field_name
from ..paths import read_path, read_source
from ..search.searcher import Searcher
from ..text.letters import normalize, replace_surrogates
from .changes import UNCHANGED, Changes, Unchanged
from .reader import IndexReader
from .resources import LoadedResources

if TYPE_CHECKING:
    from ..corpus.field_names import FieldMap
    from ..entities.provider import RecognizerProvider, Resources
    from ..ingest.report import ProgressCallback, Report
    from ..integrity.findings import CheckReport
    from ..writing.correcting import Correct
    from ..writing.sources import IndexSource
    from .news import Watch
    from .stats import Stats
    from .watches import Watches


OneOrMore = str | Correction | Iterable[str | Correction]
"""Corrections as a caller gives them."""


class Index(IndexReader):
    """An open index. Safe to share between threads.

    It shows one committed state until :meth:`refresh` or a change made through
    it. Use it as a context manager, or call :meth:`close`. In a process that was forked
    it opens the last committed state anew.
    """

    def __init__(
        self,
        backend: Backend,
        *,
        report: Report | None = None,
        resources: LoadedResources | None = None,
        correct: Correct | None = None,
    ) -> None:
        """Open the index at ``backend``, and close that with the index.

        ``correct`` makes the corrections of the next change. Users call
        :func:`diplosearch.open`.
        """
        self._report = report
        self._backend = backend
        self._lock = threading.Lock()
        self._resources = resources or LoadedResources()
        self._correct = correct
        self._tags = CurrentTags(backend.sidecars, backend.location)
        self._searcher: Searcher | None = self._open()
        self._closing = self._close_when_forgotten(self._searcher)

    @property
    def report(self) -> Report:
        """What the last change made through this object did."""
        if self._report is None:
            from ..ingest.report import Report  # a search needs none

            self._report = Report()
        return self._report

    @property
    def location(self) -> str:
        """Where it is, for messages: without a password."""
        return self._backend.location

    # Asking about itself

    def stats(self) -> Stats:
        """Return what the index holds."""
        from .stats import make_stats

        with self._use() as searcher:
            return make_stats(self._backend, searcher.snapshot)

    def check(self, full: bool = False) -> CheckReport:
        """Return what is wrong with the index, as it lies there now.

        See :func:`diplosearch.check`.
        """
        if self._searcher is None:
            raise IndexClosedError("this index is closed; open it again")
        from ..integrity.check import check_backend

        return check_backend(self._backend, is_full=full)

    # Watching

    @property
    def watches(self) -> Watches:
        """The queries that are kept in the folder of the index.

        Raises :class:`UsageError` where the index has no folder; see :meth:`watches_in`.
        """
        if not isinstance(self._backend, DiskBackend):
            raise UsageError(
                f"index {self._backend.location!r} has no folder for watches; name one: "
                "index.watches_in(FOLDER), or --watches FOLDER"
            )
        return self.watches_in(self._backend.root / WATCHES)

    def watches_in(self, folder: str | Path) -> Watches:
        """Return the queries that are kept in ``folder``, which need not exist."""
        from .watches import Watches

        return Watches(Path(read_path("folder", folder)).expanduser(), self.search)

    def watch(self, name: str, query: str, *, note: str = "", **options: Any) -> Watch:
        """Keep a query under a name, to be told what is new to it.

        What it finds now is not new; ``index.watches.run()`` returns what came since. See
        :meth:`Watches.add`.
        """
        return self.watches.add(name, query, note=note, **options)

    # Changing

    def add(
        self,
        documents: Document | Iterable[Document],
        *,
        keep_duplicates: bool = False,
        progress: ProgressCallback | None = None,
        jobs: int | None = 1,
    ) -> Report:
        """Add documents, all or none; one whose id is known replaces the other.

        A document that says the same as another one is left out and named in
        the report, unless ``keep_duplicates``. What metadata the caller left
        None is read from the text. ``jobs`` processes make them ready, as for
        :func:`rebuild`.
        """
        from ..writing.changes import ChangeOptions, add_documents

        given = [documents] if isinstance(documents, Document) else documents
        if not isinstance(given, Iterable):
            raise UsageError(f"documents is {type(given).__name__}; give documents")
        how = ChangeOptions(keep_duplicates, progress, jobs, self._correct)
        return self._change(
            lambda backend: add_documents(backend, given, how, self._provider_of)
        )

    @contextmanager
    def changes(
        self,
        *,
        keep_duplicates: bool = False,
        progress: ProgressCallback | None = None,
        jobs: int | None = 1,
    ) -> Iterator[Changes]:
        """Collect additions and deletions in a block, and make them in one commit.

        A commit takes a moment, however little it changes; so many changes are made
        together::

            with index.changes() as changes:
                changes.delete("news/1")
                changes.add(document)

        An error in the block leaves the index as it was. ``report`` tells of all of them.
        Options are those of :meth:`add`.
        """
        changes = Changes()
        yield changes
        from ..writing.changes import ChangeOptions, change_documents

        how = ChangeOptions(keep_duplicates, progress, jobs, self._correct)
        documents, deleted = changes.documents, changes.deleted
        if not documents and not deleted:
            self._report = None
            return
        # A deletion finds no entities, so it does not ask for what would find the same.
        provider_of = self._provider_of if documents else self._provider_of_new
        self._change(
            lambda backend: change_documents(backend, documents, deleted, how, provider_of)
        )

    def delete(
        self,
        ids: str | Iterable[str] | None = None,
        *,
        query: str | None = None,
        **filters: Any,
    ) -> Report:
        """Delete documents, all or none; an id that is not there is in the report.

        Args:
            ids: the ids of documents.
            query: instead of ids: delete what :meth:`ids` returns for this query.
            **filters: options of :meth:`ids`, such as ``until`` and ``source``.

        Raises:
            UsageError: neither ids nor a query, or a query that is empty or was not
                understood wholly.
        """
        from ..writing.changes import ChangeOptions, delete_documents

        if (ids is None) == (query is None) or (filters and query is None):
            raise UsageError(
                "delete ids or what a query finds, one of the two; filters go with a query"
            )
        given: Any = ids
        if query is not None:
            given = self.ids(query, **filters)
        elif isinstance(ids, str):
            given = [ids]
        if not isinstance(given, Iterable):
            raise UsageError(f"ids is {type(given).__name__}; give ids")
        how = ChangeOptions(correct=self._correct)
        return self._change(
            lambda backend: delete_documents(backend, given, how, self._provider_of_new)
        )

    def update(
        self,
        ids: str | Iterable[str],
        *,
        title: str | Unchanged | None = UNCHANGED,
        date: str | datetime.date | Unchanged | None = UNCHANGED,
        source: str | Unchanged | None = UNCHANGED,
        url: str | Unchanged | None = UNCHANGED,
        metadata: GivenMetadata | None = None,
    ) -> Report:
        """Change what is known of documents; their text is not read again.

        What is not given stays as it is; None takes a value away. The new values hold until
        the document itself is read anew: a :meth:`sync` leaves them alone as long as its
        file says the same.

        Args:
            ids: the id of a document, or several.
            title: the headline. It is searched and its names are found together with those
                of the text, so these are found again; that takes as long as to add it.
            date: a date, or as ``2026-01-29``. Names that were read by the old date, as
                *yesterday*, stay as they are.
            source: the publisher.
            url: the address.
            metadata: fields of your own that change: ``{"desk": "Ankara"}``; None in place
                of values takes a field away; other fields stay.

        Raises:
            NotFoundError: a document is not there; nothing is changed.
            DocumentError: a value that a field cannot have.
        """
        from ..writing.changes import ChangeOptions, update_documents

        given = {"title": title, "date": date, "source": source, "url": url}
        fields: dict[str, Any] = {
            name: value for name, value in given.items() if not isinstance(value, Unchanged)
        }
        if metadata is not None:
            if not isinstance(metadata, Mapping):
                raise UsageError(f"metadata is {type(metadata).__name__}; give a mapping")
            for name in metadata:
                check_field_name(name)
            fields["metadata"] = metadata
        if not fields:
            raise UsageError("nothing to change; give title, date, source, url or metadata")
        wanted = [ids] if isinstance(ids, str) else ids
        if not isinstance(wanted, Iterable):
            raise UsageError(f"ids is {type(ids).__name__}; give ids")
        how = ChangeOptions(correct=self._correct)
        provider = self._provider_of if "title" in fields else self._provider_of_new
        return self._change(
            lambda backend: update_documents(backend, wanted, fields, how, provider)
        )

    # Tagging

    def tag(self, ids: str | Iterable[str], tags: str | Iterable[str]) -> None:
        """Give tags to documents, all or none; they are kept beside the index.

        They stay with the id: through rebuilds, when the document is replaced, and where it
        is gone, for when it comes back.

        Args:
            ids: the id of a document, or several.
            tags: a tag or several, such as ``"reviewed"``, of at most 60 characters.

        Raises:
            NotFoundError: a document is not there.
            UsageError: a tag is no text, or empty, or too long.
        """
        given, names = _read_ids(ids), _read_tags(tags)
        with self._use() as searcher:
            found = searcher.store.find_rows(
                map(replace_surrogates, given), searcher.commit
            )
            if len(found) < len(given):
                for id in given:
                    if searcher.store.find(replace_surrogates(id), searcher.commit) is None:
                        raise NotFoundError("document", id)
        self._tags.add(given, names)

    def untag(
        self, ids: str | Iterable[str], tags: str | Iterable[str] | None = None
    ) -> None:
        """Take tags from documents, all or none; all of theirs unless some are given.

        Raises:
            UsageError: a document has no such tag, or what is no tag.
        """
        given, names = _read_ids(ids), None if tags is None else _read_tags(tags)
        table = self._tags()
        for id in given:
            has = table.of(replace_surrogates(id))
            wanted = has[:1] if names is None else names
            if not wanted or not set(map(normalize, wanted)) <= set(map(normalize, has)):
                listed = ", ".join(has) or "none"
                raise UsageError(
                    f"document {id!r} has not all of these tags; its tags: {listed}"
                )
        self._tags.remove(given, names)

    def forget_tags(self) -> int:
        """Take the tags from all ids that the index does not hold; return how many ids."""
        table = self._tags()
        with self._use() as searcher:
            gone = [
                id
                for id in dict.fromkeys(id for _, ids in table.items() for id in ids)
                if searcher.store.find(id, searcher.commit) is None
            ]
        if gone:
            self._tags.remove(gone, None)
        return len(gone)

    def sync(
        self,
        source: str | Path,
        *,
        mapping: str | FieldMap | None = None,
        keep_duplicates: bool = False,
        progress: ProgressCallback | None = None,
        jobs: int | None = 1,
    ) -> Report:
        """Make the index hold what the folder ``source`` holds now.

        New and changed documents are written, unchanged ones left alone, and
        those deleted that were read from this folder before and are gone. The
        documents of a file that cannot be read at the moment are kept, and so is
        the old version of one that cannot be indexed any more; the report names
        both. ``jobs`` processes make ready what has changed, and ``mapping`` names the
        columns that fields are read from, as for :func:`rebuild`.

        Raises :class:`SourceError` when nothing can be read; then nothing is
        deleted.
        """
        from ..writing.changes import ChangeOptions, sync_folder
        from ..writing.sources import make_corpus

        how = ChangeOptions(keep_duplicates, progress, jobs, self._correct)
        corpus = make_corpus(self._backend, read_source(source), mapping)
        report = self._change(
            lambda backend: sync_folder(backend, corpus, how, self._provider_of)
        )
        name = self._backend.name_source(corpus.path)
        keep_mapping(self._backend.sidecars, name, corpus.mapping)
        return report

    def correct(self, corrections: OneOrMore) -> Report:
        """Correct by hand who is who: all lines or none. They hold from now on.

        A line is ``person:erdogan = person:recep-tayyip-erdogan`` (the first is the
        second), ``- person:among-sumitomo`` (no entity), ``org:x -> Another Name`` (its
        name) or ``person:a != person:b`` (two). Nothing is recognized again.

        Raises :class:`UsageError` for an unsound line, and for one that contradicts
        another.
        """
        lines = _read_lines(corrections)
        return self._apply_corrections(lambda kept: kept.add(lines))

    def take_back(self, corrections: OneOrMore) -> Report:
        """Take corrections back, all lines or none.

        Raises :class:`NotFoundError` for one that is not there.
        """
        lines = _read_lines(corrections)
        return self._apply_corrections(lambda kept: kept.take_back(lines))

    def replace_corrections(self, corrections: str | Path) -> Report:
        """Make those of a text file the corrections of the index.

        Raises :class:`UsageError` for an unsound line, with its number.
        """

        given = read_corrections(corrections)
        return self._apply_corrections(lambda _: given)

    def _apply_corrections(self, correct: Correct) -> Report:
        from ..writing.changes import ChangeOptions, correct_entities

        given = self._correct

        def after_given(kept: Corrections) -> Corrections:
            return correct(kept if given is None else given(kept))

        how = ChangeOptions(correct=after_given)
        return self._change(
            lambda backend: correct_entities(backend, how, self._provider_of_new)
        )

    def _provider_of_new(self, manifest: Manifest) -> RecognizerProvider | None:
        """Return what will find entities in an index that has no commit yet, else None."""
        return None if manifest.commit else self._provider_of(manifest)

    def _provider_of(self, manifest: Manifest) -> RecognizerProvider | None:
        """Return what finds entities in documents for the index with this manifest.

        Raises :class:`IndexRecognizerError` where it would find others than those
        that are there.
        """
        if manifest.commit and not manifest.recognizer:
            return None  # built without entities, whatever it holds now
        fingerprint = self._resources.provider.recognizer.fingerprint
        if manifest.documents and manifest.recognizer != fingerprint:
            raise IndexRecognizerError(
                f"index {self._backend.location!r} was made by another recognizer; open it "
                "with the gazetteer that it was built with, or rebuild it"
            )
        return self._resources.provider

    def _change(
        self, change: Callable[[Backend], AbstractContextManager[Report]]
    ) -> Report:
        """Make the outcome of ``change`` the state that this object shows.

        The state before is let go within the change, while no other writer can
        begin, so that it can be cleaned up. An index that was closed meanwhile
        stays closed: what was done is done.
        """
        if self._searcher is None:
            raise IndexClosedError("this index is closed; open it again")
        with forks.at_work(), change(self._backend) as report:
            self._report = report
            self._correct = None
            self._show_last()
        return report

    # Opening and closing

    @contextmanager
    def kept(self) -> Iterator[IndexSource]:
        """Give the documents as they are stored, for a rebuild that is made of them."""
        from ..writing.sources import IndexSource  # it brings what reads a corpus

        backend = self._backend
        with self._use() as searcher:
            manifest = searcher.snapshot.manifest
            yield IndexSource(
                backend.location,
                manifest,
                searcher.store,
                backend.find_source,
                tags=self._tags(),
            )

    @contextmanager
    def _use(self) -> Iterator[Searcher]:
        while (searcher := self._searcher) is not None:
            if searcher.snapshot.is_of_parent:
                self._show_last()
                continue
            with ExitStack() as using:
                try:
                    using.enter_context(searcher.snapshot.use())
                except IndexClosedError:
                    if searcher is self._searcher:
                        raise
                    continue  # a change has just put another one in its place
                yield searcher
                return
        raise IndexClosedError("this index is closed; open it again")

    def _open(self) -> Searcher:
        """Return a searcher over the state that was committed last."""
        with forks.at_work():
            return Searcher(
                self._backend.open(),
                lexicon=self._resources.lexicon,
                gazetteer=self._resources.gazetteer,
                words=self._resources.words,
                tags=self._tags,
            )

    def is_current(self) -> bool:
        """Return whether it shows the state that was committed last, by whomever."""
        with self._use() as searcher:
            return self._backend.read_manifest() == searcher.snapshot.manifest

    def refresh(self) -> None:
        """Show the state that was committed last, by whomever."""
        if not self._show_last():
            raise IndexClosedError("this index is closed; open it again")

    def _show_last(self) -> bool:
        """Show the state that was committed last; return False if the index is closed."""
        with forks.at_work():
            with self._lock:
                if self._searcher is None:
                    return False
                self._searcher, old = self._open(), self._searcher
                self._closing.detach()
                self._closing = self._close_when_forgotten(self._searcher)
            old.snapshot.retire()
        return True

    def _close_when_forgotten(self, searcher: Searcher) -> weakref.finalize[..., Self]:
        # An index that a notebook forgot lets go of its files without a word. A finalizer
        # runs before anything is collected, connections among them, and before the
        # modules are gone where the interpreter ends; ``__del__`` does neither.
        return weakref.finalize(self, _let_go, searcher.snapshot, self._backend)

    def close(self) -> None:
        """Let go of files; a second call does nothing."""
        if not forks.is_torn():  # else the lock may never be free
            with forks.at_work(), self._lock:
                self._searcher = None
            self._closing()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        searcher = self._searcher
        if searcher is None:
            return f"<Index {self._backend.location!r}, closed>"
        count = searcher.snapshot.manifest.documents
        return f"<Index {self._backend.location!r}, {count} documents>"


def _let_go(snapshot: Snapshot, backend: Backend) -> None:
    if not forks.is_torn():
        with forks.at_work():
            snapshot.retire()
            backend.close()


Location = str | Path | Index
"""An index as a caller names it, also one that is open."""


def open_index(
    location: Location | Iterable[Location] | Mapping[str, Location],
    *,
    verify: Verify = "sizes",
    lock_timeout: float = LOCK_SECONDS,
    resources: Resources | None = None,
    corrections: str | Path | None = None,
) -> Index:
    """Return the index at ``location``, or several indexes as one that is only read.

    Several give the answers of one index with all their documents, which tell by
    ``index`` where they are from. Ids of two may be the same; then ``NAME:ID`` tells one
    document from the other, as :attr:`Document.reference` does.

    Args:
        location: a folder with an index; ``":memory:"`` gives a new, empty one. Of
            several a list, or a mapping that gives them names; those that are open
            already may be in it, and stay open.
        verify: ``"sizes"`` looks for missing and cut files and reads small ones,
            ``"full"`` reads everything and compares checksums.
        lock_timeout: seconds that a change waits for another writer.
        resources: words and names of your own, beside what is built in. The
            gazetteer or recognizer must be the one that the index was built with.
        corrections: a text file of corrections by hand, which takes the place of those
            that the index keeps with the next change. :meth:`Index.correct` makes one
            at once.

    Raises:
        UnusableIndexError: there is no index, or it cannot be used; the
            message says what to do.
        UsageError: the location is of a kind that does not exist, or a correction is
            unsound; or several indexes cannot be read as one, since their entities were
            found by different recognizers or their corrections contradict each other.
    """
    correct = read_correct(corrections)
    backend = _find_backend(location, verify=verify, lock_timeout=lock_timeout)
    if correct is not None and not isinstance(location, (str, Path)):
        raise UsageError("several indexes are only read; correct each by itself")
    with ExitStack() as undo:
        undo.callback(backend.close)
        index = Index(backend, resources=LoadedResources(resources), correct=correct)
        undo.pop_all()
    return index


def _find_backend(
    location: Location | Iterable[Location] | Mapping[str, Location],
    *,
    verify: Verify,
    lock_timeout: float,
) -> Backend:
    if isinstance(location, Index):
        raise UsageError(f"index {location.location!r} is open already")
    if isinstance(location, (str, Path)) or not isinstance(location, Iterable):
        return find_backend(location, verify=verify, lock_timeout=lock_timeout)
    from ..backends.union import unite  # it brings what counts entities

    def place_of(one: Location) -> str | Backend:
        return one._backend if isinstance(one, Index) else read_path("location", one)

    if isinstance(location, Mapping):
        places = {name: place_of(one) for name, one in location.items()}
        return unite(places, verify=verify, lock_timeout=lock_timeout)
    return unite(map(place_of, location), verify=verify, lock_timeout=lock_timeout)


def read_correct(path: str | Path | None) -> Correct | None:
    """Return what puts the corrections of a user's file in the place of others.

    None without a file. Raises :class:`UsageError` for an unsound one.
    """
    if path is None:
        return None

    given = read_corrections(path)
    return lambda _: given


def _read_lines(given: object) -> list[str]:
    """Return corrections that a caller gave, as lines."""
    lines = [given] if isinstance(given, (str, Correction)) else given
    if not isinstance(lines, Iterable):
        raise UsageError(f"corrections is {type(given).__name__}; give lines")
    lines = list(lines)
    for line in lines:
        if not isinstance(line, (str, Correction)):
            raise UsageError(f"a correction is {type(line).__name__}; give a line")
    return list(map(str, lines))


def _read_ids(given: object) -> list[str]:
    """Return ids that a caller gave, each once."""
    ids = [given] if isinstance(given, str) else given
    if not isinstance(ids, Iterable):
        raise UsageError(f"ids is {type(given).__name__}; give ids")
    ids = list(dict.fromkeys(ids))
    for id in ids:
        if not isinstance(id, str):
            raise UsageError(f"id {id!r}: give a string")
    return ids


def _read_tags(given: object) -> list[str]:
    """Return tags that a caller gave, each once."""
    tags = [given] if isinstance(given, str) else given
    if not isinstance(tags, Iterable):
        raise UsageError(f"tags is {type(given).__name__}; give tags")
    names = list(dict.fromkeys(map(check_tag, tags)))
    if not names:
        raise UsageError("no tag given; give one or more")
    return names
