"""Loads OpenSearch's client library when a cluster is used."""

from __future__ import annotations

from typing import Any

from ...errors import MissingExtraError


def load_opensearch() -> Any:
    """Return the module ``opensearchpy``.

    Raises :class:`MissingExtraError` when it is not installed.
    """
    try:
        import opensearchpy
    except ModuleNotFoundError as error:
        raise MissingExtraError("OpenSearch's client", "opensearch") from error
    return opensearchpy
