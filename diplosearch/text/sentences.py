"""Sentences and paragraphs, by rules for Turkish and English at once.

A period ends a sentence unless a small letter follows, or the period belongs to an
ordinal (``30. Olağan Toplantı``), an initial, a date or an abbreviation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ..model import Span
from ..resources import read_columns, read_list, read_sections
from .language import function_words
from .letters import ZERO_WIDTH_JOINER, is_mark, lower
from .wrapping import LINE_BREAK, is_wrapped

MAX_WORDS = 120
"""Words of a sentence; a longer one is cut at spaces. A guess."""

MAX_LENGTH = 2_000
"""Characters of a sentence; a longer one is cut. A guess."""

_SURELY_SHORT = 2 * MAX_WORDS
"""Characters of a sentence that cannot have too many words."""

# One class of characters at its beginning lets the pattern skip all others at once.
_STOP = re.compile(
    "([.!?…؟۔।。！？｡](?:(?<=[。！？｡])[。！？｡]*|(?<![。！？｡])[.!?…؟۔।]*))[\"'”’»›)\\]}]*"
)
_WORD = re.compile(r"\S+")

_WIDE_STOPS = frozenset("。！？｡")
_OPENERS = "\"'“‘„«‹([{-–—•*"
_DASHES = ("-", "–", "—")
_LONGEST_TOKEN = 40
_LONGEST_OPENING = 10
_LONGEST_CONTEXT = 200
_LONGEST_LABEL = 8

_CONTEXTS = "cardinal_contexts.txt"
# "sayısı 45" is a count. Names of institutions, such as "Meclisi 28. Dönem", are capitals.
_POSSESSIVES = ("sı", "si", "su", "sü")

_NUMBER = re.compile(r"[0-9]{1,3}")
_ROMAN = re.compile(r"[IVXLC]{1,7}")
_DOTTED = re.compile(r"[^\W\d_]{1,3}(?:\.[^\W\d_]{1,3}){1,8}")
_GLUED = re.compile(r"[^\W\d_]{3,}")
_LONGEST_CLUSTER = 64


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the spans of the sentences in ``text[start:end]``, in order.

    They begin and end with a character that is not white space, never overlap, and
    together contain every such character. A line break ends a sentence, unless the
    text is wrapped there (see :func:`split_paragraphs`). None is longer than
    ``MAX_WORDS`` words or ``MAX_LENGTH`` characters. The time is linear in the length
    of the text.
    """
    sentences: list[Span] = []
    for paragraph in split_paragraphs(text, start, end):
        for sentence in _sentences_of(text, paragraph):
            if sentence.end - sentence.start <= _SURELY_SHORT:
                sentences.append(sentence)
            else:
                sentences.extend(_cut(text, sentence))
    return sentences


