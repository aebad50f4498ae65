"""The limit of clauses, whatever the syntax that holds the words."""

from __future__ import annotations

import pytest

from diplosearch.analysis.tokenizer import words_of
from diplosearch.query.parser import MAX_CHARACTERS, MAX_CLAUSES, parse
from diplosearch.query.tree import Boolean, Field, Fuzzy, Node, Phrase, Prefix, Word


def count_words(node: Node) -> int:
    """Return the number of words of a tree, as the expansion splits its leaves."""
    match node:
        case Word() | Phrase() | Prefix() | Fuzzy():
            return len(words_of(node.text))
        case Field():
            return count_words(node.child)
        case Boolean():
            return sum(map(count_words, (*node.must, *node.should, *node.must_not)))
    return 0


PATTERNS = ("ba*", "bakan~", "-ba*", "title:ba*", "person:ba*")


@pytest.mark.parametrize(
    "query",
    [
        *(f"a{mark}" * 900 for mark in "~-/.'…_,;:!?&#@%+=|^$<>{}[]"),
        "ve-" * 660,
        '"' + "ve " * 660 + '"',
        '"' + "ve " * 660 + '"~1000',
        "+" + "ve-" * 600,
        "-" + "ve-" * 600,
        "title:" + "ve-" * 600,
        "title:(" + "ve-" * 600 + ")",
        "person:" + "ve-" * 600,
        'person:"' + "ve " * 600 + '"',
        "ve-" * 600 + "ba*",
        "ve-" * 600 + "bakan~",
        "http://" + "ve/" * 600,
        "a-b-c-d-e " * 100,
        '"a b c d" ' * 100,
        "(" * 10 + "a-b " * 300,
        "NOT " * 3 + "a-b " * 300,
        "中 " * 900,
        *(f"{pattern} " * 200 for pattern in PATTERNS),
    ],
)
def test_each_word_is_a_clause(query: str) -> None:
    """However words are joined, no more than 64 are searched, and the rest is told.

    With a leaf as one clause, all but the last few of these have 300 words and more.
    """
    parsed = parse(query)
    assert 0 < count_words(parsed.tree) <= MAX_CLAUSES
    assert len(tokens(query)) <= MAX_CLAUSES or any(
        "clauses after the first 64 at " in one for one in parsed.warnings
    )


def tokens(query: str) -> list[str]:
    """Return the words of the first characters of a query."""
    return words_of(query[:MAX_CHARACTERS])


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_is_four_clauses(pattern: str) -> None:
    """Sixteen patterns are at the limit, and the next clause is past it."""
    assert parse(f"{pattern} " * 16).warnings == ()
    assert "clauses after the first 64" in parse(f"{pattern} " * 16 + "a").warnings[-1]


def test_what_is_left_of_joined_words() -> None:
    """Words past the limit are cut from the leaf that has them, at the offset told."""
    words = [f"w{number}" for number in range(70)]
    parsed = parse(f"ab {'-'.join(words)} cd")
    assert isinstance(parsed.tree, Boolean)
    first, second = parsed.tree.should
    assert (first, second) == (
        Word("ab", 0, 2),
        Word("-".join(words[:63]), 3, 3 + len("-".join(words[:63]))),
    )
    assert isinstance(second, Word)
    assert "clauses after the first 64 at “-w63-w64" in parsed.warnings[0]
    phrase = parse(f'"{" ".join(words)}"~5').tree
    assert isinstance(phrase, Phrase)
    assert (phrase.text, phrase.slop) == (" ".join(words[:64]), 5)


def test_a_filter_is_one_clause() -> None:
    """The name of a source is one clause, however many words it has."""
    sources = " OR ".join(f'source:"The New York Times {n}"' for n in range(40))
    assert parse(sources).warnings == ()
    assert parse(f"source:({' '.join(['a-b-c'] * 40)}) word").warnings == ()
