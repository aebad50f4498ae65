"""The shapes of the pictures of a page: a timeline, and who appears with whom."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..search.aggregates.related import Related
from ..search.aggregates.timeline import Bucket

WIDTH, HEIGHT = 720, 52
"""The size of a timeline in pixels, before a page scales it."""

_GAP = 0.2  # of a bar's width
_LEAST_HEIGHT = 2.0  # pixels of a bar that is not empty
_MARGIN = 30  # half of a date below the first and the last bar (a guess)
_LABELS = 8  # dates below a timeline, about what fits 360 pixels (a guess)

NETWORK_WIDTH, NETWORK_HEIGHT = 800, 400
_RADIUS_X, _RADIUS_Y = 200, 160
_SHOWN_LETTERS = 22  # of a name beside its dot (a guess)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a timeline; ``address`` is where a click leads."""

    x: float
    y: float
    width: float
    height: float
    label: str
    documents: int
    address: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A timeline: its bars, and some of their dates with the place below them."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    labels: tuple[tuple[float, str], ...]


def draw_timeline(buckets: Sequence[Bucket], address_of: Callable[[str], str]) -> Chart:
    """Return the bars of a timeline; empty buckets have none, but their room."""
    most = max((one.documents for one in buckets), default=0)
    step = WIDTH / max(len(buckets), 1)
    bars = tuple(
        _draw_bar(number * step, step, one, most, address_of)
        for number, one in enumerate(buckets)
        if one.documents
    )
    every = math.ceil(len(buckets) / _LABELS) or 1
    labels = tuple(
        (round(min(max((number + 0.5) * step, _MARGIN), WIDTH - _MARGIN), 1), one.label)
        for number, one in enumerate(buckets)
        if number % every == 0
    )
    return Chart(WIDTH, HEIGHT, bars, labels)


def _draw_bar(
    x: float, step: float, bucket: Bucket, most: int, address_of: Callable[[str], str]
) -> Bar:
    height = max(_LEAST_HEIGHT, HEIGHT * bucket.documents / most)
    width = min(step * (1 - _GAP), 48)
    return Bar(
        x=round(x + (step - width) / 2, 1),
        y=round(HEIGHT - height, 1),
        width=round(width, 1),
        height=round(height, 1),
        label=bucket.label,
        documents=bucket.documents,
        address=address_of(bucket.label),
    )


@dataclass(frozen=True, slots=True)
class Node:
    """A dot with a name; ``anchor`` is on which side of it the name stands."""

    x: float
    y: float
    text_x: float
    text_y: float
    radius: float
    name: str
    kind: str
    anchor: str
    address: str
    count: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two dots, the thicker the more passages they share."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True, slots=True)
class Network:
    """An entity in the middle, those that it appears with around it."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def draw_network(
    related: Sequence[Related],
    shared: Mapping[tuple[str, str], int],
    address_of: Callable[[str], str],
) -> Network:
    """Return an entity's network.

    ``shared`` has the passages that two of the related ones share, by their ids.
    """
    centre = NETWORK_WIDTH / 2, NETWORK_HEIGHT / 2
    most = max((one.count for one in related), default=1)
    nodes: dict[str, Node] = {}
    for number, one in enumerate(related):
        angle = 2 * math.pi * number / len(related) - math.pi / 2
        x = centre[0] + _RADIUS_X * math.cos(angle)
        y = centre[1] + _RADIUS_Y * math.sin(angle)
        radius = 4 + 8 * math.sqrt(one.count / most)
        side = _side(math.cos(angle))
        away = radius + 5
        beside = {"start": away, "end": -away, "middle": 0.0}[side]
        below = 0.0 if beside else math.copysign(away + 4, math.sin(angle))
        nodes[one.id] = Node(
            x=round(x, 1),
            y=round(y, 1),
            text_x=round(x + beside, 1),
            text_y=round(y + below + 4, 1),
            radius=round(radius, 1),
            name=_shorten(one.name),
            kind=one.id.partition(":")[0],
            anchor=side,
            address=address_of(one.id),
            count=one.count,
        )
    spokes = [
        Edge(*centre, nodes[one.id].x, nodes[one.id].y, _thickness(one.count, most))
        for one in related
    ]
    rim = [
        Edge(
            nodes[left].x,
            nodes[left].y,
            nodes[right].x,
            nodes[right].y,
            _thickness(count, most) / 2,
        )
        for (left, right), count in shared.items()
        if count and left in nodes and right in nodes
    ]
    return Network(NETWORK_WIDTH, NETWORK_HEIGHT, tuple(nodes.values()), (*rim, *spokes))


def _thickness(count: int, most: int) -> float:
    return round(1 + 5 * count / most, 1)


def _side(cosine: float) -> str:
    if abs(cosine) < 0.2:
        return "middle"
    return "start" if cosine > 0 else "end"


def _shorten(name: str) -> str:
    return name if len(name) <= _SHOWN_LETTERS else name[: _SHOWN_LETTERS - 1] + "…"
