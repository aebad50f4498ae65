"""Which lines of a text belong to the page and not to the story.

Nothing is taken away: the lines are marked by their spans. A line is told by
itself (``furniture``), by its neighbours (``notices``, lists of other
stories) or by coming back in many documents of a source (``repetition``).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ...model import Span
from .consent import find_notices
from .furniture import LONGEST_FURNITURE, is_furniture, opens_list
from .headline import find_headline, is_sentence
from .lines import Line, find_header, lines_of
from .repeated_lines import RepeatedLines, line_key

__all__ = ["RepeatedLines", "find_boilerplate", "line_key"]

_LONGEST_LINK = 200


def find_boilerplate(
    text: str,
    *,
    repeated: Collection[str] = (),
    title_spans: Collection[Span] | None = None,
) -> tuple[Span, ...]:
    """Return the spans of the page's own lines, sorted and without overlap.

    Each runs from the first to the last character of a line that is not white
    space. The headline and a machine header before the text are never among
    them. ``repeated`` holds keys from :meth:`RepeatedLines.of`. ``title_spans``
    are the lines of the headline where they are known already.
    """
    header = find_header(text)
    lines = list(lines_of(text, start=header[0].end if header else 0))
    marked = {
        position
        for position, line in enumerate(lines)
        if is_furniture(line.text) or _comes_back(line.text, repeated)
    }
    marked |= find_notices(lines)
    marked |= _find_lists(lines, marked)
    if title_spans is None:
        headline = find_headline(text, lines, repeated=repeated)
        title_spans = headline.spans if headline else ()
    return tuple(
        lines[position].span
        for position in sorted(marked)
        if lines[position].span not in title_spans
    )


def _comes_back(line: str, repeated: Collection[str]) -> bool:
    return bool(repeated) and len(line) <= LONGEST_FURNITURE and line_key(line) in repeated


def _find_lists(lines: Sequence[Line], marked: Collection[int]) -> set[int]:
    """Return the lines of lists of other stories and of tags, below the story.

    A list runs from its label to the next line that reads like a sentence.
    """
    found: set[int] = set()
    is_in_story = is_in_list = False
    for position, line in enumerate(lines):
        if position in marked:
            is_in_list = is_in_list or (is_in_story and opens_list(line.text))
        elif is_sentence(line.text) or len(line.text) > _LONGEST_LINK:
            is_in_story, is_in_list = True, False
        elif is_in_list:
            found.add(position)
    return found
