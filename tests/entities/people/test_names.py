"""The words of a name."""

from __future__ import annotations

import pytest

from diplosearch.entities.people.names import (
    is_initial,
    split_name,
    surname_of,
    without_rank,
)


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("Xi Jinping", "xi"),
        ("Wang Yi", "wang"),
        ("Şi Cinping", "si"),
        ("Recep Tayyip Erdoğan", "erdogan"),
        ("Kassym-Jomart Tokayev", "tokayev"),
        ("Madonna", "madonna"),
    ],
)
def test_surname_is_what_a_text_goes_on_with(name: str, surname: str) -> None:
    """The last word, but the first of those whose family name stands there."""
    assert surname_of(split_name(name)) == surname


@pytest.mark.parametrize(
    ("word", "is_one"),
    [("m.", True), ("m", False), ("mr.", False), ("1.", False), (".", False)],
)
def test_initial_is_a_letter_and_a_period(word: str, is_one: bool) -> None:
    """Neither a letter alone nor an abbreviation or number is an initial."""
    assert is_initial(word) is is_one


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Sheikh Tamim bin Hamad Al Thani", "Tamim bin Hamad Al Thani"),
        ("Sir Keir Starmer", "Keir Starmer"),
        ("Sheikh Hasina", "Sheikh Hasina"),
        ("Sultan Haitham bin Tariq", "Haitham bin Tariq"),
        ("Emir Tamim bin Hamad", "Tamim bin Hamad"),
        ("Amir Nawaf al Ahmad", "Nawaf al Ahmad"),
        ("Şeyha Moza bint Nasser", "Moza bint Nasser"),
        ("Kral Selman bin Abdülaziz", "Selman bin Abdülaziz"),
        ("Sultan Haitham", "Sultan Haitham"),
        ("Sultan Ayşe Demir", "Sultan Ayşe Demir"),
        ("Emir Can Demir", "Emir Can Demir"),
        ("Keir Starmer", "Keir Starmer"),
    ],
)
def test_rank_is_no_part_of_a_full_name(name: str, plain: str) -> None:
    """A word of rank goes, but not where one word would be left."""
    assert without_rank(name) == plain


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Sultan Haitham bin Tariq", ("haitham", "bin", "tariq")),
        ("Sultan Haitham", ("sultan", "haitham")),
        ("Sultan Ayşe Demir", ("sultan", "ayse", "demir")),
        ("Emir Can Demir", ("emir", "can", "demir")),
        ("Kraliçe Ranya el Abdullah", ("ranya", "abdullah")),
        ("Sir Keir Starmer", ("keir", "starmer")),
    ],
)
def test_words_of_a_name_are_without_rank(name: str, words: tuple[str, ...]) -> None:
    """A rank that is a given name as well goes where a father or family follows."""
    assert split_name(name) == words
