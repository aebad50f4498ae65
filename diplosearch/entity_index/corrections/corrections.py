"""A sound set of corrections: none contradicts another."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from ...errors import NotFoundError, UsageError
from .line import Correction, parse_line

MOST_BYTES = 1 << 20
"""Bytes of all corrections of an index: some 15,000; a guess. They are in its manifest,
which is read whole at every opening."""


class _Placed(NamedTuple):
    """A correction, and where it stands: the beginning of a message."""

    where: str
    correction: Correction


@dataclass(frozen=True, slots=True)
class Corrections:
    """Corrections that agree with each other, in the order in which they were made.

    What they mean does not depend on that order.
    """

    all: tuple[Correction, ...] = ()
    roots: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """The entity of each id that is merged with others, also of the entity itself."""

    @classmethod
    def parse(cls, lines: Iterable[str], *, origin: str) -> Self:
        """Return the corrections in ``lines``; a line that comes twice counts once.

        ``origin`` is what messages say before the number of a line.

        Raises :class:`UsageError` for an unsound line, and for one that contradicts
        another.
        """
        return cls.join({origin: lines})

    @classmethod
    def join(cls, parts: Mapping[str, Iterable[str]]) -> Self:
        """Return the corrections of several lists of lines, as :meth:`parse` does.

        They go by what messages say before the number of a line of each.
        """
        placed = []
        for origin, lines in parts.items():
            for number, line in enumerate(lines, 1):
                where = f"{origin} {number}"
                correction = parse_line(line, where)
                if correction is not None:
                    placed.append(_Placed(where, correction))
        return cls._check(placed)

    @classmethod
    def _check(cls, placed: Iterable[_Placed]) -> Self:
        first: dict[Correction, _Placed] = {}
        for one in placed:
            first.setdefault(one.correction, one)
        distinct = list(first.values())
        size = sum(len(str(one.correction).encode()) + 1 for one in distinct)
        if size > MOST_BYTES:
            raise UsageError(
                f"{distinct[-1].where}: {size:,} bytes of corrections; an index keeps at "
                f"most {MOST_BYTES:,}: correct the rest in a gazetteer of your own"
            )
        roots = _find_roots([one for one in distinct if one.correction.kind == "merge"])
        _refuse_contradictions(distinct, roots)
        return cls(tuple(one.correction for one in distinct), roots)

    @property
    def lines(self) -> tuple[str, ...]:
        """The corrections as lines of a file."""
        return tuple(map(str, self.all))

    @property
    def banned(self) -> frozenset[str]:
        """The ids that are no entities, by themselves or by what they were merged with."""
        banned = {one.id for one in self.all if one.kind == "ban"}
        merged = {id for id, root in self.roots.items() if root in banned}
        return frozenset(banned | merged)

    def add(self, lines: Iterable[str]) -> Self:
        """Return these corrections and those in ``lines``.

        Raises :class:`UsageError` as :meth:`parse` does.
        """
        placed = self._place()
        for line in lines:
            where = f"correction {line[:80]!r}"
            correction = parse_line(line, where)
            if correction is None:
                raise UsageError(f"{where} says nothing; write one such as - person:cai-qi")
            placed.append(_Placed(where, correction))
        return self._check(placed)

    def take_back(self, lines: Iterable[str]) -> Self:
        """Return these corrections without those in ``lines``.

        Raises :class:`NotFoundError` for one that is not there, and :class:`UsageError`
        for an unsound one.
        """
        gone = {parse_line(line, f"correction {line[:80]!r}"): line for line in lines}
        for correction, line in gone.items():
            if correction not in self.all:
                raise NotFoundError("correction", line)
        return self._check(
            placed for placed in self._place() if placed.correction not in gone
        )

    def _place(self) -> list[_Placed]:
        """Return the corrections with their numbers, for messages."""
        return [
            _Placed(f"correction {number} ({one})", one)
            for number, one in enumerate(self.all, 1)
        ]


def _find_roots(merges: Sequence[_Placed]) -> dict[str, str]:
    """Return the entity that each id in ``merges`` is, in the end.

    Raises :class:`UsageError` for a circle, and for an id that is made two entities.
    """
    targets: dict[str, list[str]] = defaultdict(list)
    sources: dict[str, list[str]] = defaultdict(list)
    for _, one in merges:
        targets[one.id].append(one.other)
        sources[one.other].append(one.id)
    waiting = {id: len(others) for id, others in targets.items()}
    ready = deque(sorted(id for id in sources if id not in targets))
    roots = {id: id for id in ready}
    while ready:
        for id in sources[ready.popleft()]:
            waiting[id] -= 1
            if not waiting[id]:
                # Where its targets differ, an error below says so.
                roots[id] = roots[targets[id][0]]
                ready.append(id)
    _refuse_circle([placed for placed in merges if placed.correction.id not in roots])
    first: dict[str, _Placed] = {}
    for placed in merges:
        where, one = placed
        before = first.setdefault(one.id, placed)
        other = before.correction.other
        if roots[other] != roots[one.other]:
            raise UsageError(
                f"{where}: {before.where} makes {one.id} another entity, {other}; take one "
                f"of the two out or, if all are one, write {other} = {one.other}"
            )
    return roots


def _refuse_circle(merges: Sequence[_Placed]) -> None:
    """Raise :class:`UsageError` unless ``merges``, which lead into a circle, are none."""
    if not merges:
        return
    unresolved = {placed.correction.id for placed in merges}
    links = {
        placed.correction.id: placed
        for placed in merges
        if placed.correction.other in unresolved
    }
    path: dict[str, None] = {}
    id = merges[0].correction.id
    while id not in path:
        path[id] = None
        id = links[id].correction.other
    ids = [*path]
    circle = {links[one] for one in ids[ids.index(id) :]}
    *others, last = [placed for placed in merges if placed in circle]
    raise UsageError(
        f"{last.where}: it makes a circle with {others[-1].where}, so that neither "
        f"{last.correction.id} nor {last.correction.other} is the entity; take one of the "
        "two out"
    )


def _refuse_contradictions(placed: Sequence[_Placed], roots: Mapping[str, str]) -> None:
    """Raise :class:`UsageError` for corrections that cannot both hold."""
    merged = {one.id: where for where, one in reversed(placed) if one.kind == "merge"}
    bans = {one.id: where for where, one in reversed(placed) if one.kind == "ban"}
    names: dict[str, _Placed] = {}
    for where, one in placed:
        entity = roots.get(one.id, one.id)
        before = ""
        match one.kind:
            case "merge":
                before = bans.get(one.id, "")
            case "apart":
                if entity == roots.get(one.other, one.other):
                    before = merged.get(one.id) or merged[one.other]
            case "rename":
                named = names.setdefault(entity, _Placed(where, one))
                before = bans.get(one.id) or bans.get(entity, "")
                if named.correction.other != one.other:
                    before = named.where
        if before:
            raise UsageError(f"{where}: {before} says otherwise; take one of the two out")
