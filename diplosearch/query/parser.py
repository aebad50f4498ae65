"""Parses the text of a query into its tree.

``NOT`` binds tightest, then ``AND``; all other neighbours, with ``OR`` or without,
are one list. A field that filters (``lang:tr``, ``date:2025``) restricts the list
that it is in, unless it is next to an ``OR``.

The lenient parser takes four steps, none of which can fail: cut, read tokens, drop
unmatched brackets and operators without operands, build. The strict one does the
same and then raises what the lenient one warns of, so both agree on valid queries.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field, replace
from itertools import islice

from ..analysis.tokenizer import find_words
from ..errors import QuerySyntaxError
from .filters import filters
from .lexer import FIELDS, Leaf, Token, blank, tokenize
from .syntax_errors import (
    EMPTY,
    MAX_CHARACTERS,
    MAX_CLAUSES,
    MAX_DEPTH,
    OPEN_QUOTE,
    PATTERN_CLAUSES,
    TOO_DEEP,
    TOO_LONG,
    TOO_MANY,
    UNBALANCED,
    UNCLOSED,
    Fault,
)
from .tree import Boolean, Field, Fuzzy, Node, Nothing, Phrase, Prefix, Range, Word

__all__ = ["FIELDS", "MAX_CHARACTERS", "MAX_CLAUSES", "MAX_DEPTH", "Parsed", "parse"]


_SHOWN_PLACES = 3
_LONGEST_WORDS = 24  # characters of a query that a warning quotes
_SPACE = "␣"
_LETTERS = re.compile(r"\w+")

_SEARCHED_FIELD = "title"
"""The field that searches words; all others restrict the words next to them."""

_Faults = list[tuple[int, Fault]]


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree of a query, and a warning for each kind of syntax error."""

    tree: Node
    warnings: tuple[str, ...] = ()


def parse(text: str, *, strict: bool = False, own_fields: Container[str] = ()) -> Parsed:
    """Return the tree of a query; ``Nothing()`` if it has no words.

    Offsets in the tree are offsets into ``text``.

    Args:
        text: the query as typed, of any length and with any characters.
        strict: raise at a syntax error instead of a warning. Limits (2,000
            characters, 64 clauses, 16 brackets deep) only warn.
        own_fields: folded names of fields that the index has beside the built-in ones.

    Raises:
        QuerySyntaxError: in strict mode, at the first syntax error.
    """
    faults: _Faults = []
    spaced = _cut(blank(text[: MAX_CHARACTERS + 1]), faults)
    is_cut = bool(faults)
    tokens = _drop_dangling(
        _balance(tokenize(spaced, faults, own_fields), len(spaced), faults), faults
    )
    tree = _Builder(tokens, faults).build()
    if is_cut:
        faults = _drop_caused_by_cut(faults)
    faults.sort(key=lambda entry: entry[0])
    if strict:
        _raise_first(faults)
    warnings = _make_warnings(faults, text)
    if tree is None and spaced.strip():
        warnings += ("nothing is left to search for",)
    return Parsed(tree or Nothing(), warnings)


def _cut(text: str, faults: _Faults) -> str:
    """Return ``text`` up to the limit of characters, cut between words if possible."""
    if len(text) <= MAX_CHARACTERS:
        return text
    end = text.rfind(" ") + 1
    cut = text[:end] if text[:end].strip() else text[:MAX_CHARACTERS]
    cut = cut[:MAX_CHARACTERS]
    faults.append((len(cut), TOO_LONG))
    return cut


def _drop_caused_by_cut(faults: _Faults) -> _Faults:
    """Return the faults that the query has without the cut as well.

    Where a quote lost its end, the signs within it look like operators.
    """
    torn = min((at for at, fault in faults if fault is OPEN_QUOTE), default=MAX_CHARACTERS)
    return [
        (at, fault)
        for at, fault in faults
        if fault.is_limit or not (fault.is_unfinished or at >= torn)
    ]


def _raise_first(faults: _Faults) -> None:
    for at, fault in faults:
        if not fault.is_limit:
            raise QuerySyntaxError(f"query, at {at}: {fault.what}; {fault.remedy}", at)


def _make_warnings(faults: _Faults, text: str) -> tuple[str, ...]:
    """Return one sentence for each kind of fault, with the words where it stands."""
    found: dict[Fault, list[int]] = {}
    for at, fault in faults:
        found.setdefault(fault, []).append(at)
    return tuple(
        f"{fault.what}{_show_words(fault, text, offsets)} {fault.done}"
        for fault, offsets in found.items()
    )


