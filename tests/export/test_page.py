"""An answer as a page, and as a part of a notebook."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import examples

import diplosearch
from diplosearch import Document, Index, Results
from diplosearch.errors import UsageError
from diplosearch.highlighting.control_characters import show_controls
from diplosearch.highlighting.style import page_style

VOID = {"meta", "br"}
KNOWN = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "section"),
    *("h1", "h2", "p", "ol", "ul", "li", "div", "span", "mark", "i", "b", "bdi", "a"),
    *("table", "caption", "tr", "td", "th", "small", "h3"),
}


class Page(HTMLParser):
    """What a browser would make of a page: its tags, links and text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.passages: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        values = dict(attrs)
        if tag == "a":
            self.links.append(values["href"] or "")
        if values.get("class") == "passage":
            self.passages.append("")
        if tag not in VOID:
            self.open.append(f"{tag}.{values.get('class')}")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().startswith(f"{tag}."), f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if any(one == "p.passage" for one in self.open):
            self.passages[-1] += data


def check(source: str) -> Page:
    """Return the page once it is known to hold nothing but what it should."""
    page = Page(source)
    assert page.open == []
    assert page.tags <= KNOWN
    assert not {name for name in page.attributes if name.startswith("on")}
    assert not any(link.startswith("javascript:") for link in page.links)
    assert show_controls(source) == source
    return page


def test_page_is_complete(answer: Results) -> None:
    """The page has a head with a policy, a style, and no tag of a document."""
    source = answer.to_html()
    check(source)
    assert source.startswith("<!doctype html>")
    assert "default-src 'none'" in source
    assert page_style() in source
    assert "<script" not in source
    assert "http://" not in page_style()
    assert "url(" not in page_style()


def test_passages_are_the_text(answer: Results) -> None:
    """Taking the markup away gives back each passage, controls as pictures."""
    page = check(answer.to_html())
    assert page.passages == [hit.to_text() for hit in answer]


def test_only_addresses_are_links(answer: Results) -> None:
    """A link out of the page leads to http or https, as the document has it."""
    links = [link for link in Page(answer.to_html()).links if not link.startswith("#")]
    assert links == ["https://example.org/a?b=1&c=2"]


def test_names_lead_to_their_passages(answer: Results) -> None:
    """Each name under a hit is a link to a list of the passages that hold it."""
    source = answer.to_html()
    page = check(source)
    inner = {link for link in page.links if link.startswith("#")}
    assert inner
    assert all(f'id="{link[1:]}"' in source for link in inner)
    ranks = [hit.rank for hit in answer if "Ankara" in hit.to_dict()["names"]["places"]]
    entry = source.rpartition('">Ankara</bdi>')[2].partition("</li>")[0]
    assert [int(rank) for rank in re.findall(r'href="#hit-(\d+)"', entry)] == ranks


def test_hits_come_before_facets(answer: Results) -> None:
    """Facets stand behind the hits, under headings, eight values each at most."""
    source = answer.to_html()
    assert source.index('<ol class="hits"') < source.index("<caption>Countries</caption>")
    assert all(table.count("<tr>") <= 9 for table in source.split("<table>")[1:])


def test_legend_names_what_is_shown(answer: Results) -> None:
    """The legend has a sample of each kind and type on the page, and of no other."""
    source = answer.to_html()
    legend = source[source.index('<p class="legend">') :].partition("</p>")[0]
    assert "translated or respelt" in legend
    assert "person" in legend
    assert "money" not in legend
    named = answer.to_html(layers=["entity"]).partition('<p class="legend">')[2]
    assert "translated or respelt" not in named.partition("</p>")[0]


def test_types_are_shown_without_colour() -> None:
    """Each type of entity and each kind of match has a sign that is no colour."""
    style = page_style()
    for name in ("org", "gpe", "loc", "fac", "norp", "event", "date", "money", "title"):
        assert f".entity.{name}" in style
    for kind in ("stem", "prefix", "entity", "translation", "phrase"):
        assert f"mark.{kind} {{" in style


def test_dark_and_print_have_styles() -> None:
    """The page looks after dark screens and paper."""
    assert "prefers-color-scheme: dark" in page_style()
    assert "@media print" in page_style()


def test_explanations_are_added(answer: Results) -> None:
    """With ``explain`` each hit says why it was found."""
    assert answer.to_html(explain=True).count('<ul class="why">') == len(answer)
    assert '<ul class="why">' not in answer.to_html()


def test_nothing_found_is_a_page(nothing: Results) -> None:
    """Without hits the page says so."""
    assert "No passages." in "".join(check(nothing.to_html()).text)


def test_wrong_layers_are_refused(answer: Results) -> None:
    """A layer that is none is an error."""
    with pytest.raises(UsageError, match="layers"):
        answer.to_html(layers=["colour"])  # type: ignore[list-item]


def test_notebooks_show_results_hits_and_documents(answer: Results) -> None:
    """What a notebook shows is a fragment as sound as the page."""
    for hit in answer:
        check(hit._repr_html_())
        check(hit.document._repr_html_())
    fragment = answer._repr_html_()
    assert check(fragment).passages == [hit.to_text() for hit in answer]
    assert "<html" not in fragment


def test_notebooks_show_counts_profiles_and_reports(index: Index, answer: Results) -> None:
    """Timelines, statistics, profiles, relations, facets and reports show themselves."""
    profile = index.profile("country:CN")
    shown = {
        "2026": index.timeline(),
        "AA": index.stats(),
        "Wang Yi": profile,
        "Hakan Fidan": profile.related,
        "Countries": answer.facets,
        "sound": index.check(),
        "Talks in Ankara": index.get("talks"),
    }
    for told, value in shown.items():
        fragment = value._repr_html_()  # type: ignore[attr-defined]
        assert page_style() in fragment
        assert told in "".join(check(fragment).text)


@settings(max_examples=examples(20))
@given(text=st.text(st.characters(exclude_categories=["Cs"])), query=st.text(max_size=40))
def test_nothing_breaks_out(text: str, query: str) -> None:
    """Whatever a document and a query hold, the page stays the page."""
    with diplosearch.open(":memory:") as index:
        index.add(Document(id="a", text=f"Ankara {text}", title=text or None, source=text))
        answer = index.search(f"Ankara {query}")
        page = check(answer.to_html(explain=True))
        assert [passage.replace("\r", "\n") for passage in page.passages] == [
            hit.to_text().replace("\r", "\n") for hit in answer
        ]


def test_bars_are_fractions_of_the_best(index: Index) -> None:
    """The bar of the best hit is whole, and no bar is longer."""
    source = index.search("ateşkes Ankara").to_html()
    assert 'style="width:100%"' in source.partition("<ol")[2].partition("</li>")[0]
