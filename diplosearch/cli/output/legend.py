"""What the styles and signs in a text stand for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, get_args

from ...export.phrases import KIND_NAMES, TYPE_NAMES
from ...highlight.marks import LAYERS, Layer, Mark
from ...model import ENTITY_TYPES, EntityType, MatchKind
from .marks import mark
from .screen import Screen

if TYPE_CHECKING:
    from ...search.results import Hit


def write_legend(
    hits: Iterable[Hit], screen: Screen, layers: Collection[Layer] = LAYERS
) -> None:
    """Write which style and sign stands for what, of what is shown."""
    shown = list(hits)
    if "match" in layers:
        found = {match.kind for hit in shown for match in hit.matches}
        kinds = [kind for kind in get_args(MatchKind) if kind in found]
        if screen.is_styled:
            _write_marks(
                "found", [(KIND_NAMES[kind], kind, "match") for kind in kinds], screen
            )
    if "entity" in layers:
        write_types({one.type for hit in shown for one in hit.passage.entities}, screen)


def write_types(types: Collection[EntityType], screen: Screen) -> None:
    """Write which colour and sign stands for which type of entity."""
    if screen.is_styled or screen.has_blocks:
        shown = [type for type in ENTITY_TYPES if type in types]
        _write_marks(
            "named", [(TYPE_NAMES[type], type.lower(), "entity") for type in shown], screen
        )


def _write_marks(
    title: str, samples: Sequence[tuple[str, str, Layer]], screen: Screen
) -> None:
    """Write each sample as text of its kind in a layer is marked."""
    if not samples:
        return
    text = ", ".join(name for name, _, _ in samples)
    marks, start = [], 0
    for name, kind, layer in samples:
        marks.append(Mark(start, start + len(name), kind, layer))
        start += len(name) + 2
    marked = mark(
        text,
        0,
        len(text),
        marks,
        is_styled=screen.is_styled,
        has_signs=screen.has_blocks,
    )
    lead = f"{title}: "
    screen.write(marked, first=lead, indent=" " * len(lead))
