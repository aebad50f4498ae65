"""An answer as HTML and as Markdown."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, TextIO

from ..highlight.html import to_html
from ..highlight.markdown import to_markdown
from ..results import marks_of
from .hits import describe_origin
from .marking import flatten

if TYPE_CHECKING:
    from ..highlight.spans import Layer, Mark
    from ..results import Hit, Results


def write_html(
    results: Results, stream: TextIO, *, layers: Collection[Layer], is_explained: bool
) -> None:
    """Write a fragment of a page: an ordered list with an item for each passage."""
    if not results:
        return
    stream.write(f'<ol start="{results[0].rank}">\n')
    for hit in results:
        title, marks = _title(hit)
        parts = [
            f"<p><b>{to_html(title, 0, len(title), marks)}</b></p>",
            f"<p><small>{_html(describe_origin(hit))}</small></p>",
            f'<p style="white-space: pre-line">{hit.to_html(layers=layers)}</p>',
        ]
        if is_explained:
            parts.append(f"<pre>{_html(str(hit.explain()))}</pre>")
        stream.write("<li>\n" + "\n".join(parts) + "\n</li>\n")
    stream.write("</ol>\n")


def write_markdown(
    results: Results, stream: TextIO, *, layers: Collection[Layer], is_explained: bool
) -> None:
    """Write a heading and a passage for each hit."""
    for hit in results:
        title, marks = _title(hit)
        parts = [
            f"### {hit.rank}. {to_markdown(title, 0, len(title), marks)}",
            _markdown(describe_origin(hit)),
            hit.to_markdown(layers=layers),
        ]
        if is_explained:
            lines = str(hit.explain()).split("\n")
            parts.append("\n".join(f"- {_markdown(line.strip())}" for line in lines))
        stream.write("\n\n".join(parts) + "\n\n")


def _title(hit: Hit) -> tuple[str, list[Mark]]:
    return flatten(hit.title), marks_of(hit.title_matches) if hit.document.title else []


def _html(text: str) -> str:
    return to_html(text, 0, len(text), ())


def _markdown(text: str) -> str:
    return to_markdown(text, 0, len(text), ())
