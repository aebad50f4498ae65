"""Creates and deletes the indices of a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .cluster import Cluster
from .schema import passage_mappings, passage_settings

_PATIENCE = 120.0
"""Seconds that creating or deleting an index may take; a guess."""


def write_alias(name: str) -> str:
    """Return the alias by which an index is written to in bulk.

    A cluster creates an index that is written to and missing, but never an alias.
    """
    return f"{name}-in"


def create_index(
    cluster: Cluster,
    name: str,
    mappings: dict[str, Any],
    *,
    settings: dict[str, Any] | None = None,
    shards: int = 1,
    aliases: Sequence[str] = (),
    is_awaited: bool = False,
) -> None:
    """Create an index, with ``aliases`` beside the one by which it is written to.

    A write waits until the index is ready; with ``is_awaited`` this call does, for
    an index that is read first. With replicas it waits for all copies, since a node
    that is lost during the first writes would otherwise lose them.

    Raises:
        IndexRefusedError: if the index exists.
    """
    address = cluster.address
    replicas = address.replicas
    if replicas is None:
        replicas = 1 if count_nodes(cluster) > 1 else 0
    how = {"number_of_shards": shards, "number_of_replicas": replicas, **(settings or {})}
    cluster.ask(
        "PUT",
        name,
        {
            "settings": {"index": how},
            "mappings": mappings,
            "aliases": {alias: {} for alias in (write_alias(name), *aliases)},
        },
        timeout=max(address.timeout, _PATIENCE),
        wait_for_active_shards="all" if replicas else int(is_awaited),
    )


def create_passages(cluster: Cluster, name: str) -> None:
    """Create an index for passages, which are not searchable before a refresh."""
    shards = cluster.address.shards or count_nodes(cluster)
    settings = {**passage_settings(), "refresh_interval": "-1"}
    create_index(cluster, name, passage_mappings(), settings=settings, shards=shards)


def count_nodes(cluster: Cluster) -> int:
    """Return the number of data nodes, at least 1."""
    found = cluster.ask("GET", "_cluster/health")
    return max(1, int(found["number_of_data_nodes"]))


def delete_indices(cluster: Cluster, names: list[str]) -> None:
    """Delete indices; missing ones are ignored."""
    if names:
        cluster.ask("DELETE", ",".join(names), ignore_unavailable=True, timeout=_PATIENCE)
