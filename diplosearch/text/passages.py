"""Passages: whole sentences of a document that are ranked and shown together.

A passage does not cross an excluded span (boilerplate, headline, header) and is in one
language. Short paragraphs are merged, long ones are cut at sentences.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..model import Language, Passage, Span
from . import language as languages
from .language import Identified
from .sentences import MAX_LENGTH, MAX_WORDS, split_paragraphs, split_sentences

ENOUGH_WORDS = 60
"""Words of a passage from which on no further paragraph is added. A guess."""

SHORT_WORDS = 20
"""A passage of fewer words is merged with its neighbour within the limits. A guess."""

# Words of a piece of a long paragraph: below the limit, so that sentences of uneven
# length leave no short rest between pieces.
_TARGET_WORDS = 100

# A paragraph below these has the language of the document. Measured above this
# confidence: no window of ten words was wrong, and under 1 % of windows of fifteen
# whose names had all been replaced by names of the other language.
_SURE = 0.99
_SURE_WORDS = 12

Identify = Callable[[str], Identified]


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """The offsets of a passage in the text, and its language."""

    start: int
    end: int
    language: Language


class _Piece(NamedTuple):
    """A sentence, a paragraph or an unfinished passage, with its number of words."""

    start: int
    end: int
    words: int

    def fits(self, other: _Piece) -> bool:
        """Tell whether this and a later piece make a passage within the limits."""
        return (
            self.words + other.words <= MAX_WORDS and other.end - self.start <= MAX_LENGTH
        )

    def merge(self, other: _Piece) -> _Piece:
        return _Piece(self.start, other.end, self.words + other.words)


def split_passages(
    text: str,
    *,
    excluded: Sequence[Span],
    language: Language | None,
    identify: Identify | None = None,
) -> list[PassageSpan]:
    """Return the passages of ``text`` in order.

    They begin and end with a character that is not white space, do not overlap, and
    together contain every such character outside ``excluded``. Each has at most
    ``MAX_WORDS`` words and ``MAX_LENGTH`` characters, and consists of whole sentences
    as :func:`~diplosearch.text.sentences.split_sentences` gives them. A passage has the
    document's language unless its paragraphs are long and surely in the other one. The
    time is linear in the length of the text.

    excluded: spans in any order, which may overlap and cut lines.
    language: that of the document; None identifies it.
    identify: used instead of :func:`diplosearch.text.language.identify`.
    """
    identify = identify or languages.identify
    if language is None:
        language = document_language(text, excluded, identify)
    passages: list[PassageSpan] = []
    for region in _regions(len(text), excluded):
        for spoken, paragraphs in _runs(text, region, language, identify):
            passages.extend(
                PassageSpan(piece.start, piece.end, spoken)
                for piece in _passages_of(text, paragraphs)
            )
    return passages


def make_passages(
    document: str, text: str, spans: Iterable[PassageSpan], pages: Sequence[int] = ()
) -> tuple[Passage, ...]:
    """Return the passages at ``spans`` of ``text``.

    ``document`` is the document's id, ``pages`` the offsets at which its pages begin.
    """
    return tuple(
        Passage(
            f"{document}#{ordinal}",
            ordinal,
            span.start,
            span.end,
            text[span.start : span.end],
            span.language,
            page=max(1, bisect_right(pages, span.start)) if pages else None,
        )
        for ordinal, span in enumerate(spans)
    )


def split_in_language(text: str, language: Language | None) -> list[PassageSpan]:
    """Return passages that cover a text except white space, all of it in ``language``.

    With None the language of each paragraph is identified.
    """
    if language is None:
        return split_passages(text, excluded=(), language=None)
    return split_passages(
        text,
        excluded=(),
        language=language,
        identify=lambda _: languages.Identified(language, 1.0),
    )


def document_language(
    text: str, excluded: Sequence[Span], identify: Identify | None = None
) -> Language:
    """Return the language of ``text`` outside the ``excluded`` spans."""
    regions = _regions(len(text), excluded)
    clean = "\n".join(text[region.start : region.end] for region in regions)
    return (identify or languages.identify)(clean).language


def _regions(length: int, excluded: Iterable[Span]) -> Iterator[Span]:
    """Yield the spans between the excluded ones."""
    begin = 0
    for start, end in sorted(excluded):
        if end <= start:
            continue
        if begin < min(start, length):
            yield Span(begin, min(start, length))
        begin = max(begin, end)
    if begin < length:
        yield Span(begin, length)


def _runs(
    text: str, region: Span, language: Language, identify: Identify
) -> Iterator[tuple[Language, list[_Piece]]]:
    """Yield the paragraphs of ``region`` in runs of one language."""
    run: list[_Piece] = []
    spoken = language
    for start, end in split_paragraphs(text, *region):
        paragraph = _piece(text, start, end)
        found = _paragraph_language(text, paragraph, language, identify)
        if run and found != spoken:
            yield spoken, run
            run = []
        spoken = found
        run.append(paragraph)
    if run:
        yield spoken, run


def _piece(text: str, start: int, end: int) -> _Piece:
    """Return a span that begins and ends with a word, with the number of its words."""
    return _Piece(start, end, _count_words(text[start:end]))


def _count_words(piece: str) -> int:
    """Return the number of words of a text that begins and ends with one."""
    # All white space but the space itself cannot be printed.
    is_plain = "  " not in piece and piece.isprintable()
    return piece.count(" ") + 1 if is_plain else len(piece.split())


def _paragraph_language(
    text: str, paragraph: _Piece, language: Language, identify: Identify
) -> Language:
    if paragraph.words < _SURE_WORDS:
        return language
    found = identify(text[paragraph.start : paragraph.end])
    return found.language if found.confidence >= _SURE else language


def _passages_of(text: str, paragraphs: list[_Piece]) -> list[_Piece]:
    """Return the passages of neighbouring paragraphs of one language."""
    passages: list[_Piece] = []
    for group in _groups(paragraphs):
        for piece in _cut_group(text, group):
            if passages and piece.words < SHORT_WORDS and passages[-1].fits(piece):
                piece = passages.pop().merge(piece)
            passages.append(piece)
    return passages


def _groups(paragraphs: list[_Piece]) -> Iterator[list[_Piece]]:
    """Yield the paragraphs that are merged, and cut again where they are too long."""
    group: list[_Piece] = []
    whole: _Piece | None = None
    for paragraph in paragraphs:
        if whole is not None and (
            whole.words >= ENOUGH_WORDS
            # A few words, such as a heading, stay with what follows at any length.
            or (whole.words >= SHORT_WORDS and not whole.fits(paragraph))
        ):
            yield group
            group, whole = [], None
        group.append(paragraph)
        whole = paragraph if whole is None else whole.merge(paragraph)
    if group:
        yield group


def _cut_group(text: str, group: list[_Piece]) -> Iterator[_Piece]:
    """Yield ``group`` whole, or cut at sentences into pieces of roughly even length."""
    whole = group[0]
    for paragraph in group[1:]:
        whole = whole.merge(paragraph)
    if whole.words <= MAX_WORDS and whole.end - whole.start <= MAX_LENGTH:
        yield whole
        return
    length = whole.end - whole.start
    count = max(-(-whole.words // _TARGET_WORDS), -(-length // MAX_LENGTH))
    step = whole.words / count
    taken, border = 0.0, step
    current: _Piece | None = None
    for start, end in split_sentences(text, whole.start, whole.end):
        words = _count_words(text[start:end])
        if current is None:
            current = _Piece(start, end, words)
        elif (
            taken + words / 2 <= border
            and current.words + words <= MAX_WORDS
            and end - current.start <= MAX_LENGTH
        ):
            current = _Piece(current.start, end, current.words + words)
        else:
            yield current
            current = _Piece(start, end, words)
            while taken + words / 2 > border:
                border += step
        taken += words
    if current is not None:
        yield current
