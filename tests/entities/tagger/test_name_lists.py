"""Lists of names and of common words."""

from __future__ import annotations

import pytest

from diplosearch.analysis.turkish.root_lexicon import common_words
from diplosearch.entities.tagger import name_lists
from diplosearch.entities.tagger.name_lists import is_word, languages_with
from diplosearch.lexicon.tables import headwords


def test_common_words_are_those_of_the_dictionaries() -> None:
    """The list is made anew when a dictionary is (``python -m tools.make_gazetteer``)."""
    words = name_lists._common_words()
    assert words == {"tr": common_words(), "en": headwords("english")}


@pytest.mark.parametrize(
    ("word", "languages"),
    [
        ("film", ("tr", "en")),
        ("bakan", ("tr",)),
        ("bakanlarla", ("tr",)),
        ("ministers", ("en",)),
        ("erdogan", ()),
    ],
)
def test_inflected_words_are_common_ones(word: str, languages: tuple[str, ...]) -> None:
    """A word with an ending belongs to the languages that have it without."""
    assert languages_with(word) == languages


def test_a_word_as_it_is_has_no_ending() -> None:
    """``is_word`` cuts nothing off."""
    assert is_word("minister")
    assert not is_word("bakanlarla")
