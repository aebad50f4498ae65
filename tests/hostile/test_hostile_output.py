"""No document and no query injects markup into HTML, Markdown or a terminal."""

from __future__ import annotations

import pytest

import diplosearch
from diplosearch import Document
from hostile.output import Inert, check_answer, check_markdown, check_terminal

EVIL = [
    "<script>alert(1)</script>",
    "</span></p><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "]]>--><!--<b>",
    "</style><style>*{display:none}</style>",
    "</title></mark></a>",
    "[press](javascript:alert(1)) ![x](http://a.invalid/x.png)",
    "<http://a.invalid> https://a.invalid www.a.invalid a@b.invalid",
    "```html\n<b>x</b>\n```\n\n# heading\n\n- [ ] task\n\n| a | b |\n|---|---|\n| c | d |",
    "&lt;b&gt; &#60;script&#62; &#x3c;b&#x3e;",
    "\x1b]0;title\x07\x1b[2J\x1b[31mred\x9b1m\x00\r",
    "=cmd|' /C calc'!A0",
    "+1;=1+1;\t@SUM(1)",
    "{{7*7}} ${7*7} <%= 7 %>",
    "\u202ecba\u2066\u200b",
]
WORDS = "Bakan Ankara'da ticaret üzerine konuştu"
URLS = ["javascript:alert(1)", "data:text/html,<script>", 'http://a.invalid/"><b>', " //x"]


@pytest.fixture(scope="module")
def evil_index() -> diplosearch.Index:
    """Documents whose every field is hostile."""
    index = diplosearch.open(":memory:")
    documents = [
        Document(
            id=f"{number} {one}" if f"{number} {one}".isprintable() else f"d{number}",
            text=f"{one} {WORDS}. {one}",
            title=f"{one} Bakan {one}",
            source=one,
            dateline=one,
            url=URLS[number % len(URLS)],
            language="tr",
        )
        for number, one in enumerate(EVIL)
    ]
    index.add(documents)
    return index


@pytest.mark.parametrize("one", EVIL)
def test_no_document_and_no_query_breaks_out(
    evil_index: diplosearch.Index, one: str
) -> None:
    """Results of hostile queries on hostile documents are harmless in every format."""
    query = f"bakan ticaret {one}"
    results = evil_index.search(query, limit=50, facets=("source", "person", "country"))
    assert results
    check_answer(results)
    for hit in results:
        check_terminal(hit.to_ansi())


@pytest.mark.parametrize("one", EVIL)
def test_rendered_markdown_holds_no_markup_of_others(
    evil_index: diplosearch.Index, one: str
) -> None:
    """CommonMark with HTML and tables renders no tag of a document."""
    markdown_it = pytest.importorskip("markdown_it")
    render = markdown_it.MarkdownIt("commonmark").enable(["table", "strikethrough"]).render
    results = evil_index.search(f"bakan {one}", limit=50, facets=("source",))
    check_markdown(results.to_markdown(explain=True), render)
    for hit in results:
        check_markdown(hit.to_markdown(), render)


@pytest.mark.parametrize(
    "page",
    [
        "<script>",
        "<p onclick=x>",
        "<a href='javascript:x'>",
        "<!-- x -->",
        "<?x ?>",
        "<img>",
        "<i style='background:url(x)'>",
    ],
)
def test_what_breaks_out_is_seen(page: str) -> None:
    """The assertions of these tests find foreign markup."""
    with pytest.raises(AssertionError):
        Inert().feed(page)