def _show_words(fault: Fault, text: str, offsets: list[int]) -> str:
    """Return the words at the first offsets; nothing where the fault names its word."""
    words = list(dict.fromkeys(_words_at(text, at) for at in offsets))
    if set(_LETTERS.findall(words[0])) & set(_LETTERS.findall(fault.what)):
        return ""
    shown = ", ".join(f"“{one}”" for one in words[:_SHOWN_PLACES])
    more = len(words) - _SHOWN_PLACES
    return f" at {shown} and {more} more" if more > 0 else f" at {shown}"


def _words_at(text: str, at: int) -> str:
    """Return the word at an offset of a query, and behind a lone sign the next one."""
    words = text[at : at + _LONGEST_WORDS].split()[:2] or text[:at].split()[-1:]
    if not words:
        return _SPACE
    shown = words[0] if _LETTERS.search(words[0]) else " ".join(words)
    return shown if len(shown) < _LONGEST_WORDS else f"{shown}…"


def _balance(tokens: list[Token], end: int, faults: _Faults) -> list[Token]:
    """Return ``tokens`` with brackets in pairs, none of them empty or too deep."""
    kept: list[Token] = []
    opened: list[tuple[Token, int]] = []  # with its index in kept
    for token in tokens:
        if token.kind == "open":
            opened.append((token, len(kept)))
            if len(opened) > MAX_DEPTH:
                faults.append((token.start, TOO_DEEP))
            else:
                kept.append(token)
        elif token.kind != "close":
            kept.append(token)
        elif not opened:
            faults.append((token.start, UNBALANCED))
        elif len(opened) > MAX_DEPTH:
            opened.pop()
        else:
            opening, number = opened.pop()
            if number == len(kept) - 1:
                faults.append((opening.start, EMPTY))
            _close(kept, number, token)
    faults.extend((opening.start, UNCLOSED) for opening, _ in opened)
    for _, number in reversed(opened[:MAX_DEPTH]):
        _close(kept, number, Token("close", end, end))
    return kept


def _close(kept: list[Token], number: int, token: Token) -> None:
    """Close the bracket at index ``number`` of ``kept``, or drop it if it is empty."""
    if number == len(kept) - 1:
        kept.pop()
    else:
        kept.append(token)


def _drop_dangling(tokens: list[Token], faults: _Faults) -> list[Token]:
    """Return ``tokens`` without the operators that lack an operand."""
    right: list[Token] = []
    has_operand = False
    for token in reversed(tokens):
        if token.kind in ("AND", "OR", "NOT") and not has_operand:
            faults.append((token.start, _dangling(token, is_unfinished=True)))
            continue
        has_operand = token.kind in ("leaf", "open", "NOT")
        right.append(token)
    kept: list[Token] = []
    has_operand = False
    for token in reversed(right):
        if token.kind in ("AND", "OR") and not has_operand:
            faults.append((token.start, _dangling(token, is_unfinished=False)))
            continue
        has_operand = token.kind in ("leaf", "close")
        kept.append(token)
    return kept


def _dangling(token: Token, *, is_unfinished: bool) -> Fault:
    return Fault(
        f"operator {token.kind}",
        "passed over: nothing to join",
        "put words on both sides, or write it small to search for the word",
        is_unfinished=is_unfinished,
    )


@dataclass(slots=True)
class _List:
    """The clauses of one list, or of operands joined by ``AND``."""

    must: list[Node] = field(default_factory=list)
    should: list[Node] = field(default_factory=list)
    must_not: list[Node] = field(default_factory=list)
    has_or: bool = False
    filters: dict[str, list[Node]] = field(default_factory=dict)

    def tree(self) -> Node | None:
        """Return the list as a node, None if it is empty.

        Filters restrict what the rest of the list finds: any of the filters of a
        field has to match, and each of the fields.
        """
        groups = [_match_any(group) for group in self.filters.values()]
        rest = self._without_filters()
        if not groups:
            return rest
        required = [*groups, *([] if rest is None else [rest])]
        return required[0] if len(required) == 1 else Boolean(must=tuple(required))

    def _without_filters(self) -> Node | None:
        wanted = self.must + self.should
        if self.must_not or len(wanted) > 1:
            clauses = tuple(self.must), tuple(self.should), tuple(self.must_not)
            return Boolean(*clauses, is_choice=self.has_or)
        return wanted[0] if wanted else None


