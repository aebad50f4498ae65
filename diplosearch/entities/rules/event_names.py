"""Names of events within what the tagger took for one: ``Efes Cup Turnuvası’nın finali``.

An event has a word that says what it is, its head (*zirvesi*, *war*); it ends with it and
begins with the first capital before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...analysis.word_rules import stop_words
from ...text.dates import month_number
from ...text.letters import fold
from ..base import Mention
from ..gazetteer.gazetteer import bases_of, is_form_of
from ..gazetteer.ids import make_id
from ..tokens import POSSESSIVE, Form, Sentence
from ..word_lists import words_by_kind

_YEAR_DIGITS = 4
_PERIOD = "."
_NUMBER_BEHIND = re.compile(r"[IVX]{1,5}|[0-9]{1,2}|(?:19|20)[0-9]{2}")
_SUPERLATIVES = frozenset({"all", "en", "most"})
"""Function words with which the name of a prize or a match may begin."""

_JOINING = frozenset({"-", "–", "&", ".", "’", "'"})
_LONGEST_ACRONYM = 5
"""Capitals of the longest word that is rather an acronym; a guess."""


def find_event_names(sentence: Sentence, first: int, last: int) -> Iterator[Mention]:
    """Yield the events in the words ``first`` up to ``last``, from left to right."""
    for start, stop in _split_runs(sentence, first, last):
        start = _skip_numbers(sentence, _skip_function_words(sentence, start, stop), stop)
        end = _end_of_name(sentence, start, stop)
        if end is not None:
            yield event_mention(sentence, start, end)


def event_mention(sentence: Sentence, first: int, last: int) -> Mention:
    """Return the words ``first`` up to ``last`` as an event.

    Without an apostrophe the suffix of its head is left out of its id and name: those of
    ``31 Mart seçimlerinde`` are of *31 Mart seçimleri*.
    """
    start, end = sentence.start(first), sentence.end(last - 1)
    form = sentence.forms[last - 1]
    base = _base_of_head(form)
    if base is None:
        return Mention(start, end, "EVENT")
    name = "".join(
        sentence.surfaces[position] + " " * (sentence.gap(position) > 0)
        for position in range(first, last - 1)
    )
    name += form.name[: len(base)]
    return Mention(start, end, "EVENT", make_id("EVENT", name), name)


def _base_of_head(form: Form) -> str | None:
    """Return an inflected head without its suffix, None for one that has none."""
    kinds = words_by_kind("event-words")
    heads = kinds["head"] | kinds["head in capitals"]
    if form.folded in heads:
        return None
    for base in bases_of(form.folded):
        is_plural = form.folded.startswith(("lar", "ler"), len(base))
        if base in heads and not is_plural and fold(form.name[: len(base)]) == base:
            return base
    return None


def _split_runs(sentence: Sentence, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of words that may be one name.

    A word with a Turkish suffix behind an apostrophe ends one; so does a small word that
    is no head, and a word in capitals that begins the next sentence of a newspaper.
    """
    forms = sentence.forms
    start = first
    for position in range(first, last):
        form = forms[position]
        if not _may_be_inside(form):
            yield start, position
            start = position + 1
            continue
        if position > start and _begins_sentence(sentence, start, position):
            yield start, position
            start = position
        if form.suffix and form.suffix != POSSESSIVE and not form.is_number:
            yield start, position + 1
            start = position + 1
    yield start, last


def _may_be_inside(form: Form) -> bool:
    """Return whether a word may stand within the name of an event."""
    kinds = words_by_kind("event-words")
    return (
        form.is_capitalised
        or form.is_number
        or form.name in _JOINING
        or form.folded in words_by_kind("function-words")["within an event"]
        or form.folded in kinds["of an election"]
        or form.folded in kinds["within a name"]
        or _is_head(form)
    )


