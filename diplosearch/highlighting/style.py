"""The style of marks and pages of HTML, and what a notebook shows within it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files


@cache
def page_style() -> str:
    """Return the style sheet of pages; all of it is within the class ``diplosearch``."""
    found = files(__spec__.parent or "").joinpath("data", "page.css")
    return found.read_text(encoding="utf-8")


def make_fragment(lines: Iterable[str]) -> str:
    """Return lines of HTML for the page of a notebook, with their style."""
    inside = "\n".join(lines)
    return f'<style>{page_style()}</style><div class="diplosearch">{inside}</div>'
