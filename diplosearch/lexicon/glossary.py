"""Glossaries: lists of terms in both languages, written by hand, an entry a line.

A line is the Turkish side, a tab, and the English side; ``|`` separates equivalents on
one side, the most usual first. ``#`` begins a comment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import UsageError
from ..paths import read_path
from ..resources import read_user_text

_SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """Terms with one meaning in both languages, the most usual first."""

    turkish: tuple[str, ...]
    english: tuple[str, ...]


def parse_glossary(text: str, name: str) -> Iterator[GlossaryEntry]:
    """Yield the entries of the text of a glossary.

    name: that of the file, for messages.

    Raises :class:`UsageError` with the number of a line that is not two sides with a
    tab between.
    """
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        turkish, tab, english = line.partition("\t")
        sides = [
            tuple(term.strip() for term in side.split(_SEPARATOR) if term.strip())
            for side in (turkish, english)
        ]
        if not tab or "\t" in english or not all(sides):
            raise UsageError(
                f"{name}, line {number}: write the Turkish term, a tab and the English term"
            )
        yield GlossaryEntry(*sides)


def read_glossary(path: str | Path) -> list[GlossaryEntry]:
    """Return the entries of the glossary at ``path``.

    Raises :class:`UsageError` when it cannot be read or a line is malformed.
    """
    path = Path(read_path("lexicon", path))
    try:
        text = read_user_text(path)
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: the lexicon cannot be read ({error})") from error
    return list(parse_glossary(text, str(path)))
