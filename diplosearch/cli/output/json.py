"""One JSON document on stdout, and nothing else."""

from __future__ import annotations

import sys
from typing import Any

from ...export.json import dump


def write_json(value: Any, *, indent: int | None = 2) -> None:
    """Write ``value`` for a program to read, in letters as far as stdout has them.

    Controls, which could steer a terminal, and lone surrogates are escaped.
    """
    text = dump(value, indent=indent)
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        text = dump(value, indent=indent, is_ascii=True)
    sys.stdout.write(text + "\n")
