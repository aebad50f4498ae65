"""Where a span that the tagger took for one name holds several."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache

from ..text.letters import fold
from .tagger.tagger import Label, Tagged
from .tokens import Sentence
from .word_lists import entries_of

_JOINTS = frozenset({"and", "ve", "&"})
_APART: tuple[Label, ...] = ("PER", "LOC")
"""Labels of names that no word with a Turkish suffix stands within."""

_OPENING, _CLOSING = "(", ")"
_DASHES = ("-", "–")
POSSESSIVE = "s"
_ABBREVIATIONS = frozenset({"jr", "sr", "inc", "ltd", "co", "corp", "bros", "sti", "san"})
_DASH = "-"
_NONE: frozenset[str] = frozenset()


@cache
def honorifics() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of respect before a name and those behind it, folded."""
    words = entries_of("honorifics")
    return (
        frozenset(fold(word.rstrip(_DASH)) for word in words if word.endswith(_DASH)),
        frozenset(fold(word.lstrip(_DASH)) for word in words if word.startswith(_DASH)),
    )


def split_names(
    sentence: Sentence, tagged: Tagged, owners: Collection[int] = ()
) -> Iterator[tuple[int, int]]:
    """Yield the first and last words of the names in a tagged span.

    ``Yilmaz and Bektenov`` are two, ``Fidan-Lavrov`` and ``Rudolstadt'da Schiller``
    as well, and so is what a bracket parts that only opens or only closes within
    the span. ``owners`` are the words at which known countries and cities end, so
    that ``Turkey's Erdogan`` are two and ``Cox's Bazar`` is one.
    Punctuation and words of respect at the ends are left out.
    """
    forms = sentence.forms
    before, behind = honorifics() if tagged.label == "PER" else (_NONE, _NONE)
    for first, last in _parts(sentence, tagged, owners):
        while last > first and (
            _is_loose_end(sentence, last - 1) or forms[last - 1].folded in behind
        ):
            last -= 1
        while first < last and (not forms[first].is_word or forms[first].folded in before):
            first += 1
        if first < last:
            yield first, last


def _parts(
    sentence: Sentence, tagged: Tagged, owners: Collection[int]
) -> Iterator[tuple[int, int]]:
    first = tagged.first
    for place in range(tagged.first, tagged.last):
        if _is_joint(sentence, place, tagged):
            yield first, place
            first = place + 1
        elif _ends_name(sentence, place, tagged, owners):
            yield first, place + 1
            first = place + 1
    yield first, tagged.last


def _is_loose_end(sentence: Sentence, place: int) -> bool:
    """Return whether punctuation ends a span that is no part of its name."""
    form = sentence.forms[place]
    if form.is_word or form.name == _CLOSING:
        return False
    before = sentence.forms[place - 1].folded if place else ""
    return form.name != "." or before not in _ABBREVIATIONS


def _is_joint(sentence: Sentence, place: int, tagged: Tagged) -> bool:
    form = sentence.forms[place]
    if tagged.label == "PER" and (
        form.folded in _JOINTS or (form.name in _DASHES and _is_pair(tagged))
    ):
        return True
    return form.name in (_OPENING, _CLOSING) and not _is_balanced(sentence, tagged)


def _is_pair(tagged: Tagged) -> bool:
    """Return whether a span is two words and a dash: two surnames in a headline.

    ``Lee Jae-myung`` and ``Jane Smith-Jones`` are longer.
    """
    return tagged.last - tagged.first == 3


def _is_balanced(sentence: Sentence, tagged: Tagged) -> bool:
    names = [form.name for form in sentence.forms[tagged.first : tagged.last]]
    return names.count(_OPENING) == names.count(_CLOSING)


def _ends_name(
    sentence: Sentence, place: int, tagged: Tagged, owners: Collection[int]
) -> bool:
    suffix = sentence.forms[place].suffix
    if not suffix or place + 1 == tagged.last or tagged.label not in _APART:
        return False
    return suffix != POSSESSIVE or tagged.label == "PER" or place in owners
