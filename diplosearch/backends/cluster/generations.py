"""The generations of an index in a cluster: found, created, removed.

Mappings of our indices carry a mark. Indices without it are never changed. A generation
is removed only where a rebuild has replaced it, or one that was not finished has left it.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from ...engines.opensearch.address import read_address
from ...engines.opensearch.cluster import Cluster
from ...engines.opensearch.indices import create_index, create_passages, delete_indices
from ...engines.opensearch.schema import MARK
from ...errors import IndexLockedError, UnusableIndexError, UsageError
from .aliases import find_aliased, switch_alias
from .lock import count_generation, find_part_writers
from .names import Generation, number_of
from .state import GenerationState, Marks

URL_VARIABLE = "DIPLOSEARCH_OPENSEARCH_URL"
"""Environment variable: the cluster for evaluation, benchmarks and tests."""


def find_generations(cluster: Cluster) -> list[Generation]:
    """Return the generations of which any index exists, the oldest first."""
    name = cluster.address.name
    numbers = set()
    for index, found in _read_mappings(cluster).items():
        number = number_of(name, index)
        if number is not None and MARK in found["mappings"].get("_meta", {}):
            numbers.add(number)
    return [Generation(name, number) for number in sorted(numbers)]


def _read_mappings(cluster: Cluster) -> dict[str, Any]:
    """Return the mappings of all indices whose names begin as ours, by name."""
    path = f"{cluster.address.name}-*/_mapping"
    found = cluster.ask("GET", path, expand_wildcards="all")
    return found if isinstance(found, dict) else {}  # something else than a cluster answers


def create_generation(cluster: Cluster) -> Generation:
    """Create the empty indices of a new generation, whose number nobody had before.

    Raises :class:`IndexForeignError` where the name belongs to another program.
    """
    find_aliased(cluster)
    name = cluster.address.name
    taken = (number_of(name, index) for index in _read_mappings(cluster))
    last = max((number for number in taken if number is not None), default=0)
    generation = Generation(name, count_generation(cluster, last))
    create_index(
        cluster,
        generation.state,
        _state_mappings(),
        aliases=[switch_alias(name)],
        is_awaited=True,
    )
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


@dataclass(frozen=True, slots=True)
class Others:
    """The generations that are not current, by what became of them."""

    replaced: list[Generation] = field(default_factory=list)
    """Replaced by a rebuild; the newest stays for readers, and to go back to."""

    unfinished: list[Generation] = field(default_factory=list)
    """Left by a rebuild of a single writer."""

    parts: list[Generation] = field(default_factory=list)
    """Of a rebuild in parts that nobody has finished."""

    kept: list[Generation] = field(default_factory=list)
    """Complete, and replaced by no rebuild: an alias was moved by hand."""


def describe_kept(others: Others) -> str:
    """Return a remark on generations that no writer removes; "" where there is none."""
    remarks = []
    if others.parts:
        names = ", ".join(map(str, others.parts))
        remarks.append(
            f"parts of an unfinished rebuild were kept ({names}); when not needed: "
            "diplosearch rebuild --drop-parts"
        )
    if others.kept:
        names = ", ".join(map(str, others.kept))
        remarks.append(
            f"generations that no rebuild has replaced were kept ({names}); when they are "
            "not needed, delete their indices in the cluster"
        )
    return "; ".join(remarks)


def find_others(cluster: Cluster) -> Others:
    """Return the generations that are not current; none whose state does not answer."""
    current = {*find_aliased(cluster)}
    newest = max((one.number for one in current), default=0)
    others = Others()
    for generation in find_generations(cluster):
        if generation in current:
            continue
        with suppress(UnusableIndexError):
            marks = GenerationState(cluster, generation).read_marks()
            _kind(others, marks, is_older=generation.number < newest).append(generation)
    return others


def _kind(others: Others, marks: Marks, *, is_older: bool) -> list[Generation]:
    if marks.parts and not marks.is_replaced:
        return others.parts
    if marks.is_replaced or (marks.is_old and is_older):
        return others.replaced
    if marks.is_building or not marks.has_manifest:
        return others.unfinished
    return others.kept


def clean(cluster: Cluster, *, kept: Generation | None = None) -> Others:
    """Remove what rebuilds have replaced or left, except ``kept``; return what there was.

    Parts of a rebuild stay, and so does what was current until an alias was moved by
    hand. Only the holder of the writer's lock may call this, for a rebuild. What cannot
    be removed stays: a rebuild does not fail because of what it replaces.
    """
    others = find_others(cluster)
    for generation in (*others.replaced, *others.unfinished):
        if generation != kept:
            with suppress(UnusableIndexError):
                remove(cluster, [generation])
    return others


def refuse_parts(cluster: Cluster) -> None:
    """Raise :class:`IndexLockedError` while parts of a rebuild are being written."""
    writers = find_part_writers(cluster)
    if writers:
        raise IndexLockedError(
            f"{cluster.address} is being rebuilt in parts by {'; '.join(writers)}: "
            "try again when they have finished, or stop them"
        )


def mark_replaced(cluster: Cluster, generations: Iterable[Generation]) -> None:
    """Record that a rebuild has replaced ``generations``, as far as they are there."""
    for generation in generations:
        with suppress(UnusableIndexError):
            GenerationState(cluster, generation).mark_replaced()


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
