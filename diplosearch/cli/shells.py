"""What shells ask to complete a command, and the answers in the form that each reads.

A shell runs the script in ``data``, which starts this program with the line as it is
typed. What an index offers comes from documents, so it is quoted: by us for bash, by zsh
and fish themselves.
"""

from __future__ import annotations

import os
import signal
from importlib.resources import files

import click
from click.shell_completion import CompletionItem, ShellComplete

from .errors import COMPLETE_VARIABLE
from .shell_words import Word, complete_in_bash, read_words, write_quoted

PROGRAM = "diplosearch"
_LINE = "COMP_LINE"
_REPLACED = "COMP_WORD"
_LINE_OF_OLDER_SCRIPTS = "COMP_WORDS"


class Shell(ShellComplete):
    """A shell that is answered with one value a line, as it is."""

    def source(self) -> str:
        """Return the script that lets the shell complete."""
        return read_script(self.name)

    @property
    def words(self) -> list[Word]:
        """The words up to the cursor, the last of them the one that is typed."""
        line = os.environ.get(_LINE, os.environ.get(_LINE_OF_OLDER_SCRIPTS, ""))
        return read_words(line)

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the arguments before the last word, and that word."""
        *before, last = self.words
        return [word.value for word in before[1:]], last.value

    def get_completions(
        self, args: list[str], incomplete: str
    ) -> list[CompletionItem[str]]:
        """Return what can stand in the place of the last word.

        What holds control characters cannot be typed, and what begins with a dash would
        be an option where none was begun.
        """
        option, is_given, _ = incomplete.partition("=")
        kept = f"{option}=" if is_given and option.startswith("--") else ""
        found = []
        for item in super().get_completions(args, incomplete):
            value = f"{kept}{item.value}" if item.type == "plain" else item.value
            if value.isprintable() and (value[:1] != "-" or incomplete[:1] == "-"):
                found.append(CompletionItem(value, item.type, item.help))
        return found

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return the line of an answer; empty for what cannot be offered."""
        return f"{item.type},{item.value}"

    def complete(self) -> str:
        """Return the lines of the answer."""
        items = self.get_completions(*self.get_completion_args())
        return "\n".join(filter(None, map(self.format_completion, items)))


class Bash(Shell):
    """Bash, which puts on its line what it is answered, and so has to be given quotes."""

    name = "bash"

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return the type, and the value quoted as the end of the line needs it."""
        if item.type != "plain":
            return f"{item.type},"
        replaced = os.environ.get(_REPLACED)
        if replaced is None:
            # Scripts of older versions take no quotes.
            text = item.value if write_quoted(item.value) == item.value else None
        else:
            text = complete_in_bash(self.words[-1], replaced, item.value)
        return "" if text is None else f"plain,{text}"


class Zsh(Shell):
    """Zsh, which reads type, value and description in a line each, and quotes values."""

    name = "zsh"

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return the three lines."""
        return f"{item.type}\n{item.value}\n{item.help or ''}"


class Fish(Shell):
    """Fish, which reads a description behind a tab, and quotes values."""

    name = "fish"

    def format_completion(self, item: CompletionItem[str]) -> str:
        """Return type, value and description."""
        help = f"\t{item.help}" if item.help else ""
        return f"{item.type},{item.value}{help}"


SHELLS: dict[str, type[Shell]] = {one.name: one for one in (Bash, Zsh, Fish)}
"""Those that can be answered, by name."""


def read_script(shell: str) -> str:
    """Return the script for a shell of that name."""
    found = files(__spec__.parent or "").joinpath("data", f"completion.{shell}")
    return found.read_text(encoding="utf-8")


def answer(program: click.Command, instruction: str) -> int:
    """Write what a shell asks for, and return the exit code; nothing is raised.

    ``instruction`` is its name and ``complete`` or ``source``: ``bash_complete``. Ctrl-C
    ends the process without a word, since the line that is typed would stand among them.
    """
    name, _, action = instruction.partition("_")
    shell = SHELLS.get(name)
    if shell is None or action not in ("complete", "source"):
        return 1
    interrupt = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        asked = shell(program, {}, PROGRAM, COMPLETE_VARIABLE)
        text = asked.complete() if action == "complete" else asked.source()
        click.echo(text.encode())
    except Exception:
        # No message helps in the middle of a line.
        return 1
    finally:
        signal.signal(signal.SIGINT, interrupt)
    return 0
