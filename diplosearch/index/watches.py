"""Queries that are kept with an index, and what is new to them at each run."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..backends.disk.locks import WriterLock
from ..entities.gazetteer.ids import slug
from ..errors import IndexDamagedError, NotFoundError, UsageError, translate_errors
from ..model import Document
from ..query import tree
from ..query.parser import parse
from ..search.results import Hit, Results
from ..search.searcher import NO_ANSWER
from ..storage.atomic_files import write_whole
from ..storage.bounded_json import MOST_BYTES, check_fields
from ..storage.checksummed_json import checksum, seal, unseal
from ..storage.codec import content_digest
from ..storage.safe_files import read_file
from ..stories.documents import NO_STORIES
from .news import Digests, News, NewsItem, Watch, to_iso

MOST_DOCUMENTS = 200_000
"""Documents that a watch remembers at most, so that its file stays within bounds."""

OPTIONS = (
    *("language", "since", "until", "source", "entities", "fields"),
    *("translate", "match", "group"),
)
"""Options of a search that a watch may have."""

_PASSED_OVER = "passed over"
"""What warnings of a query say that name a part of it which counts for nothing."""

_LOCK_NAME = "LOCK"
_LOCK_SECONDS = 10.0
_SEALED = "watch"
_NAME = re.compile(r"[^\W_](?:[\w .-]{0,58}[\w.-])?")
_MOST_NOTE = 2_000
_DIGITS = 16
"""Hexadecimal digits of a digest: among 200,000 two alike are one in 10⁹."""

_FIELDS = {
    "name": str,
    "query": str,
    "options": dict,
    "note": str,
    "added": str,
    "last_run": str,
    "ids": list,
    "contents": list,
}

Search = Callable[..., Results]


@dataclass
class _Kept:
    """A watch with what it has found: digests of ids, and of titles with texts."""

    watch: Watch
    ids: dict[str, None]
    contents: dict[str, None]

    def remember(self, documents: Iterable[Digests]) -> None:
        """Take documents for known from now on."""
        for id, content in documents:
            self.ids[id] = None
            self.contents[content] = None


class Watches:
    """The watches of an index: queries that tell what is new since their last run.

    A document is known by its id and by what it says: neither a rebuild nor the same text
    under another id brings it back; a text that was changed is told as such. A watch with
    ``group="story"`` tells of a story once, whichever documents tell it later.
    """

    def __init__(self, folder: Path, search: Search) -> None:
        """Keep the watches in ``folder``, and ask by ``search``."""
        self._folder = folder
        self._search = search

    def add(self, name: str, query: str, *, note: str = "", **options: Any) -> Watch:
        """Keep a query under a name; what it finds now is not new any more.

        Args:
            name: letters, digits, spaces, dots and dashes, at most 60.
            query: as for a search; it must find words or entities to look for.
            note: what its owner wants to remember of it.
            **options: ``language``, ``since``, ``until``, ``source``, ``entities``,
                ``fields``, ``translate``, ``match`` and ``group``, as for a search.

        Raises:
            UsageError: the name is taken or no name; the query is empty, finds too much
                or has a part that cannot be, such as ``date:2025-02-30``; an option has a
                value that it cannot have, or the index knows no stories to group by.
        """
        _check_name(name)
        _check_note(note)
        if not isinstance(query, str) or parse(query).tree == tree.Nothing():
            raise UsageError(f"watch {name!r} has no query; give words to look for")
        wrong = sorted(set(options) - set(OPTIONS))
        if wrong:
            raise UsageError(
                f"{wrong[0]} is no option of a watch; use {', '.join(OPTIONS)}"
            )
        usual = {"translate": True, "match": "best"}
        given = {
            key: _plain(key, value)
            for key, value in options.items()
            if value not in (None, (), [], {}, usual.get(key))
        }
        now = _now()
        with self._locked():
            if self._path(name).exists():
                raise UsageError(f"there is a watch {name!r} already; remove it first")
            kept = _Kept(Watch(name, query, given, note, now), {}, {})
            results = self._find(kept.watch)
            _refuse_faults(name, results.warnings)
            for hit in results:
                kept.remember(map(_digest, (hit.document, *hit.others)))
            return replace(self._write(kept), warnings=results.warnings)

    def all(self) -> list[Watch]:
        """Return the watches by name."""
        return [one.watch for one in self._read_all()]

    def remove(self, name: str) -> None:
        """Forget a watch and what it has found.

        Raises :class:`NotFoundError` where there is none of this name.
        """
        with self._locked():
            self._read(name)
            self._path(name).unlink()

    def write_note(self, name: str, note: str) -> Watch:
        """Replace the note on a watch.

        Raises :class:`NotFoundError` where there is none of this name.
        """
        _check_note(note)
        with self._locked():
            kept = self._read(name)
            kept.watch = replace(kept.watch, note=note)
            return self._write(kept)

    def run(self, names: Iterable[str] | None = None, *, remember: bool = True) -> News:
        """Return what is new to watches since their last run.

        Args:
            names: those to run; None for all.
            remember: whether what is returned counts as known from now on. Without it
                call :meth:`remember` when the news have reached their reader.

        Raises:
            NotFoundError: there is no watch of a name.
        """
        kept = self._read_all() if names is None else [self._read(name) for name in names]
        found: dict[str, tuple[Hit, list[str], bool]] = {}
        stories: dict[str, str] = {}
        warnings: list[str] = []
        learnt: dict[str, list[Digests]] = {}
        for one in kept:
            results = self._search_for(one.watch)
            warnings += [f"{one.watch.name}: {warning}" for warning in results.warnings]
            learnt[one.watch.name] = []
            for hit in results:
                documents = (hit.document, *hit.others)
                digests = list(map(_digest, documents))
                is_known = any(content in one.contents for _, content in digests)
                if not is_known or len(documents) > 1:
                    learnt[one.watch.name] += digests
                if is_known:
                    continue
                is_changed = any(id in one.ids for id, _ in digests)
                # Two watches may have found other passages of a story.
                reference = hit.document.reference
                if len(documents) > 1:
                    story = min(document.reference for document in documents)
                    reference = stories.setdefault(story, reference)
                _, watches, _ = found.setdefault(reference, (hit, [], is_changed))
                watches.append(one.watch.name)
        items = [NewsItem(hit, tuple(names), old) for hit, names, old in found.values()]
        items.sort(key=lambda one: one.hit.document.date or datetime.date.min, reverse=True)
        watched = tuple(one.watch for one in kept)
        news = News(tuple(items), watched, _now(), tuple(warnings), learnt)
        if remember:
            self.remember(news)
        return news

    def remember(self, news: News) -> None:
        """Take what is in ``news`` for known, and its time for that of the last run."""
        with self._locked():
            for watch in news.watches:
                if not self._path(watch.name).exists():
                    continue  # it was removed meanwhile
                kept = self._read(watch.name)
                kept.remember(news.learnt.get(watch.name, ()))
                kept.watch = replace(kept.watch, last_run=news.run)
                self._write(kept)

    def _search_for(self, watch: Watch) -> Results:
        return self._search(watch.query, limit=None, per_document=1, **watch.options)

    def _find(self, watch: Watch) -> Results:
        """Return what a watch finds, all of it.

        Raises :class:`UsageError` for more than a watch can remember.
        """
        results = self._search_for(watch)
        if len(results) > MOST_DOCUMENTS:
            raise UsageError(
                f"watch {watch.name!r} finds {len(results):,} documents, at most "
                f"{MOST_DOCUMENTS:,}; add words or a filter"
            )
        return results

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep other processes from changing watches during the block."""
        with translate_errors(str(self._folder), "written"):
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = WriterLock(
                self._folder / _LOCK_NAME, purpose="watches", timeout=_LOCK_SECONDS
            )
        try:
            yield
        finally:
            lock.release()

    def _path(self, name: str) -> Path:
        return self._folder / f"{slug(name)[:60]}-{checksum(name.encode())[:8]}.json"

    def _read_all(self) -> list[_Kept]:
        if not self._folder.is_dir():
            return []
        found = [self._load(path) for path in sorted(self._folder.glob("*.json"))]
        return sorted(found, key=lambda one: one.watch.name.casefold())

    def _read(self, name: str) -> _Kept:
        path = self._path(name)
        if not path.exists():
            raise NotFoundError("watch", name)
        return self._load(path)

    def _load(self, path: Path) -> _Kept:
        """Return the watch in a file.

        Raises :class:`IndexDamagedError` for a file that was altered.
        """
        try:
            body, is_sound = unseal(_SEALED, read_file(path, most=MOST_BYTES))
            if not is_sound:
                raise ValueError("it was altered")
            check_fields(body, _FIELDS)
            return _read_body(body)
        except ValueError as error:
            raise IndexDamagedError(
                f"watch {str(path)!r} cannot be read: {error}; remove the file"
            ) from error

    def _write(self, kept: _Kept) -> Watch:
        """Write a watch; return it with the number of documents that it has found."""
        watch = kept.watch = replace(kept.watch, documents=len(kept.ids))
        body = {
            "name": watch.name,
            "query": watch.query,
            "options": dict(watch.options),
            "note": watch.note,
            "added": to_iso(watch.added) or "",
            "last_run": to_iso(watch.last_run) or "",
            # The oldest go first where a watch has found more than it can remember.
            "ids": list(kept.ids)[-MOST_DOCUMENTS:],
            "contents": list(kept.contents)[-MOST_DOCUMENTS:],
        }
        with translate_errors(str(self._folder), "written"):
            write_whole(self._path(watch.name), seal(_SEALED, body))
        return watch


