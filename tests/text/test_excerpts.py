"""The pieces of a passage that are shown: bounds, order, what they hold."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from diplosearch.highlighting.pieces import find_gaps, write_pieces
from diplosearch.model import Span
from diplosearch.text.excerpts import LEAST_LENGTH, Found, choose_pieces
from diplosearch.text.sentences import split_sentences

FIRST = "The two sides signed a memorandum in the capital on Thursday."
SECOND = "Farmers in the north said that the harvest had been poor for a third year."
THIRD = "The ministers praised the accord and promised another round of talks."
TEXT = f"{FIRST} {SECOND}\n\n{THIRD}"


def show(text: str, words: list[str], most: int) -> str:
    """Return the excerpt of a text in which some words match."""
    found = sorted(
        Found(at, at + len(word), word) for word in words if (at := text.find(word)) >= 0
    )
    pieces = choose_pieces(text, split_sentences(text), found, most)
    return write_pieces(text, pieces, lambda start, end: text[start:end])


def test_short_text_is_shown_whole() -> None:
    """A text within the length is shown from end to end, paragraphs in one line."""
    assert show(TEXT, ["accord"], 300) == f"{FIRST} {SECOND} {THIRD}"


def test_sentences_with_matches_are_shown() -> None:
    """A longer one is shown by the sentences that match, with dots for the others."""
    assert show(TEXT, ["memorandum", "accord"], 140) == f"{FIRST} … {THIRD}"
    assert show(TEXT, ["harvest"], 140) == f"… {SECOND} …"


def test_what_answers_more_of_the_query_comes_first() -> None:
    """With room for one sentence, it is that which answers most of the query."""
    assert show(TEXT, ["memorandum", "ministers", "accord"], 75) == f"… {THIRD}"


def test_text_without_matches_shows_its_beginning() -> None:
    """Where a filter alone found a passage, its first sentences are shown."""
    assert show(TEXT, [], 140) == f"{FIRST} {SECOND} …"


def test_long_sentence_is_cut_around_its_matches() -> None:
    """A sentence that is too long is cut at spaces, and its matches stay in it."""
    text = "alpha " * 40 + "harvest of wheat " + "omega " * 40 + "end."
    shown = show(text, ["harvest"], 60)
    assert shown.startswith("… alpha")
    assert "harvest" in shown
    assert shown.endswith("omega …")
    assert len(shown) <= 64


@st.composite
def found_in(draw: st.DrawFn) -> tuple[str, list[Span], list[Found], int]:
    """Return a text, its sentences, matches in it, and a length."""
    text = " ".join(draw(st.lists(texts | st.sampled_from([TEXT, "word " * 80]))))
    ends = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(ends, ends, st.sampled_from("abc")), max_size=6))
    found = sorted(Found(start, end, query) for start, end, query in spans if start < end)
    return text, split_sentences(text), found, draw(st.integers(LEAST_LENGTH, 400))


@given(found_in())
def test_pieces_are_parts_of_the_text(
    drawn: tuple[str, list[Span], list[Found], int],
) -> None:
    """Pieces are in order, within the sentences and the length, and hold a letter each.

    Where all fits, all is shown; where something matches, so do the pieces.
    """
    text, sentences, found, most = drawn
    pieces = choose_pieces(text, sentences, found, most)
    assert bool(pieces) == bool(sentences)
    assert sum(end - start for start, end in pieces) <= most
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in pieces)
    assert all(left.end < right.start for left, right in pairwise(pieces))
    if sentences and sentences[-1].end - sentences[0].start <= most:
        shown = "".join(text[start:end] for start, end in pieces)
        assert "".join(shown.split()) == "".join(text.split())
    held = [one for one in found if any(s <= one.start < e for s, e in sentences)]
    if held:
        assert any(s <= one.start < e for one in held for s, e in pieces)


@given(found_in())
def test_dots_stand_where_something_is_left_out(
    drawn: tuple[str, list[Span], list[Found], int],
) -> None:
    """An ellipsis stands in a gap that holds more than white space, and nowhere else."""
    text, sentences, found, most = drawn
    pieces = choose_pieces(text, sentences, found, most)
    gaps = find_gaps(text, pieces)
    ends = [0, *(end for _, end in pieces)]
    starts = [*(start for start, _ in pieces), len(text)]
    assert ["…" in gap for gap in gaps] == [
        bool(text[end:start].strip()) for end, start in zip(ends, starts, strict=True)
    ]
