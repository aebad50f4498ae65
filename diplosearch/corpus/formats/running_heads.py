"""Running heads, feet and numbers of pages, which would cut paragraphs in two."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from ..page.repeated_lines import line_key
from .pdf_process import PdfLine

_EDGE = 3
"""Lines at the top and at the foot of a page that may be heads; a guess."""

_LONGEST = 150
_FEWEST_PAGES = 3
"""Pages on which a line comes back that is a running head: a guess."""

_NUMBER = re.compile(r"[0-9]+")
_PAGE_NUMBER = re.compile(
    r"\W{0,3}(?:(?:sayfa|page|s\.|p\.)\s?)?([0-9]{1,4})(?:\s?(?:/|of|\|)\s?[0-9]{1,4})?\W{0,3}",
    re.IGNORECASE,
)


def find_running(pages: Sequence[Sequence[PdfLine]]) -> list[set[int]]:
    """Return for each page the numbers of its lines that are running heads.

    They are at its top or foot, and come back on three pages or more, the same but for a
    number that grows with the page; or they are nothing but the number of the page. One
    on the first page stays, as it may be the only place that names a journal.
    """
    edges = [_edges(lines) for lines in pages]
    found: list[set[int]] = [set() for _ in pages]
    groups: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for page, numbers in enumerate(edges):
        for number in numbers:
            text = pages[page][number].text
            if len(text) <= _LONGEST and any(char.isalpha() for char in text):
                groups[line_key(text)].append((page, number))
    for group in groups.values():
        if len({page for page, _ in group}) >= _FEWEST_PAGES and _moves(pages, group):
            for page, number in group:
                if page:
                    found[page].add(number)
    for page, number in _page_numbers(pages, edges):
        found[page].add(number)
    return found


def _edges(lines: Sequence[PdfLine]) -> list[int]:
    """Return the numbers of the highest and the lowest lines of a page."""
    count = len(lines)
    by_height = sorted(range(count), key=lambda number: -lines[number].bottom)
    near = {*by_height[:_EDGE], *by_height[-_EDGE:]}
    return sorted(near)


def _moves(pages: Sequence[Sequence[PdfLine]], group: Sequence[tuple[int, int]]) -> bool:
    """Tell whether each number in a line is the same on all pages, or grows with them."""
    rows = [
        (page, [int(one) for one in _NUMBER.findall(pages[page][number].text)])
        for page, number in group
    ]
    if len({len(numbers) for _, numbers in rows}) != 1:
        return False
    for column in range(len(rows[0][1])):
        values = {numbers[column] for _, numbers in rows}
        offsets = {numbers[column] - page for page, numbers in rows}
        if len(values) > 1 and len(offsets) > 1:
            return False
    return True


def _page_numbers(
    pages: Sequence[Sequence[PdfLine]], edges: Sequence[Sequence[int]]
) -> list[tuple[int, int]]:
    """Return the lines that are the number of their page, as the other pages confirm."""
    offsets: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for page, numbers in enumerate(edges):
        for number in numbers:
            match = _PAGE_NUMBER.fullmatch(pages[page][number].text)
            if match:
                offsets[int(match[1]) - page].append((page, number))
    found = []
    for offset, lines in offsets.items():
        # The first page is often page 1; with other numbers two pages must agree.
        if offset == 1 or len({page for page, _ in lines}) > 1:
            found += lines
    return found
