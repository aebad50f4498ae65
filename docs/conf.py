"""How Sphinx builds these pages: MyST for Markdown, Furo for looks."""

from __future__ import annotations

import diplosearch

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
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_format = "short"
myst_heading_anchors = 3
nitpicky = False
