"""Summits, forums, games and elections with a number or a year: ``25th Summit of …``.

An ordinal, a Roman numeral or a year before a known event belongs to it; so do
the words between an ordinal and the word for a meeting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ...text.dates import month_number
from ..base import Mention
from ..gazetteer.gazetteer import Found, is_form_of
from ..tokens import Form, Sentence
from ..word_lists import words_by_kind
from .event_names import event_mention

_ORDINAL = re.compile(r"[0-9]{1,3}(?:st|nd|rd|th)")
_ROMAN = re.compile(r"[IVXLC]{1,7}")
_NUMBER = re.compile(r"[0-9]{1,3}")
_YEAR = re.compile(r"(?:1[89]|20)[0-9]{2}")
_DAY = re.compile(r"[12]?[0-9]|3[01]")
_TURKISH_ORDINAL = re.compile(r"[iu]?nc[iu]")
_MOST_WORDS = 9
"""Words in which an event must end, counted from its year or first word; a guess."""


def find_events(sentence: Sentence, found: Iterable[Found]) -> Iterator[Mention]:
    """Yield numbered events; ``found`` are the gazetteer's matches in the sentence."""
    if not sentence.numbers:
        forms = sentence.forms
        if True not in [forms[at].is_capitals for at in sentence.capitals]:
            return
    known = list(found)
    for match in known:
        if match.entry.type == "EVENT":
            first = _number_before(sentence, match.first)
            if first < match.first:
                yield Mention(sentence.start(first), sentence.end(match.last - 1), "EVENT")
    yield from _find_elections(sentence)
    institutions = {match.first for match in known if match.entry.type in ("ORG", "GPE")}
    for position in _positions_behind_numbers(sentence):
        first = _number_before(sentence, position, needs_ordinal=True)
        if first < position:
            last = _meeting_end(sentence, position, institutions)
            if last is not None:
                yield event_mention(sentence, first, last)


def _positions_behind_numbers(sentence: Sentence) -> Iterator[int]:
    """Yield the positions of words behind a possible number, with or without a period."""
    forms = sentence.forms
    last = len(forms) - 1
    capitals = [at for at in sentence.capitals if forms[at].name.isupper()]
    for position in sorted({*capitals, *sentence.numbers}):
        if position < last:
            position += 1
            yield position
            while position < last and forms[position].name == ".":
                position += 1
                yield position


def _find_elections(sentence: Sentence) -> Iterator[Mention]:
    """Yield ``2001 Italian general election``, ``31 Mart yerel seçimleri`` and the like."""
    forms = sentence.forms
    known = words_by_kind("event-words")
    for position in sentence.numbers:
        first = _behind_date(forms, position)
        if first == position:
            continue
        for last in range(first, min(first + _MOST_WORDS, len(forms))):
            word = forms[last]
            if is_form_of(word.folded, known["election"]):
                yield event_mention(sentence, position, last + 1)
                break
            if not word.is_capitalised and word.folded not in known["of an election"]:
                break


def _behind_date(forms: Sequence[Form], position: int) -> int:
    """Return the position behind a year or a day at ``position``; itself without one."""
    form = forms[position]
    if not form.is_number or form.suffix:
        return position
    if _YEAR.fullmatch(form.name):
        return position + 1
    following = forms[position + 1] if position + 1 < len(forms) else None
    is_day = _DAY.fullmatch(form.name) and following is not None and not following.suffix
    if not is_day or following is None or month_number(following.folded) is None:
        return position
    year = forms[position + 2] if position + 2 < len(forms) else None
    if year is None or not _YEAR.fullmatch(year.name):
        return position + 2
    return position if year.suffix else position + 3


def _number_before(
    sentence: Sentence, position: int, *, needs_ordinal: bool = False
) -> int:
    """Return the position of the number before a word; without one, ``position`` itself."""
    forms = sentence.forms
    if not position:
        return position
    form = forms[position - 1]
    if _is_ordinal(form) or (not needs_ordinal and _YEAR.fullmatch(form.name)):
        return position - 1
    if form.name == "." and position > 1 and sentence.gap(position - 2) == 0:
        before = forms[position - 2].name
        if _NUMBER.fullmatch(before) or _ROMAN.fullmatch(before):
            return position - 2
    return position


def _is_ordinal(form: Form) -> bool:
    return bool(
        _ORDINAL.fullmatch(form.name)
        or (_ROMAN.fullmatch(form.name) and len(form.name) > 1)
        or (form.is_number and _TURKISH_ORDINAL.fullmatch(form.suffix))
    )


def _meeting_end(sentence: Sentence, first: int, institutions: set[int]) -> int | None:
    """Return the position behind a meeting that begins at ``first``, None without one."""
    forms = sentence.forms
    meetings = words_by_kind("event-words")["meeting"]
    function_words = words_by_kind("function-words")["within an event"]
    end = None
    for position in range(first, min(first + _MOST_WORDS, len(forms))):
        form = forms[position]
        if end is not None and position in institutions:
            break  # "of the Shanghai Cooperation Organization": whose it is
        if form.is_capitalised:
            if end is not None or is_form_of(form.folded, meetings):
                end = position + 1
            if form.suffix:
                break
        elif form.folded not in function_words:
            break
        if end == position + 1 and not _is_of(sentence, position + 1):
            break
    return end


def _is_of(sentence: Sentence, position: int) -> bool:
    return position < len(sentence) and sentence.forms[position].folded == "of"
