"""How Sphinx builds these pages: MyST for Markdown, Furo for looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import diplosearch

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "diplosearch"
author = "the diplosearch developers"
copyright = "the diplosearch developers, GPL-3.0-or-later"
release = version = diplosearch.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_click",
]
exclude_patterns = ["build"]
html_theme = "furo"
html_title = "diplosearch"
html_static_path: list[str] = []
smartquotes = False
html_copy_source = False
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_format = "short"
myst_heading_anchors = 3


def escape_stars(_app: Sphinx, _command: object, lines: list[str]) -> None:
    """Keep the stars of a command's help, which Sphinx would take for emphasis."""
    lines[:] = [line.replace("*", r"\*") for line in lines]


def show_examples(_app: Sphinx, _command: object, lines: list[str]) -> None:
    """Show the examples of a command's help as code."""
    texts = [line.removeprefix("| ") for line in lines]
    if texts and texts[0].startswith("Example"):
        head, *commands = texts
        lines[:] = [f"{head}:", "", *commands, ""]


def setup(app: Sphinx) -> None:
    """Let the help of commands be read as plain text."""
    app.connect("sphinx-click-process-description", escape_stars)
    app.connect("sphinx-click-process-epilog", show_examples)
