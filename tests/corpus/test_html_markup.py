"""The markup of a page is read as the HTML standard has it, in linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.corpus.html_markup import Comment, EndTag, StartTag, Text, read_markup
from diplosearch.corpus.html_text import read_page


def start(name: str, *, is_empty: bool = False, **attributes: str) -> StartTag:
    return StartTag(name, attributes, is_empty)


@pytest.mark.parametrize(
    ("page", "tokens"),
    [
        ("a < b &amp; c", [Text("a < b & c")]),
        ("<P Class='x y' Id=z>a</P >", [StartTag("p", {"class": "x y", "id": "z"}, False)]),
        ("<br/>", [start("br", is_empty=True)]),
        ('<a href="x>y" href=z>', [start("a", href="x>y")]),
        ('<a href="x y>', [start("a", href='"x', y="")]),
        ("<a href=x&amp;y>", [start("a", href="x&y")]),
        ("<!-- <p> -->a", [Comment(), Text("a")]),
        ("<!-- <p>a", [Comment(), Text("a")]),
        ("<!-->a", [Comment(), Text("a")]),
        ("<!DOCTYPE html><?xml x?></>a", [Comment(), Comment(), Comment(), Text("a")]),
        ("<script>a<b>&amp;</SCRIPT>c", [start("script"), Text("a<b>&amp;")]),
        ("<title>a&amp;<b></title>", [start("title"), Text("a&<b>"), EndTag("title")]),
        ("<script>a<p>", [start("script"), Text("a"), start("p")]),
        ("a<p class=", [Text("a")]),
        ("&#99999999999;&#xFFFFFFFFF;", [Text("\ufffd\ufffd")]),
        ("&#" + "9" * 5000 + ";", [Text("\ufffd")]),
    ],
)
def test_tokens(page: str, tokens: list[object]) -> None:
    """Tags, comments and text are told apart, broken ones too."""
    found = list(read_markup(page))
    assert found[: len(tokens)] == tokens


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<head><title>x</title>Metin", "Metin"),
        ("<head><meta name=a><p>Metin", "Metin"),
        ("<head><noscript><img src=a></noscript><title>x</title></head>Metin", "Metin"),
        ("<head><style>a</style><title>x</title><link rel=b><body>Metin", "Metin"),
        ("<p>Metin<svg><title>x</title></svg>", "Metin"),
        ("<div><nav>Menü</div>Metin", "Metin"),
        ("<svg/><p>Metin", "Metin"),
        ("<p>Me<b>tin</b>&nbsp;<i>bir</i>", "Metin bir"),
        ("yan<article>Metin</article>yan", "Metin"),
        ("<article>Bir</article><article>İki</article>", "Bir\n\nİki"),
        ("yan<main>Metin", "Metin"),
    ],
)
def test_text_of_a_page(page: str, text: str) -> None:
    """What shows nothing is left out, also where tags are missing."""
    assert read_page(page).text == text


@given(st.text(alphabet=st.sampled_from("<>/!-\"'= apscrit&;#1"), max_size=80))
def test_text_is_of_the_page(page: str) -> None:
    """Whatever the markup, reading it ends, and no tag is counted twice."""
    found = read_page(page)
    assert found.nodes <= page.count("<")
    assert len(found.text) <= 3 * len(page) + 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        *("<a ", "<!--", "<!--x>", "<a href=\"x' ", "<a x='", "<p>a", "a<br>", "</", "<"),
        *("<script>", "<title>", "<h1>", "<nav>", "<![CDATA[", "<?x", "&#", "<p a=1>"),
    ],
)
def test_time_is_linear(unit: str) -> None:
    """Markup that is never closed, as any other, takes time by its length alone.

    ``html.parser`` takes 16 times as long for a page of ``<a `` that is 4 times as long.
    """

    def seconds(length: int) -> float:
        page = unit * (length // len(unit))
        started = time.process_time()
        read_page(page)
        return time.process_time() - started

    # A busy machine may be slow once.
    assert any(seconds(400_000) <= max(0.25, 8 * seconds(100_000)) for _ in range(3))