def _read_body(body: Mapping[str, Any]) -> _Kept:
    ids, contents = (dict.fromkeys(body[name]) for name in ("ids", "contents"))
    if any(type(one) is not str for one in (*ids, *contents)):
        raise ValueError("its digests are malformed")
    if not set(body["options"]) <= set(OPTIONS):
        raise ValueError("its options are none of a search")
    _check_name(body["name"])
    watch = Watch(
        body["name"],
        body["query"],
        body["options"],
        body["note"],
        _from_iso(body["added"]),
        _from_iso(body["last_run"]),
        len(ids),
    )
    return _Kept(watch, ids, contents)


def _check_name(name: object) -> None:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise UsageError(
            f"{name!r} is no name for a watch; use letters, digits, spaces, dots and "
            "dashes, at most 60"
        )


def _refuse_faults(name: str, warnings: Iterable[str]) -> None:
    """Raise :class:`UsageError` for a query of which a part counts for nothing.

    A search goes on without it; a watch would do so for months.
    """
    for warning in warnings:
        if _PASSED_OVER in warning or warning in (NO_ANSWER, NO_STORIES):
            raise UsageError(f"watch {name!r} cannot be kept: {warning}")


def _check_note(note: object) -> None:
    if not isinstance(note, str) or len(note) > _MOST_NOTE:
        raise UsageError(f"a note is a text of at most {_MOST_NOTE:,} characters")


def _plain(name: str, value: Any) -> Any:
    """Return an option as JSON has it; a date in ISO 8601.

    Raises :class:`UsageError` for any other type.
    """
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (str, bool)):
        return value
    if isinstance(value, Mapping):
        return {one: _plain(name, values) for one, values in value.items()}
    if isinstance(value, (list, tuple)) and all(isinstance(one, str) for one in value):
        return list(value)
    raise UsageError(f"{name}={value!r}: a watch cannot keep this value")


def _digest(document: Document) -> Digests:
    """Return what a document is known by."""
    id = document.reference.encode()
    return (
        hashlib.blake2b(id, digest_size=_DIGITS // 2).hexdigest(),
        content_digest(document).hex()[:_DIGITS],
    )


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def _from_iso(written: str) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(written) if written else None
