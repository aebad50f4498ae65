"""Whether a cluster can take an index: asked before a rebuild reads its documents.

Who answers is asked first: Elasticsearch is refused by name. Then all that a rebuild
does is done once with an index of one document, which is removed: so a right that is
missing, a setting that the cluster does not take or scripts that it does not run are
told at once, and not when the switch is due.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from ...engines.opensearch.bulk import Bulk
from ...engines.opensearch.cluster import Cluster
from ...engines.opensearch.indices import count_nodes, create_index, delete_indices
from ...engines.opensearch.schema import (
    COMMIT,
    KEY,
    LENGTH,
    passage_mappings,
    passage_settings,
)
from ...errors import (
    IndexAccessError,
    IndexFullError,
    IndexRefusedError,
    UnusableIndexError,
)
from ...schema import EXACT, ROW
from .aliases import find_aliased, read_own_alias, refuse_foreign

_OLDEST = (2, 4)
"""The first release of OpenSearch with points in time."""

_WORD = "probe"


def probe(cluster: Cluster) -> None:
    """Check that a rebuild at the address of ``cluster`` would not fail for what is there.

    Raises:
        IndexRefusedError: another server than OpenSearch answers, or one that is too
            old, or the cluster does not take an index such as ours.
        IndexAccessError: the user lacks a right; the message names what for.
        IndexForeignError: the name is that of another program's index or alias.
    """
    _check_version(cluster)
    _check_names(cluster)
    name = f"{cluster.address.name}-probe-{secrets.token_hex(4)}"
    try:
        _try_all(cluster, name)
    finally:
        with suppress(UnusableIndexError):
            delete_indices(cluster, [name])


def _check_version(cluster: Cluster) -> None:
    found = cluster.ask("GET", "")
    version = found.get("version") if isinstance(found, dict) else None
    if not isinstance(version, dict):
        raise _refuse(cluster, "another service than OpenSearch answers")
    number = str(version.get("number", ""))
    if version.get("distribution") != "opensearch":
        is_elastic = "tagline" in found or "build_flavor" in version
        who = "Elasticsearch" if is_elastic else "another service than OpenSearch"
        raise _refuse(cluster, f"{who} {number} answers".replace("  ", " "))
    parts = [int(one) for one in re.findall(r"[0-9]+", number)[:2]]
    if tuple(parts) < _OLDEST:
        raise _refuse(cluster, f"OpenSearch {number} answers, which has no points in time")


def _refuse(cluster: Cluster, what: str) -> IndexRefusedError:
    return IndexRefusedError(
        f"{cluster.address}: {what}; diplosearch needs OpenSearch 2.4 or newer: name such "
        "a cluster"
    )


def _check_names(cluster: Cluster) -> None:
    """Refuse a name whose indices or aliases belong to somebody else.

    The index "news" has "news-documents" for an alias, which may be another's name.
    """
    find_aliased(cluster)
    name = cluster.address.name
    read_own_alias(cluster, f"{name}-documents")
    refuse_foreign(cluster, f"{name}-writer")


def _try_all(cluster: Cluster, name: str) -> None:
    """Do with an index of one document what a rebuild and a search do."""
    with _explain(cluster, "create an index with scripts in its similarity"):
        _create(cluster, name)
    with _explain(cluster, "take an index as it is given"):
        _check_templates(cluster, name)
    with _explain(cluster, "write by an alias, and by a script"):
        _write(cluster, name)
    with _explain(cluster, "open a point in time and search it"):
        _search(cluster, name)
    with _explain(cluster, "delete by a query"):
        query = {"query": {"term": {ROW: 1}}}
        cluster.ask("POST", f"{name}/_delete_by_query", query)
    with _explain(cluster, "move an alias"):
        action = {"add": {"index": name, "alias": f"{name}-other-in"}}
        cluster.ask("POST", "_aliases", {"actions": [action]})
    with _explain(cluster, "delete an index"):
        cluster.ask("DELETE", name)


def _create(cluster: Cluster, name: str) -> None:
    """Create an index for passages that keeps its sources, which a script needs."""
    mappings = passage_mappings()
    del mappings["_source"]
    mappings["properties"]["removed"] = {"type": "integer"}
    shards = cluster.address.shards or count_nodes(cluster)
    create_index(cluster, name, mappings, settings=passage_settings(), shards=shards)


def _write(cluster: Cluster, name: str) -> None:
    bulk = Bulk(cluster)
    try:
        source = {KEY: 1, ROW: 1, LENGTH: 1, COMMIT: 1, EXACT: _WORD}
        bulk.create(name, 1, source, row=1, routing=1)
        bulk.flush()
        bulk.remove(name, 1, number=1)
        bulk.flush()
    finally:
        bulk.close()
    if bulk.failed:
        raise IndexRefusedError(bulk.failed[1])
    cluster.ask("POST", f"{name}/_refresh")


def _search(cluster: Cluster, name: str) -> None:
    point = cluster.ask("POST", f"{name}/_search/point_in_time", keep_alive="1m")["pit_id"]
    body = {"pit": {"id": point}, "query": {"term": {EXACT: _WORD}}}
    try:
        found = cluster.ask("POST", "_search", body)
    finally:
        cluster.ask("DELETE", "_search/point_in_time", {"pit_id": [point]})
    if len(found["hits"]["hits"]) != 1:
        raise IndexRefusedError("the document that was written is not found")


def _check_templates(cluster: Cluster, name: str) -> None:
    """Refuse what an index template of the cluster would change of ours."""
    made = cluster.ask("GET", name)[name]
    settings = made["settings"]["index"]
    for one in ("default_pipeline", "final_pipeline"):
        if settings.get(one, "_none") != "_none":
            raise IndexRefusedError(f"a template sets its {one} to {settings[one]!r}")
    ours = {*passage_mappings()["properties"], "removed"}
    others = made["mappings"]["properties"].keys() - ours
    if others:
        raise IndexRefusedError(f"a template adds the fields {', '.join(sorted(others))}")
    aliases = [one for one in made["aliases"] if not one.startswith(name)]
    if aliases:
        raise IndexRefusedError(f"a template adds the alias {aliases[0]!r}")


@contextmanager
def _explain(cluster: Cluster, what: str) -> Iterator[None]:
    """Name in an error of the block what the cluster would not do."""
    head = f"{cluster.address}: the cluster would not {what}, as a rebuild does"
    try:
        yield
    except IndexFullError:
        raise
    except IndexAccessError as error:
        raise IndexAccessError(f"{head} ({error})") from error
    except IndexRefusedError as error:
        raise IndexRefusedError(
            f"{head} ({error}); nothing was changed", error.status, error.kind
        ) from error
