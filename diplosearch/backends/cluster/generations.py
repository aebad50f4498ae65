"""The OpenSearch indices of a generation, and the aliases of the current one.

::

    diplomacy                       an alias of the current passages
    diplomacy-documents             an alias of the current documents
    diplomacy-000002-passages       terms, keywords and dates, nothing stored
    diplomacy-000002-documents      documents in full, all versions since the rebuild
    diplomacy-000002-state          the manifest, the entities, a rebuild's draft
    diplomacy-writer                the locks of the writer and of parts of a rebuild

Each index is written through its own alias, which ends in ``-in``.

Mappings of our indices carry a mark. Indices without it are never changed.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from ...engines.opensearch.address import read_address
from ...engines.opensearch.cluster import Cluster
from ...engines.opensearch.http_errors import MISSING
from ...engines.opensearch.indices import create_index, create_passages, delete_indices
from ...engines.opensearch.schema import MARK
from ...errors import (
    IndexForeignError,
    IndexLockedError,
    IndexMissingError,
    IndexRefusedError,
    UsageError,
)
from .lock import find_part_writers

_KINDS = ("passages", "documents", "state")
_KEPT_BEFORE = 1
"""Older generations that stay for their readers."""

URL_VARIABLE = "DIPLOSEARCH_OPENSEARCH_URL"
"""Environment variable: the cluster for evaluation, benchmarks and tests."""


@dataclass(frozen=True, slots=True)
class Generation:
    """The names of the indices of one generation, which need not exist."""

    name: str
    number: int

    @property
    def passages(self) -> str:
        """The index of the passages."""
        return f"{self}-passages"

    @property
    def documents(self) -> str:
        """The index of the documents."""
        return f"{self}-documents"

    @property
    def state(self) -> str:
        """The index of the manifest, the entities and the draft."""
        return f"{self}-state"

    @property
    def indices(self) -> list[str]:
        """All three indices."""
        return [self.passages, self.documents, self.state]

    def __str__(self) -> str:
        return f"{self.name}-{self.number:06}"


def find_current(cluster: Cluster) -> Generation:
    """Return the current generation, that of the alias.

    Raises :class:`IndexMissingError` where there is none, and
    :class:`IndexForeignError` where the name belongs to another program.
    """
    name = cluster.address.name
    try:
        indices = cluster.ask("GET", f"_alias/{name}")
    except IndexRefusedError as error:
        if error.status != MISSING:
            raise
        _refuse_foreign(cluster)
        raise IndexMissingError(
            f"no index at {cluster.address}; build one: "
            f"diplosearch rebuild FOLDER --index {cluster.address}"
        ) from None
    numbers = [_number(cluster.address.name, index) for index in indices]
    if (
        len(numbers) != 1
        or numbers[0] is None
        or not _is_ours(cluster, next(iter(indices)))
    ):
        raise _foreign(cluster, f"an alias of {', '.join(sorted(indices))}")
    return Generation(name, numbers[0])


def _refuse_foreign(cluster: Cluster) -> None:
    try:
        cluster.ask("GET", cluster.address.name)
    except IndexRefusedError as error:
        if error.status == MISSING:
            return
        raise
    raise _foreign(cluster, "an index")


def _foreign(cluster: Cluster, what: str) -> IndexForeignError:
    return IndexForeignError(
        f"{cluster.address}: {cluster.address.name!r} is {what} that diplosearch did not "
        "make; it was left alone: give another name"
    )


def _is_ours(cluster: Cluster, index: str) -> bool:
    found = cluster.ask("GET", f"{index}/_mapping")
    return MARK in found[index]["mappings"].get("_meta", {})


def _number(name: str, index: str) -> int | None:
    found = re.fullmatch(rf"{re.escape(name)}-([0-9]{{6,9}})-(?:{'|'.join(_KINDS)})", index)
    return int(found[1]) if found else None


def find_generations(cluster: Cluster) -> list[Generation]:
    """Return the generations of which any index exists, the oldest first."""
    name = cluster.address.name
    numbers = set()
    for index, found in cluster.ask("GET", f"{name}-*/_mapping").items():
        number = _number(name, index)
        if number is not None and MARK in found["mappings"].get("_meta", {}):
            numbers.add(number)
    return [Generation(name, number) for number in sorted(numbers)]


def create_generation(cluster: Cluster) -> Generation:
    """Create the empty indices of a new generation.

    Raises :class:`IndexForeignError` where the name belongs to another program.
    """
    with suppress(IndexMissingError):
        find_current(cluster)
    name = cluster.address.name
    taken = (_number(name, index) for index in cluster.ask("GET", f"{name}-*/_mapping"))
    last = max((number for number in taken if number is not None), default=0)
    generation = Generation(name, last + 1)
    create_index(cluster, generation.state, _state_mappings())
    shards = cluster.address.shards or 1
    create_index(
        cluster,
        generation.documents,
        _document_mappings(),
        settings={"refresh_interval": "-1"},
        shards=shards,
    )
    create_passages(cluster, generation.passages)
    return generation


def switch(cluster: Cluster, generation: Generation, before: Generation | None) -> None:
    """Make ``generation`` the current one instead of ``before``, in one step.

    Raises :class:`IndexRefusedError` where ``before`` is no longer the current one.
    """
    name = cluster.address.name
    aliases = {name: "passages", f"{name}-documents": "documents"}
    actions: list[dict[str, Any]] = []
    for alias, kind in aliases.items():
        if before is not None:
            old = {"index": f"{before}-{kind}", "alias": alias, "must_exist": True}
            actions.append({"remove": old})
        actions.append({"add": {"index": f"{generation}-{kind}", "alias": alias}})
    try:
        cluster.ask("POST", "_aliases", {"actions": actions})
    except IndexRefusedError:
        # A request is repeated if its answer was lost, and then finds its own change.
        if find_current(cluster) != generation:
            raise


def clean(
    cluster: Cluster, *, kept: Generation | None = None, keeps_last: bool = True
) -> None:
    """Remove the generations that are neither current nor ``kept``.

    With ``keeps_last`` the one before the current one stays for its readers. Only the
    holder of the writer's lock may call this.

    Raises :class:`IndexLockedError` where it would remove parts that are being written.
    """
    try:
        current = find_current(cluster)
    except (IndexMissingError, IndexForeignError):
        current = None
    generations = find_generations(cluster)
    stays = {kept, current}
    if current is not None and keeps_last:
        older = [one for one in generations if one.number < current.number and one != kept]
        stays |= set(older[-_KEPT_BEFORE:])
    goes = [one for one in generations if one not in stays]
    if any(current is None or one.number > current.number for one in goes):
        refuse_parts(cluster)
    remove(cluster, goes)


def refuse_parts(cluster: Cluster) -> None:
    """Raise :class:`IndexLockedError` while parts of a rebuild are being written."""
    writers = find_part_writers(cluster)
    if writers:
        raise IndexLockedError(
            f"{cluster.address} is being rebuilt in parts by {'; '.join(writers)}: "
            "try again when they have finished, or stop them"
        )


def remove_all(cluster: Cluster) -> None:
    """Remove an index with all of its generations, but no indices of others."""
    remove(cluster, find_generations(cluster))
    delete_indices(cluster, [f"{cluster.address.name}-writer"])


@contextmanager
def temporary_location() -> Iterator[str]:
    """Yield a new location in the cluster of the environment; remove its index after.

    Raises :class:`UsageError` where :data:`URL_VARIABLE` is not set.
    """
    url = os.environ.get(URL_VARIABLE, "").rstrip("/")
    if not url:
        raise UsageError(f"set {URL_VARIABLE} to a cluster, as opensearch://HOST:9200")
    location = f"{url}/diplosearch-{secrets.token_hex(8)}"
    address = read_address(location)
    try:
        yield location
    finally:
        cluster = Cluster(address)
        remove_all(cluster)
        cluster.close()


def remove(cluster: Cluster, generations: Iterable[Generation]) -> None:
    """Remove all indices of ``generations``."""
    delete_indices(cluster, [index for one in generations for index in one.indices])


def _state_mappings() -> dict[str, Any]:
    return {
        "dynamic": "strict",
        "_meta": {MARK: "state"},
        "properties": {
            "kind": {"type": "keyword"},
            "content": {"type": "object", "enabled": False},
            "data": {"type": "binary"},
        },
    }


def _document_mappings() -> dict[str, Any]:
    keyword = {"type": "keyword"}
    whole = {"type": "integer"}
    day = {"type": "date", "format": "strict_date", "ignore_malformed": True}
    return {
        "dynamic": "strict",
        "_meta": {MARK: "documents"},
        "properties": {
            "row": {"type": "long"},
            **dict.fromkeys(("id", "given", "content", "root", "origin"), keyword),
            **dict.fromkeys(("source", "language"), keyword),
            "date": {**keyword, "fields": {"day": day}},
            "body": {"type": "binary"},
            "checksum": {"type": "long"},
            "added": whole,
            "removed": whole,
            "part": {"type": "short"},
        },
    }
