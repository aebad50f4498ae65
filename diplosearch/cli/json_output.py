"""One JSON document on stdout, and nothing else."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

_DELETE_AND_C1_AND_SURROGATES = re.compile("[\x7f-\x9f\ud800-\udfff]")


def write_json(value: Any, *, indent: int | None = 2) -> None:
    """Write ``value`` for a program to read, in letters as far as stdout has them.

    Controls, which could steer a terminal, and lone surrogates are escaped.
    """
    text = to_json(value, indent=indent)
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        text = json.dumps(value, indent=indent)
    sys.stdout.write(text + "\n")


def to_json(value: Any, *, indent: int | None = 2) -> str:
    """Return ``value`` as JSON that holds no control character but line breaks.

    With ``indent`` None it is a single line.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _DELETE_AND_C1_AND_SURROGATES.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
