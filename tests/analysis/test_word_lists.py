"""The word lists beside the analysis."""

from __future__ import annotations

import pytest

from diplosearch.analysis.word_rules import load_words
from diplosearch.text.letters import fold


@pytest.mark.parametrize(
    "name",
    [
        "turkish-stop.txt",
        "english-stop.txt",
        "turkish-question.txt",
        "english-question.txt",
    ],
)
def test_stop_words_are_folded(name: str) -> None:
    """Stop words are compared with exact forms, so they must be folded."""
    words = load_words(name)
    assert len(words) > 10
    assert [word for word in words if fold(word) != word] == []
