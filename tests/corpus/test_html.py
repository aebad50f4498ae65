"""Web pages give their main text and what they state of themselves."""

from __future__ import annotations

import contextlib
import datetime
import logging
import sys
from pathlib import Path

import pytest

from diplosearch.corpus import html
from diplosearch.corpus.base import Read, SourceFile
from diplosearch.corpus.html import read_html
from diplosearch.corpus.html_text import read_page
from diplosearch.corpus.readers import read_file
from diplosearch.errors import DocumentError
from diplosearch.model import Document

STORY = """<nav><ul><li><a href="/">Ana Sayfa</a></li><li><a href="/d">Dünya</a></li></ul>
</nav>
<div class="cookie-notice"><p>Sitemizde çerezler kullanılmaktadır. Kabul ediyorum.</p></div>
<article><h1>Erdoğan, Pekin'de Şi ile görüştü</h1>
<p>PEKİN, 25 Nisan (Xinhua) -- Cumhurbaşkanı Recep Tayyip Erdoğan, Çin'in başkenti Pekin'de
Devlet Başkanı Şi Cinping ile bir araya geldi. Görüşmede ikili ilişkiler ele alındı.</p>
<p>Dışişleri Bakanı Hakan Fidan da toplantıya katıldı. İki ülke arasındaki ticaret hacminin
artırılması için yeni anlaşmalar imzalandı ve ortak bir bildiri yayımlandı.</p></article>
<footer><p>Tüm hakları saklıdır © 2024</p></footer>"""
OPEN_GRAPH = """<meta property="og:title" content="Erdoğan Pekin'de - El Haber">
<meta property="og:site_name" content="El Haber">
<meta property="article:published_time" content="2024-04-25T10:00:00+03:00">
<link rel="canonical" href="https://elhaber.example/a">"""


def document(head: str = "", body: str = STORY, *, lang: str = "tr") -> Document:
    page = (
        f"<!DOCTYPE html><html lang='{lang}'><head>{head}</head><body>{body}</body></html>"
    )
    return read_html(page.encode(), name="a.html", identity="a").document


@pytest.fixture(autouse=True)
def _needs_trafilatura() -> None:
    pytest.importorskip("trafilatura")


def test_story_without_its_page() -> None:
    """The story is the text; navigation and cookie notice are not."""
    text = document().text
    assert "Hakan Fidan da toplantıya katıldı" in text
    assert "Ana Sayfa" not in text
    assert "çerezler" not in text


def test_statements_of_open_graph() -> None:
    """Title, source, date and address come from the meta tags."""
    found = document(OPEN_GRAPH)
    assert (found.id, found.title, found.source) == ("a", "Erdoğan Pekin'de", "El Haber")
    assert found.date == datetime.date(2024, 4, 25)
    assert (found.url, found.language) == ("https://elhaber.example/a", "tr")


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "WebSite"},'
            '{"@type": "NewsArticle", "headline": "Başlık", "datePublished": '
            '"2024-04-25T08:00:00Z", "publisher": {"name": "AA"}}]}</script>',
            STORY,
        ),
        (
            '<meta name="date" content="25.04.2024"><title>Başlık</title>',
            "<p>Metin</p>",
        ),
        (
            "<title>Başlık</title>",
            '<time datetime="2024-04-25T10:00">dün</time><p>Metin</p>',
        ),
        (
            "<title>Başlık</title>",
            '<time itemprop="datePublished" datetime="2024-04-25">x</time>'
            '<time datetime="2020-01-01">y</time><p>Metin</p>',
        ),
    ],
)
def test_other_statements(head: str, body: str) -> None:
    """JSON-LD, other meta tags and time elements state the day too."""
    found = document(head, body)
    assert found.date == datetime.date(2024, 4, 25)
    assert found.title == "Başlık"


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="date" content="04/05/2024">',
        '<meta property="article:modified_time" content="2024-04-25">',
        '<link rel="canonical" href="/2024/04/25/haber">',
        '<script type="application/ld+json">{broken</script>',
    ],
)
def test_nothing_is_guessed(head: str) -> None:
    """A day that could mean another one, or something else, is none."""
    found = document(head + '<meta name="x">', lang="de")
    assert (found.date, found.url, found.language) == (None, None, None)


def test_two_days_in_time_elements_are_none() -> None:
    """Of the dates of several stories none is taken."""
    body = '<time datetime="2024-04-25">a</time><time datetime="2024-04-26">b</time>c'
    assert document(body=body).date is None


