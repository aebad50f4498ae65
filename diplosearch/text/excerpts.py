"""The pieces of a passage that show why it answers: sentences that hold the matches."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..model import Span

LENGTH = 280
"""Characters of an excerpt: three lines of 100 cells, four of 80."""

LEAST_LENGTH = 40
"""Characters of the shortest excerpt that can be asked for: a few words (a guess)."""

_LEAST_PIECE = 60
"""Characters of a part of a sentence that is worth showing beside others (a guess)."""


class Found(NamedTuple):
    """A match in a text, and what of the query it answers."""

    start: int
    end: int
    query: str


def choose_pieces(
    text: str,
    sentences: Sequence[Span],
    matches: Sequence[Found],
    most: int = LENGTH,
) -> tuple[Span, ...]:
    """Return the spans of ``text`` to show, at most ``most`` characters in all.

    The spans stand in the order of the text and do not overlap; each begins and ends with
    a character that is not white space, and neighbours that one space separates are one.
    Sentences that hold matches are chosen, first those that answer the most of the query
    that the others leave; a sentence too long for the room left is cut at spaces around
    its matches. Where nothing matches, the first sentences are shown. Whatever fits as a
    whole is shown as a whole.

    Args:
        text: what the offsets count in.
        sentences: all sentences of a passage, in order.
        matches: what answers the query in them, in order.
        most: characters, at least :data:`LEAST_LENGTH`.
    """
    if sum(end - start + 1 for start, end in sentences) <= most + 1:
        return _join(text, sentences)
    held = {
        sentence: [one for one in matches if sentence.start <= one.start < sentence.end]
        for sentence in sentences
    }
    waiting = [sentence for sentence in sentences if held[sentence]]
    if waiting:
        return _join(text, _choose_matching(text, waiting, held, most))
    return _join(text, _choose_first(text, sentences, most))


def _choose_matching(
    text: str,
    waiting: list[Span],
    held: dict[Span, list[Found]],
    most: int,
) -> list[Span]:
    """Return sentences and parts of sentences that hold matches, in order."""
    taken: list[Span] = []
    answered: set[str] = set()
    room = most
    while waiting:
        best = max(
            waiting,
            key=lambda one: (
                len({found.query for found in held[one]} - answered),
                len(held[one]),
                -one.start,
            ),
        )
        waiting.remove(best)
        is_new = not {found.query for found in held[best]} <= answered
        if best.end - best.start <= room:
            taken.append(best)
        elif not taken or (is_new and room >= _LEAST_PIECE):
            taken.append(_cut(text, best, held[best], answered, room))
        else:
            continue
        answered |= {found.query for found in held[best]}
        room -= taken[-1].end - taken[-1].start + 1
    return sorted(taken)


def _choose_first(text: str, sentences: Sequence[Span], most: int) -> list[Span]:
    taken: list[Span] = []
    room = most
    for sentence in sentences:
        if sentence.end - sentence.start > room:
            break
        taken.append(sentence)
        room -= sentence.end - sentence.start + 1
    return taken or [_cut(text, sentences[0], (), (), most)]


def _cut(
    text: str,
    sentence: Span,
    matches: Sequence[Found],
    answered: Collection[str],
    most: int,
) -> Span:
    """Return the part of a sentence, at most ``most`` long, around its best matches."""
    first, last = _find_densest(matches, answered, most) or (sentence[0], sentence[0])
    if last - sentence.start <= most:
        start = sentence.start
    else:
        start = min(first, max(sentence.start, (first + last - most) // 2))
        start = _skip_word(text, start, first)
    end = min(sentence.end, start + most)
    if end < sentence.end and not text[end].isspace():
        end = _drop_word(text, end, max(last, start + 1))
    # A part that ends with the sentence may begin earlier.
    if end == sentence.end and end - start < most and start > sentence.start:
        start = _skip_word(text, max(sentence.start, end - most), start)
    return _trim(text, start, end)


def _find_densest(
    matches: Sequence[Found], answered: Collection[str], most: int
) -> tuple[int, int] | None:
    """Return from where to where the most of the query is answered within ``most``."""
    best: tuple[tuple[int, int, int], tuple[int, int]] | None = None
    for number, first in enumerate(matches):
        end = min(first.end, first.start + most)
        queries: set[str] = set()
        count = 0
        for one in matches[number:]:
            if count and one.end - first.start > most:
                break
            end = max(end, min(one.end, first.start + most))
            queries.add(one.query)
            count += 1
        rank = (len(queries - set(answered)), count, -number)
        if best is None or rank > best[0]:
            best = rank, (first.start, end)
    return best and best[1]


def _skip_word(text: str, start: int, latest: int) -> int:
    """Return where the next word begins from ``start`` on, at the latest ``latest``."""
    if start == 0 or text[start - 1].isspace():
        return start
    while start < latest and not text[start].isspace():
        start += 1
    while start < latest and text[start].isspace():
        start += 1
    return start


def _drop_word(text: str, end: int, earliest: int) -> int:
    """Return where the word before ``end`` begins, or ``end`` if before ``earliest``."""
    at = end
    while at > earliest and not text[at - 1].isspace():
        at -= 1
    return at if at > earliest else end


def _trim(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return Span(start, start + len(piece.strip()))


def _join(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans of which neighbours that one space separates are one."""
    if not spans:
        return ()
    starts = [spans[0].start]
    ends = []
    for left, right in pairwise(spans):
        if text[left.end : right.start] not in ("", " "):
            ends.append(left.end)
            starts.append(right.start)
    return tuple(map(Span, starts, [*ends, spans[-1].end]))
