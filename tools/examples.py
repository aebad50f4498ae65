"""Runs the examples of the documentation, and writes what they print into it.

In a Markdown page, a block marked ``console`` holds commands behind ``$`` with what
they print, and one marked ``python`` a program. The blocks of a page run one after
the other in a folder that holds ``seeds/``. Blocks marked otherwise are not run.

    python -m tools.examples            compare; list what differs
    python -m tools.examples --update   write what the commands print now
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WIDTH = 88
"""Columns of the terminal that the commands believe to write to."""

_BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_TIME = re.compile(r"\b[0-9]+(?:\.[0-9]+)? (?:s|ms)\b|\b[0-9.,]+ (?:documents )?a second\b")
_PROMPT = "$ "


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a page: its kind, its text, and where the text stands in the page."""

    kind: str
    text: str
    start: int
    end: int


def pages() -> list[Path]:
    """Return the pages whose examples run: the README and all of ``docs/``."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks_of(page: str) -> list[Block]:
    """Return the blocks of a page that are run, in their order."""
    return [
        Block(found[1], found[2], found.start(2), found.end(2))
        for found in _BLOCK.finditer(page)
    ]


def run_page(page: str) -> Iterator[tuple[Block, str]]:
    """Yield the blocks of a page, each with what it is when run now.

    That is its own text for a program, and for a console the commands with what they
    print. Raises :class:`subprocess.CalledProcessError` for a program that fails.
    """
    with tempfile.TemporaryDirectory(prefix="diplosearch-examples-") as folder:
        shutil.copytree(ROOT / "seeds", Path(folder, "seeds"))
        for block in blocks_of(page):
            if block.kind == "python":
                _run([sys.executable, "-c", block.text], folder, check=True)
                yield block, block.text
            else:
                yield block, _run_console(block.text, folder)


def _run_console(text: str, folder: str) -> str:
    written = []
    for command in _commands(text):
        done = _run(["bash", "-c", command], folder)
        lines = (done.stdout + done.stderr).splitlines()
        written += [_PROMPT + command, *(line.rstrip() for line in lines)]
    return "\n".join(written).rstrip() + "\n"


def _commands(text: str) -> list[str]:
    """Return the commands of a console; a line that ends in a backslash goes on."""
    commands: list[str] = []
    is_open = False
    for line in text.splitlines():
        if line.startswith(_PROMPT):
            commands.append(line.removeprefix(_PROMPT))
        elif is_open:
            commands[-1] += "\n" + line
        is_open = bool(commands) and line.endswith("\\") and (
            line.startswith(_PROMPT) or is_open
        )
    return commands


def _run(
    command: list[str], folder: str, *, check: bool = False
) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = {
        **os.environ,
        "PATH": path,
        "COLUMNS": str(WIDTH),
        "NO_COLOR": "1",
        "DIPLOSEARCH_HISTORY": "0",
        "PYTHONUTF8": "1",
    }
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=check,
    )


def without_times(text: str) -> str:
    """Return an output with its durations and speeds, which vary, replaced."""
    return _TIME.sub("TIME", text)


def update(path: Path) -> bool:
    """Write into a page what its commands print now; return whether that changed it."""
    page = path.read_text(encoding="utf-8")
    made = page
    for block, now in reversed(list(run_page(page))):
        if without_times(block.text) != without_times(now):
            made = made[: block.start] + now + made[block.end :]
    path.write_text(made, encoding="utf-8")
    return made != page


def differing(path: Path) -> list[tuple[str, str]]:
    """Return the consoles of a page that print something else now: then and now."""
    page = path.read_text(encoding="utf-8")
    return [
        (block.text, now)
        for block, now in run_page(page)
        if without_times(block.text) != without_times(now)
    ]


def main() -> None:
    """Compare or update all pages; exit with 1 where one differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--update", action="store_true", help="write the outputs of now")
    is_updating = parser.parse_args().update
    is_different = False
    for path in pages():
        name = path.relative_to(ROOT)
        if is_updating:
            if update(path):
                print(f"{name}: updated")
        else:
            for then, now in differing(path):
                is_different = True
                print(f"{name}:\n--- as it stands\n{then}+++ as it prints\n{now}")
    sys.exit(int(is_different))


if __name__ == "__main__":
    main()