@pytest.mark.parametrize("charset", ["iso-8859-9", "windows-1254", "iso-8859-1"])
def test_single_byte_page(charset: str) -> None:
    """A Turkish page comes out right, also when it states the wrong encoding."""
    page = f'<html><head><meta charset="{charset}"></head><body>{STORY}</body></html>'
    read = read_html(page.encode("cp1254"), name="a.html", identity="a")
    assert "Şi Cinping ile bir araya geldi" in read.document.text
    assert read.notes == ("decoded as windows-1254",)


def test_stated_encoding_is_respected() -> None:
    """A short Cyrillic page is read as it says."""
    page = '<meta charset="windows-1251"><p>Привет</p>'.encode("cp1251")
    assert read_html(page, name="a.html", identity="a").document.text == "Привет"


def test_short_page_is_not_lost() -> None:
    """Where there is no main text to find, the page's own text is taken."""
    assert "İkinci ü satır" in document(body="Kısa.<br>İkinci &Atilde;&frac14; satır").text


def test_page_wrapped_in_a_form() -> None:
    """Pages made by ASP.NET stand in one form, story and all."""
    text = document(body=f"<form id='aspnetForm'>{STORY}</form>").text
    assert "Hakan Fidan da toplantıya katıldı" in text


def test_plain_text_of_a_page() -> None:
    """A block is a line of its own; words joined in the text stay joined."""
    page = """<body><nav>Menü</nav>ilk<p>Er<b>doğan</b> <i>geldi</i>
      ve <!-- x -->gitti</p><script>kod</script>son<ul><li>a<li>b</ul></body>"""
    assert read_page(page).text.split("\n\n") == [
        "ilk",
        "Erdoğan geldi ve gitti",
        "son",
        "a",
        "b",
    ]


@pytest.mark.parametrize("page", [b"<html></html>", b"<!-- x -->", b"<script>x</script>"])
def test_page_without_text(page: bytes) -> None:
    """A page that shows nothing is refused."""
    with pytest.raises(DocumentError, match="holds no"):
        read_html(page, name="a.html", identity="a")


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["<a", "<div>", "<!--", "&", "<p>", "<![CDATA["])
def test_hostile_page_returns(unit: str) -> None:
    """Much broken markup is read or refused."""
    page = (unit * (200_000 // len(unit))).encode()
    with contextlib.suppress(DocumentError):
        assert read_html(page, name="a.html", identity="a").document.text


def test_no_noise(caplog: pytest.LogCaptureFixture) -> None:
    """Reading an odd page logs nothing."""
    with caplog.at_level(logging.DEBUG):
        document(body="<p>x</p>")
    assert not caplog.records


@pytest.mark.parametrize("missing", ["lxml", "trafilatura"])
def test_page_without_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    """Without trafilatura the whole page is read, and a note names the extra."""
    monkeypatch.setitem(sys.modules, missing, None)
    (tmp_path / "a.html").write_text(f"<html><head>{OPEN_GRAPH}</head><body>{STORY}</body>")
    (item,) = read_file(SourceFile(tmp_path / "a.html", "a.html"))
    assert isinstance(item, Read)
    assert item.document.text.startswith("Erdoğan, Pekin'de Şi ile görüştü\n\nPEKİN, 25")
    assert "Ana Sayfa" not in item.document.text
    assert item.document.source == "El Haber"
    (note,) = item.notes
    assert "pip install 'diplosearch[html]'" in note
    assert "the whole page was taken" in note


@pytest.mark.parametrize(
    ("limit", "page", "reason"),
    [
        ("MOST_NODES", "<p>a</p>" * 10, "over 10 tags and comments"),
        ("MOST_NODES", "<p>a" + "<!--x-->" * 10, "over 10 tags and comments"),
        ("MOST_DEPTH", "<div>" * 12 + "a", "elements nested over 10 deep"),
        (
            "MOST_ATTRIBUTES",
            "<p " + " ".join(f"a{number}=1" for number in range(12)) + ">a",
            "a tag of over 10 attributes",
        ),
    ],
)
def test_page_beyond_a_limit(
    monkeypatch: pytest.MonkeyPatch, limit: str, page: str, reason: str
) -> None:
    """A page that trafilatura would take long for is read whole, with the reason."""
    monkeypatch.setattr(html, limit, 10)
    called = []
    monkeypatch.setattr("trafilatura.extract", lambda *_, **__: called.append(1))
    read = read_html(page.encode(), name="a.html", identity="a")
    assert set(read.document.text) <= {"a", "\n"}
    assert read.notes == (f"{reason}; the whole page was taken",)
    assert not called
