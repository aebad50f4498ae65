"""Summits, forums and games by their number: ``25th Summit of the Council of …``.

An ordinal, a Roman numeral or a year before a known event belongs to it; so do
the words between an ordinal and the word for a meeting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..base import Mention
from ..gazetteer.gazetteer import Found, is_form_of
from ..tokens import Form, Sentence
from ..word_lists import words_by_kind

_ORDINAL = re.compile(r"[0-9]{1,3}(?:st|nd|rd|th)")
_ROMAN = re.compile(r"[IVXLC]{1,7}")
_NUMBER = re.compile(r"[0-9]{1,3}")
_YEAR = re.compile(r"(?:1[89]|20)[0-9]{2}")
_TURKISH_ORDINAL = re.compile(r"[iu]?nc[iu]")
_LONGEST = 9
_JOINTS = frozenset(["of", "the", "and", "ve", "on", "in", "for", "ile"])


def find_events(sentence: Sentence, found: Iterable[Found]) -> Iterator[Mention]:
    """Yield numbered events; ``found`` is what the gazetteer knows in the sentence."""
    if not (sentence.has_number or any(form.is_capitals for form in sentence.forms)):
        return
    known = list(found)
    for match in known:
        if match.named.type == "EVENT":
            first = _numbered_from(sentence, match.first)
            if first < match.first:
                yield Mention(sentence.start(first), sentence.end(match.last - 1), "EVENT")
    yield from _find_elections(sentence)
    institutions = {match.first for match in known if match.named.type in ("ORG", "GPE")}
    for place in _behind_numbers(sentence):
        first = _numbered_from(sentence, place, needs_ordinal=True)
        if first < place:
            last = _meeting_end(sentence, place, institutions)
            if last is not None:
                yield Mention(sentence.start(first), sentence.end(last - 1), "EVENT")


def _behind_numbers(sentence: Sentence) -> Iterator[int]:
    """Yield the places behind what may be a number, perhaps with its period."""
    is_behind = False
    for place, form in enumerate(sentence.forms):
        if is_behind:
            yield place
        is_behind = (
            form.is_number or form.name.isupper() or (is_behind and form.name == ".")
        )


def _find_elections(sentence: Sentence) -> Iterator[Mention]:
    """Yield ``2001 Italian general election`` and the like."""
    forms = sentence.forms
    known = words_by_kind("event-words")
    for place, form in enumerate(forms):
        if not form.is_number or form.suffix or not _YEAR.fullmatch(form.name):
            continue
        for at in range(place + 1, min(place + _LONGEST, len(forms))):
            word = forms[at]
            if is_form_of(word.folded, known["election"]):
                yield Mention(sentence.start(place), sentence.end(at), "EVENT")
                break
            if not word.is_capitalised and word.folded not in known["of an election"]:
                break


def _numbered_from(sentence: Sentence, place: int, *, needs_ordinal: bool = False) -> int:
    """Return where the number before the word at ``place`` begins, else ``place``."""
    forms = sentence.forms
    if not place:
        return place
    form = forms[place - 1]
    if _is_ordinal(form) or (not needs_ordinal and _YEAR.fullmatch(form.name)):
        return place - 1
    if form.name == "." and place > 1 and sentence.gap(place - 2) == 0:
        before = forms[place - 2].name
        if _NUMBER.fullmatch(before) or _ROMAN.fullmatch(before):
            return place - 2
    return place


def _is_ordinal(form: Form) -> bool:
    return bool(
        _ORDINAL.fullmatch(form.name)
        or (_ROMAN.fullmatch(form.name) and len(form.name) > 1)
        or (form.is_number and _TURKISH_ORDINAL.fullmatch(form.suffix))
    )


def _meeting_end(sentence: Sentence, place: int, institutions: set[int]) -> int | None:
    """Return where the meeting named from ``place`` on ends, None where there is none."""
    forms = sentence.forms
    meetings = words_by_kind("event-words")["meeting"]
    end = None
    for at in range(place, min(place + _LONGEST, len(forms))):
        form = forms[at]
        if end is not None and at in institutions:
            break  # "of the Shanghai Cooperation Organization": whose it is
        if form.is_capitalised:
            if end is not None or is_form_of(form.folded, meetings):
                end = at + 1
            if form.suffix:
                break
        elif form.folded not in _JOINTS:
            break
        if end == at + 1 and not _continues(sentence, at + 1):
            break
    return end


def _continues(sentence: Sentence, place: int) -> bool:
    return place < len(sentence) and sentence.forms[place].folded == "of"
