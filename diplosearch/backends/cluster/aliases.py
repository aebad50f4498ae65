"""The aliases that say which generation of an index is the current one.

A rebuild puts a third alias, ``NAME-switch-in``, on its new generation, and the switch
takes it away in the same step. Whoever takes the writer's lock takes it away as well, so
a rebuild that was paused and taken for dead cannot switch any more. Parts of a rebuild
that nobody has finished yet are marked by ``NAME-parts-in``.
"""

from __future__ import annotations

from typing import Any

from ...engines.opensearch.cluster import Cluster
from ...engines.opensearch.http_errors import MISSING
from ...engines.opensearch.schema import MARK
from ...errors import (
    IndexDamagedError,
    IndexForeignError,
    IndexLockedError,
    IndexMissingError,
    IndexRefusedError,
)
from .names import Generation, number_of


def find_current(cluster: Cluster) -> Generation:
    """Return the current generation, that of the alias.

    Raises :class:`IndexMissingError` where there is none, :class:`IndexForeignError`
    where the name belongs to another program, and :class:`IndexDamagedError` where the
    alias names several generations.
    """
    found = find_aliased(cluster)
    if not found:
        raise IndexMissingError(
            f"no index at {cluster.address}; build one: "
            f"diplosearch rebuild FOLDER --index {cluster.address}"
        )
    if len(found) > 1:
        names = ", ".join(one.passages for one in found)
        raise IndexDamagedError(
            f"{cluster.address}: the alias {cluster.address.name!r} names several "
            f"generations ({names}); take it from all but one, or rebuild the index: "
            "diplosearch rebuild"
        )
    return found[0]


def find_aliased(cluster: Cluster) -> list[Generation]:
    """Return the generations that the alias names, usually one; none without an index.

    Raises :class:`IndexForeignError` where the name belongs to another program.
    """
    name = cluster.address.name
    indices = _read_alias(cluster, name)
    if not indices:
        refuse_foreign(cluster, name)
    found = []
    for index in sorted(indices):
        number = number_of(name, index)
        is_ours = _is_ours(cluster, index)
        if number is None or not is_ours:
            what = f"an alias of {', '.join(sorted(indices))}"
            raise _foreign(cluster, name, what, is_foreign=not is_ours)
        found.append(Generation(name, number))
    return found


def _read_alias(cluster: Cluster, alias: str) -> list[str]:
    """Return the indices that ``alias`` names."""
    try:
        path = f"{cluster.address.name}-*/_alias/{alias}"
        return list(cluster.ask("GET", path, expand_wildcards="all"))
    except IndexRefusedError as error:
        if error.status != MISSING:
            raise
        return []


def read_own_alias(cluster: Cluster, alias: str) -> list[str]:
    """Return the indices that ``alias``, one of this index, names; none without it.

    Raises :class:`IndexForeignError` where an index or alias of somebody else has it.
    """
    indices = _read_alias(cluster, alias)
    if not indices:
        refuse_foreign(cluster, alias)
    for index in indices:
        if number_of(cluster.address.name, index) is None:
            raise _foreign(cluster, alias, f"an alias of {index}", is_foreign=False)
    return indices


def refuse_foreign(cluster: Cluster, name: str) -> None:
    """Raise :class:`IndexForeignError` where an index that is not ours has ``name``."""
    try:
        found = cluster.ask("GET", name)
    except IndexRefusedError as error:
        if error.status == MISSING:
            return
        raise
    for index in found:
        if index != name:
            raise _foreign(cluster, name, f"an alias of {index}", is_foreign=False)
        mark = _mark_of(found, index)
        if mark != "writer" or name == cluster.address.name:
            raise _foreign(cluster, name, "an index")


def _foreign(
    cluster: Cluster, name: str, what: str, *, is_foreign: bool = True
) -> IndexForeignError:
    whose = (
        "that diplosearch did not make" if is_foreign else "and belongs to another index"
    )
    return IndexForeignError(
        f"{cluster.address}: {name!r} is {what} {whose}; it was left alone: give another "
        "name"
    )


def _is_ours(cluster: Cluster, index: str) -> bool:
    found = cluster.ask("GET", f"{index}/_mapping")
    return bool(_mark_of(found, index))


def _mark_of(found: Any, index: str) -> str:
    """Return what the mappings of ``index`` are marked as; "" where they are not ours."""
    try:
        return str(found[index]["mappings"]["_meta"][MARK])
    except (KeyError, TypeError):
        return ""


def switch_alias(name: str) -> str:
    """Return the alias without which a rebuild cannot switch to its generation."""
    return f"{name}-switch-in"


def parts_alias(name: str) -> str:
    """Return the alias that marks the parts of an unfinished rebuild."""
    return f"{name}-parts-in"


def take_over(cluster: Cluster) -> None:
    """Keep rebuilds that were taken for dead from switching.

    Only the holder of the writer's lock may call this.
    """
    alias = switch_alias(cluster.address.name)
    actions = [
        {"remove": {"index": index, "alias": alias}}
        for index in _read_alias(cluster, alias)
    ]
    if actions:
        cluster.ask("POST", "_aliases", {"actions": actions})


def allow_switch(cluster: Cluster, generation: Generation) -> None:
    """Let the switch to ``generation`` happen, unless another writer takes over."""
    alias = switch_alias(generation.name)
    action = {"add": {"index": generation.state, "alias": alias}}
    cluster.ask("POST", "_aliases", {"actions": [action]})


def find_marked_parts(cluster: Cluster) -> list[Generation]:
    """Return the generations whose parts nobody has finished yet, as marked."""
    name = cluster.address.name
    found = (number_of(name, one) for one in _read_alias(cluster, parts_alias(name)))
    return [Generation(name, number) for number in found if number is not None]


def mark_parts(cluster: Cluster, generation: Generation) -> None:
    """Mark ``generation`` as one whose parts nobody has finished yet."""
    action = {"add": {"index": generation.state, "alias": parts_alias(generation.name)}}
    cluster.ask("POST", "_aliases", {"actions": [action]})


def switch(cluster: Cluster, generation: Generation) -> None:
    """Make ``generation`` the current one instead of all others, in one step.

    Raises :class:`IndexLockedError` where another writer has taken over.
    """
    name = cluster.address.name
    actions: list[dict[str, Any]] = [
        _remove(generation.state, switch_alias(name)),
        *(
            _remove(one.state, parts_alias(name))
            for one in find_marked_parts(cluster)
            if one == generation
        ),
    ]
    for alias, index in (
        (name, generation.passages),
        (f"{name}-documents", generation.documents),
    ):
        others = [one for one in read_own_alias(cluster, alias) if one != index]
        actions += [_remove(one, alias) for one in others]
        actions.append({"add": {"index": index, "alias": alias}})
    try:
        cluster.ask("POST", "_aliases", {"actions": actions})
    except IndexRefusedError as error:
        # A request is repeated if its answer was lost, and then finds its own change.
        if generation in find_aliased(cluster):
            return
        if error.status != MISSING:
            raise
        raise IndexLockedError(
            f"{cluster.address}: another writer began while this one could not be heard "
            "of; nothing was changed: try again"
        ) from error


def _remove(index: str, alias: str) -> dict[str, Any]:
    return {"remove": {"index": index, "alias": alias, "must_exist": True}}
