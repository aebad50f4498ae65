"""The whole text of a web page, for pages in which no main text is found."""

from __future__ import annotations

from typing import Any

from ..resources import read_sections


def plain_text(tree: Any) -> str:
    """Return the text of the page's one article, or else of the page, a block a line.

    tree: the page as lxml parsed it.
    """
    from lxml import etree

    names = read_sections(__spec__.parent, "html.txt")
    articles = tree.findall(".//article") or tree.findall(".//main")
    for root in [*(articles if len(articles) == 1 else []), tree]:
        pieces: list[str] = []
        walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                if element.tag in names["without text"]:
                    walk.skip_subtree()
                else:
                    pieces += ["\n"] if element.tag in names["blocks"] else []
                    pieces.append(_join_spaces(element.text))
                continue
            pieces += ["\n"] if event == "end" and element.tag in names["blocks"] else []
            pieces.append(_join_spaces(element.tail if element is not root else None))
        lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
        text = "\n\n".join(line for line in lines if line)
        if text:
            return text
    return ""


def _join_spaces(text: str | None) -> str:
    return " ".join(text.split()).join(_edges(text)) if text else ""


def _edges(text: str) -> tuple[str, str]:
    return (" " if text[0].isspace() else "", " " if text[-1].isspace() else "")
