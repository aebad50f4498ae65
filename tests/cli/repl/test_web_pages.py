"""``:web``: the page of the last query."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import click
import pytest
from cli.repl.session_driver import SessionDriver

from diplosearch.cli.repl.history import open_history
from diplosearch.cli.repl.web_pages import list_parameters
from diplosearch.messages import use


@pytest.fixture
def opened(driver: SessionDriver, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The addresses that a browser was asked to open, at a terminal."""
    addresses: list[str] = []
    monkeypatch.setattr(click, "launch", addresses.append)
    driver.session.lines = open_history(is_kept=False)
    yield addresses
    driver.session.web.close()


def test_the_page_is_that_of_the_search(driver: SessionDriver, opened: list[str]) -> None:
    """The address has the query and its filters, and its page shows the passages."""
    pytest.importorskip("starlette")
    pytest.importorskip("uvicorn")
    for line in ("Çin bakanı", ":filter lang:tr", ":entity country:AZ", ":translate off"):
        driver.say(line)
    told = driver.say(":web")
    (address,) = opened
    assert address in told
    assert parse_qs(urlsplit(address).query) == {
        "q": ["Çin bakanı"],
        "lang": ["tr"],
        "entity": ["country:AZ"],
        "translate": ["0"],
    }
    with urllib.request.urlopen(address) as page:
        assert "Wang Yi" in page.read().decode()
    driver.say(":web")
    assert opened == [address, address]


def test_a_pipe_opens_no_browser(driver: SessionDriver) -> None:
    """Without a terminal, and before a query, :web says what to do."""
    assert "nothing was asked yet" in driver.say(":web")
    driver.say("Çin")
    assert "diplosearch serve" in driver.say(":web")


def test_the_page_speaks_the_language_of_the_prompt() -> None:
    """A Turkish prompt opens a Turkish page; what is usual is left out."""
    assert list_parameters("x", {"excerpt": None}) == {"q": "x"}
    with use("tr"):
        assert list_parameters("x", {"sort": "date"}) == {
            "q": "x",
            "sort": "date",
            "ui": "tr",
        }