def _match_any(nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else Boolean(should=tuple(nodes))


class _Builder:
    """Builds the tree of valid tokens; recursion ends at MAX_DEPTH brackets."""

    def __init__(self, tokens: list[Token], faults: _Faults) -> None:
        self._tokens = tokens
        self._faults = faults
        self._at = 0
        self._clauses = 0
        self._is_filter = False

    def build(self) -> Node | None:
        clauses = _List()
        while self._next_kind() not in ("close", ""):
            is_after_or = self._next_kind() == "OR"
            self._at += is_after_or
            clauses.has_or |= is_after_or
            self._add_operands(clauses, is_after_or=is_after_or)
        return clauses.tree()

    def _next_kind(self) -> str:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else ""

    def _add_operands(self, clauses: _List, *, is_after_or: bool) -> None:
        """Add operands joined by ``AND``, or a single one."""
        sign, node = self._read_operand()
        if self._next_kind() != "AND":
            if node is None:
                return
            is_free = not (sign or is_after_or or self._next_kind() == "OR")
            if is_free and isinstance(node, Field) and node.name != _SEARCHED_FIELD:
                clauses.filters.setdefault(node.name, []).append(node)
            else:
                _clauses_for(clauses, sign).append(node)
            return
        row = _List()
        while True:
            if node is not None:
                (row.must_not if sign == "-" else row.must).append(node)
            if self._next_kind() != "AND":
                break
            self._at += 1
            sign, node = self._read_operand()
        if not row.must:
            # "a NOT b AND NOT c" is a without b and without c.
            clauses.must_not.extend(row.must_not)
        elif (tree := row.tree()) is not None:
            clauses.should.append(tree)

    def _read_operand(self) -> tuple[str, Node | None]:
        is_negative = False
        while self._next_kind() == "NOT":
            is_negative = not is_negative
            self._at += 1
        token = self._tokens[self._at]
        self._at += 1
        is_negative ^= token.sign == "-"
        is_filter = self._is_filter
        self._is_filter = is_filter or (token.field is not None and filters(token.field))
        node = self._read_bracket() if token.kind == "open" else self._read_leaf(token)
        self._is_filter = is_filter
        if node is not None and token.field is not None:
            end = self._tokens[self._at - 1].end
            node = Field(token.field, node, token.start, end)
        return ("-" if is_negative else token.sign.strip("-")), node

    def _read_bracket(self) -> Node | None:
        node = self.build()
        self._at += 1
        return node

    def _read_leaf(self, token: Token) -> Node | None:
        """Return the leaf of ``token``, or what the limit of clauses leaves of it."""
        leaf = token.leaf
        left = MAX_CLAUSES - self._clauses
        ends = [] if leaf is None else self._find_ends(leaf, max(left, 0) + 1)
        count = max(1, len(ends))
        if isinstance(leaf, Prefix | Fuzzy) and not self._is_filter:
            count += PATTERN_CLAUSES - 1
        self._clauses += count
        if count <= left:
            return leaf
        kept = _cut_leaf(leaf, ends[left - 1]) if leaf and 0 < left < len(ends) else None
        if left >= 0:
            self._faults.append((kept.end if kept else token.start, TOO_MANY))
        return kept

    def _find_ends(self, leaf: Leaf, most: int) -> list[int]:
        """Return where the first words of a leaf end in its text.

        Each is a clause: a word may be many, joined by marks. A filter is one.
        """
        if isinstance(leaf, Range) or self._is_filter:
            return []
        return [end for _, end in islice(find_words(leaf.text), most)]


def _cut_leaf(leaf: Leaf, end: int) -> Leaf:
    """Return ``leaf`` with its text up to ``end``; the mark after its last word is lost."""
    match leaf:
        case Phrase():
            start = leaf.start + 1  # its quote
            return replace(leaf, text=leaf.text[:end], end=start + end)
        case Word() | Prefix() | Fuzzy():
            return Word(leaf.text[:end], leaf.start, leaf.start + end)
    return leaf


def _clauses_for(clauses: _List, sign: str) -> list[Node]:
    return {"+": clauses.must, "-": clauses.must_not}.get(sign, clauses.should)
