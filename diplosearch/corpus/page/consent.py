"""Cookie and data protection notices, which are written in whole sentences.

A story may be about cookies too. A notice is recognised because the page speaks of
itself (*our site*, *sitemizde*) and one line has several signs of the topic; lines
beside a notice need fewer. The words are in ``data/consent.txt``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ...text.letters import normalize
from .lines import Line
from .word_lists import compile_words, sections, words_pattern

_LONGEST_NOTICE = 3000
"""Characters of a line that may be a notice: a guess."""


def find_notices(lines: Sequence[Line]) -> set[int]:
    """Return the indexes of the lines that belong to such notices.

    Beside a notice also a line that names the topic alone belongs to it, and one with
    two signs in which the page speaks.
    """
    hints = sections("consent")["hints"]
    candidates = [
        index
        for index, line in enumerate(lines)
        if len(line.text) <= _LONGEST_NOTICE and any(hint in line.text for hint in hints)
    ]
    notices = {index for index in candidates if _is_notice(lines[index].text)}
    for step in (1, -1):
        for index in sorted(notices, reverse=step < 0):
            neighbour = index + step
            while (
                0 <= neighbour < len(lines)
                and neighbour not in notices
                and _continues(lines[neighbour].text)
            ):
                notices.add(neighbour)
                neighbour += step
    return notices


def _is_notice(line: str) -> bool:
    plain = normalize(line)
    if not _quotes_nobody(line, plain) or not _names_topic(plain):
        return False
    return _page_speaks(plain) and _count_signs(plain) >= 2


def _continues(line: str) -> bool:
    if len(line) > _LONGEST_NOTICE:
        return False
    plain = normalize(line)
    if not _quotes_nobody(line, plain):
        return False
    if _names_topic(plain):
        return True
    return _count_signs(plain) >= 2 and _page_speaks(plain)


def _quotes_nobody(line: str, plain: str) -> bool:
    if '"' in line or "“" in line:
        return False
    return words_pattern("consent", "reported").search(plain) is None


def _names_topic(plain: str) -> bool:
    return any(topic.search(plain) for topic in _signs("topics"))


def _page_speaks(plain: str) -> bool:
    return words_pattern("consent", "own voice").search(plain) is not None


def _count_signs(plain: str) -> int:
    signs = (*_signs("topics"), *_signs("signs"))
    return sum(sign.search(plain) is not None for sign in signs)


@cache
def _signs(section: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(compile_words, sections("consent")[section]))
