"""Values as JSON, and an answer as one document of it or as lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from ..highlighting.control_characters import UNSAFE_IN_JSON
from .base import HitView, ResultsView

_UNSAFE = re.compile(f"[{UNSAFE_IN_JSON}]")
"""Characters that JSON may hold as they are, but that steer terminals or split lines."""


def dump(value: Any, *, indent: int | None = 2, is_ascii: bool = False) -> str:
    """Return ``value`` as JSON that holds no control character but line breaks."""
    text = json.dumps(value, ensure_ascii=is_ascii, indent=indent)
    return _UNSAFE.sub(_escape, text)


def to_json(results: ResultsView, *, is_explained: bool) -> str:
    """Return an answer as one JSON document."""
    return dump(to_values(results, is_explained=is_explained)) + "\n"


def to_json_lines(results: ResultsView, *, is_explained: bool) -> str:
    """Return the hits of an answer as JSON, one a line."""
    return "".join(
        f"{dump(one, indent=None)}\n" for one in _hits(results, is_explained=is_explained)
    )


def to_values(results: ResultsView, *, is_explained: bool) -> dict[str, Any]:
    """Return an answer as values that JSON can carry."""
    return {**results.to_dict(), "hits": list(_hits(results, is_explained=is_explained))}


def _hits(results: ResultsView, *, is_explained: bool) -> Iterator[dict[str, Any]]:
    for hit in results:
        yield {**hit.to_dict(), **(_explanation(hit) if is_explained else {})}


def _explanation(hit: HitView) -> dict[str, Any]:
    return {"explanation": asdict(hit.explain())}


def _escape(found: re.Match[str]) -> str:
    return json.dumps(found[0])[1:-1]
