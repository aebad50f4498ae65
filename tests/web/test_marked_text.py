"""Marked texts and sections of documents: markup that leaves the text as it is."""

from __future__ import annotations

import html
import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from diplosearch import Document, Passage, Span
from diplosearch.highlighting.control_characters import show_controls
from diplosearch.highlighting.marks import LAYERS, Mark
from diplosearch.web.answers.document_sections import list_sections
from diplosearch.web.interface import Interface
from diplosearch.web.marked_text import write_marked

offsets = st.integers(0, 30)
marks = st.lists(
    st.builds(
        Mark,
        start=offsets,
        end=offsets,
        kind=st.sampled_from(["exact", "person"]),
        layer=st.sampled_from(LAYERS),
        label=st.sampled_from(["", '"<x>&']),
        id=st.sampled_from(["", "person:a", 'person:"><script>']),
    ),
    max_size=6,
)


def plain(markup: str) -> str:
    """Return the text of markup."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


@given(texts, marks)
def test_the_text_stays(text: str, marks: list[Mark]) -> None:
    """Without its tags a marked text is the text, with control characters shown."""
    written = write_marked(text, 0, len(text), marks, Interface().mark)
    assert plain(written) == show_controls(text)
    assert "<script" not in written


@given(texts, marks)
def test_links_do_not_nest(text: str, marks: list[Mark]) -> None:
    """No link is within another, and each is closed."""
    written = write_marked(text, 0, len(text), marks, Interface().mark)
    depth = 0
    for tag in re.findall(r"</?a\b", written):
        depth += -1 if tag.startswith("</") else 1
        assert depth in (0, 1)
    assert depth == 0


def test_names_are_links_in_their_colours() -> None:
    """An entity links to its page; a date is marked and leads nowhere."""
    text = "Wang Yi on Monday"
    found = [
        Mark(0, 7, "person", "entity", "Wang Yi", "person:wang-yi"),
        Mark(5, 7, "exact", "match"),
        Mark(11, 17, "date", "entity", "2026-01-26", "date:2026-01-26"),
    ]
    assert write_marked(text, 0, len(text), found, Interface("/news").mark) == (
        '<a class="entity person" title="Wang Yi" href="/news/entity/person:wang-yi">'
        'Wang <mark class="exact">Yi</mark></a> on '
        '<span class="entity date" title="2026-01-26">Monday</span>'
    )


@given(texts, st.lists(st.tuples(offsets, offsets), max_size=4), st.lists(offsets))
def test_sections_are_the_whole_text(
    text: str, lines: list[tuple[int, int]], borders: list[int]
) -> None:
    """The sections of a document, one after the other, are its text."""
    ordered = sorted({min(one, len(text)) for one in borders})
    passages = tuple(
        Passage(f"d#{number}", number, start, end, text[start:end], "en")
        for number, (start, end) in enumerate(pairwise(ordered))
    )
    boilerplate = tuple(
        Span(min(one), min(max(one), len(text)))
        for one in lines
        if min(one) < min(max(one), len(text))
    )
    document = Document(id="d", text=text, passages=passages, boilerplate=boilerplate)
    sections = list_sections(document, (), Interface())
    assert plain("".join(one.text for one in sections)) == show_controls(text)


def test_boilerplate_is_folded_and_the_headline_not_repeated() -> None:
    """A document's lines are told apart: headline, passage, boilerplate."""
    text = "Talks in Baku\n\nThey met.\n\nShare:\nTweet"
    document = Document(
        id="d",
        title="Talks in Baku",
        text=text,
        passages=(Passage("d#0", 0, 15, 24, "They met.", "en"),),
        boilerplate=(Span(26, 32), Span(33, 38)),
    )
    found = [(one.kind, one.summary) for one in list_sections(document, (), Interface())]
    assert found == [
        ("headline", ""),
        ("passage", ""),
        ("space", ""),
        ("boilerplate", "Share: Tweet"),
    ]
