"""Split spans that the tagger took for one name but that hold several."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from ..model import EntityType
from ..text.letters import fold
from .gazetteer.gazetteer import Found
from .tagger.tagger import Label, Tagged
from .tokens import POSSESSIVE, Sentence
from .word_lists import entries_of, words_by_kind, words_of

_APART: tuple[Label, ...] = ("PER", "LOC")
"""Labels of names that a word with a Turkish suffix ends."""

_OPENING, _CLOSING = "(", ")"
_SUFFIXES = frozenset("aeıiuü")
"""Suffixes of Turkish behind a quotation mark: *"Meltem"i Zeynep Tokuş*."""
_QUOTES = frozenset('"“”«»')
DASHES = ("-", "–")
_DASH, _COMMA = "-", ","
_NONE: frozenset[str] = frozenset()


class KnownWords(NamedTuple):
    """Words of a sentence that are known names.

    ``ends`` has the name whose last word is at a position, ``surnames`` the positions of
    surnames of known people.
    """

    ends: Mapping[int, Found] = MappingProxyType({})
    surnames: Collection[int] = ()

    def type_of(self, position: int) -> EntityType | None:
        """Return the type of the name whose last word is at ``position``, if any."""
        match = self.ends.get(position)
        return None if match is None else match.entry.type

    def covers(self, position: int) -> bool:
        """Return whether a word stands within a known name."""
        return any(one.first <= position < one.last for one in self.ends.values())


NOTHING_KNOWN = KnownWords()


@cache
def honorifics() -> tuple[frozenset[str], frozenset[str]]:
    """Return the honorifics before a person's name and those behind it, folded."""
    words = entries_of("honorifics")
    return (
        frozenset(fold(word.rstrip(_DASH)) for word in words if word.endswith(_DASH)),
        frozenset(fold(word.lstrip(_DASH)) for word in words if word.startswith(_DASH)),
    )


def split_names(
    sentence: Sentence, tagged: Tagged, known: KnownWords = NOTHING_KNOWN
) -> Iterator[tuple[int, int]]:
    """Yield each name in a tagged span: its first word, and the position behind its last.

    Without the punctuation and the honorifics at its ends. ``Yilmaz and Bektenov`` are
    two names, ``Fidan-Lavrov`` and ``Rudolstadt'da Schiller`` too; a bracket that only
    opens or only closes within the span also separates two. By what is ``known``
    ``Turkey's Erdogan`` and ``NATO'nun Stoltenberg`` are two names, and ``Cox's Bazar``
    and ``St. Mary's Church`` are one.
    """
    forms = sentence.forms
    before, behind = honorifics() if tagged.label == "PER" else (_NONE, _NONE)
    for first, last in _split_span(sentence, tagged, known):
        while last > first and (
            _is_loose_end(sentence, last - 1) or forms[last - 1].folded in behind
        ):
            last -= 1
        while first < last and (not forms[first].is_word or forms[first].folded in before):
            first += 1
        if last - first > 1 and forms[first].name in _SUFFIXES:
            first += 1
        if first < last:
            yield first, last


def _split_span(
    sentence: Sentence, tagged: Tagged, known: KnownWords
) -> Iterator[tuple[int, int]]:
    """Yield the spans of words between separators and behind words that end a name."""
    first = tagged.first
    for position in range(tagged.first, tagged.last):
        if _is_separator(sentence, position, tagged, known):
            yield first, position
            first = position + 1
        elif _ends_name(sentence, position, tagged, known):
            yield first, position + 1
            first = position + 1
    yield first, tagged.last


def _is_loose_end(sentence: Sentence, position: int) -> bool:
    """Return whether the end of a span is punctuation that does not belong to the name."""
    form = sentence.forms[position]
    if form.is_word or form.name == _CLOSING:
        return False
    before = sentence.forms[position - 1].folded if position else ""
    return form.name != "." or before not in words_of("abbreviations")


def _is_separator(
    sentence: Sentence, position: int, tagged: Tagged, known: KnownWords
) -> bool:
    """Return whether a word or a sign stands between two names of the span."""
    form = sentence.forms[position]
    if form.name in _QUOTES:
        return tagged.label == "PER" and not _is_quoted(sentence, tagged)
    if form.name in (_OPENING, _CLOSING):
        return tagged.label in _APART or not _is_balanced(sentence, tagged)
    if tagged.label == "ORG":
        return form.name == _COMMA and _has_heads(sentence, position, tagged)
    if tagged.label not in _APART or position == tagged.first:
        return False
    joining = words_by_kind("function-words")["between two people"]
    if form.name == _COMMA or form.folded in joining:
        return tagged.label == "PER" or not known.covers(position)
    if tagged.label != "PER" or form.name not in DASHES:
        return False
    is_apart = sentence.gap(position - 1) > 0 and sentence.gap(position) > 0
    return _is_pair(tagged) or (is_apart and position + 1 < tagged.last)


def _has_heads(sentence: Sentence, comma: int, tagged: Tagged) -> bool:
    """Return whether a word for an organisation stands on both sides of a comma.

    *Ministry of Trade, Industry and Energy* has one alone.
    """
    heads = words_of("organization-words")
    before = sentence.folded[tagged.first : comma]
    return not (
        heads.isdisjoint(before)
        or heads.isdisjoint(sentence.folded[comma + 1 : tagged.last])
    )


def _is_pair(tagged: Tagged) -> bool:
    """Return whether a span is two words and a dash: two surnames in a headline.

    ``Lee Jae-myung`` and ``Jane Smith-Jones`` are longer.
    """
    return tagged.last - tagged.first == 3


def _is_quoted(sentence: Sentence, tagged: Tagged) -> bool:
    """Return whether quotation marks in a span are pairs: *Dwayne "The Rock" Johnson*."""
    forms = sentence.forms[tagged.first : tagged.last]
    return sum(form.name in _QUOTES for form in forms) % 2 == 0


def _is_balanced(sentence: Sentence, tagged: Tagged) -> bool:
    names = [form.name for form in sentence.forms[tagged.first : tagged.last]]
    return names.count(_OPENING) == names.count(_CLOSING)


def _ends_name(
    sentence: Sentence, position: int, tagged: Tagged, known: KnownWords
) -> bool:
    """Return whether the suffix of a word ends a name within the span."""
    suffix = sentence.forms[position].suffix
    if not suffix or position + 1 == tagged.last:
        return False
    owner = known.type_of(position)
    is_known = owner is not None or position in known.surnames
    if suffix != POSSESSIVE:
        return tagged.label in _APART or (tagged.label == "ORG" and is_known)
    if owner == "GPE" or position + 1 in known.surnames:
        return True
    if tagged.label == "PER":
        return is_known or position > tagged.first
    return owner == "ORG" and sentence.forms[position].is_capitals