def split_paragraphs(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the spans of the paragraphs in ``text[start:end]``, in order.

    Pages put a paragraph on a line, so every line break is a border, unless the text is
    wrapped there (see :func:`~diplosearch.text.wrapping.is_wrapped`).
    """
    end = len(text) if end is None else end
    paragraphs: list[Span] = []
    begin = start
    for match in LINE_BREAK.finditer(text, start, end):
        if not is_wrapped(text, begin, match, end):
            _append_trimmed(paragraphs, text, begin, match.start())
            begin = match.end()
    _append_trimmed(paragraphs, text, begin, end)
    return paragraphs


def _append_trimmed(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        start += len(piece) - len(piece.lstrip())
        spans.append(Span(start, start + len(stripped)))


def _sentences_of(text: str, paragraph: Span) -> Iterator[Span]:
    start, end = paragraph
    known = abbreviations()
    for match in _STOP.finditer(text, start, end):
        stop, after = match.span()
        if after == end:
            continue
        # Most sentences end with a period between a word in small letters and a capital,
        # which takes a fifth of the time of the others to see. No call, as all texts and
        # all hits come through here.
        if after == stop + 1 and text[stop] == "." and text[after] == " ":
            word = text[max(start, text.rfind(" ", start, stop) + 1) : stop]
            is_plain = word.isalpha() and word.islower() and word not in known
            if is_plain and text[after + 1].isupper():
                yield Span(start, after)
                start = after + 1
                continue
        if _is_border(text, start, match, end):
            yield Span(start, after)
            start = after
            while text[start].isspace():
                start += 1
    yield Span(start, end)


def _is_border(text: str, start: int, match: re.Match[str], end: int) -> bool:
    """Tell whether a stop that is no plain border ends the sentence from ``start``."""
    after = match.end()
    if text[match.start()] in _WIDE_STOPS:
        return True
    if not text[after].isspace():
        return _is_glued(text, start, match, end)
    following = text[after : after + _LONGEST_OPENING + _LONGEST_TOKEN].lstrip()
    if following.startswith(_DASHES) and len(match.group()) > len(match.group(1)):
        # A quotation, a dash, and then the speaker.
        return False
    following = following.lstrip(_OPENERS).lstrip()[:_LONGEST_TOKEN]
    if following[:1].islower():
        return False
    if match.group(1) != ".":
        return True
    stop = match.start()
    if _is_label(text, start, stop):
        return False
    token = _token_before(text, start, stop)
    if _NUMBER.fullmatch(token):
        words = text[max(start, stop - _LONGEST_CONTEXT) : stop].split()
        if _is_cardinal(words, following):
            return True
    return _period_ends(token, following)


def _is_cardinal(words: Sequence[str], following: str) -> bool:
    """Tell whether the last of the words of a sentence is a number, and no ordinal.

    It is one behind what is counted (``Ölü sayısı 45``) or a preposition (``June 30``),
    and in English, where ordinals have no period, before a capital.
    """
    before = words[-2] if len(words) > 1 else ""
    if before in cardinal_contexts():
        return True
    if before.islower() and before.endswith(_POSSESSIVES):
        return before not in read_sections(__spec__.parent, _CONTEXTS)["relations"]
    return before[:1].isalpha() and following[:1].isupper() and _is_english(words[:-1])


def _is_english(words: Sequence[str]) -> bool:
    """Tell whether words have an English function word and nothing Turkish."""
    small = [word.strip(_OPENERS + ",;:)").lower() for word in words]
    english = any(map(function_words("en").__contains__, small))
    return english and not any(map(function_words("tr").__contains__, small))


def _is_label(text: str, start: int, stop: int) -> bool:
    """Tell whether the sentence so far is only the number of a section or item."""
    return stop - start <= _LONGEST_LABEL and not any(
        character.isalpha() for character in text[start:stop]
    )


def _is_glued(text: str, start: int, match: re.Match[str], end: int) -> bool:
    """Tell whether only the space is missing: ``etti.Bakan`` but not ``El.kz``."""
    after = match.end()
    if match.group() != "." or after + 1 >= end:
        return False
    if not (text[after].isupper() and text[after + 1].islower()):
        return False
    token = _token_before(text, start, match.start())
    return bool(_GLUED.fullmatch(token)) and token.islower() and not _kind(token)


def _token_before(text: str, start: int, stop: int) -> str:
    """Return the token between the last space and the stop, at most 40 characters."""
    if stop == start or text[stop - 1].isspace():
        return ""
    tail = text[max(start, stop - _LONGEST_TOKEN) : stop]
    return tail.split()[-1].lstrip(_OPENERS)


def _period_ends(token: str, following: str) -> bool:
    """Tell whether a period between ``token`` and ``following`` ends a sentence.

    After a year (``2023. Bakan``) and any longer or decimal number it does; up to
    three digits are an ordinal in Turkish (``30. Olağan Toplantı``).
    """
    kind = _kind(token)
    if kind == "name":
        return False
    if kind == "number":
        return not following[:1].isdigit()
    doubtful = (
        kind == "inside"
        or _NUMBER.fullmatch(token)
        or _ROMAN.fullmatch(token)
        or (len(token) == 1 and token.isupper())
        or _DOTTED.fullmatch(token)
    )
    return not doubtful or _begins_sentence(following)


def _begins_sentence(following: str) -> bool:
    match = re.match(r"[^\W\d_]+", following)
    return match is not None and match.group() in sentence_starters()


def _kind(token: str) -> str | None:
    """Return the kind of the abbreviation ``token``, or None if it is none."""
    known = abbreviations()
    if token in known:
        return known[token]
    small = lower(token, "en")
    if small in known:
        return known[small]
    return known.get(small.capitalize()) if token.isupper() else None


def _cut(text: str, sentence: Span) -> Iterator[Span]:
    """Yield a sentence in pieces of roughly even length, within the limits."""
    start, end = sentence
    if end - start <= MAX_LENGTH and len(text[start:end].split()) <= MAX_WORDS:
        yield sentence
        return
    words = [Span(*match.span()) for match in _WORD.finditer(text, start, end)]
    pieces = max(-(-len(words) // MAX_WORDS), -(-(end - start) // MAX_LENGTH))
    words_per_piece = min(MAX_WORDS, -(-len(words) // pieces))
    begin, last, count = start, start, 0
    for word in words:
        if count == words_per_piece or (count and word.end - begin > MAX_LENGTH):
            yield Span(begin, last)
            begin, count = word.start, 0
        while word.end - begin > MAX_LENGTH:
            border = _cluster_border(text, begin, begin + MAX_LENGTH)
            yield Span(begin, border)
            begin = border
        last, count = word.end, count + 1
    yield Span(begin, last)


def _cluster_border(text: str, start: int, position: int) -> int:
    """Return the last offset up to ``position`` that splits no character cluster.

    After ``_LONGEST_CLUSTER`` steps back it is ``position`` itself: endless marks are
    no text.
    """
    for border in range(position, max(start, position - _LONGEST_CLUSTER), -1):
        if not _is_within_cluster(text, border):
            return border
    return position


def _is_within_cluster(text: str, offset: int) -> bool:
    after, before = text[offset], text[offset - 1]
    return (
        is_mark(after)
        or ZERO_WIDTH_JOINER in (after, before)
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or "\U0001f1e6" <= after <= "\U0001f1ff"
        or ("\udc00" <= after <= "\udfff" and "\ud800" <= before <= "\udbff")
    )


@lru_cache(maxsize=1)
def abbreviations() -> dict[str, str]:
    """Return the kind of each abbreviation, which is without its last period.

    One of kind ``name`` never ends a sentence, ``number`` does not before a digit, and
    ``inside`` only before a word that begins sentences.
    """
    return dict(read_columns(__spec__.parent, "abbreviations.txt"))


@lru_cache(maxsize=1)
def cardinal_contexts() -> frozenset[str]:
    """Return the words after which a number is cardinal, as they are written."""
    return frozenset(read_list(__spec__.parent, _CONTEXTS))


@lru_cache(maxsize=1)
def sentence_starters() -> frozenset[str]:
    """Return words that, with a capital, nearly always begin a sentence."""
    return frozenset(read_list(__spec__.parent, "sentence_starters.txt"))
