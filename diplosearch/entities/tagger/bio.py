"""Spans of tokens written as BIO tags (``B-PER``, ``I-PER``, ``O``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

OUTSIDE = "O"


def read_bio(tags: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the span (start, end) of tokens and the label of each name.

    An I tag that continues no name begins one::

        >>> list(read_bio(["B-PER", "I-PER", "O", "I-LOC"]))
        [(0, 2, 'PER'), (3, 4, 'LOC')]
    """
    first, label = 0, OUTSIDE
    for position, tag in enumerate((*tags, OUTSIDE)):
        continues = tag.startswith("I-") and tag[2:] == label
        if label != OUTSIDE and not continues:
            yield first, position, label
        if not continues:
            first, label = position, tag[2:] or OUTSIDE


def is_tag(tag: str) -> bool:
    """Return whether a string is a BIO tag."""
    return tag == OUTSIDE or (tag[:2] in ("B-", "I-") and len(tag) > 2)


def relabel(tags: Sequence[str], labels: dict[str, str]) -> list[str]:
    """Return BIO tags with other labels; a label that is not in ``labels`` becomes O."""
    return [tag[:2] + labels[tag[2:]] if tag[2:] in labels else OUTSIDE for tag in tags]
