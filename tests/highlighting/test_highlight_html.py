"""How marks look on a page."""

from __future__ import annotations

import html
from collections.abc import Iterable
from itertools import combinations_with_replacement, product

import pytest

from diplosearch.highlighting.html import to_html
from diplosearch.highlighting.marks import LAYERS, Mark, split

TEXT = "Çin Dışişleri Bakanı Wang Yi"


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], TEXT),
        (
            [Mark(14, 20, "exact")],
            'Çin Dışişleri <mark class="exact">Bakanı</mark> Wang Yi',
        ),
        (
            [Mark(21, 28, "PERSON", "entity", "Wang Yi", "person:wang-yi")],
            'Çin Dışişleri Bakanı <span class="entity person" '
            'data-id="person:wang-yi" title="Wang Yi">Wang Yi</span>',
        ),
        (
            [Mark(4, 20, "phrase"), Mark(14, 20, "stem")],
            'Çin <mark class="phrase">Dışişleri <mark class="stem">Bakanı</mark></mark>'
            " Wang Yi",
        ),
        (
            [Mark(14, 25, "phrase"), Mark(21, 28, "person", "entity")],
            'Çin Dışişleri <mark class="phrase">Bakanı <span class="entity person">Wang'
            '</span></mark><span class="entity person"> Yi</span>',
        ),
        (
            [Mark(0, 3, "exact"), Mark(0, 3, "gpe", "entity", id="country:CN")],
            '<span class="entity gpe" data-id="country:CN"><mark class="exact">Çin'
            "</mark></span> Dışişleri Bakanı Wang Yi",
        ),
    ],
    ids=["none", "match", "entity", "nested", "overlapping", "same span"],
)
def test_marks_become_elements(marks: list[Mark], expected: str) -> None:
    """Matches are ``mark``, entities ``span``, and both nest."""
    assert to_html(TEXT, 0, len(TEXT), marks) == expected


def test_text_is_escaped() -> None:
    """Markup in a text is shown, quotes stay readable, controls are pictures."""
    text = '<b>R&D</b> &amp; "AB\'ye"\r\n\x1b'
    assert to_html(text, 0, len(text), []) == (
        '&lt;b&gt;R&amp;D&lt;/b&gt; &amp;amp; "AB\'ye"␍\n␛'
    )


def test_attributes_are_escaped() -> None:
    """No kind, label or id breaks out of its attribute."""
    mark = Mark(0, 1, '"><i>', "match", label="'\x00", id='" onclick="x')
    assert to_html("a", 0, 1, [mark]) == (
        '<mark class="&quot;&gt;&lt;i&gt;" data-id="&quot; onclick=&quot;x" '
        'title="&#x27;␀">a</mark>'
    )


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], " 2: A &amp; B &lt;b&gt; C"),
        ([Mark(5, 6, "exact")], ' 2: <mark class="exact">A</mark> &amp; B &lt;b&gt; C'),
        # Of one that begins before, and of one that ends behind, what is inside.
        ([Mark(0, 6, "phrase")], '<mark class="phrase"> 2: A</mark> &amp; B &lt;b&gt; C'),
        ([Mark(9, 99, "stem")], ' 2: A &amp; <mark class="stem">B &lt;b&gt; C</mark>'),
        # Outside, beside the part, and of no length.
        ([Mark(0, 1, "exact"), Mark(16, 20, "exact")], " 2: A &amp; B &lt;b&gt; C"),
        ([Mark(6, 6, "exact")], " 2: A &amp; B &lt;b&gt; C"),
        # Side by side is not nested, nor are those that overlap with the last of three.
        (
            [Mark(5, 6, "exact"), Mark(6, 8, "stem")],
            ' 2: <mark class="exact">A</mark><mark class="stem"> &amp;</mark>'
            " B &lt;b&gt; C",
        ),
        (
            [Mark(5, 8, "phrase"), Mark(7, 10, "stem"), Mark(14, 15, "exact")],
            ' 2: <mark class="phrase">A <mark class="stem">&amp;</mark></mark>'
            '<mark class="stem"> B</mark> &lt;b&gt;<mark class="exact"> </mark>C',
        ),
    ],
)
def test_a_part_of_a_text(marks: list[Mark], expected: str) -> None:
    """Offsets are those of the whole text, also where a part begins behind its start."""
    assert to_html("1 2: A & B <b> C and more", 1, 16, marks) == expected


@pytest.mark.parametrize("value", ['a"b', "a<b&c", "it's", "a\x1bb"])
def test_what_an_attribute_holds_is_escaped(value: str) -> None:
    """Ids and labels hold what a corpus gave; none ends its attribute."""
    written = to_html("x", 0, 1, [Mark(0, 1, "person", "entity", value, f"id:{value}")])
    shown = html.escape(value.replace("\x1b", "␛"))
    assert written == (
        f'<span class="entity person" data-id="id:{shown}" title="{shown}">x</span>'
    )


def cut_at_borders(text: str, start: int, end: int, marks: Iterable[Mark]) -> str:
    """Return what the pieces give, each mark closed where it or one around it ends."""
    written = ""
    opened: tuple[Mark, ...] = ()
    for piece in (*split(text, start, end, marks), None):
        wanted: tuple[Mark, ...] = piece.marks if piece else ()
        kept = 0
        while opened[: kept + 1] == wanted[: kept + 1] and kept < len(wanted):
            kept += 1
        for mark in reversed(opened[kept:]):
            written += "</mark>" if mark.layer == "match" else "</span>"
        for mark in wanted[kept:]:
            tag = "mark" if mark.layer == "match" else "span"
            kind = mark.kind if mark.layer == "match" else f"entity {mark.kind}"
            written += f'<{tag} class="{kind}">'
        written += html.escape(piece.text) if piece else ""
        opened = wanted
    return written


SPANS = [(start, end) for start in range(-1, 6) for end in range(start, 7)]
ONES = [
    Mark(start, end, kind, layer)
    for (start, end), (layer, kind) in product(SPANS, zip(LAYERS, "xy", strict=True))
]


@pytest.mark.parametrize(("start", "end"), [(0, 5), (1, 4), (2, 3), (3, 3), (0, 9)])
def test_quick_ways_write_what_pieces_do(start: int, end: int) -> None:
    """Any two marks stand as they do where the text is cut at all borders, and nest."""
    text = "a<b&c"
    for marks in combinations_with_replacement(ONES, 2):
        assert to_html(text, start, end, marks) == cut_at_borders(text, start, end, marks)


def test_three_marks_stand_as_pieces_do() -> None:
    """One that overlaps, one that touches and one apart are written in their order."""
    some = [mark for mark in ONES if mark.start in (0, 2, 3) and mark.end in (2, 4, 5)]
    for marks in combinations_with_replacement(some, 3):
        assert to_html("a<b&c", 0, 5, marks) == cut_at_borders("a<b&c", 0, 5, marks)
