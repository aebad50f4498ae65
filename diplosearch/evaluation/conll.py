"""Read CoNLL files: sentences with BIO tags.

A line is a token, a tab and its tag (``B-PER``, ``I-PER``, ``O``); an empty line ends a
sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..entities.tagger.bio import is_tag
from ..errors import SourceError


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """The tokens of a sentence with their BIO tags."""

    tokens: tuple[str, ...]
    tags: tuple[str, ...]

    @property
    def text(self) -> str:
        """The tokens, joined by spaces."""
        return " ".join(self.tokens)

    def spans(self) -> Iterator[tuple[int, int]]:
        """Yield the offsets of each token into ``text``."""
        start = 0
        for token in self.tokens:
            yield start, start + len(token)
            start += len(token) + 1


def read_conll(path: Path) -> list[MarkedSentence]:
    """Return the sentences of the file at ``path``.

    Raises :class:`SourceError` when the file cannot be read or a line is no token with
    its tag; the message has the number of the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: cannot be read ({error}); give a CoNLL file") from error
    return list(_parse(lines, path))


def _parse(lines: Iterable[str], path: Path) -> Iterator[MarkedSentence]:
    tokens: list[str] = []
    tags: list[str] = []
    for number, line in enumerate((*lines, ""), 1):
        if not line.strip():
            if tokens:
                yield MarkedSentence(tuple(tokens), tuple(tags))
                tokens, tags = [], []
            continue
        columns = line.split("\t")
        if len(columns) < 2 or not columns[0].strip() or not is_tag(columns[-1]):
            raise SourceError(
                f"{path}, line {number}: write a token, a tab and a tag such as B-PER or O"
            )
        tokens.append(columns[0])
        tags.append(columns[-1])
