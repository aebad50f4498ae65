"""Spans of tokens written as BIO tags (``B-PER``, ``I-PER``, ``O``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

OUTSIDE = "O"


def read_bio(tags: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Yield first place, last place (left out) and label of the names that tags mark.

    An I that continues nothing begins a name of its own.
    """
    first, label = 0, OUTSIDE
    for place, tag in enumerate((*tags, OUTSIDE)):
        continues = tag.startswith("I-") and tag[2:] == label
        if label != OUTSIDE and not continues:
            yield first, place, label
        if not continues:
            first, label = place, tag[2:] or OUTSIDE


def is_tag(tag: str) -> bool:
    """Tell whether a string is a BIO tag."""
    return tag == OUTSIDE or (tag[:2] in ("B-", "I-") and len(tag) > 2)


def relabel(tags: Sequence[str], labels: dict[str, str]) -> list[str]:
    """Return BIO tags with their labels replaced; those not in ``labels`` become O."""
    return [tag[:2] + labels[tag[2:]] if tag[2:] in labels else OUTSIDE for tag in tags]
