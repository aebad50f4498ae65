"""What holds for every command: help, errors, exit codes, streams, imports."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import diplosearch
from diplosearch.cli import cli

Run = Callable[..., Result]

COMMANDS = sorted(cli.commands)


def start(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "diplosearch", *arguments],
        capture_output=True,
        env={**os.environ, **environment},
        timeout=60,
        check=False,
        input=b"",
    )


def examples(name: str | None) -> list[str]:
    """Return the lines of the example in the help of a command."""
    command: click.Command = cli if name is None else cli.commands[name]
    assert command.epilog is not None
    heading, _, lines = command.epilog.removeprefix("\b\n").partition("\n")
    assert heading == "Example:"
    return [line.strip() for line in lines.splitlines()]


def test_option_before_its_command(run: Run) -> None:
    """An option of a command that is given before it is told its place."""
    answer = run("--index", "news", "search", "Ankara")
    assert answer.exit_code == 2
    assert "It goes behind a command: diplosearch" in answer.stderr
    assert "behind a command" not in run("--nonsense").stderr


@pytest.mark.parametrize("name", [None, *COMMANDS])
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_ends_in_an_example(run: Run, name: str | None, option: str) -> None:
    """Each help has an example at its end."""
    answer = run(*([name] if name else []), option)
    assert answer.exit_code == 0
    assert answer.stdout.rstrip().endswith(examples(name)[-1])


@pytest.mark.parametrize(
    "example",
    [
        line
        for name in [None, *COMMANDS]
        for line in examples(name)
        # A cluster or other indexes would have to be there; a server runs on and on.
        if not any(one in line for one in ("://", " merge ", " serve", " mcp"))
    ],
)
def test_examples_run(run: Run, example: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a help gives as an example works; a server would not end."""
    monkeypatch.setattr("diplosearch.web.server.serve", lambda *_: None)
    left, _, right = example.rpartition(" | ")
    typed = " ".join(shlex.split(left)[1:]) if left else ""
    answer = run(*shlex.split(right)[1:], input=typed)
    assert answer.exit_code == 0, answer.output
    if typed:
        assert typed.strip() in answer.stdout


def test_version(run: Run) -> None:
    """--version prints the version of the package."""
    assert run("--version").stdout == f"diplosearch {diplosearch.__version__}\n"


def test_no_command_without_a_terminal_shows_help(run: Run) -> None:
    """Where no one can type, the help is printed."""
    answer = run()
    assert answer.exit_code == 0
    assert answer.stdout.startswith("Usage: diplosearch")


