"""JSON of an index folder: bounded in values and depth, with fields of known types."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

MOST_BYTES = 16 << 20
"""Bytes of a JSON file; over a hundred times what a large index has."""

MOST_VALUES = 2_000_000
"""Values in one text of JSON: each takes some 60 bytes of memory. Twice what a document
of ten million characters has."""

_scan: Callable[[str, int], tuple[Any, int]] = vars(json.JSONDecoder())["scan_once"]
"""Reads what begins at an offset, without a call of Python."""

_MOST_DEPTH = 16
"""Levels of lists and objects; ours have four."""

_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_BRACKETS = b"[]{}"
_OTHERS = bytes(set(range(256)) - set(_BRACKETS))


def read_json(data: bytes, *, most_values: int = MOST_VALUES) -> Any:
    """Return the value that is encoded in ``data``.

    Raises :class:`ValueError` for what is no JSON, and for more values or levels than
    any file of an index has.
    """
    if len(data) > MOST_BYTES:
        raise ValueError(f"it has over {MOST_BYTES:,} bytes")
    if _is_deep(data):
        raise ValueError(f"it is nested in over {_MOST_DEPTH} levels")
    return decode_json(data, most_values=most_values)


def decode_json(data: bytes | str, *, most_values: int = MOST_VALUES) -> Any:
    """Return the value that is encoded in ``data``, of any depth that Python takes.

    Raises :class:`ValueError` for what is no JSON, and for more than ``most_values``.
    """
    text = data if isinstance(data, str) else data.decode()
    if len(text) > most_values and sum(map(text.count, ",[{")) > most_values:
        raise ValueError(f"it holds over {most_values:,} values")
    try:
        value, end = _scan(text, 0)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except StopIteration:  # white space before it, or no JSON
        end = -1
    return value if end == len(text) else json.loads(text)


def _is_deep(data: bytes) -> bool:
    """Tell whether brackets outside of strings are nested in too many levels."""
    brackets = _STRING.sub(b"", data).translate(None, _OTHERS)
    for _ in range(_MOST_DEPTH):
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
    return bool(brackets)


Types = Mapping[str, type | tuple[type, ...]]
"""The types that the value of each field may have."""


def check_fields(body: Mapping[str, Any], types: Types) -> None:
    """Raise :class:`ValueError` unless ``body`` has exactly the fields of ``types``.

    True and False are no numbers here; numbers must not be negative.
    """
    if body.keys() != types.keys():
        wrong = sorted(body.keys() ^ types.keys())
        raise ValueError(f"its fields differ from those of an index: {wrong[:3]}")
    for name, kinds in types.items():
        value = body[name]
        if type(value) not in (kinds if isinstance(kinds, tuple) else (kinds,)):
            raise ValueError(f"its field {name} is of the type {type(value).__name__}")
        if type(value) is int and not 0 <= value < 1 << 63:
            raise ValueError(f"its field {name} is out of range")
