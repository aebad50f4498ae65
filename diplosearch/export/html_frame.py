"""What a page is within: head, policy and style sheet."""

from __future__ import annotations

import html
from collections.abc import Iterable

from ..highlighting.control_characters import show_controls
from ..highlighting.style import page_style
from ..messages import interface

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)


def make_page(title: str, lines: Iterable[str]) -> str:
    """Return lines of HTML as a complete page that holds its own style."""
    head = [
        "<!doctype html>",
        f'<html lang="{interface()}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escape(title)} - diplosearch</title>",
        f"<style>\n{page_style()}</style>",
        "</head>",
        '<body class="diplosearch">',
    ]
    return "\n".join([*head, *lines, "</body>", "</html>"]) + "\n"


def escape(text: str) -> str:
    """Return text as it stands in HTML and its attributes, controls as pictures."""
    return html.escape(show_controls(text))
