"""Who may ask, under which name and path; and what no page may load."""

from __future__ import annotations

import re
import sys
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest
from web_site import Client, Response

import diplosearch
from diplosearch import Index
from diplosearch.errors import MissingExtraError, UsageError
from diplosearch.web.server import Address

TOKEN = "a long secret"


def guarded(news: Index) -> Client:
    """Return a client of pages with a token."""
    return Client(diplosearch.web.app(news, token=TOKEN), {})


def cookie_of(response: Response) -> dict[str, str]:
    """Return the headers with which a browser would send a cookie back."""
    cookie = SimpleCookie(response.headers["set-cookie"])
    return {"cookie": "; ".join(f"{name}={one.value}" for name, one in cookie.items())}


@pytest.mark.parametrize("address", ["/", "/nothing", "/?page=0", "/static/web.css"])
def test_no_page_may_load_from_elsewhere(client: Client, address: str) -> None:
    """Every response forbids foreign scripts, frames, styles and types of content."""
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "address", ["/", "/about", "/document/wang-1", "/entities.csv", "/nothing"]
)
def test_strangers_are_asked_for_the_token(news: Index, address: str) -> None:
    """Without the token there is a form, and nothing of the index."""
    response = guarded(news).get(address)
    assert response.status == 401
    assert "Wang" not in response.text
    assert TOKEN not in response.text


def test_programs_send_the_token(news: Index) -> None:
    """A program sends the token in a header; a wrong one is refused as JSON."""
    client = guarded(news)
    address = "/api/v1/search?q=wang"
    right = client.get(address, {"authorization": f"Bearer {TOKEN}"})
    assert right.json()["total"]
    for wrong in ("Bearer", "Bearer a long secreT", f"Basic {TOKEN}", "Bearer \xff"):
        response = client.get(address, {"authorization": wrong})
        assert response.status == 401
        assert response.json()["error"]["status"] == 401


def test_a_form_lets_in(news: Index) -> None:
    """The form's token becomes a cookie that no script reads, and that is no token."""
    client = guarded(news)
    sent = client.request("POST", "/token", body=urlencode({"token": TOKEN}).encode())
    assert sent.status == 303
    assert sent.headers["location"] == "/"
    cookie = sent.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert TOKEN not in cookie
    assert client.get("/about", cookie_of(sent)).status == 200
    wrong = client.request("POST", "/token", body=b"token=nothing")
    assert wrong.status == 401
    assert "set-cookie" not in wrong.headers
    assert client.request("POST", "/token", body=b"\xff" * 100_000).status == 401


def test_an_address_lets_in(news: Index) -> None:
    """A token in an address becomes a cookie, and the address goes on without it."""
    client = guarded(news)
    sent = client.get("/?" + urlencode({"q": "wang", "token": TOKEN}))
    assert sent.status == 303
    assert sent.headers["location"] == "/?q=wang"
    assert client.get("/?token=wrong").status == 401
    there = client.get("//elsewhere.example.org/?" + urlencode({"token": TOKEN}))
    assert there.headers["location"] == "/elsewhere.example.org/"


def test_other_names_are_refused(news: Index) -> None:
    """A page elsewhere whose name points to this machine reads nothing."""
    client = Client(diplosearch.web.app(news, hosts=Address(names=("a.org",)).hosts), {})
    for host in ("localhost", "127.0.0.1:8765", "[::1]:80", "A.org"):
        assert client.get("/about", {"host": host}).status == 200
    for host in ("evil.example.org", "127.0.0.1.example.org", ""):
        response = client.get("/about", {"host": host})
        assert response.status == 421
        assert "Wang" not in response.text


@pytest.mark.parametrize("is_cut", [True, False])
def test_a_proxy_publishes_it_under_a_path(news: Index, is_cut: bool) -> None:
    """Links are under the prefix, whether or not a proxy cuts it off the path."""
    client = Client(diplosearch.web.app(news, prefix="/news/app"), {})
    before = "" if is_cut else "/news/app"
    page = client.get(f"{before}/?q=wang")
    assert page.status == 200
    addresses = re.findall(r'(?:href|src|action)="([^"#][^"]*)"', page.text)
    assert addresses
    assert all(one.startswith("/news/app/") for one in addresses)
    assert client.get(f"{before}/static/web.css").status == 200
    assert client.get(f"{before}/document/wang-1.json").json()["id"] == "wang-1"
    described = client.get(f"{before}/api/v1/openapi.json").json()
    assert described["servers"] == [{"url": "/news/app/api/v1"}]


def test_it_can_be_mounted(news: Index) -> None:
    """In another application its links are under the path of the mount."""
    from starlette.applications import Starlette
    from starlette.routing import Mount

    outer = Starlette(routes=[Mount("/desk", diplosearch.web.app(news))])
    page = Client(outer, {}).get("/desk/?q=wang")
    assert page.status == 200
    assert 'href="/desk/document/wang-1' in page.text
    assert Client(outer, {}).get("/desk/static/web.js").status == 200


@pytest.mark.parametrize("prefix", ["news", "/a b", "/../x", '/"', "//x"])
def test_wrong_prefixes_are_refused(news: Index, prefix: str) -> None:
    """A prefix that is no path is an error."""
    with pytest.raises(UsageError, match="prefix"):
        diplosearch.web.app(news, prefix=prefix)


def test_short_tokens_are_refused(news: Index) -> None:
    """A token that could be guessed is an error."""
    with pytest.raises(UsageError, match="token"):
        diplosearch.web.app(news, token="short")


def test_the_machine_alone_unless_told_otherwise() -> None:
    """Beyond this machine nobody gets in without a token."""
    assert Address().is_loopback
    for host in ("localhost", "127.0.0.2", "::1"):
        assert Address(host=host).hosts
    for host in ("0.0.0.0", "::", "192.168.1.2", "example.org", ""):
        with pytest.raises(UsageError, match="--token"):
            Address(host=host)
        assert Address(host=host, token=TOKEN).hosts == ()


@pytest.mark.parametrize("package", ["anyio", "jinja2", "starlette"])
def test_a_missing_extra_is_named(
    package: str, news: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever package of it is missed first, the application says what to install."""
    for name in [*sys.modules]:
        if name.startswith("diplosearch.web.") or name.partition(".")[0] == package:
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=r"diplosearch\[web\]"):
        diplosearch.web.app(news)
