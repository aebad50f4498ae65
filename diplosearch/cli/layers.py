"""The layers that a user wants marked, by name."""

from __future__ import annotations

from ..errors import UsageError
from ..highlighting.marks import LAYERS, Layer

BOTH = "both"
NONE = "none"
LAYER_NAMES = (*LAYERS, BOTH, NONE)


def read_layers(typed: str) -> tuple[Layer, ...]:
    """Return the layers that ``typed`` lists, separated by commas.

    Raises :class:`UsageError` that lists the layers for an unknown one.
    """
    names = [name.strip().casefold() for name in typed.split(",")]
    unknown = [name for name in names if name not in LAYER_NAMES]
    if unknown:
        raise UsageError(f"{unknown[0]!r} is no layer; use {', '.join(LAYER_NAMES)}")
    return tuple(layer for layer in LAYERS if layer in names or BOTH in names)


def name_layers(layers: tuple[Layer, ...]) -> str:
    """Return layers as they are typed; see :func:`read_layers`."""
    if len(layers) == len(LAYERS):
        return BOTH
    return ",".join(layers) or NONE
