"""Splits the text of a query into tokens, and collects its syntax errors.

A token is an operator, a bracket, or a leaf of the tree. Its sign (``+`` or
``-``) and its field belong to it, so they are dropped with it.
"""

from __future__ import annotations

import re
import string
from collections.abc import Container
from dataclasses import dataclass
from typing import Literal

from ..schema import FIELD_KINDS
from ..text.letters import (
    APOSTROPHES,
    SOFT_HYPHEN,
    WORD_JOINER,
    ZERO_WIDTH_NO_BREAK_SPACE,
    ZERO_WIDTH_SPACE,
    fold,
    lower,
)
from .syntax_errors import (
    DATE_TILDE,
    EMPTY_PHRASE,
    FUZZY_NUMBER,
    OPEN_QUOTE,
    OPEN_RANGE,
    PHRASE_TILDE,
    SHORT_PREFIX,
    STRAY_STAR,
    Fault,
)
from .tree import Fuzzy, Phrase, Prefix, Range, Word

FIELDS: tuple[str, ...] = (
    "title",
    "source",
    "lang",
    "date",
    "tag",
    *FIELD_KINDS,
)
"""Fields of the query syntax; an index may have others of its own."""

MIN_PREFIX = 2  # letters and digits before an asterisk
MAX_SLOP = 1000  # more words than a passage has, and small enough for any engine

