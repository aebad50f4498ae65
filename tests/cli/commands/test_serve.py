"""``diplosearch serve``."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from diplosearch.web.server import Address

Run = Callable[..., Result]


def test_what_is_announced(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The URL is told once the server listens, and opened where that is asked for."""
    given: list[Address] = []
    opened: list[str] = []

    def serve(index: object, address: Address, announce: Callable[[str], None]) -> None:
        given.append(address)
        announce("http://127.0.0.1:9/x/")

    monkeypatch.setattr("diplosearch.web.server.serve", serve)
    monkeypatch.setattr("click.launch", opened.append)
    answer = run(
        "serve", "--port", "9", "--prefix", "/x", "--allow-host", "a.org", "--open"
    )
    assert answer.stdout == "http://127.0.0.1:9/x/ shows index; Ctrl-C ends it.\n"
    assert opened == ["http://127.0.0.1:9/x/"]
    assert given == [Address(port=9, prefix="/x", names=("a.org",))]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--host", "0.0.0.0"], "give a --token"),
        (["--token", "short"], "the token is short"),
        (["--prefix", "x"], "give a path such as /news"),
        (["--port", "70000"], "70000"),
    ],
)
def test_wrong_usage(run: Run, arguments: list[str], told: str) -> None:
    """What cannot be served is wrong usage, and one line says why."""
    pytest.importorskip("starlette")
    answer = run("serve", "--port", "0", *arguments)
    assert answer.exit_code == 2
    assert told in answer.stderr


def test_the_extra_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the libraries of the extra the message says how to install them."""
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    answer = run("serve", "--port", "0")
    assert answer.exit_code == 1
    assert "pip install 'diplosearch[web]'" in answer.stderr


@pytest.mark.slow
def test_it_serves_until_interrupted(built: Path) -> None:
    """The program answers at the URL that it prints, and Ctrl-C ends it."""
    pytest.importorskip("uvicorn")
    with subprocess.Popen(
        [sys.executable, "-m", "diplosearch", "serve", "--port", "0"],
        cwd=built,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        text=True,
    ) as program:
        assert program.stdout is not None
        url = program.stdout.readline().split()[0]
        with urllib.request.urlopen(f"{url}about.json", timeout=30) as answer:
            assert b'"documents": 5' in answer.read()
        program.send_signal(signal.SIGINT)
        assert program.wait(30) == 0
