"""Where a passage is cut, and in which order the marks of a piece stand."""

from __future__ import annotations

import pytest

from diplosearch.highlighting.marks import Mark, Piece, split

TEXT = "Çin Dışişleri Bakanı Wang Yi"
PHRASE = Mark(4, 20, "phrase")
WORD = Mark(14, 20, "exact")
OFFICE = Mark(0, 20, "title", "entity")
PERSON = Mark(21, 28, "person", "entity", "Wang Yi", "person:wang-yi")


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], [(TEXT, ())]),
        (
            [WORD],
            [("Çin Dışişleri ", ()), ("Bakanı", (WORD,)), (" Wang Yi", ())],
        ),
        (
            [WORD, PHRASE, OFFICE],
            [
                ("Çin ", (OFFICE,)),
                ("Dışişleri ", (OFFICE, PHRASE)),
                ("Bakanı", (OFFICE, PHRASE, WORD)),
                (" Wang Yi", ()),
            ],
        ),
        (
            [Mark(14, 26, "phrase"), PERSON],
            [
                ("Çin Dışişleri ", ()),
                ("Bakanı ", (Mark(14, 26, "phrase"),)),
                ("Wang ", (Mark(14, 26, "phrase"), PERSON)),
                ("Yi", (PERSON,)),
            ],
        ),
        ([Mark(3, 3, "exact"), Mark(9, 5, "exact"), Mark(28, 40, "exact")], [(TEXT, ())]),
        ([Mark(-9, 99, "exact")] * 2, [(TEXT, (Mark(-9, 99, "exact"),))]),
    ],
    ids=["none", "one", "nested", "overlapping", "empty or outside", "doubled and clipped"],
)
def test_marks_cut_the_text(
    marks: list[Mark], expected: list[tuple[str, tuple[Mark, ...]]]
) -> None:
    """Pieces begin and end where marks do, and carry them outermost first."""
    assert split(TEXT, 0, len(TEXT), marks) == [Piece(*piece) for piece in expected]


def test_marks_are_offsets_into_the_whole_text() -> None:
    """A passage in the middle shows the marks that reach into it, clipped."""
    assert split(TEXT, 10, 24, [PHRASE, PERSON]) == [
        Piece("eri Bakanı", (PHRASE,)),
        Piece(" ", ()),
        Piece("Wan", (PERSON,)),
    ]


def test_entity_stands_around_a_match_of_the_same_span() -> None:
    """Of two marks on one span the entity is the outer one."""
    match = Mark(21, 28, "exact")
    assert split(TEXT, 21, 28, [match, PERSON]) == [Piece("Wang Yi", (PERSON, match))]


def test_passage_without_text_has_no_pieces() -> None:
    """Nothing is cut where nothing is."""
    assert split(TEXT, 5, 5, [PHRASE]) == split(TEXT, 9, 5, [PHRASE]) == []


@pytest.mark.slow
def test_many_marks_are_cut_in_time() -> None:
    """A hundred thousand marks on a long text come back."""
    marks = [Mark(start, start + 7, "exact") for start in range(0, 1_000_000, 10)]
    assert len(split("a" * 1_000_000, 0, 1_000_000, marks)) == 200_000
