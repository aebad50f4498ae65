"""Tokens carry their sign and field, and their offsets are those of the query."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from diplosearch.query.lexer import Token, blank, tokenize
from diplosearch.query.syntax_errors import Fault
from diplosearch.query.tree import Phrase, Range, Word


def test_tokens() -> None:
    """A sign and a field belong to the token after them."""
    faults: list[tuple[int, Fault]] = []
    assert tokenize('-title:("a b" OR c) date:2025', faults) == [
        Token("open", 1, 8, "-", "title"),
        Token("leaf", 8, 13, leaf=Phrase("a b", 8, 13)),
        Token("OR", 14, 16),
        Token("leaf", 17, 18, leaf=Word("c", 17, 18)),
        Token("close", 18, 19),
        Token("leaf", 20, 29, field="date", leaf=Range("2025", "2025", 25, 29)),
    ]
    assert faults == []


def test_sign_goes_with_its_word() -> None:
    """The sign and field of what is passed over do not fall to the next word."""
    faults: list[tuple[int, Fault]] = []
    assert tokenize('-title:"" a', faults) == [
        Token("leaf", 10, 11, leaf=Word("a", 10, 11))
    ]
    assert [at for at, _ in faults] == [7, 1]


@given(st.text())
def test_blank_keeps_length(text: str) -> None:
    """Each odd space becomes one space, so offsets stay; twice is the same."""
    spaced = blank(text)
    assert len(spaced) == len(text)
    assert all(mark == " " or not mark.isspace() for mark in spaced)
    assert blank(spaced) == spaced


def test_invisible_characters() -> None:
    """They stay within a word, and are spaces at its edges."""
    assert blank("\ufefftitle:a\u200bb \u200bc\u00ad") == " title:a\u200bb  c "
