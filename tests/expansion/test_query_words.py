"""What of a query is shown, asked, excluded, or only restricts."""

from __future__ import annotations

import pytest

from diplosearch.expansion.query_words import (
    excluded_in,
    favour_language,
    is_filter,
    is_question,
    text_of,
)
from diplosearch.query.parser import parse
from diplosearch.query.tree import Favoured


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ('"a b"', '"a b"'),
        *(("Azer*", "Azer*"), ("Tokayv~", "Tokayv~"), ("«Çin'in»", '"Çin\'in"')),
        *(("(Çin),", "Çin"), ("title:(a b)", "title:a b"), ('person:"Xi"', 'person:"Xi"')),
        ("date:2025-01..2025-06", "date:2025-01..2025-06"),
        *(("date:2025-01..", "date:2025-01.."), ("date:..2025", "date:..2025")),
        *(("a OR b", "a OR b"), ("a AND b", "a AND b"), ("a b -c", "a b -c")),
        ("+a b", "a b"),
        ("", ""),
    ],
)
def test_a_query_is_shown_as_it_is_typed(query: str, text: str) -> None:
    """Quotes stand around phrases, and marks of sentences are left out."""
    assert text_of(parse(query).tree) == text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        *(("a -b", ["b"]), ("a NOT (b c)", ["b", "c"]), ("title:(a -b)", ["b"])),
        *(("a b", []), ("person:(a -b)", []), ("(a -b) c", ["b"])),
    ],
)
def test_excluded_words(query: str, words: list[str]) -> None:
    """They are found wherever words are searched, but not among filters."""
    assert list(excluded_in(parse(query).tree)) == words


@pytest.mark.parametrize(
    ("query", "is_asked"),
    [
        *(("Who leads China", True), ("Çin'i kim yönetiyor", True), ("leads China?", True)),
        *(("leads China", False), ("a AND b?", True), ("", False)),
    ],
)
def test_questions(query: str, is_asked: bool) -> None:
    """A word of questions or a question mark makes one."""
    assert is_question(parse(query).tree) is is_asked


@pytest.mark.parametrize(
    ("query", "is_one"),
    [
        *(("lang:tr", True), ("person:Xi", True), ("title:a", False), ("a", False)),
        *(("lang:tr OR source:x", True), ("lang:tr OR a", False), ("", False)),
    ],
)
def test_filters(query: str, is_one: bool) -> None:
    """All fields but the title's restrict, and so does a choice of such."""
    assert is_filter(parse(query).tree) is is_one


@pytest.mark.parametrize(
    ("words", "language"),
    [
        *((["the", "talks", "of"], "en"), (["ve", "ile", "Çin"], "tr")),
        *((["the", "ile"], None), (["Çin"], None)),
    ],
)
def test_the_language_of_the_stop_words_is_favoured(
    words: list[str], language: str | None
) -> None:
    """It is, where one language has more of them."""
    node = parse("x").tree
    found = favour_language(node, words)
    if language is None:
        assert found is node
    else:
        assert isinstance(found, Favoured)
        assert (found.child, found.value) == (node, language)
        assert 0 < found.factor < 1
