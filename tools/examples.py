"""Runs the examples of the documentation, and writes what they print into it.

In a Markdown page, a block marked ``console`` holds commands behind ``$`` with what
they print, and one marked ``python`` a program. The blocks of a page run one after
the other in a folder that is empty, or holds ``seeds/`` where they name it; commands
write to a terminal of 88 columns without colours. Blocks marked otherwise are not run.

    python -m tools.examples                    compare; list what differs
    python -m tools.examples --update           write what the commands print now
    python -m tools.examples --update README.md    in some pages only
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WIDTH = 88
HEIGHT = 100
"""Columns and lines of the terminal that the commands write to."""

_BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_VARYING = re.compile(r"\b[0-9.]+ m?s\b|\bseconds +[0-9.]+|\b[0-9.]+ [kM]B\b")
_SEEDS = re.compile(r"\bseeds\b")
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


def run_page(page: str, python: str = sys.executable) -> Iterator[tuple[Block, str]]:
    """Yield the blocks of a page, each with what it is when run now by ``python``.

    That is its own text for a program, and for a console the commands with what they
    print. Raises :class:`subprocess.CalledProcessError` for a program that fails.
    """
    blocks = blocks_of(page)
    with tempfile.TemporaryDirectory(prefix="diplosearch-examples-") as folder:
        if any(_SEEDS.search(block.text) for block in blocks):
            shutil.copytree(ROOT / "seeds", Path(folder, "seeds"))
        for block in blocks:
            if block.kind == "python":
                _run_program(block.text, folder, python)
                yield block, block.text
            else:
                yield block, _run_console(block.text, folder, python)


def _run_program(text: str, folder: str, python: str) -> None:
    subprocess.run(
        [python, "-c", text],
        cwd=folder,
        env=_environment(python),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _run_console(text: str, folder: str, python: str) -> str:
    written = []
    for command in commands_of(text):
        lines = _run_in_terminal(command, folder, python).splitlines()
        written += [_PROMPT + command, *(line.rstrip() for line in lines)]
    return "\n".join(written).rstrip() + "\n"


def commands_of(text: str) -> list[str]:
    """Return the commands of a console; a line that ends in a backslash goes on."""
    commands: list[str] = []
    is_open = False
    for line in text.splitlines():
        if line.startswith(_PROMPT):
            commands.append(line.removeprefix(_PROMPT))
        elif is_open:
            commands[-1] += "\n" + line
        is_open = (
            bool(commands) and line.endswith("\\") and (line.startswith(_PROMPT) or is_open)
        )
    return commands


def _run_in_terminal(command: str, folder: str, python: str) -> str:
    """Return what a command prints to a terminal, and behind it what to ``stderr``."""
    # They are not everywhere, and nothing else here needs them.
    import fcntl
    import pty
    import struct
    import termios

    terminal, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
    written = bytearray()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            ["bash", "-c", command],
            cwd=folder,
            env=_environment(python),
            stdin=subprocess.DEVNULL,
            stdout=end,
            stderr=errors,
        )
        os.close(end)
        # Linux reports the end of a terminal as an error.
        with suppress(OSError):
            while got := os.read(terminal, 1 << 16):
                written += got
        os.close(terminal)
        process.wait()
        errors.seek(0)
        written += errors.read()
    return written.decode("utf-8")


def _environment(python: str) -> Mapping[str, str]:
    path = f"{Path(python).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return {
        **os.environ,
        "PATH": path,
        "COLUMNS": str(WIDTH),
        "TERM": "xterm",
        "NO_COLOR": "1",
        "DIPLOSEARCH_HISTORY": "0",
        "PYTHONUTF8": "1",
    }


def without_varying(text: str) -> str:
    """Return an output with its durations and sizes, which vary, replaced."""
    return _VARYING.sub("…", text)


def update(path: Path) -> bool:
    """Write into a page what its commands print now; return whether that changed it."""
    page = path.read_text(encoding="utf-8")
    made = page
    for block, now in reversed(list(run_page(page))):
        if without_varying(block.text) != without_varying(now):
            made = made[: block.start] + now + made[block.end :]
    path.write_text(made, encoding="utf-8")
    return made != page


def differing(path: Path, python: str = sys.executable) -> list[tuple[str, str]]:
    """Return the consoles of a page that print something else now: then and now."""
    page = path.read_text(encoding="utf-8")
    return [
        (block.text, now)
        for block, now in run_page(page, python)
        if without_varying(block.text) != without_varying(now)
    ]


def main() -> None:
    """Compare or update pages; exit with 1 where one differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--update", action="store_true", help="write the outputs of now")
    parser.add_argument("pages", nargs="*", type=Path, help="all unless given")
    given = parser.parse_args()
    is_different = False
    for path in map(Path.resolve, given.pages or pages()):
        name = path.relative_to(ROOT)
        if given.update:
            if update(path):
                print(f"{name}: updated")
        else:
            for then, now in differing(path):
                is_different = True
                print(f"{name}:\n--- as it stands\n{then}+++ as it prints\n{now}")
    sys.exit(int(is_different))


if __name__ == "__main__":
    main()
