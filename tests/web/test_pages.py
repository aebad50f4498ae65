"""Every page, as it is and with input that nobody means well."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from web_site import HOSTILE_ID, Client

import diplosearch
from diplosearch import Document

PAGES = (
    "/",
    "/?q=ceasefire",
    "/?q=ate%C5%9Fkes&sort=date&lang=tr&translate=0&match=all&since=2025&until=2026",
    "/?q=wang&entity=person:wang-yi&entity=country:CN",
    "/?entity=person:wang-yi",
    "/?source=AA",
    "/?lang=en",
    "/?since=2025-03",
    "/?until=ge%C3%A7en+ay",
    "/?q=minister&page=2",
    "/?q=zzzzqqq",
    "/document/wang-1",
    "/document/wang-2?q=ceasefire",
    "/document?" + urlencode({"id": HOSTILE_ID, "q": "ceasefire"}),
    "/entity/person:wang-yi",
    "/entity/country:%C3%87in",
    "/entities",
    "/entities?kind=country&q=a",
    "/entities?q=zzzz",
    "/timeline",
    "/timeline?q=ceasefire&by=year",
    "/about",
)


class Page(HTMLParser):
    """Collects what a page is made of; ``open`` are the tags that were not closed."""

    VOID = frozenset({"meta", "link", "input", "line", "rect", "circle", "br", "img"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close a tag; only the last one that was opened can be."""
        assert self.open
        assert self.open.pop() == tag

    def links(self) -> list[str]:
        """Return the targets of all links."""
        return [one.get("href") or "" for tag, one in self.tags if tag == "a"]


@pytest.mark.parametrize("language", ["en", "tr"])
@pytest.mark.parametrize("address", PAGES)
def test_pages_are_sound(client: Client, address: str, language: str) -> None:
    """Each page answers in the browser's language, well formed, with nothing foreign."""
    response = client.get(address, headers={"accept-language": language})
    assert response.status == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["content-language"] == language
    page = Page(response.text)
    assert page.open == []
    assert f'<html lang="{language}">' in response.text
    scripts = [one for tag, one in page.tags if tag == "script"]
    assert [one["src"] for one in scripts if (one["src"] or "").startswith("/static/")]
    assert len(scripts) == 1
    for tag, attributes in page.tags:
        assert not any(name.startswith("on") or name == "style" for name in attributes), tag
        if tag in ("link", "script", "img"):
            assert (attributes.get("href") or attributes.get("src") or "").startswith("/")
    assert all(not link.lower().startswith("javascript") for link in page.links())
    assert "\u202e" not in response.text
    assert "\x1b" not in response.text


@pytest.mark.parametrize("address", PAGES)
def test_links_lead_somewhere(client: Client, address: str) -> None:
    """Each link of a page leads to one that is there."""
    seen: set[str] = set()
    for link in Page(client.get(address).text).links():
        if link.startswith("/") and link not in seen and len(seen) < 40:
            seen.add(link)
            assert client.get(link).status == 200, link


@pytest.mark.parametrize("address", [one for one in PAGES if one != "/"])
def test_pages_are_there_as_json(client: Client, address: str) -> None:
    """Each page is there as JSON, with ``.json`` behind its path."""
    path, _, query = address.partition("?")
    path = "/search" if path == "/" else path
    response = client.get(f"{path}.json?{query}")
    assert response.status == 200
    assert response.headers["content-type"] == "application/json"
    assert isinstance(response.json(), dict)


@pytest.mark.parametrize(
    "address",
    ["/search.csv?q=ceasefire", "/entities.csv", "/timeline.csv", "/entity/country:CN.csv"],
)
def test_lists_are_there_as_csv(client: Client, address: str) -> None:
    """Lists are there as CSV that a spreadsheet reads as UTF-8."""
    response = client.get(address)
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.content.startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(response.text.lstrip("\ufeff"))))
    assert len(rows) > 1
    assert len({len(row) for row in rows}) == 1


def test_the_answer_is_that_of_the_library(client: Client, news: object) -> None:
    """A search gives as JSON what the library gives for the same options."""
    import diplosearch

    assert isinstance(news, diplosearch.Index)
    asked = {"q": "ceasefire", "lang": "en", "since": "2025", "facet": "source"}
    got = client.get(f"/api/v1/search?{urlencode(asked)}").json()
    wanted = news.search("ceasefire", language="en", since="2025", facets=["source"])
    expected = json.loads(wanted.to_json())
    assert got | {"took": 0} == expected | {"took": 0}
    assert client.get(f"/search.json?{urlencode(asked)}").json()["hits"] == got["hits"]


