"""Several indexes, read as one and never changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NoReturn

from ..engines.union_reader import unite_readers
from ..entity_index.corrections.corrections import Corrections
from ..entity_index.counts import EntityCounter
from ..entity_index.table import EntityTable
from ..errors import UsageError
from ..model import refer_to
from ..storage.codec import passage_key, split_key
from ..storage.store import DocumentStore
from ..storage.union_store import MOST_ROWS, StorePart, UnionStore
from ..stories.table import StoryTable
from ..stories.union import StoryPart, UnionStoryTable
from .base import LOCK_SECONDS, MEMORY_LOCATION, Backend, Snapshot
from .draft import InterruptedRebuild
from .manifest import Manifest, Verify, read_kept
from .registry import find_backend
from .sidecars import Change
from .tags import SIDECAR as TAGS
from .tags import TagTable, read_tags

_IN_MEMORY = "memory"
"""The name of an index in memory among others."""


class UnionBackend:
    """A backend that shows several indexes as one.

    Frequencies, lengths and names of all are counted together, so that an answer is that
    of one index with all their documents.

    Args:
        backends: those of the indexes, by the names that their documents show.
        owned: those of them that are closed together with this one.
    """

    def __init__(
        self, backends: Mapping[str, Backend], owned: Sequence[Backend] = ()
    ) -> None:
        self.location = " + ".join(one.location for one in backends.values())
        self.parts = backends
        """The backends of the indexes by their names."""

        self._owned = owned
        self.sidecars = UnionSidecars(backends)

    def open(self) -> Snapshot:
        """Open the current commit of each index.

        Raises :class:`UsageError` where they cannot be read as one, and
        :class:`UnusableIndexError` for an index that cannot be used.
        """
        with ExitStack() as undo:
            snapshots = {}
            for name, backend in self.parts.items():
                snapshots[name] = backend.open()
                undo.callback(snapshots[name].retire)
            manifest = self._unite([one.manifest for one in snapshots.values()])
            counter = EntityCounter(None, None, is_last=True)
            undo.callback(counter.close)
            for one in snapshots.values():
                counter.merge(one.entities)
            counter.corrections = read_kept(manifest.corrections)
            counter.finish()
            store = UnionStore(
                [
                    StorePart(
                        name,
                        one.store,
                        one.manifest.commit,
                        self.parts[name].find_source,
                    )
                    for name, one in snapshots.items()
                ],
                self.location,
            )
            reader = unite_readers(
                [one.reader for one in snapshots.values()],
                [passage_key(number * MOST_ROWS, 0) for number in range(len(snapshots))],
                partial(_find_dates, store),
            )
            stories = _unite_stories(list(snapshots.values()), store)
            release = undo.pop_all().close
        return Snapshot(
            manifest,
            store,
            reader,
            EntityTable(counter.connection),
            release,
            stories=stories,
        )

    def _unite(self, manifests: Sequence[Manifest]) -> Manifest:
        """Return what describes the states of all.

        Raises :class:`UsageError` where their entities were found by different
        recognizers, or their corrections contradict each other.
        """
        named = dict(zip(self.parts.values(), manifests, strict=True))
        filled = [(one, manifest) for one, manifest in named.items() if manifest.documents]
        for one, manifest in filled[1:]:
            first, other = filled[0]
            if manifest.recognizer != other.recognizer:
                raise UsageError(
                    f"the entities of {one.location!r} were found by another recognizer "
                    f"or gazetteer than those of {first.location!r}; rebuild one of them "
                    "with that of the other: diplosearch rebuild --from INDEX --gazetteer "
                    "FILE"
                )
        corrections = {
            f"index {one.location!r}, correction": manifest.corrections
            for one, manifest in named.items()
        }
        return Manifest(
            engine=", ".join(dict.fromkeys(one.engine for one in manifests)),
            fingerprint=manifests[0].fingerprint,
            recognizer=filled[0][1].recognizer if filled else "",
            commit=sum(one.commit for one in manifests),
            documents=sum(one.documents for one in manifests),
            passages=sum(one.passages for one in manifests),
            created=max(one.created for one in manifests),
            format=max(one.format for one in manifests),
            store=" ".join(one.store for one in manifests),
            corrections=Corrections.join(corrections).lines,
        )

    def probe(self) -> None:
        """Do nothing: that nothing is begun here is told when it is tried."""

    def begin(
        self,
        *,
        purpose: str,  # noqa: ARG002 - nothing is ever begun
        engine: str | None,  # noqa: ARG002
        is_fresh: bool,  # noqa: ARG002
        unfinished: InterruptedRebuild | None = None,  # noqa: ARG002
    ) -> NoReturn:
        """Raise :class:`UsageError`: documents are changed in the index that has them."""
        raise UsageError(
            f"{self.location!r} are several indexes, which are only read together; "
            "open the one that you want to change"
        )

    def name_source(self, source: Path) -> str:
        """Return the absolute path of ``source``."""
        return os.path.realpath(source)

    def find_source(self, name: str) -> Path:
        """Return the path ``name``, which is absolute."""
        return Path(name)

    def find_unfinished(self) -> None:
        """Return None: nothing is rebuilt here."""

    def read_manifest(self) -> Manifest:
        """Return what describes the current commits of all."""
        return self._unite([one.read_manifest() for one in self.parts.values()])

    def remark(self) -> str:
        """Return an empty string: nothing is changed here."""
        return ""

    def size(self) -> int:
        """Return the bytes that the current commits take on disk."""
        return sum(one.size() for one in self.parts.values())

    def close(self) -> None:
        """Close the backends that were opened for this one."""
        for one in self._owned:
            one.close()


class UnionSidecars:
    """The tags of several indexes, by what finds a document among all; never changed."""

    def __init__(self, backends: Mapping[str, Backend]) -> None:
        self._backends = backends

    def version(self, name: str) -> object:
        """Return the versions of all."""
        return tuple(one.sidecars.version(name) for one in self._backends.values())

    def read(self, name: str) -> bytes | None:
        """Return the tags of all; None for any other sidecar."""
        if name != TAGS:
            return None
        table = TagTable()
        for index, one in self._backends.items():
            own = read_tags(one.sidecars.read(TAGS), one.location)
            named = {tag: [refer_to(id, index) for id in ids] for tag, ids in own.items()}
            table = table.merged(TagTable(named))
        return table.encode()

    def change(self, name: str, change: Change) -> NoReturn:  # noqa: ARG002
        """Raise :class:`UsageError`: tags are kept beside the index of a document."""
        raise UsageError(
            "several indexes are only read together; open the one whose documents you "
            "want to tag"
        )


def _find_dates(store: DocumentStore, keys: Iterable[int]) -> dict[int, str | None]:
    """Return the dates of the documents of passages, by the keys of those."""
    rows = {key: split_key(key)[0] for key in keys}
    dates = store.dates(set(rows.values()))
    return {key: dates[row] for key, row in rows.items()}


def unite(
    given: Mapping[str, str | Path | Backend] | Iterable[str | Path | Backend],
    *,
    verify: Verify = "sizes",
    lock_timeout: float = LOCK_SECONDS,
) -> UnionBackend:
    """Return several indexes as one, by their locations or backends.

    A mapping gives their names; else they are called by the end of their locations.

    Raises :class:`UsageError` for none, for one that comes twice, and for a location of
    no known kind.
    """
    named = isinstance(given, Mapping)
    values = list(given.values() if isinstance(given, Mapping) else given)
    backends: list[Backend] = []
    owned: list[Backend] = []
    for one in values:
        if isinstance(one, (str, Path)):
            owned.append(find_backend(one, verify=verify, lock_timeout=lock_timeout))
            backends.append(owned[-1])
        elif isinstance(one, UnionBackend):
            raise UsageError(f"{one.location!r} are several indexes; name each of them")
        else:
            backends.append(one)
    _refuse_doubles(backends)
    names = [_check_name(name) for name in given] if named else _find_names(backends)
    return UnionBackend(dict(zip(names, backends, strict=True)), owned)


def _refuse_doubles(backends: Sequence[Backend]) -> None:
    if not backends:
        raise UsageError("location is empty; give one index or more")
    seen: set[object] = set()
    for one in backends:
        place = id(one) if _is_in_memory(one) else os.path.realpath(one.location)
        if place in seen:
            raise UsageError(f"index {one.location!r} is named twice")
        seen.add(place)


def _check_name(name: object) -> str:
    if not isinstance(name, str) or not name.strip() or not name.isprintable():
        raise UsageError(f"{name!r} is no name for an index; give printable characters")
    return name


def _find_names(backends: Sequence[Backend]) -> list[str]:
    """Return names of backends: the ends of their locations that tell them apart.

    ``news/reuters`` is *reuters*, and ``2024/index`` beside ``2025/index`` *2024/index*.
    """
    paths = [
        (_IN_MEMORY if _is_in_memory(one) else os.path.abspath(one.location)).split(os.sep)
        for one in backends
    ]
    names: list[str] = []
    for path in paths:
        length = 1
        while (
            length < len(path) and sum(one[-length:] == path[-length:] for one in paths) > 1
        ):
            length += 1
        name = "/".join(path[-length:])
        number = sum(one == path for one in paths[: len(names)])
        names.append(f"{name}-{number + 1}" if number else name)
    return names


def _is_in_memory(backend: Backend) -> bool:
    return backend.location == MEMORY_LOCATION


def _unite_stories(
    snapshots: Sequence[Snapshot], store: DocumentStore
) -> StoryTable | None:
    """Return the stories of all; None where one of them knows of none."""
    parts = [
        StoryPart(number * MOST_ROWS, one.stories)
        for number, one in enumerate(snapshots)
        if one.stories is not None
    ]
    return UnionStoryTable(parts, store) if len(parts) == len(snapshots) else None
