"""The word lists that lie beside this code, folded for comparison.

A list is a UTF-8 file of one entry a line; ``#`` and a space open a comment,
and a bare lower-case word in square brackets opens a section.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from ...text.letters import normalize

_SECTION = re.compile(r"\[([a-z]+)\]")


@cache
def sections(name: str) -> dict[str, tuple[str, ...]]:
    """Return the entries of ``<name>.txt`` by section, as they are written.

    What stands before the first section is found under "".
    """
    folder = resources.files(__spec__.parent or "")
    lists: dict[str, list[str]] = {}
    section = ""
    for line in (folder / "data" / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        entry = line.strip()
        opening = _SECTION.fullmatch(entry)
        if opening is not None:
            section = opening[1]
        elif entry and entry != "#" and not entry.startswith("# "):
            lists.setdefault(section, []).append(entry)
    return {section: tuple(entries) for section, entries in lists.items()}


@cache
def spellings(name: str) -> dict[str, str]:
    """Return the displayed spelling of each entry by its normal form."""
    return {normalize(entry): entry for entry in sections(name)[""]}
