"""The Tantivy library, loaded when an index of it is used."""

from __future__ import annotations

from typing import Any

from ...errors import MissingExtraError


def load_tantivy() -> Any:
    """Return the module ``tantivy``.

    Raises :class:`MissingExtraError` when it is not installed.
    """
    try:
        import tantivy
    except ModuleNotFoundError as error:
        raise MissingExtraError("Tantivy", "tantivy") from error
    return tantivy
