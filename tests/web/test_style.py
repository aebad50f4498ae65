"""The style of the pages: their colours are those of saved pages."""

from __future__ import annotations

import re
from pathlib import Path

import diplosearch

PACKAGE = Path(diplosearch.__file__).parent


def colours_of(path: str) -> dict[str, list[str]]:
    """Return the colours of a style sheet by name: in light, in dark, on paper."""
    text = (PACKAGE / path).read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for name, colour in re.findall(r"--(\w+): (#[0-9a-f]+);", text):
        found.setdefault(name, []).append(colour)
    return found


def test_colours_are_those_of_saved_pages() -> None:
    """A kind of names has one colour on the pages of a server and on saved ones."""
    saved, shown = colours_of("highlighting/data/page.css"), colours_of("web/data/web.css")
    assert saved
    assert {name: shown[name] for name in saved} == saved
