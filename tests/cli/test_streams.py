"""Standard streams that are closed or full: an exit code and one line, no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from diplosearch.cli import cli

pytestmark = pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="the system has no full device"
)

ARGUMENTS = {
    "batch": "batch names.csv",
    "check": "check",
    "completion": "completion bash",
    "copy": "copy other",
    "delete": "delete --query Tokayev --dry-run",
    "demo": "demo",
    "entities": "entities",
    "evaluate": "evaluate --help",
    "export": "export all.jsonl --json",
    "mcp": "mcp --help",
    "merge": "merge --help",
    "rebuild": "rebuild seeds --index other",
    "recover": "recover",
    "repl": "repl",
    "search": "search Tokayev",
    "serve": "serve --help",
    "show": "show 000_5ae7ee6c3a254e72",
    "similar": "similar 000_5ae7ee6c3a254e72",
    "stats": "stats",
    "sync": "sync seeds",
    "tag": "tag 000_5ae7ee6c3a254e72",
    "timeline": "timeline Tokayev",
    "update": "update 000_5ae7ee6c3a254e72 --set desk=Ankara",
    "watch": "watch --help",
    "who": "who Tokayev",
}
"""A line of each command that writes to the output."""

CLOSED = "diplosearch: the output cannot be written: Bad file descriptor\n"
FULL = "diplosearch: the output cannot be written: No space left on device\n"


def start(line: str, *, unbuffered: str = "") -> subprocess.CompletedProcess[str]:
    """Run the program by a shell, with its redirections."""
    return subprocess.run(
        ["bash", "-c", f'printf "Tokayev\\n" | "$0" -m diplosearch {line}', sys.executable],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        check=False,
    )


def test_every_command_is_tried() -> None:
    """The table has all commands."""
    assert ARGUMENTS.keys() == cli.commands.keys()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "where"),
    [
        *((line, ">&-") for line in (*ARGUMENTS.values(), "search --json Tokayev")),
        *(
            (line, ">/dev/full")
            for line in ("search Tokayev", "stats --json", "repl", "-h")
        ),
    ],
)
@pytest.mark.usefixtures("here")
def test_output_that_takes_nothing(line: str, where: str) -> None:
    """Every command says in one line that its output is closed or full, and ends with 1."""
    done = start(f"{line} {where}")
    assert (done.returncode, done.stderr) == (1, CLOSED if where == ">&-" else FULL)


@pytest.mark.slow
@pytest.mark.parametrize("where", [">&-", ">/dev/full"])
@pytest.mark.usefixtures("here")
def test_unbuffered_output(where: str) -> None:
    """The same where each write goes out at once."""
    done = start(f"search Tokayev {where}", unbuffered="1")
    assert (done.returncode, done.stderr) == (1, CLOSED if where == ">&-" else FULL)


@pytest.mark.slow
@pytest.mark.parametrize("where", ["2>&-", "2>/dev/full", "<&-"])
@pytest.mark.parametrize("command", ["search", "rebuild"])
@pytest.mark.usefixtures("here")
def test_other_streams(command: str, where: str) -> None:
    """A command that has nothing to say on stderr, or to read, does without them."""
    done = start(f"{ARGUMENTS[command]} {where}")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
@pytest.mark.usefixtures("here")
def test_no_stream_at_all() -> None:
    """Without any stream a command that writes nothing works, and its files stay sound.

    Where the numbers of the streams were left free, files of the index would get them.
    """
    done = start("rebuild seeds --index other --quiet >&- 2>&- <&-")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert start("check --full --index other").returncode == 0
    assert start("stats >&- 2>&- <&-").returncode == 1


@pytest.mark.usefixtures("here")
def test_wrong_usage_is_told_although_the_output_is_closed() -> None:
    """Wrong usage keeps its exit code."""
    done = start("search --nonsense x >&-")
    assert done.returncode == 2
    assert "No such option" in done.stderr
