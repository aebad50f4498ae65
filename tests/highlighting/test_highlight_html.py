"""How marks look on a page."""

from __future__ import annotations

import pytest

from diplosearch.highlighting.html import to_html
from diplosearch.highlighting.marks import Mark

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
