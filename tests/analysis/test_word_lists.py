"""The word lists beside the analysis."""

from __future__ import annotations

from importlib.resources import files

import pytest

from diplosearch.analysis.word_rules import load_words
from diplosearch.text.letters import fold

FOLDED = ["turkish-stop.txt", "english-stop.txt"]
LISTS = sorted(
    path.name
    for path in files("diplosearch.analysis").joinpath("data").iterdir()
    if path.name.endswith(".txt")
)


@pytest.mark.parametrize("name", LISTS)
def test_list_is_sound(name: str) -> None:
    """No line comes twice, none is padded, and the header names the licence."""
    text = files("diplosearch.analysis").joinpath("data", name).read_text(encoding="utf-8")
    lines = text.splitlines()
    words = [line for line in lines if line and not line.startswith("#")]
    assert len(words) > 20
    assert len(words) == len(set(words))
    assert [line for line in lines if line != line.strip()] == []
    header = [line for line in lines[:5] if line.startswith("#")]
    assert "GPL-3.0-or-later" in " ".join(header)


@pytest.mark.parametrize("name", FOLDED)
def test_stop_words_are_folded(name: str) -> None:
    """Stop words are compared with exact forms, so they must be folded."""
    assert [word for word in load_words(name) if fold(word) != word] == []