def _begins_sentence(sentence: Sentence, start: int, position: int) -> bool:
    """Return whether the case of the letters changes as where a headline ends.

    Newspapers write the first word of a story in capitals, and headlines too.
    """
    forms = sentence.forms
    form, before = forms[position], forms[position - 1]
    is_long = len(form.name) > _LONGEST_ACRONYM or _is_head(form)
    if form.is_capitals and is_long:
        return before.is_word and not before.is_capitals
    is_title = form.is_capitalised and not form.name.isupper()
    capitals = [one.is_capitals for one in forms[start:position] if one.is_word]
    return is_title and len(capitals) > 1 and all(capitals)


def _is_head(form: Form) -> bool:
    kinds = words_by_kind("event-words")
    if is_form_of(form.folded, kinds["head"]):
        return True
    return form.is_capitalised and is_form_of(form.folded, kinds["head in capitals"])


def _skip_function_words(sentence: Sentence, start: int, stop: int) -> int:
    """Return where a run begins without words that have only the capital of a sentence."""
    while start + 1 < stop and _is_opening(sentence.folded[start]):
        start += 1
    return start


def _is_opening(folded: str) -> bool:
    return folded in stop_words() and folded not in _SUPERLATIVES


def _skip_numbers(sentence: Sentence, start: int, stop: int) -> int:
    """Return where a run begins without a score in front: ``3-2 Bayanlar Ligi``."""
    forms = sentence.forms
    while start < stop:
        form = forms[start]
        following = forms[start + 1] if start + 1 < stop else None
        if form.is_capitalised:
            return start
        if form.is_number and following is not None:
            is_year = len(form.name) == _YEAR_DIGITS
            is_ordinal = following.name == _PERIOD or not form.name.isdecimal()
            is_day = month_number(following.folded) is not None
            if is_year or is_ordinal or is_day or form.suffix:
                return start
        start += 1
    return start


def _end_of_name(sentence: Sentence, start: int, stop: int) -> int | None:
    """Return the position behind the last head of a run, None for a run without a name."""
    forms = sentence.forms
    heads = [position for position in range(start, stop) if _is_head(forms[position])]
    names = [
        position
        for position in range(start, stop)
        if (forms[position].is_capitalised or forms[position].is_number)
    ]
    if not heads or len(set(heads) | set(names)) < 2:  # a head alone is no name
        return None
    if not any(forms[position].is_capitalised for position in names):
        return None
    if all(_is_general(forms[one]) for one in names if one not in heads):
        return None
    end = heads[-1] + 1
    is_before = forms[start].folded in words_by_kind("event-words")["before a name"]
    if (is_before and heads[-1] == start) or _goes_on(sentence, end, stop):
        end = names[-1] + 1
    else:
        end = _end_of_sequel(sentence, end, stop)
    return end if end - start > 1 else None


def _is_general(form: Form) -> bool:
    """Return whether a word beside a head makes no name: *2004 Mali Yılı*."""
    general = words_by_kind("event-words")["no name beside a head"]
    is_year = form.name.isdecimal() and len(form.name) == _YEAR_DIGITS
    return is_year or form.folded in general


def _end_of_sequel(sentence: Sentence, end: int, stop: int) -> int:
    """Return where a name ends behind its head: *World War II*, *election in New York*."""
    forms = sentence.forms
    if end < stop and _NUMBER_BEHIND.fullmatch(forms[end].name):
        return end + 1
    elections = words_by_kind("event-words")["election"]
    is_election = forms[end - 1].folded in elections
    if not is_election or end + 1 >= stop or forms[end].folded != "in":
        return end
    last = end + 1
    if month_number(forms[last].folded) is not None:
        return end
    while last < stop and forms[last].is_capitalised:
        last += 1
    return last if last > end + 1 else end


def _goes_on(sentence: Sentence, position: int, stop: int) -> bool:
    """Return whether *of* or *on* behind a head leads on to the rest of the name."""
    joining = words_by_kind("event-words")["behind a head"]
    return position + 1 < stop and sentence.forms[position].folded in joining