def test_fields_of_ones_own_narrow_down() -> None:
    """A page counts them, a click filters by a value and another one drops it.

    One whose values are all different is none to choose from.
    """
    rows = [("Ankara", "a"), ("Ankara", "b"), ("Berlin & Bonn", "c")]
    documents = [
        Document(
            id=name,
            text=f"Ateşkes {name} maddesiyle uzatıldı.",
            metadata={"desk": desk, "file": name},
        )
        for desk, name in rows
    ]
    with diplosearch.rebuild(documents) as index:
        client = Client(diplosearch.web.app(index), {"accept-language": "en"})
        page = client.get("/?q=ateskes").text
        assert ">desk</h3>" in page
        assert ">file</h3>" not in page
        (address,) = set(re.findall(r'href="([^"]*Berlin[^"]*)"', page))
        chosen = client.get(html.unescape(address)).text
        assert "<b>1 passage</b>" in chosen
        (address,) = set(re.findall(r'href="([^"]*)"[^>]*aria-label="Drop', chosen))
        assert "<b>3 passages</b>" in client.get(html.unescape(address)).text
        counted = client.get("/api/v1/search?q=ateskes&facet=desk").json()["facets"]
        assert [(one["name"], one["count"]) for one in counted["desk"]] == [
            ("Ankara", 2),
            ("Berlin & Bonn", 1),
        ]


def test_the_half_life_of_news_is_chosen(client: Client, news: object) -> None:
    """It orders like the library's, and is in the form again."""
    assert isinstance(news, diplosearch.Index)
    asked = {"q": "ceasefire Kazakhstan", "sort": "recent", "half_life": 3000}
    got = client.get(f"/api/v1/search?{urlencode(asked)}").json()
    wanted = news.search("ceasefire Kazakhstan", sort="recent", half_life=3000)
    assert [hit["score"] for hit in got["hits"]] == [hit.score for hit in wanted]
    plain = news.search("ceasefire Kazakhstan", sort="recent")
    assert [hit.score for hit in plain] != [hit.score for hit in wanted]
    assert 'value="3000"' in client.get(f"/?{urlencode(asked)}").text


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/?page=-1", 400, "page=-1"),
        ("/?page=0", 400, "page=0"),
        ("/?page=99999999999999999999", 400, "a whole number"),
        ("/?since=nonsense", 400, "nonsense"),
        ("/?since=2025-02-31", 400, "2025-02-31"),
        ("/?since=2026&until=2025", 400, "later than"),
        ("/?lang=xx", 400, "lang=xx"),
        ("/search.json?q=a&facet=a%2Bb", 400, "no facet"),
        ("/?half_life=0", 400, "half_life=0"),
        ("/?sort=%3Cscript%3E", 400, "&lt;script&gt;"),
        ("/?translate=maybe", 400, "translate=maybe"),
        ("/?ui=de", 400, "ui=de"),
        ("/?limit=1000", 400, "limit=1000"),
        ("/?q=" + "a" * 20_001, 400, "20,001 characters"),
        ("/?" + "&".join(f"entity=a{number}" for number in range(65)), 400, "65 given"),
        ("/document", 400, "id= is missing"),
        ("/document/nothing", 404, "nothing"),
        ("/document/%3Cscript%3E", 404, "&lt;script&gt;"),
        ("/document/..%2F..%2Fetc%2Fpasswd", 404, "passwd"),
        ("/entity/person:nobody", 404, "person:nobody"),
        ("/entities?kind=dragon", 400, "kind=dragon"),
        ("/entities?page=5000", 400, "page=5000"),
        ("/timeline?by=hour", 400, "by=hour"),
        ("/nothing", 404, "there is no such page"),
        ("/static/..%2Fbase.html", 404, "there is no such page"),
        ("/static/base.html", 404, "there is no such page"),
    ],
)
def test_bad_addresses_are_told(
    client: Client, address: str, status: int, says: str
) -> None:
    """A wrong address is a page that names what is wrong, and no traceback."""
    response = client.get(address)
    assert response.status == status
    assert says in response.text
    assert "Traceback" not in response.text
    assert Page(response.text).open == []


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/search.json?page=-1", 400),
        ("/api/v1/document?id=nothing", 404),
        ("/api/v1/nothing", 404),
        ("/document/nothing.json", 404),
    ],
)
def test_programs_are_told_in_json(client: Client, address: str, status: int) -> None:
    """A program gets the status and the message of an error as JSON."""
    response = client.get(address)
    assert response.status == status
    told = response.json()["error"]
    assert told["status"] == status
    assert told["message"]


@pytest.mark.parametrize(
    "query",
    [
        "<script>alert(1)</script>",
        '"unclosed',
        "((((" * 50,
        "a" * 10_000,
        "ve-" * 700,
        "\u202eabc\u2066",
        "\x00\x1b[31m",
        "*",
        "'; DROP TABLE documents; --",
        "{{ 7*7 }} {% raw %}",
        "date:[2025 TO",
        "ǅ ﬁ İ ı \U0001f1f9\U0001f1f7",
    ],
)
def test_any_query_is_answered(client: Client, query: str) -> None:
    """No query fails; it stands in the box and nowhere as markup."""
    response = client.get("/?" + urlencode({"q": query}))
    assert response.status == 200
    page = Page(response.text)
    assert page.open == []
    assert len([tag for tag, _ in page.tags if tag == "script"]) == 1
    assert "49" not in re.sub(r"v=[0-9a-f]+", "", response.text)
    assert client.get("/search.json?" + urlencode({"q": query})).status == 200


