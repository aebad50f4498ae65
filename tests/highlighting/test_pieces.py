"""Pieces of a passage, what stands for what they leave out, and fragments of pages."""

from __future__ import annotations

import pytest

from diplosearch.highlighting.pieces import find_gaps, write_pieces
from diplosearch.highlighting.style import make_fragment, page_style

TEXT = "Çin Dışişleri Bakanı Wang Yi"


@pytest.mark.parametrize(
    ("pieces", "gaps", "written"),
    [
        ([(0, 28)], ["", ""], "<Çin Dışişleri Bakanı Wang Yi>"),
        ([(0, 3)], ["", " …"], "<Çin> …"),
        ([(21, 28)], ["… ", ""], "… <Wang Yi>"),
        ([(4, 13), (21, 25)], ["… ", " … ", " …"], "… <Dışişleri> … <Wang> …"),
        # Only white space is left out.
        ([(0, 3), (4, 20)], ["", " ", " …"], "<Çin> <Dışişleri Bakanı> …"),
        ([(0, 13), (13, 28)], ["", " ", ""], "<Çin Dışişleri> < Bakanı Wang Yi>"),
        ([(0, 1), (2, 28)], ["", " … ", ""], "<Ç> … <n Dışişleri Bakanı Wang Yi>"),
    ],
)
def test_an_ellipsis_stands_for_what_is_left_out(
    pieces: list[tuple[int, int]], gaps: list[str], written: str
) -> None:
    """Before, between and behind pieces, but not where white space alone is left out."""
    assert find_gaps(TEXT, pieces) == gaps
    assert write_pieces(TEXT, pieces, lambda a, b: f"<{TEXT[a:b]}>") == written


def test_white_space_around_a_text_is_no_gap() -> None:
    """A piece that leaves out white space at the edges alone shows all of the text."""
    assert find_gaps("  a b\n", [(2, 5)]) == ["", ""]
    assert find_gaps("", []) == [""]


def test_a_fragment_brings_its_style() -> None:
    """What a notebook shows stands in the class that the style sheet is about."""
    assert ".diplosearch" in page_style()
    assert make_fragment(["<p>a</p>", "<p>b</p>"]) == (
        f'<style>{page_style()}</style><div class="diplosearch"><p>a</p>\n<p>b</p></div>'
    )
