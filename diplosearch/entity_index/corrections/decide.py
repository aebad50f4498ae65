"""Decide which ids are one entity: what the corpus says by itself, and the corrections.

A correction goes before what the corpus says. An id that is merged by hand leaves the
entity that the corpus gave it; what the corpus gave *it* goes with it. An id may have a
qualifier (``person:a?…``), by which a document tells what stands beside a bare name; what
is to be kept apart from another id is kept so with any qualifier.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import takewhile
from typing import NamedTuple

from .corrections import Corrections

_QUALIFIER = "?"
"""What stands before the qualifier of an id."""

NO_ENTITY = ""
"""The entity of a banned id."""


class Decision(NamedTuple):
    """The entities of ids, and the names to show.

    ``aliases`` maps each id that is shown as another entity, or by another name, to the
    id of its entity; a banned one to ``NO_ENTITY``. ``names`` are those given by hand, by
    entity.
    """

    aliases: dict[str, str]
    names: dict[str, str]


def decide(
    automatic: Mapping[str, str],
    corrections: Corrections,
    count: Callable[[str], int],
) -> Decision:
    """Return the entities of all ids that are aliases.

    Args:
        automatic: the entity of each alias as the corpus has it, never an alias itself.
        corrections: what goes before it.
        count: returns the number of documents that give an id.
    """
    if not corrections.all:
        return Decision(dict(automatic), {})
    links = _Links(automatic, corrections.roots)
    links.cut_circles()
    apart = links.with_qualifiers(
        (one.id, one.other) for one in corrections.all if one.kind == "apart"
    )
    # To cut one link may leave a pair joined by another one.
    while sum(links.keep_apart(*pair, count) for pair in apart):
        pass
    ids = {*automatic, *corrections.roots}
    aliases = {id: entity for id in ids if (entity := links.entity_of(id)) != id}
    names = {
        links.entity_of(one.id): one.other
        # An id's own name goes before that of an alias.
        for one in sorted(
            (one for one in corrections.all if one.kind == "rename"),
            key=lambda one: (links.entity_of(one.id) == one.id, one.id),
        )
    }
    aliases |= {entity: entity for entity in names}
    banned = corrections.banned
    aliases = {id: NO_ENTITY if to in banned else to for id, to in aliases.items()}
    aliases |= dict.fromkeys(banned, NO_ENTITY)
    return Decision(aliases, names)


class _Links:
    """Links from an id to the one that it is shown as: by hand, else by the corpus."""

    def __init__(self, automatic: Mapping[str, str], roots: Mapping[str, str]) -> None:
        self._automatic = dict(automatic)
        self._by_hand = {id: root for id, root in roots.items() if id != root}

    def _path(self, id: str) -> list[str]:
        """Return the ids from ``id`` to its entity; in a circle, to where it closes."""
        path, seen = [id], {id}
        while (to := self._by_hand.get(id) or self._automatic.get(id)) is not None:
            path.append(to)
            if to in seen:
                break
            seen.add(to)
            id = to
        return path

    def entity_of(self, id: str) -> str:
        """Return the entity of an id."""
        return self._path(id)[-1]

    def cut_circles(self) -> None:
        """Cut the link of the corpus where it leads back to what was merged by hand."""
        for id in sorted(set(self._by_hand.values())):
            if id in self._automatic and self._path(id)[-1] == id:
                del self._automatic[id]

    def with_qualifiers(self, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return ``pairs``, and those of the ids that are the same with a qualifier."""
        qualified = defaultdict(list)
        for id in sorted(self._automatic):
            qualified[without_qualifier(id)].append(id)
        return sorted(
            {
                (first, second)
                for one, other in pairs
                for first in {one, *qualified[one]}
                for second in {other, *qualified[other]}
                if first != second
            }
        )

    def keep_apart(self, one: str, other: str, count: Callable[[str], int]) -> bool:
        """Cut a link of the corpus if two ids are one entity; return whether they were.

        Of several links, that of the rarest id is cut. With a qualifier it is the id
        without it from then on, if that helps.
        """
        paths = self._path(one), self._path(other)
        if paths[0][-1] != paths[1][-1]:
            return False
        shared = {*paths[0]} & {*paths[1]}
        # Two ids that are named apart have a link of the corpus before their paths meet;
        # those meant by their qualifiers may have been made one by hand.
        free = [
            id
            for path in paths
            for id in takewhile(lambda id: id not in shared, path)
            if id not in self._by_hand
        ]
        if not free:
            return False
        rarest = min(free, key=lambda id: (count(id), id))
        del self._automatic[rarest]
        bare = without_qualifier(rarest)
        if bare != rarest and self.entity_of(bare) not in (rarest, paths[0][-1]):
            self._automatic[rarest] = bare
        return True


def without_qualifier(id: str) -> str:
    """Return an id without what a document says beside the name: ``person:a``."""
    return id.partition(_QUALIFIER)[0]
