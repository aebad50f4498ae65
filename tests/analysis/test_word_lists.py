"""The word lists beside the analysis."""

from __future__ import annotations

from importlib.resources import files

import pytest

from diplosearch.analysis.base import load_words
from diplosearch.text import fold, lower

FOLDED = ["turkish-stop.txt", "english-stop.txt"]
LISTS = [*FOLDED, "turkish-protected.txt"]


def lines_of(name: str) -> list[str]:
    """Return the lines of a list."""
    text = files("diplosearch.analysis").joinpath(name).read_text(encoding="utf-8")
    return text.splitlines()


@pytest.mark.parametrize("name", LISTS)
def test_list_loads_without_doubles(name: str) -> None:
    """Every line is a word of its own, and the header names source and licence."""
    lines = lines_of(name)
    words = [line for line in lines if line and not line.startswith("#")]
    assert len(words) == len(set(words)) == len(load_words(name)) > 20
    header = " ".join(line for line in lines if line.startswith("#"))
    assert "GPL-3.0-or-later" in header
    assert "Written by hand for diplosearch" in header


@pytest.mark.parametrize("name", FOLDED)
def test_stop_words_are_folded(name: str) -> None:
    """Stop words are compared with exact forms, so they must be folded."""
    assert [word for word in load_words(name) if fold(word) != word] == []


def test_protected_words_are_in_small_letters() -> None:
    """Protected words are compared before folding, in Turkish small letters."""
    protected = load_words("turkish-protected.txt")
    assert [word for word in protected if lower(word, "tr") != word] == []
