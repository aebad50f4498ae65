"""One of several finds that overlap."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from .base import Mention


class Trust(IntEnum):
    """How much a find is to be believed; of two that overlap the surer one stays."""

    NAME = 1
    """One word that the gazetteer knows."""

    TAGGED = 2
    """Found by the tagger."""

    FORM = 3
    """A relative date or another fixed expression."""

    TITLE = 4
    """An office."""

    LONG_NAME = 5
    """Several words that the gazetteer knows."""

    NUMBER = 6
    """A full date, an amount, a numbered event."""

    OWN = 7
    """What a user's gazetteer knows."""


def choose(finds: Iterable[tuple[Trust, Mention]]) -> list[Mention]:
    """Return mentions of which no two overlap, in order.

    One that holds the other whole wins; else the surer, the longer, the first.
    """
    ranked = sorted(
        finds,
        key=lambda find: (
            -find[0],
            -(find[1].end - find[1].start),
            find[1].start,
            find[1].type,
        ),
    )
    chosen: list[Mention] = []
    for _, mention in ranked:
        rivals = [
            other
            for other in chosen
            if other.start < mention.end and other.end > mention.start
        ]
        if not rivals:
            chosen.append(mention)
        elif all(_holds(mention, other) for other in rivals):
            chosen = [other for other in chosen if other not in rivals]
            chosen.append(mention)
    return sorted(chosen, key=lambda mention: mention.start)


def _holds(one: Mention, other: Mention) -> bool:
    """Return whether ``one`` is a longer name that takes in all of ``other``."""
    return (
        one.type in ("ORG", "EVENT", "PERSON", "FAC")
        and one.start <= other.start
        and other.end <= one.end
        and (one.end - one.start) > (other.end - other.start)
    )
