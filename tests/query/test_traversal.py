"""Ways through the tree of a query, and its weights."""

from __future__ import annotations

import pytest

from diplosearch.query.traversal import concept_lists, leaves, map_rows, require_all
from diplosearch.query.tree import (
    Best,
    Between,
    Boolean,
    Concept,
    ConceptList,
    Everything,
    Favoured,
    Keyword,
    Node,
    Nothing,
    Sequence,
    Term,
)
from diplosearch.query.weights import most_weight, scale, scale_each


def term(text: str, weight: float = 1.0) -> Term:
    """Return a term of the field ``stem``."""
    return Term("stem", text, weight, text, "stem")


def rows(*numbers: int) -> Keyword:
    """Return a filter by rows."""
    return Keyword("row", tuple(map(str, numbers)))


A, B, C, D, E = (
    term(letter, weight) for letter, weight in zip("abcde", range(1, 6), strict=True)
)
RUN = Sequence("exact", ("f", "g"), None, 6.0, "f g")
SOURCE = Keyword("source", ("xinhua",))
LIST = ConceptList((Concept("a", A, B), Concept("c", C), Concept("d", Nothing(), D)), 0.5)


@pytest.mark.parametrize(
    ("node", "found"),
    [
        (A, [A]),
        (RUN, [RUN]),
        (Best((B, A)), [B, A]),
        (Favoured(Best((A, RUN)), "language", "tr", 0.5), [A, RUN]),
        (Boolean(must=(A, SOURCE), should=(B, C), must_not=(D,)), [A, B, C]),
        (LIST, [A, B, C, D]),
        (require_all(LIST), [A, C]),
        (Boolean(must=(Favoured(LIST, "language", "tr", 0.5),)), [A, B, C, D]),
        (SOURCE, []),
        (Nothing(), []),
        (Everything(), []),
    ],
)
def test_leaves_are_what_scores(node: Node, found: list[Node]) -> None:
    """Terms and sequences come from left to right; filters and what is excluded do not."""
    assert list(leaves(node)) == found


def test_lists_of_concepts() -> None:
    """They are found wherever a passage may match them, and not where it must not."""
    strict = require_all(LIST)
    other = ConceptList((Concept("e", E),))
    node = Boolean(
        must=(Favoured(LIST, "language", "tr", 0.5), A),
        should=(strict, Boolean(must=(other,))),
        must_not=(ConceptList((Concept("b", B),)),),
    )
    assert list(concept_lists(node)) == [LIST, strict, other]
    assert list(concept_lists(A)) == []


def test_all_concepts_required() -> None:
    """A list of concepts is strict then, and a clause that may match one that must."""
    strict = ConceptList(LIST.concepts, 0.5, is_strict=True)
    findable = ConceptList(LIST.concepts[:2], 0.5, is_strict=True)
    assert require_all(LIST) == strict
    assert require_all(LIST, only_findable=True) == findable
    # What is strict already keeps those that nothing finds: it matches nothing then.
    assert require_all(strict, only_findable=True) == strict
    favoured = Favoured(LIST, "language", "tr", 0.5)
    assert require_all(favoured) == Favoured(strict, "language", "tr", 0.5)
    other = ConceptList((Concept("e", E),))
    node = Boolean((SOURCE,), (LIST, A, other), (LIST, B), is_choice=True)
    assert require_all(node) == Boolean(
        (SOURCE, strict, ConceptList(other.concepts, is_strict=True)),
        (A,),
        (LIST, B),
        is_choice=True,
    )
    assert require_all(Boolean(must=(LIST,))) == Boolean(must=(strict,))
    assert require_all(A) == A


@pytest.mark.parametrize(
    ("node", "mapped"),
    [
        (rows(1, 10, 19, 20, 25), rows(0, 9)),
        (rows(1), rows()),
        (Best((rows(11), A)), Best((rows(1), A))),
        (
            Favoured(rows(12), "language", "tr", 0.5),
            Favoured(rows(2), "language", "tr", 0.5),
        ),
        (
            Boolean((rows(10),), (rows(13), A), (rows(14, 3),), is_choice=True),
            Boolean((rows(0),), (rows(3), A), (rows(4),), is_choice=True),
        ),
        (
            ConceptList((Concept("a", rows(15), rows(16)), Concept("b", B)), 0.5),
            ConceptList((Concept("a", rows(5), rows(6)), Concept("b", B)), 0.5),
        ),
        (
            Best((Favoured(Best((rows(17),)), "language", "en", 0.25),)),
            Best((Favoured(Best((rows(7),)), "language", "en", 0.25),)),
        ),
    ],
)
def test_rows_of_a_part(node: Node, mapped: Node) -> None:
    """Rows from 10 to before 20 count from 0 in their part, wherever a filter stands."""
    assert map_rows(node, 10, 20) == mapped


@pytest.mark.parametrize(
    "node",
    [
        A,
        RUN,
        SOURCE,
        Between("date", "2025-01-01", None),
        Nothing(),
        Best((A, B)),
        Favoured(A, "language", "tr", 0.5),
        Boolean((A,), (B,), (Keyword("ROW", ("11",)),)),
        LIST,
    ],
)
def test_a_tree_without_rows_is_the_same(node: Node) -> None:
    """Nothing is copied where no row is filtered by."""
    assert map_rows(node, 10, 20) is node


def test_weights_are_scaled() -> None:
    """All terms that score are multiplied; filters and what is excluded stay."""
    half_a, half_run = term("a", 0.5), Sequence("exact", ("f", "g"), None, 3.0, "f g")
    node = Boolean(
        must=(Best((A, RUN)), SOURCE),
        should=(Favoured(A, "language", "tr", 0.5),),
        must_not=(A,),
        is_choice=True,
    )
    assert scale(node, 0.5) == Boolean(
        must=(Best((half_a, half_run)), SOURCE),
        should=(Favoured(half_a, "language", "tr", 0.5),),
        must_not=(A,),
        is_choice=True,
    )
    assert scale_each([A, RUN, SOURCE], 0.5) == (half_a, half_run, SOURCE)
    assert scale_each([], 0.5) == ()


def test_the_heaviest_term() -> None:
    """It is that of any leaf which scores; without one there is no weight."""
    assert most_weight(Boolean(must=(A, Best((C, B))), must_not=(E,))) == 3
    assert most_weight(SOURCE) == 0
    assert most_weight(RUN) == 6


def test_what_finds_a_concept() -> None:
    """Any way to it, those of several ways side by side; nothing where there is none."""
    assert Concept("a", A).any == A
    assert Concept("a", Nothing(), B).any == B
    assert Concept("a", Best((A, B)), Best((C,))).any == Best((A, B, C))
    assert Concept("a", Best((A, Nothing())), D).any == Best((A, D))
    assert Concept("a", Nothing()).any == Nothing()


def test_what_a_list_of_concepts_asks_for() -> None:
    """All that can be found, or any; a strict one asks for those that cannot, too."""
    assert LIST.findable == LIST.concepts[:2]
    assert LIST.all_of == Boolean(must=(A, C))
    assert LIST.any_of == Boolean(should=(Best((A, B)), C, D))
    strict = ConceptList(LIST.concepts, is_strict=True)
    assert strict.findable == LIST.concepts
    assert strict.all_of == Boolean(must=(A, C, Nothing()))
    assert ConceptList((Concept("d", Nothing(), D),)).all_of == Nothing()
