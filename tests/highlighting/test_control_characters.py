"""Which characters are shown as signs, and as which."""

from __future__ import annotations

import unicodedata

import pytest

from diplosearch.highlighting.control_characters import one_line, show_controls
from diplosearch.highlighting.text import to_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x00\x07\x1b[31m", "␀␇␛[31m"),
        ("bir\r\niki", "bir␍\niki"),
        ("\x0b\x0c\x1c\x1f", "␋␌␜␟"),
        ("sil\x7f", "sil␡"),
        ("\x80\x85\x9b\x9f", "\u2426" * 4),
        ("\ud83c \udfff", "\ufffd \ufffd"),
        ("\ud7ff\ud800\udfff\ue000", "\ud7ff\ufffd\ufffd\ue000"),
        ("\ufffe\uffff", "\u2426\u2426"),
        ("bir\u2028iki\u2029üç", "bir\u2424iki\u2424üç"),
        ("\u202acod.exe\u202e", "\u2426cod.exe\u2426"),
        ("\u2066\u2067\u2068\u2069\u200e\u200f\u061c", "\u2426" * 7),
        ("\u206a\u206f\ufff9\ufffb\U000e0001\U000e0041", "\u2426" * 6),
    ],
)
def test_controls_become_signs(text: str, shown: str) -> None:
    """What steers a terminal, turns text or breaks lines is replaced one for one."""
    assert show_controls(text) == shown


@pytest.mark.parametrize(
    "text",
    ["", "a\tb\n", "İstanbul’da ığüşöç", "\u200c\u200d\xad", "🇹🇷 👩🏽\u200d🚀 ❤\ufe0f"],
)
def test_everything_else_stays(text: str) -> None:
    """Tabs, line breaks, letters, joiners and soft hyphens are left alone."""
    assert show_controls(text) == text


def test_no_control_of_unicode_is_forgotten() -> None:
    """All controls, separators of lines and signs that turn text are replaced."""
    turning = ("LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI")
    marks = ("LEFT-TO-RIGHT MARK", "RIGHT-TO-LEFT MARK", "ARABIC LETTER MARK")
    for character in map(chr, range(0x110000)):
        if character in "\n\t":
            continue
        steers = (
            unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
            or unicodedata.bidirectional(character) in turning
            or unicodedata.name(character, "") in marks
        )
        if steers:
            shown = show_controls(character)
            assert len(shown) == 1
            assert unicodedata.category(shown) == "So", hex(ord(character))


def test_plain_text_is_the_passage() -> None:
    """Plain text is the passage, with pictures and no markup."""
    assert to_text("Çin\x1b, Ankara'da.", 3, 11) == "␛, Ankar"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", ""),
        ("Çin", "Çin"),
        (" a\n\n b\t c\r\n", "a b c"),
        ("a\x1b[2J b\x00", "a␛[2J b␀"),
        # Controls that Python counts as white space are spaces in a line.
        ("a\x1fb\u2028c\x85d", "a b c d"),
    ],
)
def test_one_line_is_one_line(text: str, line: str) -> None:
    """White space of any kind becomes one space, and other controls their signs."""
    assert one_line(text) == line
