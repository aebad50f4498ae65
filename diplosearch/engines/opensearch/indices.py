"""Making and removing the indices of a cluster."""

from __future__ import annotations

from typing import Any

from .cluster import Cluster
from .schema import passage_mappings, passage_settings

_PATIENCE = 120.0


def write_alias(name: str) -> str:
    """Return the name by which an index is written to in bulk.

    A cluster makes up an index that is written to and not there, but no alias.
    """
    return f"{name}-in"


def create_index(
    cluster: Cluster,
    name: str,
    mappings: dict[str, Any],
    *,
    settings: dict[str, Any] | None = None,
    shards: int = 1,
    is_awaited: bool = False,
) -> None:
    """Make an index; one that is there already is refused.

    Who writes to it waits until it is ready, who reads has to be ``is_awaited``.
    With replicas all copies are waited for: a node that is lost while the first
    documents come would else take them along.
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
            "aliases": {write_alias(name): {}},
        },
        timeout=max(address.timeout, _PATIENCE),
        wait_for_active_shards="all" if replicas else int(is_awaited),
    )


def create_passages(cluster: Cluster, name: str) -> None:
    """Make an index for passages, which nobody sees before it is refreshed."""
    shards = cluster.address.shards or count_nodes(cluster)
    settings = {**passage_settings(), "refresh_interval": "-1"}
    create_index(cluster, name, passage_mappings(), settings=settings, shards=shards)


def count_nodes(cluster: Cluster) -> int:
    """Return the number of nodes that keep data."""
    found = cluster.ask("GET", "_cluster/health")
    return max(1, int(found["number_of_data_nodes"]))


def delete_indices(cluster: Cluster, names: list[str]) -> None:
    """Remove indices and all that is in them."""
    if names:
        cluster.ask("DELETE", ",".join(names), ignore_unavailable=True, timeout=_PATIENCE)