def test_hostile_documents_are_text(client: Client) -> None:
    """Markup of a document is shown as text, and its id works in every address."""
    page = client.get("/?q=ceasefire").text
    assert "&lt;script&gt;alert(&#x27;text" in page
    asked = urlencode({"id": HOSTILE_ID})
    found = [
        client.get(link)
        for link in Page(page).links()
        if link.startswith("/document?") and asked in link
    ]
    assert [one.status for one in found] == [200]
    assert "<script>alert" not in found[0].text
    assert "<img" not in found[0].text
    assert client.get(f"/document.json?{asked}").json()["id"] == HOSTILE_ID
    text = client.get(f"/document.txt?{asked}")
    assert "\u202e" not in text.text
    assert text.headers["content-disposition"].startswith("attachment")


def test_urls_of_documents_are_links_only_if_http(client: Client) -> None:
    """A document's URL is a link for http and https, and no other scheme."""
    assert 'href="https://news.example.org/wang?a=1&amp;b=2"' in (
        client.get("/document/wang-1").text
    )
    assert "javascript:" not in client.get("/document/wang-2").text


@pytest.mark.parametrize("id", ["folder/a b.json", HOSTILE_ID, "wang-1"])
def test_ids_that_end_like_a_form_are_found(client: Client, id: str) -> None:
    """A document is found by its id in a path or a query, whatever the id ends in."""
    assert client.get("/document?" + urlencode({"id": id})).status == 200
    if ".." not in id:
        page = client.get(f"/document/{quote(id)}")
        assert page.headers["content-type"].startswith("text/html")
        found = client.get(f"/document/{quote(id)}.json")
        assert found.json()["id"] == id


def test_a_search_can_be_sent(client: Client) -> None:
    """Filters, order and page stand in the address, and each can be dropped."""
    address = "/?q=wang&entity=country:CN&sort=date&lang=tr&translate=0&since=2025"
    page = Page(client.get(address).text)
    chips = [one for one in page.links() if one.startswith("/?q=wang")]
    assert "/?q=wang&lang=tr&since=2025&translate=0&sort=date" in chips
    assert "/?q=wang&lang=tr&entity=country%3ACN&translate=0&sort=date" in chips
    assert "/?q=wang&since=2025&entity=country%3ACN&translate=0&sort=date" in chips
    fields = {
        (one["name"], one["value"])
        for tag, one in page.tags
        if tag == "input" and one.get("type") == "hidden"
    }
    assert ("entity", "country:CN") in fields


def test_pages_turn(client: Client) -> None:
    """The next page begins where the one before ends, and the last has no next."""
    first = client.get("/?q=minister").text
    (following,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = client.get(following.replace("&amp;", "&")).text
    assert 'start="11"' in second
    assert 'rel="prev"' in second
    assert 'rel="next"' not in client.get("/?q=minister&page=3").text
    assert "no passages so far down" in client.get("/?q=minister&page=900").text


def test_nothing_can_be_changed(client: Client) -> None:
    """Other methods than GET and HEAD are refused, with those that are allowed."""
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for address in ("/", "/document/wang-1", "/api/v1/search", "/about"):
            response = client.request(method, address)
            assert response.status == 405
            assert "GET" in response.headers["allow"]
    assert client.request("HEAD", "/?q=wang").status == 200


def test_the_language_can_be_chosen(client: Client) -> None:
    """``ui=tr`` is Turkish whatever the browser wishes, and links keep it."""
    page = client.get("/?q=wang&ui=tr").text
    assert '<html lang="tr">' in page
    links = [one for one in Page(page).links() if one.startswith("/document/")]
    assert links
    assert all("ui=tr" in one for one in links)
    assert "pasaj" in page


def test_saved_pages_are_files(client: Client) -> None:
    """A search is saved as a page, Markdown or CSV that the browser does not show."""
    for ending in ("html", "md", "csv"):
        response = client.get(f"/search.{ending}?q=ceasefire")
        assert response.status == 200
        assert response.headers["content-disposition"].startswith("attachment")
    assert client.get("/.json?q=ceasefire").json()["total"]


def test_pages_of_several_indexes(tmp_path: Path) -> None:
    """Links lead to the document of its index, also where another one has its id."""
    parts = {}
    for name, word in (("one", "Baku"), ("two", "Astana")):
        text = f"Ceasefire talks began in {word}."
        diplosearch.rebuild(
            [Document(id="same", text=text, language="en")], tmp_path / name, jobs=1
        ).close()
        parts[name] = tmp_path / name
    with diplosearch.open(parts) as index:
        client = Client(diplosearch.web.app(index), {})
        page = client.get("/?q=ceasefire").text
        for name, word in (("one", "Baku"), ("two", "Astana")):
            assert f'href="/document/{name}:same' in page
            assert word in client.get(f"/document/{name}:same").text
            assert client.get(f"/document/{name}:same.json").json()["index"] == name
        hits = client.get("/search.json?q=ceasefire").json()["hits"]
        assert {one["index"] for one in hits} == {"one", "two"}
        refused = client.get("/document/same")
        assert refused.status == 400
        assert "one:same or two:same" in refused.text
        assert client.get("/about").status == 200
