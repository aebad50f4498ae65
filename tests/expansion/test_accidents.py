"""Forms of a word that text of the other language holds by accident."""

from __future__ import annotations

import pytest

from diplosearch.expansion.accidents import limit_accidents
from diplosearch.model import Language
from diplosearch.query.tree import Best, Node, Sequence, Term
from diplosearch.schema import EXACT, PREFIX, STEM


def term(weight: float, language: Language | None = None, field: str = STEM) -> Term:
    """Return a form of the word *level*."""
    return Term(field, "level", weight, "level", "stem", language=language)


MEANING: list[Node] = [
    Best((Term(STEM, "düzey", 2.0, "level", "translation", language="tr"),))
]


@pytest.mark.parametrize(
    ("own", "kept"),
    [
        # A form in both languages is split: as heavy as it is in its own.
        ([term(5.0)], [term(2.0, "tr"), term(5.0, "en")]),
        ([term(5.0, "en")], [term(5.0, "en")]),
        ([term(5.0, "tr")], [term(2.0, "tr")]),
        # What weighs no more than the meaning stays as it is.
        ([term(2.0)], [term(2.0)]),
        ([term(1.0, "tr")], [term(1.0, "tr")]),
        # The first letters of an English word are no form of it, however heavy.
        ([term(5.0, field=PREFIX), term(1.0, field=PREFIX)], []),
    ],
)
def test_a_form_in_the_other_language_weighs_no_more_than_the_meaning(
    own: list[Node], kept: list[Node]
) -> None:
    """The word is English, so that in Turkish text its translation counts."""
    assert limit_accidents(own, MEANING, "en") == kept


def test_turkish_words_keep_their_beginnings() -> None:
    """The first letters of a Turkish word are a form of it."""
    meaning: list[Node] = [Term(STEM, "level", 2.0, "düzey", "translation", language="en")]
    own: list[Node] = [term(5.0, field=PREFIX), term(1.0, field=PREFIX)]
    assert limit_accidents(own, meaning, "tr") == [
        term(2.0, "en", PREFIX),
        term(5.0, "tr", PREFIX),
        term(1.0, field=PREFIX),
    ]


def test_without_a_meaning_all_forms_stay() -> None:
    """So they do where the word's language is not known, or it has spellings alone."""
    own: list[Node] = [term(5.0), term(5.0, field=PREFIX)]
    spelling = Term(EXACT, "livel", 2.0, "level", "translation", "spelling", "tr")
    assert limit_accidents(own, MEANING, None) == own
    assert limit_accidents(own, [], "en") == own
    assert limit_accidents(own, [spelling], "en") == own


def test_what_is_no_term_stays() -> None:
    """A phrase of the word is no accident."""
    phrase = Sequence(EXACT, ("high", "level"), None, 5.0, "level")
    assert limit_accidents([phrase], MEANING, "en") == [phrase]