Leaf = Word | Prefix | Fuzzy | Phrase | Range
Kind = Literal["leaf", "open", "close", "AND", "OR", "NOT"]
Sign = Literal["", "+", "-"]


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a query; its offsets take in the field and leave out the sign."""

    kind: Kind
    start: int
    end: int
    sign: Sign = ""
    field: str | None = None
    leaf: Leaf | None = None


_SPACES = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
# Pasted words have these inside and at their edges.
_UNSEEN = f"{SOFT_HYPHEN}{ZERO_WIDTH_SPACE}{WORD_JOINER}{ZERO_WIDTH_NO_BREAK_SPACE}"
_UNSEEN_RUN = re.compile(f"[{_UNSEEN}]+")
_QUOTES = '"“”„‟«»'
_PHRASE = re.compile(r'"[^"]*"|"[^"“”„‟]*[“”‟]|[“”„‟][^"“”„‟]*["“”‟]|«[^«»]*»|»[^«»]*«')
_CHUNK = re.compile(rf"[^ (){_QUOTES}]+")
_NAME = re.compile(r"([^\W\d_]+):")
_OWN_NAME = re.compile(r"([^\W\d_][\w-]*):")
_VALUE_BEGINS = re.compile(rf"[^\W_]|[(\[{_QUOTES}]")
_ADDRESS = re.compile(r"[^\W\d_]+://")
_BRACKETED = re.compile(rf"\[[^\[\]{_QUOTES}()]*\]")
_RANGE_MARK = re.compile(r"\.\.\.?|…|(?:^| )TO(?: |$)", re.IGNORECASE)
_TILDE = re.compile(r"~([0-9]*)")
_FUZZY_DISTANCE = re.compile(r"[0-9](?:\.[0-9]+)?")
_SUFFIX = re.compile(rf"[{re.escape(APOSTROPHES)}][^\W\d_]+")
_LETTER = re.compile(r"[^\W\d_]")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")

_SYNONYMS = {"language": "lang"}
_BUILT_IN = frozenset((*FIELDS, *_SYNONYMS))
_OPERATORS: dict[str, Kind] = {"AND": "AND", "OR": "OR", "NOT": "NOT"}
_SENTENCE_MARKS = ".,;:!?…"
_PUNCTUATION = string.punctuation + APOSTROPHES + "…–—"


def blank(text: str) -> str:
    """Return ``text`` with a space in place of any white space and control character.

    So are invisible characters, except within a word. The length is kept, so offsets
    into it are offsets into ``text``.
    """
    spaced = _SPACES.sub(" ", text)
    return spaced if spaced.isascii() else _UNSEEN_RUN.sub(_blank_edge, spaced)


def _blank_edge(match: re.Match[str]) -> str:
    start, end = match.span()
    is_inside = (
        match.string[start - 1 : start].isalnum() and match.string[end : end + 1].isalnum()
    )
    return match[0] if is_inside else " " * (end - start)


def tokenize(
    text: str, faults: list[tuple[int, Fault]], own_fields: Container[str] = ()
) -> list[Token]:
    """Return the tokens of ``text``, a result of :func:`blank`.

    Syntax errors are added to ``faults``, each with its offset. ``own_fields`` are the
    folded names of fields that the index has beside the built-in ones.
    """
    return _Lexer(text, faults, own_fields).read()


class _Lexer:
    def __init__(
        self, text: str, faults: list[tuple[int, Fault]], own_fields: Container[str]
    ) -> None:
        self._text = text
        self._faults = faults
        self._own_fields = own_fields
        self._at = 0
        self._tokens: list[Token] = []
        # For each open bracket, whether its values are dates.
        self._date_brackets: list[bool] = []

    def read(self) -> list[Token]:
        while self._at < len(self._text):
            if self._text[self._at] == " ":
                self._at += 1
            elif self._text[self._at] == ")":
                self._read_close()
            else:
                self._read_operand()
        return self._tokens

    def _add_fault(self, fault: Fault, at: int) -> None:
        self._faults.append((at, fault))

    def _read_close(self) -> None:
        self._tokens.append(Token("close", self._at, self._at + 1))
        self._at += 1
        if self._date_brackets:
            self._date_brackets.pop()
        self._skip_suffix()

    def _read_operand(self) -> None:
        """Read an operator, an open bracket or a leaf, which may turn out empty."""
        chunk = _CHUNK.match(self._text, self._at)
        if chunk and chunk[0] in _OPERATORS:
            self._at = chunk.end()
            self._tokens.append(Token(_OPERATORS[chunk[0]], *chunk.span()))
            return
        sign = self._read_sign()
        start = self._at
        field = self._read_field()
        is_date = field == "date" or (field is None and self._date_brackets[-1:] == [True])
        self._skip_unclosed(is_date)
        if self._text.startswith("(", self._at):
            self._at += 1
            self._date_brackets.append(is_date)
            self._tokens.append(Token("open", start, self._at, sign, field))
            return
        leaf = self._read_range() if is_date else self._read_phrase() or self._read_word()
        if leaf is not None:
            self._tokens.append(Token("leaf", start, self._at, sign, field, leaf))
        elif field is not None:
            self._add_fault(_empty_field(field), start)
        if self._text[self._at - 1] in _QUOTES:
            self._skip_suffix()

    def _read_sign(self) -> Sign:
        """Consume and return a sign before a word or bracket; empty if there is none."""
        at = self._at
        mark = self._text[at]
        if mark not in "+-" or (at and self._text[at - 1] not in " ("):
            return ""
        follower = self._text[at + 1 : at + 2]
        if not follower or follower not in "(" + _QUOTES:
            chunk = _CHUNK.match(self._text, at + 1)
            if not chunk or follower in "+-" or not _LETTER_OR_DIGIT.search(chunk[0]):
                return ""
        self._at += 1
        return "+" if mark == "+" else "-"

    def _read_field(self) -> str | None:
        """Consume the name of a field and its colon; return the field, None without one."""
        match = _NAME.match(self._text, self._at)
        if not match or lower(match[1], "en") not in _BUILT_IN:
            own = _OWN_NAME.match(self._text, self._at)
            if own and (name := fold(own[1])) in self._own_fields:
                self._at = own.end()
                return name
        if not match:
            return None
        name = lower(match[1], "en")
        name = _SYNONYMS.get(name, name)
        if name in FIELDS:
            self._at = match.end()
            return name
        if _VALUE_BEGINS.match(self._text, match.end()):
            self._add_fault(_unknown_field(match[1]), match.start())
        return None

    def _skip_unclosed(self, is_date: bool) -> None:
        """Skip quotes without a closing one, and ``[`` likewise in a date."""
        while mark := self._text[self._at : self._at + 1]:
            if mark in _QUOTES and not _PHRASE.match(self._text, self._at):
                self._add_fault(OPEN_QUOTE, self._at)
            elif is_date and mark == "[" and not _BRACKETED.match(self._text, self._at):
                self._add_fault(OPEN_RANGE, self._at)
            else:
                return
            self._at += 1

    def _skip_suffix(self) -> None:
        """Skip the suffix of a name in quotes, as in ``"Kuşak ve Yol"'un``."""
        if suffix := _SUFFIX.match(self._text, self._at):
            self._at = suffix.end()

    def _read_range(self) -> Range | None:
        phrase = _PHRASE.match(self._text, self._at)
        framed = phrase or _BRACKETED.match(self._text, self._at)
        match = framed or _CHUNK.match(self._text, self._at)
        if not match:
            return None
        start, self._at = match.span()
        if phrase and (tilde := _TILDE.match(self._text, self._at)):
            self._add_fault(DATE_TILDE, self._at)
            self._at = tilde.end()
        typed = match[0][1:-1] if framed else match[0]
        sides = [_read_date(side) for side in _RANGE_MARK.split(" ".join(typed.split()), 1)]
        return Range(sides[0], sides[-1], start, match.end()) if any(sides) else None

    def _read_phrase(self) -> Phrase | None:
        match = _PHRASE.match(self._text, self._at)
        if not match:
            return None
        start, self._at = match.span()
        slop = None
        if tilde := _TILDE.match(self._text, self._at):
            self._at = tilde.end()
            if tilde[1]:
                slop = min(int(tilde[1]), MAX_SLOP)
            else:
                self._add_fault(PHRASE_TILDE, tilde.start())
        if _LETTER_OR_DIGIT.search(match[0]):
            return Phrase(match[0][1:-1], start, self._at, slop)
        self._add_fault(EMPTY_PHRASE, start)
        return None

    def _read_word(self) -> Word | Prefix | Fuzzy | None:
        match = _CHUNK.match(self._text, self._at)
        if not match:
            return None
        text, (start, end) = match[0], match.span()
        self._at = end
        body = text.rstrip(_SENTENCE_MARKS)
        stem, tilde, number = body.rpartition("~")
        if _ADDRESS.match(text):
            return Word(text, start, end)
        if tilde and _is_fuzzy(stem, number):
            return self._read_fuzzy(stem, number, start)
        if "*" in body:
            return self._read_starred(text, body, start)
        return Word(text, start, end) if _LETTER_OR_DIGIT.search(text) else None

    def _read_fuzzy(self, stem: str, number: str, start: int) -> Fuzzy:
        if number:
            self._add_fault(FUZZY_NUMBER, start + len(stem) + 1)
        if "*" in stem:
            self._add_fault(STRAY_STAR, start + stem.index("*"))
        return Fuzzy(stem.strip(_PUNCTUATION), start, self._at)

    def _read_starred(self, text: str, body: str, start: int) -> Word | Prefix | None:
        stem = body.rstrip("*")
        letters = len(_LETTER_OR_DIGIT.findall(stem))
        if not letters or "*" in stem:
            self._add_fault(STRAY_STAR, start + body.index("*"))
        if not letters:
            return None
        if stem == body or "*" in stem.lstrip("*"):
            return Word(text, start, self._at)
        if letters < MIN_PREFIX:
            self._add_fault(SHORT_PREFIX, start)
            return None
        return Prefix(stem.strip(_PUNCTUATION), start, self._at)


def _is_fuzzy(stem: str, number: str) -> bool:
    """Tell whether this is ``word~`` or ``word~2``, and not text such as ``10~12``."""
    if not number:
        return bool(_LETTER_OR_DIGIT.search(stem))
    return bool(_LETTER.search(stem) and _FUZZY_DISTANCE.fullmatch(number))


def _read_date(side: str) -> str | None:
    """Return one side of a range, None if it is open.

    An asterisk is dropped: ``2025-01*`` means what ``2025-01`` does.
    """
    date = side.strip(" ").rstrip(_SENTENCE_MARKS + "*")
    return date if _LETTER_OR_DIGIT.search(date) else None


def _empty_field(field: str) -> Fault:
    return Fault(
        f"field {field!r} without a value",
        "passed over",
        f"write the value directly after the colon, as in {field}:value",
        is_unfinished=True,
    )


def _unknown_field(name: str) -> Fault:
    shown = name if len(name) <= 20 else name[:20] + "…"
    fields = ", ".join(FIELDS)
    return Fault(
        f"{shown!r}",
        f"is no field; searched as text; fields: {fields}",
        f"it is no field; fields: {fields}",
    )
