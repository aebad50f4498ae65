"""What is true of every text, passage and set of marks, in every format."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.highlighting.ansi import to_ansi
from diplosearch.highlighting.control_characters import show_controls
from diplosearch.highlighting.html import to_html
from diplosearch.highlighting.markdown import to_markdown
from diplosearch.highlighting.marks import Mark, split
from diplosearch.highlighting.text import to_text

FRAGMENTS = [
    *"aİ1ığ. \n\t*_`[]()<>#|~\\!-+=:&;'\"’“(€°´^$@{}/\x1b\x00\x9b\x7f\r\ud800\u0301",
    *("  ", "    ", "\n\n", "\xa0", "\u2028", "\ufeff", "\u200b", "🇹🇷", "**", "---"),
    *("\u202e", "\u2066", "\u200f", "\U000e0041"),
    *("1. ", "12) ", "- ", "http://", "www.a", "&amp;", "&#42;", "&#x41;", "<b>", "</b>"),
    *("<strong>", "```", "~~~", "|-|", "![a](b)", "<!--", "a@b.co", "Çin'in", "==="),
    "\x1b[1m",
]
KINDS = ["exact", "stem", "prefix", "phrase", "entity", "translation", "PERSON", "gpe"]

texts = st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join) | st.text()
marks = st.lists(
    st.builds(
        lambda start, length, kind, layer, note: Mark(
            start, start + length, kind, layer, label=note, id=note
        ),
        st.integers(-3, 40),
        st.integers(-1, 20),
        st.sampled_from(KINDS),
        st.sampled_from(["match", "entity"]),
        st.sampled_from(["", "city:1816670", "a\"b'<&>\n\x1b\ud800\u202e"]),
    ),
    max_size=8,
)
offsets = st.integers(0, 40)


def strip_markdown(marked: str) -> str:
    """Return the text of ``marked`` by the rule in the module's docstring."""
    markup = r"\\([!-/:-@\[-`{-~])|\*+|</?(?:strong|em)>|(&(?:#[0-9]+|[lg]t|amp);)"
    return re.sub(markup, lambda m: m[1] or html.unescape(m[2] or ""), marked)


def strip_html(marked: str) -> str:
    """Return the text of ``marked``."""
    return html.unescape(re.sub(r"<[^>]*>", "", marked))


Write = Callable[[str, int, int, Sequence[Mark]], str]

FORMATS: dict[str, tuple[Write, Callable[[str], str]]] = {
    "ansi": (to_ansi, lambda marked: re.sub(r"\x1b\[[0-9;]*m", "", marked)),
    "html": (to_html, strip_html),
    "markdown": (to_markdown, strip_markdown),
    "text": (lambda text, start, end, _: to_text(text, start, end), str),
}


@pytest.mark.parametrize("name", FORMATS)
@given(text=texts, start=offsets, end=offsets, marks=marks)
def test_markup_taken_away_is_the_passage(
    name: str, text: str, start: int, end: int, marks: list[Mark]
) -> None:
    """Every format strips back to the passage, and can be encoded."""
    write, strip = FORMATS[name]
    marked = write(text, start, end, marks)
    assert strip(marked) == show_controls(text[start:end])
    marked.encode()


@pytest.mark.parametrize("name", FORMATS)
@given(text=texts, marks=marks)
def test_order_and_doubles_of_marks_do_not_matter(
    name: str, text: str, marks: list[Mark]
) -> None:
    """The same marks in any order, or twice, give the same output."""
    write, _ = FORMATS[name]
    again = list(reversed(marks)) + marks
    assert write(text, 0, 40, marks) == write(text, 0, 40, again)


@given(text=texts, start=offsets, end=offsets, marks=marks)
def test_pieces_join_to_the_passage(
    text: str, start: int, end: int, marks: list[Mark]
) -> None:
    """Pieces are not empty and join to the passage; each has its marks, once."""
    pieces = split(text, start, end, marks)
    assert "".join(piece.text for piece in pieces) == text[start:end]
    offset = start
    for piece in pieces:
        assert piece.text
        covering = {
            mark
            for mark in marks
            if mark.start <= offset and offset + len(piece.text) <= mark.end
        }
        assert set(piece.marks) == covering
        assert len(piece.marks) == len(covering)
        offset += len(piece.text)


@given(text=texts, start=offsets, end=offsets, marks=marks)
def test_outer_marks_are_longer(text: str, start: int, end: int, marks: list[Mark]) -> None:
    """In a piece no mark is longer within the passage than the one around it."""
    end = min(end, len(text))
    for piece in split(text, start, end, marks):
        lengths = [min(mark.end, end) - max(mark.start, start) for mark in piece.marks]
        assert lengths == sorted(lengths, reverse=True)


@given(text=st.text(st.characters()) | texts)
def test_pictures_keep_the_length_and_show_once(text: str) -> None:
    """Pictures stand one for one, and a shown text is shown as it is."""
    shown = show_controls(text)
    assert len(shown) == len(text)
    assert show_controls(shown) == shown
    assert not re.search(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028-\u202e\u2066-\u2069]", shown
    )


@given(text=texts, marks=marks)
def test_escapes_on_a_terminal_are_styles_only(text: str, marks: list[Mark]) -> None:
    """Each style is closed before its line ends, and no other escape gets out."""
    for line in to_ansi(text, 0, len(text), marks).split("\n"):
        plain = re.sub(r"\x1b\[[1-9][0-9;]*m[^\x1b]+\x1b\[0m", "", line)
        assert "\x1b" not in plain


class Nesting(HTMLParser):
    """Fails on a closing tag that does not close the last one opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append(tag)
        self.names.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag


@given(text=texts, marks=marks)
def test_html_is_well_formed(text: str, marks: list[Mark]) -> None:
    """Tags nest, all are closed, and the text brings none of its own."""
    parser = Nesting()
    parser.feed(to_html(text, 0, len(text), marks))
    parser.close()
    assert not parser.opened
    assert parser.names <= {"mark", "span"}


class Rendered(HTMLParser):
    """The text of a rendered note, and how much of it is bold."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.bold = ""
        self.depth = 0
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.depth += tag == "strong"

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "strong"

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.depth:
            self.bold += data


@given(text=texts, marks=marks)
def test_rendered_markdown_shows_the_text_and_its_matches(
    text: str, marks: list[Mark]
) -> None:
    """CommonMark shows all of the text, bold just where a match lies."""
    markdown_it = pytest.importorskip("markdown_it")
    parser = markdown_it.MarkdownIt("commonmark").enable(["table", "strikethrough"])
    rendered = Rendered()
    rendered.feed(parser.render(to_markdown(text, 0, len(text), marks)))
    rendered.close()
    pieces = split(text, 0, len(text), [mark for mark in marks if mark.layer == "match"])
    matched = "".join(piece.text for piece in pieces if piece.marks)
    assert rendered.text.split() == show_controls(text).split()
    assert "".join(rendered.bold.split()) == "".join(show_controls(matched).split())
    assert rendered.names <= {"p", "strong", "em"}
