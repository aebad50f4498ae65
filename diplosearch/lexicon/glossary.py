"""Lists of terms in both languages, written by hand, one entry a line.

A line holds the Turkish side, a tab, and the English side; equivalents on one
side are parted by ``|``, the most usual first. ``#`` begins a comment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import UsageError
from ..resources import read_user_text

_SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """Terms that mean one thing, the most usual first."""

    turkish: tuple[str, ...]
    english: tuple[str, ...]


def parse_glossary(text: str, name: str) -> Iterator[GlossaryEntry]:
    """Yield the entries of a glossary.

    Raises :class:`UsageError`, which names ``name`` and the line, for a line
    that is not two sides with a tab between.
    """
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        turkish, tab, english = line.partition("\t")
        sides = [
            tuple(part.strip() for part in side.split(_SEPARATOR) if part.strip())
            for side in (turkish, english)
        ]
        if not tab or "\t" in english or not all(sides):
            raise UsageError(
                f"{name}, line {number}: write the Turkish term, a tab and the English term"
            )
        yield GlossaryEntry(*sides)


def read_glossary(path: str | Path) -> list[GlossaryEntry]:
    """Return the entries of the glossary at ``path``.

    Raises :class:`UsageError` when it cannot be read or a line is unsound.
    """
    try:
        path = Path(path)
        text = read_user_text(path)
    except (OSError, TypeError, ValueError) as error:
        raise UsageError(f"{path}: the lexicon cannot be read ({error})") from error
    return list(parse_glossary(text, str(path)))
