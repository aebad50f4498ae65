"""What users hold: an index that is searched, changed and asked about itself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from ..backends.base import Place, Snapshot
from ..backends.manifest import Manifest, Verify
from ..backends.registry import LOCK_SECONDS, place_of, read_path
from ..entities.base import Recognizer
from ..entities.provider import Finder
from ..entity_index.table import EntityRecord
from ..errors import IndexClosedError, IndexRecognizerError, UsageError
from ..expansion.entity_names import Names
from ..ingest.report import ProgressCallback, Report
from ..integrity.check import check_place
from ..integrity.findings import CheckReport
from ..lexicon.glossary import read_glossary
from ..model import ENTITY_TYPES, Document, EntityType, Step
from ..search.entity_profile import EntityProfile
from ..search.options import SearchOptions
from ..search.related import Relations, find_related
from ..search.results import Hit, Results
from ..search.search import search
from ..search.searcher import ask_completions, ask_profile, ask_similar, ask_timeline
from ..search.timeline import Timeline
from ..text.letters import mend_surrogates
from .stats import Stats, make_stats

if TYPE_CHECKING:
    from ..completion.base import Completion
    from ..entities.gazetteer.gazetteer import Gazetteer
    from ..lexicon.lexicon import Lexicon
    from ..writing.sources import Kept


class Index:
    """An open index. Safe to share between threads.

    It shows one committed state until :meth:`refresh` or a change made through
    it. Use it as a context manager, or call :meth:`close`.
    """

    def __init__(
        self,
        place: Place,
        *,
        report: Report | None = None,
        lexicon: str | Path | None = None,
        finder: Finder | None = None,
    ) -> None:
        """Open the index at ``place``, and close that with the index.

        Users call :func:`diplosearch.open`.
        """
        self.report = report or Report()
        """What the last change made through this object did."""

        self._place = place
        self._lock = threading.Lock()
        self._glossary = [] if lexicon is None else read_glossary(lexicon)
        self._lexicon: Lexicon | None = None
        self._finder = finder or Finder()
        self._snapshot: Snapshot | None = place.open()

    # Asking

    def search(self, query: str, **options: Any) -> Results:
        """Return the passages that answer ``query``, the best first.

        The options are those of
        :class:`~diplosearch.search.options.SearchOptions`: ``limit``, ``offset``,
        ``language``, ``since``, ``until``, ``source``, ``entities``, ``sort``,
        ``per_document``, ``facets``, ``timeout`` (seconds) and ``translate``.

        Raises :class:`UsageError` for an option that cannot be; a query never
        raises, what could not be understood is in ``Results.warnings``.
        """
        if not isinstance(query, str):
            raise UsageError(f"query is {type(query).__name__}; give a string")
        checked = SearchOptions.of(**options)
        with self._use() as snapshot:
            return search(
                query,
                checked,
                reader=snapshot.reader,
                store=snapshot.store,
                commit=snapshot.manifest.commit,
                lexicon=self._load_lexicon,
                names=self._names(snapshot),
            )

    def timeline(self, query: str = "", *, by: Step = "month", **filters: Any) -> Timeline:
        """Return how many documents and passages answer ``query``, by their date.

        A document counts once where any of its passages matches; those without a
        date are counted apart. An empty query counts everything that the filters
        let through. These are ``language``, ``since``, ``until``, ``source``,
        ``entities`` and ``translate``, as for :meth:`search`.

        Raises :class:`UsageError` for an option that cannot be.
        """
        with self._use() as snapshot:
            names = self._names(snapshot)
            return ask_timeline(snapshot, query, by, filters, self._load_lexicon, names)

    def similar(self, asked: str | Hit, *, limit: int = 10, **filters: Any) -> Results:
        """Return documents like one, or like the passage of a hit, the likest first.

        They are found by the words and entities that tell it from others, also in
        the other language, and each is shown by its likest passage. The document
        itself is left out. ``Results.query`` holds the words that were looked for.

        Args:
            asked: the id of a document, or a hit.
            limit: how many at most.
            filters: ``language``, ``since``, ``until``, ``source``, ``entities``
                and ``translate``, as for :meth:`search`.

        Raises :class:`KeyError` for the id of no document, and
        :class:`UsageError` for an option that cannot be.
        """
        with self._use() as snapshot:
            names = self._names(snapshot)
            return ask_similar(snapshot, asked, limit, filters, self._load_lexicon, names)

    def _names(self, snapshot: Snapshot) -> Names:
        return Names(snapshot.entities, self._load_gazetteer)

    def _load_gazetteer(self) -> Gazetteer:
        """Return the gazetteer by which names in a query are known."""
        from ..entities.gazetteer.packed import default_gazetteer

        return getattr(self._finder.chosen, "gazetteer", None) or default_gazetteer()

    def entities(
        self, type: EntityType | None = None, prefix: str = "", *, limit: int | None = None
    ) -> list[EntityRecord]:
        """Return the entities that the index knows, the most named first.

        Args:
            type: only those of a type, such as ``"PERSON"`` or ``"ORG"``.
            prefix: only those with a word in a name that begins with it; case
                and diacritics count for nothing.
            limit: how many at most.
        """
        if type is not None and type not in ENTITY_TYPES:
            raise UsageError(f"type={type!r}: use one of {', '.join(ENTITY_TYPES)}")
        if not isinstance(prefix, str):
            raise UsageError(f"prefix={prefix!r}: give a string")
        _check_limit(limit)
        with self._use() as snapshot:
            return snapshot.entities.find(prefix, type=type, limit=limit)

    def entity(self, asked: str) -> EntityRecord:
        """Return the entity with an id, or the most named one of a name.

        Raises :class:`KeyError` when the index knows none.
        """
        if not isinstance(asked, str):
            raise UsageError(f"entity is {type(asked).__name__}; give an id or a name")
        with self._use() as snapshot:
            for id in self._names(snapshot).find(asked):
                found = snapshot.entities.get(id)
                if found is not None:
                    return found
        raise KeyError(asked)

    def profile(self, asked: str, *, limit: int = 10) -> EntityProfile:
        """Return what the index knows of an entity: forms, counts, dates, with whom.

        ``asked`` is an id or a name such as ``country:Çin``; ``limit`` is how many
        related entities come with it. Raises :class:`KeyError` for an unknown one.
        """
        _check_limit(limit)
        entity = self.entity(asked)
        with self._use() as snapshot:
            return ask_profile(snapshot, entity.id, limit)

    def related(self, asked: str, *, limit: int | None = 20) -> Relations:
        """Return the entities that share passages with one, the most frequent first.

        ``asked`` is an id or a name such as ``country:Çin``; dates and amounts
        of money are left out. Raises :class:`KeyError` for an unknown one.
        """
        _check_limit(limit)
        entity = self.entity(asked)
        with self._use() as snapshot:
            found = find_related(entity.id, snapshot.reader, snapshot.entities)
            return found.first(limit)

    def complete(
        self, prefix: str, *, field: str | None = None, limit: int = 20
    ) -> list[Completion]:
        """Return what the end of a query may become, the most frequent first.

        That is, whatever the case and the diacritics typed, fields, words of the
        index, and whom and what it knows; behind ``person:`` and the like, values of
        that field. The first call reads the words of the index, later ones are quick.

        Args:
            prefix: a query up to where it is being typed: ``erd``, ``country:çi``.
            field: take all of ``prefix`` for a value of this field.
            limit: how many at most.
        """
        _check_limit(limit)
        with self._use() as snapshot:
            return ask_completions(snapshot, prefix, field, limit, self._names(snapshot))

    def _load_lexicon(self) -> Lexicon:
        """Return the lexicon; it is loaded when a query first needs it."""
        from ..lexicon.lexicon import default_lexicon

        if self._lexicon is None:
            own = default_lexicon()
            self._lexicon = own.extended(self._glossary) if self._glossary else own
        return self._lexicon

    def get(self, id: str) -> Document:
        """Return the document called ``id`` in full.

        Raises :class:`KeyError` when there is none.
        """
        if not isinstance(id, str):
            raise KeyError(id)
        with self._use() as snapshot:
            found = snapshot.store.find(mend_surrogates(id), snapshot.manifest.commit)
            if found is None:
                raise KeyError(id)
            return snapshot.entities.resolve(snapshot.store.read([found.row])[found.row])

    def documents(self) -> Iterator[Document]:
        """Yield all documents in full, in the order in which they were added."""
        with self._use() as snapshot:
            for found in snapshot.store.rows(snapshot.manifest.commit):
                stored = snapshot.store.read([found.row])[found.row]
                yield snapshot.entities.resolve(stored)

    def ids(self) -> list[str]:
        """Return the ids of all documents, in the order in which they were added."""
        with self._use() as snapshot:
            return [found.id for found in snapshot.store.rows(snapshot.manifest.commit)]

    def stats(self) -> Stats:
        """Return what the index holds."""
        with self._use() as snapshot:
            return make_stats(self._place, snapshot)

    def check(self, full: bool = False) -> CheckReport:
        """Return what is wrong with the index, as it lies there now.

        See :func:`diplosearch.check`.
        """
        if self._snapshot is None:
            raise IndexClosedError("this index is closed; open it again")
        return check_place(self._place, is_full=full)

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
        from ..writing.changes import HowToChange, add_documents

        given = [documents] if isinstance(documents, Document) else documents
        if not isinstance(given, Iterable):
            raise UsageError(f"documents is {type(given).__name__}; give documents")
        how = HowToChange(keep_duplicates, progress, jobs)
        return self._change(lambda place: add_documents(place, given, how, self._finder_of))

    def delete(self, ids: str | Iterable[str]) -> Report:
        """Delete documents, all or none; an id that is not there is in the report."""
        from ..writing.changes import delete_documents

        given = [ids] if isinstance(ids, str) else ids
        if not isinstance(given, Iterable):
            raise UsageError(f"ids is {type(given).__name__}; give ids")
        return self._change(lambda place: delete_documents(place, given))

    def sync(
        self,
        source: str | Path,
        *,
        keep_duplicates: bool = False,
        progress: ProgressCallback | None = None,
        jobs: int | None = 1,
    ) -> Report:
        """Make the index hold what the folder ``source`` holds now.

        New and changed documents are written, unchanged ones left alone, and
        those deleted that were read from this folder before and are gone. The
        documents of a file that cannot be read at the moment are kept, and so is
        the old version of one that cannot be indexed any more; the report names
        both. ``jobs`` processes make ready what has changed, as for :func:`rebuild`.

        Raises :class:`SourceError` when nothing can be read; then nothing is
        deleted.
        """
        from ..writing.changes import HowToChange, sync_folder

        how = HowToChange(keep_duplicates, progress, jobs)
        root = Path(read_path("source", source))
        return self._change(lambda place: sync_folder(place, root, how, self._finder_of))

    def _finder_of(self, manifest: Manifest) -> Finder | None:
        """Return what finds entities in documents for the index with this manifest.

        Raises :class:`IndexRecognizerError` where it would find others than those
        that are there.
        """
        if manifest.commit and not manifest.recognizer:
            return None  # built without entities, whatever it holds now
        fingerprint = self._finder.recognizer.fingerprint
        if manifest.documents and manifest.recognizer != fingerprint:
            raise IndexRecognizerError(
                f"index {self._place.location!r} was made by another recognizer; open it "
                "with the gazetteer that it was built with, or rebuild it"
            )
        return self._finder

    def _change(self, change: Callable[[Place], AbstractContextManager[Report]]) -> Report:
        """Make the outcome of ``change`` the state that this object shows.

        The state before is let go within the change, while no other writer can
        begin, so that it can be cleaned up. An index that was closed meanwhile
        stays closed: what was done is done.
        """
        if self._snapshot is None:
            raise IndexClosedError("this index is closed; open it again")
        with change(self._place) as report:
            self.report = report
            self._show_last()
        return report

    # Opening and closing

    @contextmanager
    def kept(self) -> Iterator[Kept]:
        """Give the documents as they are stored, for a rebuild that is made of them."""
        from ..writing.sources import Kept  # it brings what reads a corpus

        place = self._place
        with self._use() as snapshot:
            yield Kept(place.location, snapshot.manifest, snapshot.store, place.find_source)

    def _use(self) -> AbstractContextManager[Snapshot]:
        while (snapshot := self._snapshot) is not None:
            try:
                return snapshot.use()
            except IndexClosedError:
                continue  # a change has just put another one in its place
        raise IndexClosedError("this index is closed; open it again")

    def refresh(self) -> None:
        """Show the state that was committed last, by whomever."""
        if not self._show_last():
            raise IndexClosedError("this index is closed; open it again")

    def _show_last(self) -> bool:
        """Show the state that was committed last; return False if the index is closed."""
        with self._lock:
            if self._snapshot is None:
                return False
            self._snapshot, old = self._place.open(), self._snapshot
        old.retire()
        return True

    def close(self) -> None:
        """Let go of files; a second call does nothing."""
        with self._lock:
            old, self._snapshot = self._snapshot, None
        if old is not None:
            old.retire()
            self._place.close()

    def __del__(self) -> None:
        # An index that a notebook forgot lets go of its files without a word.
        if hasattr(self, "_snapshot"):
            self.close()

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
        snapshot = self._snapshot
        if snapshot is None:
            return f"<Index {self._place.location!r}, closed>"
        count = snapshot.manifest.documents
        return f"<Index {self._place.location!r}, {count} documents>"


def _check_limit(limit: object) -> None:
    if limit is not None and (not isinstance(limit, int) or limit < 0):
        raise UsageError(f"limit={limit!r}: give a whole number, 0 or more")


def open_index(
    location: str | Path,
    *,
    verify: Verify = "sizes",
    lock_timeout: float = LOCK_SECONDS,
    lexicon: str | Path | None = None,
    gazetteer: str | Path | None = None,
    recognizer: Recognizer | None = None,
) -> Index:
    """Return the index at ``location``, a folder or ``":memory:"``.

    Args:
        location: a folder with an index; ``":memory:"`` gives a new, empty one.
        verify: ``"sizes"`` looks for missing and cut files and reads small ones,
            ``"full"`` reads everything and compares checksums.
        lock_timeout: seconds that a change waits for another writer.
        lexicon: a glossary of your own, used before the one that comes along:
            a text file with a Turkish term, a tab and an English term a line.
        gazetteer: entities of your own, known before those that come along: a
            text file with ``TYPE | English names | Turkish names`` a line.
        recognizer: what finds entities instead of the one that comes along.

    Raises:
        UnusableIndexError: there is no index, or it cannot be used; the
            message says what to do.
        UsageError: the location is of a kind that does not exist.
    """
    place = place_of(location, verify=verify, lock_timeout=lock_timeout)
    with ExitStack() as undo:
        undo.callback(place.close)
        finder = Finder(gazetteer=gazetteer, own=recognizer)
        index = Index(place, lexicon=lexicon, finder=finder)
        undo.pop_all()
    return index
