"""Draw the README's picture of the prompt from a real run: ``docs/repl.svg``.

Usage: python -m tools.make_picture [FILE]

It builds an index of ``seeds/`` in a temporary folder, starts the prompt in a terminal,
asks a query, begins another one, and draws the screen character by character. Needs the
extra ``test``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from tools.terminal import Terminal

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "repl.svg"
QUERY = "Gazze ateşkes"
BEGUN = "country:çin erd"
OFFERED = "Recep Tayyip Erdoğan"

WIDTH, HEIGHT = 92, 32
CELL, LINE, FONT_SIZE, MARGIN = 8.4, 18.0, 14, 14
FOREGROUND, BACKGROUND = "#d8d8d8", "#121212"
NAMES = {
    "black": "#000000",
    "red": "#d7005f",
    "green": "#008700",
    "brown": "#af5f00",
    "blue": "#005fff",
    "magenta": "#af00ff",
    "cyan": "#008787",
    "white": "#d8d8d8",
}
FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"


class Style(NamedTuple):
    """The style of a run of characters."""

    foreground: str
    background: str
    is_bold: bool
    is_italic: bool
    is_underlined: bool

    @classmethod
    def of(cls, letter: Any) -> Style:
        """Return the style of a character of pyte's screen."""
        colours = _colour(letter.fg, FOREGROUND), _colour(letter.bg, BACKGROUND)
        foreground, background = reversed(colours) if letter.reverse else colours
        return cls(foreground, background, letter.bold, letter.italics, letter.underscore)


def run() -> list[list[Any]]:
    """Return the screen's characters after a query, while another is being typed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "seeds", folder / "seeds")
        environment = {
            **{key: os.environ[key] for key in ("PATH", "PYTHONPATH") if key in os.environ},
            "HOME": name,
            "TERM": "xterm-256color",
            "PYTHONUTF8": "1",
        }
        command = [sys.executable, "-m", "diplosearch"]
        build = [*command, "rebuild", "--quiet"]
        subprocess.run(build, cwd=folder, env=environment, check=True)
        terminal = Terminal(
            command, folder=folder, environment=environment, width=WIDTH, height=HEIGHT
        )
        try:
            terminal.wait("5 documents")
            terminal.ask(QUERY)
            terminal.press(BEGUN)
            terminal.wait(OFFERED)
            return terminal.letters
        finally:
            terminal.close()


def draw(letters: list[list[Any]]) -> Iterator[str]:
    """Yield the lines of an SVG picture of the screen's characters."""
    width = WIDTH * CELL + 2 * MARGIN
    height = len(letters) * LINE + 2 * MARGIN
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="{FONT}" '
        f'font-size="{FONT_SIZE}">'
    )
    yield f"<title>The prompt of diplosearch, asked {escape(QUERY)}</title>"
    yield f'<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>'
    for row, line in enumerate(letters):
        column = 0
        for style, group in groupby(line, key=Style.of):
            text = "".join(letter.data for letter in group)
            yield from _draw_run(text, style, column, row)
            column += len(text)
    yield "</svg>"


def _draw_run(text: str, style: Style, column: int, row: int) -> Iterator[str]:
    x, y = MARGIN + column * CELL, MARGIN + row * LINE
    length = len(text) * CELL
    if style.background != BACKGROUND:
        yield (
            f'<rect x="{x:g}" y="{y:g}" width="{length:g}" height="{LINE:g}" '
            f'fill="{style.background}"/>'
        )
    if not text.strip():
        return
    looks = f'fill="{style.foreground}"'
    if style.is_bold:
        looks += ' font-weight="bold"'
    if style.is_italic:
        looks += ' font-style="italic"'
    if style.is_underlined:
        looks += ' text-decoration="underline"'
    yield (
        f'<text x="{x:g}" y="{y + LINE * 0.75:g}" textLength="{length:g}" '
        f'xml:space="preserve" {looks}>{escape(text)}</text>'
    )


def _colour(name: str, default: str) -> str:
    if name == "default":
        return default
    return NAMES.get(name, f"#{name}")


def main() -> None:
    """Write the picture to the given file, or to that of the README."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(draw(run())) + "\n", encoding="utf-8")
    print(path)


if __name__ == "__main__":
    main()
