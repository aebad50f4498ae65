"""The sample corpus's index, open, and conversations with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.repl.session_driver import SessionDriver

import diplosearch


@pytest.fixture(scope="module")
def index(built: Path) -> Iterator[diplosearch.Index]:
    """The index of the sample corpus, open."""
    with diplosearch.open(built / "index") as opened:
        yield opened


@pytest.fixture
def own(here: Path) -> Iterator[SessionDriver]:
    """A conversation with an index of its own, which may be changed."""
    with diplosearch.open(here / "index") as opened:
        yield SessionDriver(opened)


@pytest.fixture
def driver(index: diplosearch.Index) -> SessionDriver:
    """A new conversation."""
    return SessionDriver(index)
