"""Word lists of the rules: folded, in both languages."""

from __future__ import annotations

import pytest

from diplosearch.entities.word_lists import words_by_kind, words_of


@pytest.mark.parametrize(
    ("name", "some"),
    [
        ("portfolios", {"disisleri", "foreign", "maliye", "finance"}),
        ("family-first", {"xi", "wang", "kim", "nguyen"}),
        ("organization-words", {"party", "university"}),
    ],
)
def test_lists_load_folded(name: str, some: set[str]) -> None:
    """A list has its words, and nothing but plain small letters."""
    words = words_of(name)
    assert some <= words
    assert all(word.isascii() and word.islower() for word in words)


@pytest.mark.parametrize(
    ("name", "kind", "some"),
    [
        ("place-words", "LOC, last", {"sea", "denizi", "bogazi", "delta", "yaylasi"}),
        ("place-words", "FAC, first", {"port"}),
        ("event-words", "meeting", {"summit", "zirvesi", "sampiyonasi"}),
        ("event-words", "of an election", {"general", "yerel"}),
    ],
)
def test_kinds_have_their_words(name: str, kind: str, some: set[str]) -> None:
    """A kind has the words of all lines that begin with it."""
    assert some <= words_by_kind(name)[kind]


def test_missing_list_is_an_error() -> None:
    """A name that is misspelt is told at once."""
    with pytest.raises(FileNotFoundError):
        words_of("portfolio")
