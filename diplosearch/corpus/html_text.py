"""The whole text of a web page, and the elements that state something of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..resources import read_sections
from .html_markup import Comment, EndTag, StartTag, Text, read_markup

_STATING = frozenset(("html", "h1", "link", "meta", "script", "time", "title"))
_WITH_TEXT = frozenset(("h1", "script", "title"))
_EMPTY = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"),
        *("param", "source", "track", "wbr"),
    )
)
"""Elements without an end tag, by the HTML standard."""

_IN_HEAD = frozenset(
    ("base", "link", "meta", "noscript", "script", "style", "template", "title")
)
"""Elements of ``head``; before any other its end tag may be left out."""

_ROOTS = ("article", "main")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Element:
    """An element that may state something of its page; only some keep their ``text``."""

    name: str
    attributes: Mapping[str, str]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its text and what may state its metadata.

    ``text`` is that of its one article, or else of the page, a block a line. ``nodes``
    is the number of its tags and comments, ``attributes`` the most of one tag.
    """

    text: str
    elements: tuple[Element, ...]
    nodes: int
    attributes: int


def read_page(source: str) -> Page:
    """Return what the source of a page holds."""
    reader = _Reader()
    nodes = most = 0
    for token in read_markup(source):
        if isinstance(token, Text):
            reader.add_text(token.text)
            continue
        nodes += 1
        if isinstance(token, StartTag):
            most = max(most, len(token.attributes))
            reader.start(token)
        elif isinstance(token, EndTag):
            reader.end(token.name)
        else:
            assert isinstance(token, Comment)
    reader.end_all()
    return Page(reader.text(), tuple(reader.elements), nodes, most)


@dataclass(slots=True)
class _Reader:
    """Collects the text and the elements of a page from its tokens."""

    elements: list[Element] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)
    _without_text: int = 0
    _roots: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)
    # The last element that keeps its text, while it is open.
    _kept: StartTag | None = None
    _kept_text: list[str] = field(default_factory=list)

    _blocks: frozenset[str] = frozenset()
    _skipped: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        names = read_sections(__spec__.parent, "html.txt")
        self._blocks = frozenset(names["blocks"])
        self._skipped = frozenset(names["without text"])

    def add_text(self, text: str) -> None:
        """Add text where the page is."""
        if text.strip():
            self._leave_head()
        if self._kept is not None:
            self._kept_text.append(text)
        if not self._without_text:
            self._pieces.append(_SPACE.sub(" ", text))

    def start(self, tag: StartTag) -> None:
        """Begin an element."""
        name = tag.name
        if name not in _IN_HEAD:
            self._leave_head()
        if name in _WITH_TEXT:
            self._end_kept()
            self._kept = tag
        elif name in _STATING:
            self.elements.append(Element(name, tag.attributes))
        self._break_line(name)
        if name in _EMPTY:
            return
        self._open.append(name)
        self._counts[name] += 1
        self._without_text += name in self._skipped
        if name in _ROOTS:
            self._starts.append(len(self._pieces))
        if tag.is_empty:
            self._end_last()

    def _leave_head(self) -> None:
        """End ``head`` before what cannot be in it; within ``noscript`` all can."""
        if self._open and self._open[-1] == "head":
            self.end("head")

    def end(self, name: str) -> None:
        """End the last element of a name, and all within it."""
        if not self._counts[name]:
            return
        while self._end_last() != name:
            pass

    def end_all(self) -> None:
        """End the elements that are open at the end of the page."""
        while self._open:
            self._end_last()
        self._end_kept()

    def _end_last(self) -> str:
        name = self._open.pop()
        self._counts[name] -= 1
        self._without_text -= name in self._skipped
        if name in _ROOTS:
            piece = self._starts.pop(), len(self._pieces)
            self._roots.setdefault(name, []).append(piece)
        if self._kept is not None and name == self._kept.name:
            self._end_kept()
        self._break_line(name)
        return name

    def _end_kept(self) -> None:
        if self._kept is not None:
            text = "".join(self._kept_text)
            self.elements.append(Element(self._kept.name, self._kept.attributes, text))
        self._kept = None
        self._kept_text = []

    def _break_line(self, name: str) -> None:
        if name in self._blocks:
            self._pieces.append("\n")

    def text(self) -> str:
        """Return the text of the one article, or of the whole page."""
        roots = next((self._roots[one] for one in _ROOTS if one in self._roots), [])
        whole = (0, len(self._pieces))
        for start, end in [*(roots if len(roots) == 1 else []), whole]:
            lines = "".join(self._pieces[start:end]).split("\n")
            text = "\n\n".join(filter(None, (" ".join(line.split()) for line in lines)))
            if text:
                return text
        return ""
