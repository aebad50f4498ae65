"""Renderers of Markdown that read it by rules of their own, for tests of what it shows."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

Render = Callable[[str], str]


def _markdown_it(preset: str) -> Render:
    parser = pytest.importorskip("markdown_it").MarkdownIt(preset)
    rendered: Render = parser.enable(["table", "strikethrough"]).render
    return rendered


def _python_markdown(*extensions: str) -> Render:
    library: Any = pytest.importorskip("markdown")
    return lambda text: str(library.markdown(text, extensions=list(extensions)))


def _mistune() -> Render:
    library: Any = pytest.importorskip("mistune")
    plugins = [
        "strikethrough",
        "footnotes",
        "table",
        "url",
        "def_list",
        "abbr",
        "task_lists",
    ]
    return library.create_markdown(escape=False, plugins=plugins)  # type: ignore[no-any-return]


def _commonmark() -> Render:
    library: Any = pytest.importorskip("commonmark")
    return lambda text: str(library.commonmark(text))


RENDERERS: dict[str, Callable[[], Render]] = {
    "markdown-it": lambda: _markdown_it("commonmark"),
    "Python-Markdown": _python_markdown,
    "Python-Markdown, extra": lambda: _python_markdown("extra"),
    "mistune": _mistune,
    "commonmark": _commonmark,
}
"""By name, what loads a renderer; a test is skipped where its library is missing."""


class Rendered(HTMLParser):
    """The text and bold text of a rendered note, and its tags with their attributes."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.text = ""
        self.bold = ""
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.others: list[str] = []
        self._depth = 0
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self._depth += tag == "strong"

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "strong"

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._depth:
            self.bold += data

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)
