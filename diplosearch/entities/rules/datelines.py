"""Places before the date of a story: ``BRUSSELS 1996-08-22``, ``Geneva, 7 May 2024 –``."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from ..base import Mention
from ..gazetteer.gazetteer import Gazetteer
from ..linker import PLACES
from ..overlaps import Trust
from ..tokens import Sentence

_FULL_DATE = re.compile(r"date:[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WITHIN = frozenset({"-", ".", "'", "’"})
_BEHIND = frozenset({".", "-", "–", "—", ":"})
_COMMA, _OPENING, _CLOSING = ",", "(", ")"
_MOST_WORDS = 6
"""Words of the longest place, and of all before the date twice as many; a guess."""


def with_dateline(
    gazetteer: Gazetteer,
    sentence: Sentence,
    dates: Sequence[Mention],
    finds: list[tuple[Trust, Mention]],
) -> list[tuple[Trust, Mention]]:
    """Return the finds in a sentence with the places of its dateline, if it has one.

    A known place makes one, and the words before it (*AL-AIN, United Arab Emirates*).
    """
    spans = find_dateline_places(sentence, dates) if dates else []
    known = [gazetteer.look_up(sentence.key(*span), PLACES) for span in spans]
    if not any(known):
        return finds
    places = []
    for (first, last), entry in zip(spans, known, strict=True):
        start, end = sentence.start(first), sentence.end(last - 1)
        if entry is None:
            places.append(Mention(start, end, "GPE"))
        else:
            places.append(Mention(start, end, entry.type, entry.id, entry.name))
    stop = places[-1].end
    others = [one for one in finds if one[0] != Trust.TAGGED or one[1].start >= stop]
    return [*others, *((Trust.NUMBER, one) for one in places)]


def find_dateline_places(
    sentence: Sentence, dates: Iterable[Mention]
) -> list[tuple[int, int]]:
    """Return the words of each place that with a full date opens or is the sentence.

    Only a dash, a period or a colon may stand behind the date.
    """
    if not sentence.forms[0].is_capitalised:
        return []
    for date in dates:
        position = bisect_left(sentence.starts, date.start)
        is_near = 0 < position <= 2 * _MOST_WORDS
        if is_near and _FULL_DATE.fullmatch(date.id or "") and _ends(sentence, date):
            return _read_places(sentence, position)
    return []


def _ends(sentence: Sentence, date: Mention) -> bool:
    """Return whether a date ends the dateline."""
    behind = [form.name for form in sentence.forms]
    behind = behind[bisect_left(sentence.starts, date.end) :]
    if behind and behind[0] == _CLOSING:
        behind = behind[1:]
    return not behind or behind[0] in _BEHIND


def _read_places(sentence: Sentence, end: int) -> list[tuple[int, int]]:
    """Return the places between commas in the words before ``end``; none if any is not."""
    places = []
    first = 0
    for position in range(end):
        form = sentence.forms[position]
        if form.name in (_COMMA, _OPENING):
            places.append((first, position))
            first = position + 1
        elif form.suffix or not (form.is_capitalised or form.name in _WITHIN):
            return []
    if first < end:
        places.append((first, end))
    is_whole = all(0 < last - start <= _MOST_WORDS for start, last in places)
    return places if is_whole else []
