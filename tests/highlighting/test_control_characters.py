"""Which characters are shown as pictures, and as which."""

from __future__ import annotations

import pytest

from diplosearch.highlighting.control_characters import show_controls
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
    ],
)
def test_controls_become_pictures(text: str, shown: str) -> None:
    """C0, DEL, C1 and lone surrogates are replaced one for one."""
    assert show_controls(text) == shown


@pytest.mark.parametrize(
    "text", ["", "a\tb\n", "İstanbul’da ığüşöç", "\u200d\u200f\u202e", "🇹🇷"]
)
def test_everything_else_stays(text: str) -> None:
    """Tabs, line breaks, letters and format characters are left alone."""
    assert show_controls(text) == text


def test_plain_text_is_the_passage() -> None:
    """Plain text is the passage, with pictures and no markup."""
    assert to_text("Çin\x1b, Ankara'da.", 3, 11) == "␛, Ankar"
