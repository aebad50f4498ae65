"""Words that answer a query, marked in texts that no index holds."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import diplosearch
from diplosearch import highlight
from diplosearch.errors import UsageError


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Ministers signed the accord.", "minister", "[Ministers] signed the accord."),
        ("Bakanlar Ankara'da buluştu.", "bakan", "[Bakanlar] Ankara'da buluştu."),
        ("Dışişleri Bakanı geldi.", "disisleri bakani", "[Dışişleri Bakanı] geldi."),
        ("The minister left.", "bakan", "The [minister] left."),
        (
            "Trade grew. The trade deficit fell.",
            '"trade deficit"',
            "Trade grew. The [trade deficit] fell.",
        ),
        ("A truce held.", "peace", "A truce held."),
        ("A truce held.", "-truce held", "A truce [held]."),
        ("A truce held.", "", "A truce held."),
        ("", "truce", ""),
        (
            "The truce that both sides had agreed upon was signed by all of them.\n\n"
            "Bu ateşkes yeni bir dönemin başıdır.",
            "ateşkes",
            "The [truce] that both sides had agreed upon was signed by all of them.\n\n"
            "Bu [ateşkes] yeni bir dönemin başıdır.",
        ),
    ],
)
def test_words_are_marked(text: str, query: str, marked: str) -> None:
    """Words are marked in any form and in either language, phrases as a whole."""
    assert highlight(text, query, format="text") == marked


def test_translation_can_be_turned_off() -> None:
    """Without translation only words of the query's own language are marked."""
    text = "The minister left."
    assert highlight(text, "bakan", format="text", translate=False) == text


def test_language_can_be_given() -> None:
    """A text too short to tell is read in the language that is given."""
    assert highlight("bakanlar", "bakan", language="tr", format="text") == "[bakanlar]"


def test_formats() -> None:
    """The same mark as HTML, Markdown and for a terminal; markup of the text is escaped."""
    text = "<b>Ministers</b> signed."
    assert "&lt;b&gt;<mark" in highlight(text, "minister")
    assert "**Ministers**" in highlight("Ministers signed.", "minister", format="markdown")
    assert "\x1b[" in highlight("Ministers signed.", "minister", format="ansi")


@given(st.text(max_size=80), st.text(max_size=20))
def test_html_gives_the_text_back(text: str, query: str) -> None:
    """Without its tags the page is the text, but for control characters."""
    plain = html.unescape(re.sub(r"<[^>]*>", "", highlight(text, query)))
    assert len(plain) == len(text)


@pytest.mark.parametrize(
    ("arguments", "options", "said"),
    [
        ((3, "x"), {}, "text is int"),
        (("x", None), {}, "query is NoneType"),
        (("x", "x"), {"format": "pdf"}, "html, ansi, markdown, text"),
        (("x", "x"), {"language": "de"}, "'tr', 'en' or None"),
    ],
)
def test_wrong_arguments(arguments: tuple[Any, ...], options: Any, said: str) -> None:
    """A wrong argument is an error that says what to give."""
    with pytest.raises(UsageError, match=said):
        highlight(*arguments, **options)


@pytest.mark.parametrize(("text", "language"), [(3, "tr"), ("x", "de"), ("x", None)])
def test_wrong_arguments_of_analyze(text: Any, language: Any) -> None:
    """``analyze`` names what it was given wrong."""
    with pytest.raises(UsageError):
        diplosearch.analyze(text, language)
