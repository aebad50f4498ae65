"""Choose one of several finds that overlap."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from .base import Mention


class Trust(IntEnum):
    """How reliable a find is; of two that overlap the more reliable one is kept."""

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
    """A name of a user's gazetteer."""


def choose(finds: Iterable[tuple[Trust, Mention]]) -> list[Mention]:
    """Return mentions of which no two overlap, in order.

    Of two that overlap, one that contains the other whole is kept; else the more
    reliable one, then the longer one, then the first.
    """
    ordered = sorted(finds, key=lambda find: find[1].start)
    mentions = [mention for _, mention in ordered]
    end = 0
    for mention in mentions:
        if mention.start < end:
            break
        end = mention.end
    else:
        return mentions
    ranked = sorted(
        ordered,
        key=lambda find: (
            -find[0],
            -(find[1].end - find[1].start),
            find[1].start,
            find[1].type,
        ),
    )
    chosen: list[tuple[Trust, Mention]] = []
    for trust, mention in ranked:
        rivals = [find for find in chosen if _overlap(find[1], mention)]
        if not rivals:
            chosen.append((trust, mention))
        elif all(_gives_way(rival, mention) for rival in rivals):
            chosen = [find for find in chosen if find not in rivals]
            chosen.append((trust, mention))
    return sorted((mention for _, mention in chosen), key=lambda mention: mention.start)


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and one.end > other.start


def _gives_way(find: tuple[Trust, Mention], longer: Mention) -> bool:
    """Return whether a find is only part of a longer name; a user's own never is."""
    trust, mention = find
    return trust < Trust.OWN and _contains(longer, mention)


def _contains(one: Mention, other: Mention) -> bool:
    """Return whether ``one`` is a longer name that contains all of ``other``."""
    return (
        one.type in ("ORG", "EVENT", "PERSON", "FAC")
        and one.start <= other.start
        and other.end <= one.end
        and (one.end - one.start) > (other.end - other.start)
    )
