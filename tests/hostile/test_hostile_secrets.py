"""Passwords and keys in a location reach no error, no cause of one, and no log."""

from __future__ import annotations

import logging
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import diplosearch
from diplosearch import Document
from diplosearch.engines.opensearch.address import show_address
from diplosearch.errors import DiplosearchError, show_location

SECRET = "s3cr3tPW"

LOCATIONS = [
    one.replace("PW", SECRET)
    for one in (
        "opensearch://u:PW@127.0.0.1:1/x?retries=0&timeout=1",
        "opensearch://u:PW/PW@127.0.0.1:1/x",
        "opensearch://u:PW?a=PW@127.0.0.1:1/x",
        "opensearch://u:PW#PW@127.0.0.1:1/x?retries=0&timeout=1",
        "opensearch://u:PW@PW@127.0.0.1:1/x?retries=0&timeout=1",
        "opensearch://u@corp.org:PW?PW@127.0.0.1:1/x",
        "opensearch://127.0.0.1:1/x?api_key=PW&retries=0&timeout=1",
        "opensearch://127.0.0.1:1/x?api_key=PW%0D%0A&retries=0&timeout=1",
        "opensearch://127.0.0.1:1/x?PW",
        "opensearch://127.0.0.1:1/x?timeout=PW",
        "opensearchs://u:PW@127.0.0.1:1/x?ca=/nowhere/ca.pem",
        "opensearch://u:PW/x",
        "opensearch://u:PW@127.0.0.1:1/x\0",
        "OpenSearch://u:PW@127.0.0.1:1/x",
        " opensearch://u:PW@127.0.0.1:1/x",
        "opensearch:/u:PW@127.0.0.1:1/x",
        "https://u:PW@127.0.0.1:1/x",
    )
]

CALLS: dict[str, Callable[[str, Path], Any]] = {
    "open": lambda url, _: diplosearch.open(url),
    "check": lambda url, _: diplosearch.check(url),
    "recover": lambda url, _: diplosearch.recover(url),
    "rebuild": lambda url, _: diplosearch.rebuild([Document(id="a", text="a")], url),
    "source": lambda url, folder: diplosearch.rebuild(url, folder / "index"),
    "path": lambda url, folder: diplosearch.rebuild(Path(url), folder / "index"),
    "from_index": lambda url, folder: diplosearch.rebuild(
        from_index=url, location=folder / "index"
    ),
    "sync": lambda url, _: diplosearch.open(":memory:").sync(url),
    "part": lambda url, folder: diplosearch.rebuild_part(url, str(folder), part="1/2"),
    "finish": lambda url, _: diplosearch.finish_rebuild(url),
}


@pytest.mark.parametrize("name", CALLS)
def test_no_error_and_no_log_holds_a_secret(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever is wrong with a location, its password and key are not repeated."""
    pytest.importorskip("opensearchpy")
    caplog.set_level(logging.DEBUG)
    for location in LOCATIONS:
        with pytest.raises(DiplosearchError) as raised:
            CALLS[name](location, tmp_path)
        error = raised.value
        told = [str(error), repr(error), repr(vars(error)), caplog.text]
        told += traceback.format_exception(error)
        for one in told:
            # Lines of the source of this test are in a traceback, values are not.
            assert SECRET not in one.replace(f'SECRET = "{SECRET}"', ""), location


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments", [["search", "x", "--index", "{}"], ["rebuild", "{}"], ["sync", "{}"]]
)
def test_no_command_shows_a_secret(arguments: list[str], tmp_path: Path) -> None:
    """What a command writes about a location that fails holds no password."""
    for location in LOCATIONS[1], LOCATIONS[13], LOCATIONS[15]:
        given = [one.format(location) for one in arguments]
        done = subprocess.run(
            [sys.executable, "-m", "diplosearch", *given],
            cwd=tmp_path,
            env={"PYTHONPATH": ":".join(filter(None, sys.path)), "PATH": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in (1, 2)
        assert done.stderr
        assert SECRET not in done.stdout + done.stderr


def test_paths_are_shown_as_they_are() -> None:
    """Of a URL the scheme alone is shown, of a path all."""
    for path in ("index", "/a/b@c:d", "C:/x", "C:\\x", "./a:b", ":memory:"):
        assert show_location(path) == path
    assert show_location("opensearch://u:p@h/x") == "opensearch://…"
    assert show_location(Path("opensearch://u:p@h/x")) == "opensearch://…"
    assert show_location("u:p://h/x") == "…"


@pytest.mark.parametrize("location", LOCATIONS)
def test_locations_are_shown_without_secrets(location: str) -> None:
    """What the prompt and reports show of a location, readable or not, holds no secret."""
    assert SECRET not in show_address(location)
