"""Completion in real shells: what an index offers ends on the line as one argument."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import diplosearch
from diplosearch import Document
from diplosearch.cli import cli
from diplosearch.cli.shell_words import Word, complete_in_bash, read_words, write_quoted
from diplosearch.cli.shells import Bash, answer

pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty:DeprecationWarning")

PROMPT = "READY> "
SECONDS = 15

IDS = [
    *(
        "d1;touch pwned",
        "e1$(touch pwned)",
        "f1`touch pwned`",
        "g1 > pwned",
        "h1|touch pwned",
    ),
    *(
        "i1'; touch pwned; '",
        'j1"; touch pwned; "',
        "k1&touch pwned",
        "l1!!",
        "m1\\",
        "n1*",
    ),
    *(
        "o1, iki",
        "p1:q:r",
        "r1#s",
        "s1~",
        "t1=u",
        "u1{a,b}",
        "v1?",
        "w1 ığ’北京",
        "x/y (z)",
    ),
]
SOURCES = ["Anadolu Ajansı", "BBC; touch pwned", "El.kz"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index, and a program that writes its arguments to a file."""
    folder = tmp_path_factory.mktemp("shells")
    documents = [
        Document(id=id, text=f"Bakan konuştu {number}.", source=SOURCES[number % 3])
        for number, id in enumerate([*IDS, "--output=pwned"])
    ]
    diplosearch.rebuild(documents, folder / "index", jobs=1, entities=False).close()
    program = folder / "bin" / "diplosearch"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\n"
        'if test "$_DIPLOSEARCH_COMPLETE"; then '
        f'exec "{sys.executable}" -m diplosearch "$@"; fi\n'
        'printf "%s\\\\0" "$@" > arguments\n'
    )
    program.chmod(0o755)
    for shell in ("bash", "zsh", "fish"):
        script = subprocess.run(
            [sys.executable, "-m", "diplosearch", "completion", shell],
            capture_output=True,
            text=True,
            check=True,
        )
        (folder / f"script.{shell}").write_text(script.stdout)
    (folder / ".bashrc").write_text(
        f"PS1='{PROMPT}'\nbind 'set bell-style none'\n"
        "bind 'set enable-bracketed-paste off'\n"
        ". ./script.bash\n"
    )
    (folder / ".zshrc").write_text(
        f"PS1='{PROMPT}'\nunsetopt beep zle_bracketed_paste prompt_sp\n"
        "autoload -Uz compinit && compinit -u -D\n. ./script.zsh\n"
    )
    (folder / "config.fish").write_text(
        f"function fish_prompt; printf '{PROMPT}'; end\nfunction fish_greeting; end\n"
        "function fish_title; end\nset -g fish_autosuggestion_enabled 0\n. ./script.fish\n"
    )
    return folder


COMMANDS = {
    "bash": ["--noprofile", "--rcfile", ".bashrc", "-i"],
    "zsh": ["-d", "-i"],
    "fish": ["--no-config", "-i", "-C", ". ./config.fish"],
}


class Terminal:
    """A shell in a terminal, in which lines are typed."""

    def __init__(self, shell: str, folder: Path) -> None:
        pexpect = pytest.importorskip("pexpect")
        binary = shutil.which(shell)
        if binary is None:
            pytest.skip(f"there is no {shell}")
        environment = {
            **os.environ,
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
            "TERM": "dumb" if shell != "fish" else "xterm",
            "HOME": str(folder),
            "ZDOTDIR": str(folder),
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "LC_ALL": "C.UTF-8",
        }
        self.folder = folder
        self.spawned: Any = pexpect.spawn(
            binary,
            COMMANDS[shell],
            cwd=str(folder),
            env=environment,
            encoding="utf-8",
            timeout=SECONDS,
            dimensions=(40, 160),
        )
        self.spawned.expect_exact(PROMPT)

    def type(self, line: str) -> list[str]:
        """Return the arguments that the program is started with by a line and Enter."""
        arguments = self.folder / "arguments"
        arguments.unlink(missing_ok=True)
        self.spawned.send(f"{line}\r")
        self.spawned.expect_exact(PROMPT)
        if not arguments.exists():
            return []
        return arguments.read_text(encoding="utf-8").split("\0")[:-1]

    def close(self) -> None:
        self.spawned.close(force=True)


@pytest.fixture(scope="module", params=COMMANDS)
def terminal(request: pytest.FixtureRequest, folder: Path) -> Iterator[Terminal]:
    """Each shell that there is, with the script that the program prints."""
    terminal = Terminal(request.param, folder)
    yield terminal
    terminal.close()


@pytest.mark.slow
@pytest.mark.parametrize("id", IDS)
def test_an_id_is_one_argument(terminal: Terminal, folder: Path, id: str) -> None:
    """Whatever an id holds, its beginning and Tab make it an argument, and nothing runs."""
    assert terminal.type(f"diplosearch show {id[:2]}\t") == ["show", id]
    assert not list(folder.glob("pwned*"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "arguments"),
    [
        ("search x --source Ana\t", ["search", "x", "--source", SOURCES[0]]),
        ("search x --source 'Ana\t", ["search", "x", "--source", SOURCES[0]]),
        ('search x --source "Anadolu A\t', ["search", "x", "--source", SOURCES[0]]),
        ("search x --source Anadolu\\ A\t", ["search", "x", "--source", SOURCES[0]]),
        ("search x --source=BB\t", ["search", "x", f"--source={SOURCES[1]}"]),
        ('show "d\t', ["show", IDS[0]]),
        ('show "e\t', ["show", IDS[1]]),
        ('show "j\t', ["show", IDS[6]]),
        ('show "l\t', ["show", IDS[8]]),
        ("show 'i\t", ["show", IDS[5]]),
        ("show p1:q\t", ["show", "p1:q:r"]),
        ("search x --facets person,cou\t", ["search", "x", "--facets", "person,country"]),
        ("sho\t d1", ["show", "d1"]),
    ],
)
def test_names_of_several_words_and_open_quotes(
    terminal: Terminal, line: str, arguments: list[str]
) -> None:
    """A name of several words is one argument, in quotes that were begun or without."""
    assert terminal.type(f"diplosearch {line}") == arguments


