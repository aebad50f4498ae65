"""Words in front of a name that the tagger took into it: *Although Rubio*, *Ulu Önder*."""

from __future__ import annotations

from collections.abc import Mapping

from ..gazetteer.gazetteer import Found
from ..tokens import Sentence
from ..word_lists import words_by_kind
from .name_lists import is_given, is_surname, languages_with, person_names
from .tagger import Tagged

_OPENING = frozenset("\"'“‘«(•*-–—:.")
"""Signs behind which a sentence or a quotation begins."""

_DERIVED, _SHORTEST_DERIVED = ("li", "lu"), 6
"""Turkish suffixes of origin, and letters of the shortest word with one; a guess."""

_HOLDER = 2
"""The rank of a surname that a holder of a high office has."""

_AGENT = ("ci", "cu")
"""Endings of Turkish words for who does something, folded: *yüzücü*, *balıkçı*."""

_SHORTEST_AGENT = 5
"""Letters of the shortest of them that is looked at; a guess."""

_HORTATIVE = ("elim", "alim")
"""Endings of Turkish verbs that begin a sentence: *Gelelim Ajda Pekkan'a*."""


def without_leading_words(
    sentence: Sentence,
    tagged: Tagged,
    starts: Mapping[int, Found],
    surnames: Mapping[str, int],
) -> Tagged:
    """Return a tagged span without words in front that are no part of the name.

    ``starts`` are the gazetteer's matches by their first word, ``surnames`` the ranks of
    known surnames.
    """
    first, last = tagged.first, tagged.last
    while first < last - 1:
        match = starts.get(first)
        if match is not None and match.last - first > 1 and not match.is_small:
            break
        if tagged.label == "PER" and (owner := _find_owner(sentence, first, last, starts)):
            first = owner
        elif tagged.label == "PER" and (name := _find_given(sentence, first, last, starts)):
            first = name
        elif _is_epithet(sentence, first, last):
            first += 2
        elif _is_leading(sentence, first, starts, surnames) or (
            tagged.label == "PER"
            and (_is_people(sentence, first, match) or _is_description(sentence, first))
        ):
            first += 1
        else:
            break
    return tagged if first == tagged.first else tagged._replace(first=first)


def _find_owner(
    sentence: Sentence, first: int, last: int, starts: Mapping[int, Found]
) -> int | None:
    """Return where a name begins behind *of* and a country: *of France Isabelle Dumont*."""
    joining = words_by_kind("function-words")
    if sentence.forms[first].is_capitalised or sentence.folded[first] not in joining["of"]:
        return None
    position = first + 1
    if sentence.folded[position] in joining["article"]:
        position += 1
    match = starts.get(position)
    return match.last if match is not None and match.last < last else None


def _find_given(
    sentence: Sentence, first: int, last: int, starts: Mapping[int, Found]
) -> int | None:
    """Return where a known given name begins behind words that are none.

    They are common words or a people: *Süper Star Ajda Pekkan*, *Fransız Jean Sartre*.
    """
    titles = words_by_kind("function-words")["before any name"]
    for position in range(first, last - 1):
        form = sentence.forms[position]
        if is_given(form.folded):
            return position if position > first else None
        match = starts.get(position)
        is_people = match is not None and match.entry.type == "NORP"
        is_word = bool(languages_with(form.folded)) or form.folded.endswith(_HORTATIVE)
        if form.suffix or not form.is_capitalised:
            return None
        if form.folded in person_names().surnames or form.folded in titles:
            return None
        if not (is_people or (is_word and match is None)):
            return None
    return None


def _is_description(sentence: Sentence, first: int) -> bool:
    """Return whether a word says what a person is: *Kaptan Gökdeniz*, *Bursalı Okan*."""
    form, following = sentence.forms[first], sentence.forms[first + 1]
    if form.suffix and not form.suffix.startswith(_DERIVED):
        return False
    if not following.is_capitalised or is_given(form.folded):
        return False
    if form.folded in words_by_kind("function-words")["occupation"]:
        return True
    is_agent = len(form.folded) >= _SHORTEST_AGENT and form.folded.endswith(_AGENT)
    if is_agent and is_given(following.folded) and languages_with(form.folded):
        return True
    if form.suffix:
        return True
    is_long = len(form.folded) >= _SHORTEST_DERIVED
    return is_long and form.folded.endswith(_DERIVED) and not is_surname(form.folded)


def _is_people(sentence: Sentence, first: int, match: Found | None) -> bool:
    """Return whether a word is a people and no given name, as *Roman* and *German* are."""
    form = sentence.forms[first]
    if match is None or match.entry.type != "NORP" or form.suffix:
        return False
    return sentence.forms[first + 1].is_capitalised and not is_given(form.folded)


def _is_epithet(sentence: Sentence, first: int, last: int) -> bool:
    """Return whether two words are an epithet before a name of two words or more."""
    pair = " ".join(sentence.folded[first : first + 2])
    return last - first > 2 and pair in words_by_kind("function-words")["epithet"]


def _is_leading(
    sentence: Sentence, first: int, starts: Mapping[int, Found], surnames: Mapping[str, int]
) -> bool:
    """Return whether a word has its capital from the beginning of the sentence only."""
    forms = sentence.forms
    if (first and forms[first - 1].name not in _OPENING) or forms[first].suffix:
        return False
    words = words_by_kind("function-words")
    folded = forms[first].folded
    if folded in words["pronoun, never a name"]:
        return True
    if folded in words["before a name, at a start"]:
        return True
    if folded not in words["pronoun, at a start"]:
        return False
    following = forms[first + 1]
    match = starts.get(first + 1)
    if match is not None and not match.entry.is_weak:
        return match.entry.type in ("ORG", "GPE")
    return surnames.get(following.folded, 0) >= _HOLDER
