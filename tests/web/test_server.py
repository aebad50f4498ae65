"""The server: it follows the index, and holds out against many requests."""

from __future__ import annotations

import json
import socket
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from web_site import Client, make_news

import diplosearch
from diplosearch import Document, Index
from diplosearch.errors import UsageError
from diplosearch.index import live_index
from diplosearch.web.server import Address, serve_in_background

pytest.importorskip("uvicorn")


def fetch(url: str, **headers: str) -> tuple[int, Any]:
    """Return the status and the JSON, or the text, of an address."""
    asked = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(asked, timeout=60) as response:
            status, content = response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            status, content = error.code, error.read().decode()
    return status, json.loads(content) if content[:1] in "{[" else content


@pytest.mark.slow
def test_fifty_requests_at_once(news: Index) -> None:
    """Fifty requests at once are answered, each as it would be alone."""
    paths = [
        "search.json?" + urlencode({"q": query, "limit": limit})
        for query in ("ceasefire", "Wang Yi", "ateşkes", "minister", "Çin")
        for limit in range(1, 6)
    ] * 2
    with serve_in_background(news) as url:
        alone = {path: fetch(url + path)[1]["hits"] for path in set(paths)}
        barrier = threading.Barrier(len(paths))

        def ask(path: str) -> tuple[int, Any]:
            barrier.wait()
            return fetch(url + path)

        with ThreadPoolExecutor(len(paths)) as threads:
            found = list(threads.map(ask, paths))
    assert len(found) == 50
    assert [status for status, _ in found] == [200] * 50
    assert all(
        answer["hits"] == alone[path]
        for path, (_, answer) in zip(paths, found, strict=True)
    )


def test_it_follows_commits_and_rebuilds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another process commits, or rebuilds, is shown without a new start."""
    monkeypatch.setattr(live_index, "SECONDS", 0.0)
    folder = tmp_path / "index"
    diplosearch.rebuild(make_news(), folder).close()
    with diplosearch.open(folder) as shown, diplosearch.open(folder) as other:
        client = Client(diplosearch.web.app(shown), {})
        assert client.get("/about.json").json()["documents"] == 29
        other.add(Document(id="new", text="Talks about zinc were held in Astana."))
        assert client.get("/search.json?q=zinc").json()["total"] == 1
        diplosearch.rebuild(make_news()[:3], folder).close()
        assert client.get("/about.json").json()["documents"] == 3


def test_the_state_before_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the last commit cannot be read, the one before is shown, and it is logged."""
    monkeypatch.setattr(live_index, "SECONDS", 0.0)
    folder = tmp_path / "index"
    diplosearch.rebuild(make_news(), folder).close()
    with diplosearch.open(folder) as shown:
        client = Client(diplosearch.web.app(shown), {})
        (folder / "CURRENT").write_text("nonsense")
        assert client.get("/search.json?q=wang").json()["total"]
        assert client.get("/search.json?q=wang").json()["total"]
    assert len(caplog.records) == 1


def test_a_frozen_application_stays(tmp_path: Path) -> None:
    """With ``follow=False`` it shows the state that the index has."""
    folder = tmp_path / "index"
    diplosearch.rebuild(make_news(), folder).close()
    with diplosearch.open(folder) as shown, diplosearch.open(folder) as other:
        client = Client(diplosearch.web.app(shown, follow=False), {})
        other.delete("wang-1")
        time.sleep(0.01)
        assert client.get("/about.json").json()["documents"] == 29
        assert not shown.is_current()
        shown.refresh()
        assert shown.is_current()
        assert client.get("/about.json").json()["documents"] == 28


def test_a_closed_index_is_said(tmp_path: Path) -> None:
    """Once the index is closed pages say that it cannot be used, with a status of 503."""
    folder = tmp_path / "index"
    index = diplosearch.rebuild(make_news(), folder)
    client = Client(diplosearch.web.app(index), {})
    index.close()
    response = client.get("/?q=wang")
    assert response.status == 503
    assert "closed" in response.text


def test_no_traceback_is_shown(
    client: Client, news: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistake of ours is a page with a status of 500 that shows nothing of the code."""
    monkeypatch.setattr(Index, "stats", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):  # for the log of the server
        client.get("/about")
    with serve_in_background(news) as url:
        status, page = fetch(f"{url}about")
        assert status == 500
        assert "ZeroDivisionError" in page
        assert "Traceback" not in page
        assert fetch(f"{url}about.json")[1]["error"]["status"] == 500


def test_long_addresses_are_read(news: Index) -> None:
    """A query of ten thousand letters reaches the search, which says that it cut it."""
    with serve_in_background(news) as url:
        query = urlencode({"q": "ş" * 10_000})
        status, found = fetch(f"{url}search.json?{query}")
        assert status == 200
        assert found["warnings"]


def test_a_taken_port_is_said() -> None:
    """Where nothing can listen the message names the address, and what to give."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with (
            diplosearch.open(":memory:") as index,
            pytest.raises(UsageError, match=f"127.0.0.1:{port}.*--port"),
            serve_in_background(index, Address(port=port)),
        ):
            pass


def test_a_server_asks_for_its_token(news: Index) -> None:
    """A server with a token and a prefix lets in those who know both."""
    address = Address(port=0, token="a long secret", prefix="/news")
    with serve_in_background(news, address) as url:
        assert url.endswith("/news/")
        assert fetch(f"{url}about.json")[0] == 401
        status, found = fetch(f"{url}about.json", Authorization="Bearer a long secret")
        assert status == 200
        assert found["documents"] == 29
