"""What a page shows before anything is asked: what there is to ask about."""

from __future__ import annotations

from typing import Any

from ...index.index import Index
from ...messages import translate
from ..drawings import draw_timeline
from ..interface import Interface
from ..labels import KINDS
from .base import Values
from .hit_view import Name

_SHOWN = 8
_KINDS = ("country", "person", "org")


def show_home(index: Index, values: Values, interface: Interface) -> dict[str, Any]:
    """Return counts, a timeline of all documents, and the entities in most documents."""

    def choose(label: str) -> str:
        return interface.search({**values, "since": label, "until": label})

    named = [
        (
            translate(KINDS[kind]),
            interface.entities({"kind": kind}),
            [
                (
                    Name(one.name, one.type.lower(), interface.entity(one.id)),
                    one.documents,
                )
                for one in index.entities(kind=kind, limit=_SHOWN)
            ],
        )
        for kind in _KINDS
    ]
    return {
        "stats": index.stats(),
        "chart": draw_timeline(index.timeline(by=None), choose),
        "named": [one for one in named if one[2]],
    }
