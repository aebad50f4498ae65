"""The picture of the prompt is drawn from what a terminal shows."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

pyte = pytest.importorskip("pyte")
pytest.importorskip("pexpect")

from tools.make_picture import PICTURE, draw  # noqa: E402 - needs both


def test_screen_is_drawn() -> None:
    """All letters are in the picture, escaped, with their styles and positions."""
    screen = pyte.Screen(20, 2)
    pyte.Stream(screen).feed("a <b> \x1b[1;4;38;5;28mÇin\x1b[0m\r\n\x1b[7mbar\x1b[0m")
    letters = [[screen.buffer[row][column] for column in range(20)] for row in range(2)]
    root = ElementTree.fromstring("\n".join(draw(letters)))
    texts = root.findall("{*}text")
    assert [text.text for text in texts] == ["a <b> ", "Çin", "bar"]
    country = texts[1]
    assert country.get("fill") == "#008700"
    assert country.get("font-weight") == "bold"
    assert country.get("text-decoration") == "underline"
    assert float(country.get("x", 0)) > float(texts[0].get("x", 0))
    assert texts[2].get("fill") != texts[0].get("fill")


def test_the_picture_is_there() -> None:
    """The picture in the repository is valid, and refers to nothing outside."""
    written = PICTURE.read_text(encoding="utf-8")
    assert ElementTree.fromstring(written).tag.endswith("svg")
    assert "http" not in written.replace("http://www.w3.org/2000/svg", "")
    assert "docs/repl.svg" in (PICTURE.parents[1] / "README.md").read_text(encoding="utf-8")
