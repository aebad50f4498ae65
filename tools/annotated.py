"""Sentences with annotated names: ``[PERSON Cai Qi] arrived.``"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from diplosearch.model import ENTITY_TYPES, Span

_MARKED = re.compile(rf"\[({'|'.join(ENTITY_TYPES)}) ([^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """A sentence without markup, and the span and type of each name in it."""

    text: str
    names: tuple[tuple[Span, str], ...]


def read_annotated(path: Path) -> Iterator[list[AnnotatedText]]:
    """Yield the articles of a file, each the sentences between two empty lines.

    Raises :class:`ValueError` with the number of a line whose markup is malformed.
    """
    article: list[AnnotatedText] = []
    for number, line in enumerate((*path.read_text("utf-8").splitlines(), ""), 1):
        if line.startswith("#"):
            continue
        if line.strip():
            article.append(_parse(line.strip(), f"{path}, line {number}"))
        elif article:
            yield article
            article = []


def _parse(line: str, where: str) -> AnnotatedText:
    pieces: list[str] = []
    names: list[tuple[Span, str]] = []
    length = end = 0
    for match in _MARKED.finditer(line):
        before = line[end : match.start()]
        start = length + len(before)
        length = start + len(match[2])
        pieces += [before, match[2]]
        names.append((Span(start, length), match[1]))
        end = match.end()
    pieces.append(line[end:])
    text = "".join(pieces)
    if "[" in text or "]" in text:
        raise ValueError(f"{where}: a bracket that marks no name")
    return AnnotatedText(text, tuple(names))
