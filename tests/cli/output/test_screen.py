"""How text is wrapped, styled and left alone."""

from __future__ import annotations

import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from diplosearch.cli.options import Color
from diplosearch.cli.output.screen import Screen
from diplosearch.cli.output.unknown_entity import find_nearest
from diplosearch.export.json import dump
from diplosearch.export.lines import Line, join_lines
from diplosearch.export.phrases import shorten
from diplosearch.highlighting.control_characters import show_controls
from diplosearch.highlighting.marks import Mark
from diplosearch.highlighting.runs import Runs, faint, mark_runs, strong

TEXT = "Çin Dışişleri Bakanı Wang Yi 北京北京北京北京北京北京 [bold]konuştu[/bold]."


def written(
    text: str | Runs,
    *,
    width: int | None = None,
    is_styled: bool = False,
    **options: str,
) -> str:
    """Return what a screen makes of a text."""
    stream = io.StringIO()
    Screen(stream, is_styled=is_styled, width=width).write(text, **options)
    return stream.getvalue()


@pytest.mark.parametrize("width", [20, 33, 60, 80])
def test_lines_fit_and_nothing_is_lost(width: int) -> None:
    """Wrapped lines are at most as wide as the screen, wide letters counted twice."""
    lines = written(TEXT, width=width, first="1. ", indent="   ").splitlines()
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(("1. " + TEXT).split())
    assert all(line.startswith("   ") for line in lines[1:])


def test_without_a_terminal_lines_stay_whole() -> None:
    """What another program reads is not wrapped."""
    assert written(TEXT * 20) == TEXT * 20 + "\n"


def test_styles_are_closed_on_every_line() -> None:
    """A style that is wrapped begins and ends on each of its lines."""
    styled = mark_runs(TEXT, 0, len(TEXT), [Mark(0, 28, "phrase")], is_styled=True)
    for line in written(styled, width=20, is_styled=True).splitlines():
        assert line.count("\x1b[0m") == line.count("\x1b[") / 2


def test_blank_lines_hold_no_spaces() -> None:
    """An indent is not written before nothing."""
    assert written("a\n\nb", indent="    ") == "    a\n\n    b\n"


@pytest.mark.parametrize("is_styled", [True, False])
@pytest.mark.parametrize(
    "line",
    [
        Line(strong("Çin")),
        Line(faint("a \n\nb "), "1. ", "   "),
        Line((), "    "),
        Line(
            strong(
                mark_runs(
                    "Wang\n\nYi  x",
                    0,
                    11,
                    [Mark(0, 8, "stem"), Mark(5, 8, "person", "entity")],
                    is_styled=True,
                    has_letters=True,
                )
            ),
            "> ",
        ),
    ],
)
def test_a_screen_writes_what_the_library_returns(line: Line, is_styled: bool) -> None:
    """Unwrapped, a line is the same to the letter on a screen and in a string."""
    stream = io.StringIO()
    Screen(stream, is_styled=is_styled).write_lines([line])
    assert stream.getvalue() == join_lines([line], is_styled=is_styled)


@pytest.mark.parametrize(
    ("environment", "color", "is_styled"),
    [
        ({}, "auto", True),
        ({"NO_COLOR": "1"}, "auto", False),
        ({"TERM": "dumb"}, "auto", False),
        ({"NO_COLOR": "1"}, "always", True),
        ({}, "never", False),
    ],
)
def test_when_styles_are_used(
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    color: Color,
    is_styled: bool,
) -> None:
    """The habits of terminals decide, unless the user does."""
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    stream = io.StringIO()
    stream.isatty = lambda: True  # type: ignore[method-assign]
    assert Screen.of(stream, color).look.is_styled is is_styled
    assert not Screen.of(io.StringIO()).look.is_styled


def test_width_follows_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that was made wider is used in full at the next line."""
    stream = io.StringIO()
    stream.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setenv("COLUMNS", "60")
    assert Screen.of(stream).width == 60
    monkeypatch.setenv("COLUMNS", "3")
    assert Screen.of(stream).width == 20


@given(text=st.text(), most=st.integers(1, 80))
def test_shortened_text_is_short(text: str, most: int) -> None:
    """First words are one line, no longer than asked for but for the dots."""
    short = shorten(text, most)
    assert len(short) <= most + 4
    assert "\n" not in short


@given(text=st.text(st.characters(exclude_categories=[])))
def test_json_is_printable_and_equal(text: str) -> None:
    """JSON holds no control and no surrogate, and reads back as what was written."""
    import json

    made = dump({"text": text})
    assert not {chr(code) for code in (0x1B, 0x7F, *range(0x80, 0xA0))} & set(made)
    assert made.encode()
    assert json.loads(made) == {"text": text}


def test_nearest_names() -> None:
    """The nearest comes first, and what is far is not offered."""
    names = ["open", "more", "stats"]
    assert find_nearest("opne", names, most=1) == ["open"]
    assert find_nearest("STAST", names, most=1) == ["stats"]
    assert find_nearest("zzz", names) == []


@given(st.text(), st.booleans())
def test_no_control_reaches_the_screen(text: str, is_styled: bool) -> None:
    """A line given as it is holds no control character when it is written or joined."""
    hostile = f"{text}\x1b[2J\u202e\u2028\x85"
    joined = join_lines([Line(strong(hostile), hostile, hostile)], is_styled=is_styled)
    on_screen = written(strong(hostile), is_styled=is_styled, first="\u2066\x1b")
    for shown in (joined, on_screen):
        plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
        assert show_controls(plain) == plain


@pytest.mark.parametrize("character", "\u202e\u2066\u200f\u2029\x7f\x9b\U000e0041\ud800")
def test_json_escapes_what_steers(character: str) -> None:
    """Controls, signs that turn text, tags and lone surrogates are escaped in JSON."""
    written = dump({"a": f"x{character}"})
    assert written.isascii()
    assert json.loads(written) == {"a": f"x{character}"}
