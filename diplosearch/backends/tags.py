"""Tags that users give to documents, kept beside an index by the ids of the documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..errors import IndexDamagedError, UsageError
from ..storage.checksummed_json import seal, unseal
from ..text.letters import normalize, replace_surrogates
from .sidecars import Sidecars

SIDECAR = "tags"

MOST_TAGS = 200_000
"""Tags of documents that an index keeps, so that reading them takes no time; a guess."""

_SEALED = "tags"
_LONGEST = 60


def check_tag(given: object) -> str:
    """Return a tag with single spaces.

    Raises :class:`UsageError` for what is no text, empty or too long.
    """
    if not isinstance(given, str):
        raise UsageError(f"tag is {type(given).__name__}; give a text")
    tag = " ".join("".join(char if char.isprintable() else " " for char in given).split())
    if not any(char.isalnum() for char in tag):
        raise UsageError(f"tag {given[:_LONGEST]!r}: give letters or digits")
    if len(tag) > _LONGEST:
        raise UsageError(f"tag {tag[:_LONGEST]!r}…: give at most {_LONGEST} characters")
    return tag


class TagTable:
    """The tags of documents by their ids; never changes.

    Tags that differ in case and diacritics are one, as it was first written.
    """

    def __init__(self, by_tag: Mapping[str, Iterable[str]] | None = None) -> None:
        self._ids: dict[str, dict[str, None]] = {}
        self._names: dict[str, str] = {}
        for tag, ids in (by_tag or {}).items():
            key = normalize(tag)
            self._names.setdefault(key, tag)
            self._ids.setdefault(key, {}).update(dict.fromkeys(ids))
        self._of_id: dict[str, list[str]] | None = None

    def __bool__(self) -> bool:
        """Return whether any document has a tag."""
        return bool(self._ids)

    def __len__(self) -> int:
        """Return how many tags all documents have together."""
        return sum(map(len, self._ids.values()))

    def items(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each tag with the ids of the documents that have it, sorted by tag."""
        for key in sorted(self._ids):
            yield self._names[key], list(self._ids[key])

    def of(self, id: str) -> tuple[str, ...]:
        """Return the tags of a document, sorted."""
        if self._of_id is None:
            of_id: dict[str, list[str]] = {}
            for key in sorted(self._ids):
                for one in self._ids[key]:
                    of_id.setdefault(one, []).append(self._names[key])
            self._of_id = of_id
        return tuple(self._of_id.get(id, ()))

    def find(self, typed: str, *, is_prefix: bool = False) -> dict[str, None]:
        """Return the ids of the documents with a tag, or one that begins so."""
        wanted = normalize(typed)
        if not is_prefix:
            return self._ids.get(wanted, {})
        found = (ids for key, ids in self._ids.items() if key.startswith(wanted))
        return {id: None for ids in found for id in ids}

    def has(self, typed: str, *, is_prefix: bool = False) -> bool:
        """Return whether there is such a tag, or one that begins so."""
        return bool(self.find(typed, is_prefix=is_prefix))

    def with_tags(self, ids: Iterable[str], tags: Iterable[str]) -> TagTable:
        """Return the table with tags added to documents.

        Raises :class:`UsageError` for more than an index keeps.
        """
        added = TagTable(dict.fromkeys(tags, tuple(ids)))
        made = self.merged(added)
        if len(made) > MOST_TAGS:
            raise UsageError(
                f"{len(made):,} tags of documents, an index keeps {MOST_TAGS:,}; use a "
                "field of your own: Document(metadata=…)"
            )
        return made

    def without(self, ids: Iterable[str], tags: Iterable[str] | None) -> TagTable:
        """Return the table with tags taken from documents; all of theirs for None."""
        gone = set(ids)
        keys = None if tags is None else set(map(normalize, tags))
        return TagTable(
            {
                self._names[key]: kept
                for key, has in self._ids.items()
                if (
                    kept := [one for one in has if one not in gone]
                    if keys is None or key in keys
                    else list(has)
                )
            }
        )

    def merged(self, other: TagTable) -> TagTable:
        """Return a table of the tags of both."""
        made: dict[str, list[str]] = {
            self._names[key]: [*has] for key, has in self._ids.items()
        }
        for key, has in other._ids.items():
            made.setdefault(self._names.get(key, other._names[key]), []).extend(has)
        return TagTable(made)

    def encode(self) -> bytes:
        """Return the table as a sidecar."""
        return seal(_SEALED, dict(self.items()))


def read_tags(data: bytes | None, location: str) -> TagTable:
    """Return the table of a sidecar, an empty one for None.

    Raises :class:`IndexDamagedError` for one that was altered.
    """
    if data is None:
        return TagTable()
    try:
        body, is_sound = unseal(_SEALED, data)
        if not is_sound:
            raise ValueError("they were altered")
        _check(body)
    except ValueError as error:
        raise IndexDamagedError(
            f"the tags of index {location!r} cannot be read: {error}; remove "
            f"sidecars/{SIDECAR}.json, which holds them"
        ) from error
    return TagTable(body)


def _check(body: Mapping[str, Any]) -> None:
    for ids in body.values():
        if type(ids) is not list or any(type(id) is not str for id in ids):
            raise ValueError("they are malformed")


class CurrentTags:
    """The tags of an index as they are now, read again when they have changed."""

    def __init__(self, sidecars: Sidecars, location: str) -> None:
        self._sidecars = sidecars
        self._location = location
        # A tuple, so that threads see a version and a table that belong together.
        self._last: tuple[object, TagTable] = (None, TagTable())

    def __call__(self) -> TagTable:
        """Return the table.

        Raises :class:`IndexDamagedError` where it was altered.
        """
        version = self._sidecars.version(SIDECAR)
        known, table = self._last
        if version != known:
            table = read_tags(self._sidecars.read(SIDECAR), self._location)
            self._last = (version, table)
        return table

    def add(self, ids: Iterable[str], tags: Iterable[str]) -> None:
        """Add tags to documents; see :meth:`TagTable.with_tags`."""
        ids = [replace_surrogates(id) for id in ids]
        self._change(lambda table: table.with_tags(ids, tags))

    def remove(self, ids: Iterable[str], tags: Iterable[str] | None) -> None:
        """Take tags from documents; all of theirs for None."""
        ids = [replace_surrogates(id) for id in ids]
        self._change(lambda table: table.without(ids, tags))

    def _change(self, change: Any) -> None:
        def apply(before: bytes | None) -> bytes:
            made: TagTable = change(read_tags(before, self._location))
            return made.encode()

        self._sidecars.change(SIDECAR, apply)
        self._last = (object(), TagTable())  # to be read again


def add_tags(sidecars: Sidecars, location: str, tags: TagTable) -> None:
    """Add the tags of another index to those of this one."""
    if tags:
        sidecars.change(
            SIDECAR, lambda before: read_tags(before, location).merged(tags).encode()
        )