@pytest.mark.slow
def test_ctrl_c_prints_nothing(folder: Path) -> None:
    """Ctrl-C while completion runs prints no traceback, and bash goes on."""
    terminal = Terminal("bash", folder)
    terminal.spawned.send("diplosearch show w\t")
    terminal.spawned.expect("show w")
    terminal.spawned.send("\x03\r")
    terminal.spawned.expect_exact(PROMPT)
    assert "Traceback" not in terminal.spawned.before
    terminal.close()


def test_an_interrupt_ends_completion(monkeypatch: pytest.MonkeyPatch) -> None:
    """While a shell is answered an interrupt ends the process, and raises nothing."""
    handlers = []

    def complete(shell: Bash) -> str:
        handlers.append(signal.getsignal(signal.SIGINT))
        return ""

    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(Bash, "complete", complete)
    assert answer(cli, "bash_complete") == 0
    assert handlers == [signal.SIG_DFL]
    assert signal.getsignal(signal.SIGINT) == before


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.sampled_from(["", "'", '"'])
)
def test_what_is_quoted_is_read_back(text: str, quote: str) -> None:
    """A quoted text is one word that stands for it, behind quotes that are open."""
    line = f"show {quote}{write_quoted(text, quote)}{quote}"  # type: ignore[arg-type]
    assert [word.value for word in read_words(line)] == ["show", text]


@pytest.mark.slow
def test_bash_reads_what_is_quoted() -> None:
    """Bash itself reads each quoted text as it was."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    texts = [
        *IDS,
        "$HOME",
        "a\\b",
        "~",
        "''",
        '"$x"',
        "(a)",
        "[ab]",
        "<a>",
        "%#@!^",
        "a  b",
    ]
    words = [
        f"{quote}{write_quoted(text, quote)}{quote}"
        for quote in ("", "'", '"')
        for text in texts
    ]
    done = subprocess.run(
        [bash, "-c", f"printf '%s\\0' {' '.join(words)}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split("\0")[:-1] == texts * 3


@pytest.mark.parametrize(
    ("line", "replaced", "text", "completed"),
    [
        ("show d", "d", "d1;x", "d1\\;x"),
        ("show country:C", "C", "country:C N", "C\\ N"),
        ("show 'a", "a", "a'b", "a'\\''b"),
        ('a"b c', "b c", 'ab c"d', 'b c\\"d'),
        ("show ", "", "a b", "a\\ b"),
        ("show x:y", "y", "country:CN", None),
        ("show xy", "z", "xyz", None),
        ('show "a', "a", 'a"', 'a\\""'),
        ("show 'a", "a", "a'", "a'\\'''"),
    ],
)
def test_the_end_of_a_word_is_completed(
    line: str, replaced: str, text: str, completed: str | None
) -> None:
    """What stays of a word counts, with its quotes; of another word nothing is offered."""
    assert complete_in_bash(read_words(line)[-1], replaced, text) == completed


def test_words_of_a_line_are_read() -> None:
    """Quotes and backslashes are taken away, open quotes told; the end may be empty."""
    assert [word.value for word in read_words("a 'b c' d\\ e \"f\\$g\\h\" ")] == [
        *("a", "b c", "d e", "f$g\\h", "")
    ]
    assert read_words("a \"b'c")[-1] == Word("\"b'c", "b'c", '"')
    assert read_words("a\\")[-1] == Word("a\\", "a", "")


def _ask(folder: Path, **environment: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "diplosearch"],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "_DIPLOSEARCH_COMPLETE": "bash_complete",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.slow
def test_scripts_of_older_versions_are_offered_what_needs_no_quotes(folder: Path) -> None:
    """A script that takes no quotes is offered no value that would need them."""
    words = {"COMP_WORDS": "diplosearch\nsearch\nx\n--source\n", "COMP_CWORD": "4"}
    assert _ask(folder, **words) == ["plain,El.kz"]


@pytest.mark.slow
def test_a_value_is_no_option(folder: Path) -> None:
    """An id that begins with a dash is offered only where a dash was typed."""
    offered = _ask(folder, COMP_LINE="diplosearch show ", COMP_WORD="")
    assert len(offered) == 20
    assert not any(line.startswith("plain,-") for line in offered)
    typed = _ask(folder, COMP_LINE="diplosearch show -- --out", COMP_WORD="--out")
    assert typed == ["plain,--output=pwned"]


@pytest.mark.slow
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell", "x"])
def test_what_fails_is_silent(folder: Path, shell: str) -> None:
    """A shell that is not known, a folder that is no index: nothing is printed."""
    (folder / "broken").mkdir(exist_ok=True)
    (folder / "broken" / "CURRENT").write_text("x")
    line = "diplosearch show --index broken x"
    asked = _ask(
        folder, _DIPLOSEARCH_COMPLETE=f"{shell}_complete", COMP_LINE=line, COMP_WORD="x"
    )
    assert [one for one in asked if one] == []
