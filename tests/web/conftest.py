"""An index in memory, and what asks its pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from web_site import Client, make_news

import diplosearch
from diplosearch import Index

pytest.importorskip("starlette")
pytest.importorskip("jinja2")


@pytest.fixture(scope="session")
def news() -> Iterator[Index]:
    """An index in memory; tests must not change it."""
    with diplosearch.rebuild(make_news()) as index:
        yield index


@pytest.fixture
def client(news: Index) -> Client:
    """Asks the pages of ``news``, as a browser in English."""
    return Client(diplosearch.web.app(news), {"accept-language": "en"})
