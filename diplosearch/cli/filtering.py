"""Options of the command line as those of the library."""

from __future__ import annotations

from typing import Any

_FILTERS = ("language", "since", "until", "source", "entities", "translate")


def search_options(
    *, sources: tuple[str, ...], per_document: int | None = None, **others: Any
) -> dict[str, Any]:
    """Return what :meth:`Index.search` takes for the options of a command."""
    return {"source": sources or None, "per_document": per_document or None, **others}


def filters_of(options: dict[str, Any]) -> dict[str, Any]:
    """Return those of the options of a search that restrict what is found."""
    return {name: options[name] for name in _FILTERS}
