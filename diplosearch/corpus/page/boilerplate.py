"""Boilerplate: the spans of the lines that belong to the page and not to the story.

The text itself is not changed. A line is recognised by its own words (``furniture``),
by its neighbours (``consent``, lists of other stories), or because many documents of a
source repeat it (``repeated_lines``).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ...model import Span
from .consent import find_notices
from .furniture import LONGEST_FURNITURE, is_attribution, is_furniture, opens_list
from .headline import find_headline, is_sentence
from .lines import Line, find_header, lines_of
from .repeated_lines import RepeatedLines, line_key

__all__ = ["RepeatedLines", "find_boilerplate", "line_key"]

_LONGEST_LINK = 200
"""Characters of a line in a list of stories; a longer one is the story again. A guess."""


def find_boilerplate(
    text: str,
    *,
    repeated: Collection[str] = (),
    title_spans: Collection[Span] | None = None,
) -> tuple[Span, ...]:
    """Return the spans of boilerplate lines, sorted and without overlap.

    A span runs from the first to the last character of a line that is not white
    space. The headline and a machine header before the text are never among them.

    repeated: keys of repeated lines, from :meth:`RepeatedLines.of`.
    title_spans: the lines of the headline, if known already; None finds them.
    """
    header = find_header(text)
    lines = list(lines_of(text, start=header[0].end if header else 0))
    marked = {
        index
        for index, line in enumerate(lines)
        if is_furniture(line.text) or _is_repeated(line.text, repeated)
    }
    marked |= find_notices(lines)
    marked |= _find_wrapped_attributions(lines)
    marked |= _find_lists(lines, marked)
    if title_spans is None:
        headline = find_headline(text, lines, repeated=repeated)
        title_spans = headline.spans if headline else ()
    return tuple(
        lines[index].span
        for index in sorted(marked)
        if lines[index].span not in title_spans
    )


def _is_repeated(line: str, repeated: Collection[str]) -> bool:
    return bool(repeated) and len(line) <= LONGEST_FURNITURE and line_key(line) in repeated


def _find_wrapped_attributions(lines: Sequence[Line]) -> set[int]:
    """Return the indexes of lines that say in two whose mail is quoted below."""
    found: set[int] = set()
    for index in range(1, len(lines)):
        first, second = lines[index - 1].text, lines[index].text
        if (
            second.endswith(":")
            and not first.endswith((".", "!", "?", ":"))
            and not is_attribution(second)
            and len(first) + len(second) < LONGEST_FURNITURE
            and is_attribution(f"{first} {second.lstrip('> ')}")
        ):
            found |= {index - 1, index}
    return found


def _find_lists(lines: Sequence[Line], marked: Collection[int]) -> set[int]:
    """Return the indexes of lines in lists of stories or tags below the story.

    A list runs from its label to the next line that reads like a sentence.
    """
    found: set[int] = set()
    is_in_story = is_in_list = False
    for index, line in enumerate(lines):
        if index in marked:
            is_in_list = is_in_list or (is_in_story and opens_list(line.text))
        elif is_sentence(line.text) or len(line.text) > _LONGEST_LINK:
            is_in_story, is_in_list = True, False
        elif is_in_list:
            found.add(index)
    return found