def test_no_command_on_a_terminal_opens_the_prompt(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where someone can type, ``diplosearch`` alone is ``diplosearch repl``."""
    # The program asks first, then the prompt, which reads lines from a pipe here.
    answers = iter((True, False) * 2)
    target = "diplosearch.cli.repl.cli_command.is_interactive"
    monkeypatch.setattr(target, lambda: next(answers))
    assert "[Tokayev]" in run(input="Tokayev\n").stdout
    monkeypatch.setenv("DIPLOSEARCH_INDEX", "elsewhere")
    answer = run(input="Tokayev\n")
    assert answer.exit_code == 1
    assert "'elsewhere'" in answer.stderr


def test_wrong_command_offers_the_right_one(run: Run) -> None:
    """A command typed wrong ends with 2."""
    answer = run("serach")
    assert answer.exit_code == 2
    assert "No such command" in answer.stderr


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (diplosearch.DiplosearchError("two\nlines"), 1, "diplosearch: two lines\n"),
        (PermissionError(13, "Permission denied", "a\x1bb"), 1, "a␛b: Permission denied\n"),
        (KeyboardInterrupt(), 130, "diplosearch: interrupted\n"),
        (RuntimeError("odd"), 1, "diplosearch: internal error: RuntimeError: odd"),
    ],
)
def test_errors_are_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, told: str
) -> None:
    """Whatever is raised, a user gets one line and an exit code."""

    def fail(location: str) -> None:
        raise error

    monkeypatch.setattr("diplosearch.index.index.open_index", fail)
    answer = run("stats")
    assert answer.exit_code == code
    assert told in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_debug_shows_the_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """--debug, or DIPLOSEARCH_DEBUG=1, prints the traceback before the line."""
    assert "Traceback" in run("--debug", "stats", "--index", "nowhere").stderr
    monkeypatch.setenv("DIPLOSEARCH_DEBUG", "1")
    assert "IndexMissingError" in run("stats", "--index", "nowhere").stderr


@pytest.mark.slow
def test_broken_pipe_is_silent(here: Path) -> None:
    """A reader that goes away early causes no message."""
    with subprocess.Popen(
        [sys.executable, "-m", "diplosearch", "repl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write("Çin\n".encode() * 20)
        process.stdin.close()
        assert process.stderr.read() == b""


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments", [["search", "Tokayev ateşkes"], ["show", "003_f40720ea0dd32924"]]
)
def test_letters_that_stdout_lacks_are_replaced(here: Path, arguments: list[str]) -> None:
    """A stream that knows ASCII only gets question marks, not an error."""
    ended = start(*arguments, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert ended.returncode == 0
    assert ended.stderr == b""
    assert ended.stdout.isascii()


@pytest.mark.slow
def test_json_stays_whole_where_stdout_lacks_letters(here: Path) -> None:
    """On a stream that knows ASCII only, JSON escapes its letters."""
    ended = start("search", "Çin", "--json", PYTHONIOENCODING="ascii")
    assert b'"query": "\\u00c7in"' in ended.stdout


@pytest.mark.slow
def test_arguments_that_are_no_text(here: Path) -> None:
    """Bytes that are no UTF-8 in the arguments cause no traceback."""
    for arguments in (
        ["search", "\udcff"],
        ["show", "\udcff"],
        ["stats", "--index", "\udcff"],
    ):
        written = start(*arguments).stderr
        assert b"Traceback" not in written
        assert b"internal" not in written


@pytest.mark.slow
def test_a_search_imports_nothing_of_building(tmp_path: Path) -> None:
    """A search loads no readers of files and no plugins of them."""
    program = (
        "import sys, diplosearch; index = diplosearch.open(sys.argv[1]);"
        "index.search('Bakan').to_text(); print(*sys.modules)"
    )
    with diplosearch.rebuild([], tmp_path / "index") as index:
        index.add([diplosearch.Document(id="a", text="Bakan Ankara'da konuştu.")])
    ended = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "index")],
        capture_output=True,
        text=True,
        check=True,
    )
    unwanted = {
        *("diplosearch.ingest.report", "diplosearch.corpus.base", "importlib.metadata"),
        *("diplosearch.corpus.kinds", "tomllib", "rapidfuzz"),
    }
    assert unwanted.isdisjoint(ended.stdout.split())


def test_help_imports_lightly() -> None:
    """Printing help loads no engine, no language model, no prompt, no rich."""
    program = (
        "import sys; from click.testing import CliRunner; from diplosearch.cli import cli;"
        "CliRunner().invoke(cli, ['search', '--help']); print(*sys.modules)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    heavy = {"whoosh", "py3langid", "numpy", "prompt_toolkit", "rich", "rapidfuzz", "ftfy"}
    assert not heavy & set(ended.stdout.split())


def test_stdin_may_be_closed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A closed stdin is the end of the conversation."""
    monkeypatch.setattr("sys.stdin", None)
    from diplosearch.cli.repl.cli_command import is_interactive

    assert not is_interactive()


@pytest.mark.slow
def test_runner_and_process_agree(run: Run) -> None:
    """``python -m diplosearch`` is the same program."""
    ended = start("stats")
    assert ended.stdout.decode().splitlines() == run("stats").stdout.splitlines()
    assert CliRunner().invoke(cli, ["stats"]).exit_code == ended.returncode == 0
