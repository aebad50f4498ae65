"""Word lists of the rules: folded, in both languages."""

from __future__ import annotations

from importlib.resources import files

import pytest

from diplosearch.entities.word_lists import DATA, entries_of, words_by_kind, words_of
from diplosearch.text.letters import normalize

LISTS = sorted(
    file.name.removesuffix(".txt")
    for file in files(DATA).iterdir()
    if file.name.endswith(".txt")
)


@pytest.mark.parametrize("name", LISTS)
def test_lists_say_their_licence_and_hold_no_doubles(name: str) -> None:
    """A list opens with its licence, and no line of it is there twice."""
    text = files(DATA).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    header = [line for line in text.splitlines() if line.startswith("#")]
    assert text.startswith("#")
    assert any("Licence: GPL-3.0-or-later." in line for line in header)
    lines = [normalize(line) for line in entries_of(name)]
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize(
    ("name", "some"),
    [
        ("portfolios", {"disisleri", "foreign", "maliye", "finance"}),
        ("family-first", {"xi", "wang", "kim", "nguyen"}),
        ("organization-words", {"party", "university"}),
        ("abbreviations", {"jr", "sti"}),
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
        ("office-words", "TITLE, behind its portfolio", {"bakani", "bakan yardimcisi"}),
        ("function-words", "within a portfolio", {"and", "&", ","}),
        ("date-words", "next", {"coming", "onumuzdeki"}),
    ],
)
def test_kinds_have_their_words(name: str, kind: str, some: set[str]) -> None:
    """A kind has the words of all lines that begin with it."""
    assert some <= words_by_kind(name)[kind]


def test_missing_list_is_an_error() -> None:
    """A list that does not exist is refused at the first call."""
    with pytest.raises(FileNotFoundError):
        words_of("portfolio")
