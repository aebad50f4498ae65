"""Headlines as prose: small letters where a sentence of a story would have them.

The tagger learns names from prose, where capitals show them. In ``Israel Strikes Gaza As
Hamas Rejects Truce Offer`` and in ``CANADA TRADE SURPLUS NARROWS`` they show nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from ...analysis.word_rules import stop_words
from ...model import Language
from ...text.dates import month_number
from ...text.letters import lower
from ..gazetteer.gazetteer import Found, is_in_capitals
from ..tokens import POSSESSIVE, Form, Sentence, capitals_of, form_of
from ..word_lists import words_by_kind
from .name_lists import is_given, languages_with, person_names
from .word_clusters import cluster_of, word_clusters

_FEWEST_WORDS, _FEWEST_LONG, _FEWEST_SMALL = 4, 3, 2
"""Words of the shortest headline, those of four letters or more, and those that are no
names; guesses."""

_MOST_WORDS = 25
"""Words and signs of the longest headline in title case; a guess."""

_SHORTEST = 4
"""Letters of words that have a capital in every style of headlines."""

_LONGEST_ACRONYM = 5
_VOWELS = frozenset("aeiouy")
_HOLDER = 2
"""The rank of a surname that a holder of a high office has."""

_VERB_BITS, _VERBS = 0b1111, 0b1010
_SPEECH = 0b11110100
"""Clusters of English verbs: the lowest bits of nearly all, and the one of *says*."""

_CLAUSE_ENDS = frozenset(",;:.!?-–—")


def as_prose(
    sentence: Sentence, found: Sequence[Found], surnames: Mapping[str, int]
) -> Sentence:
    """Return a headline with the capitals of prose, and any other sentence as it is.

    ``found`` are the gazetteer's matches, ``surnames`` the ranks of known surnames. Words
    keep their offsets and lengths; only the case of their letters changes.
    """
    in_capitals = is_in_capitals(sentence)
    if not in_capitals and not _is_in_title_case(sentence):
        return sentence
    names = _find_names(found)
    language = _language_of(sentence, names)
    small = {
        position
        for position, form in enumerate(sentence.forms)
        if form.is_capitalised
        and position not in names
        and not _is_name(sentence, position, language, surnames)
    }
    if len(small) < _FEWEST_SMALL:
        return sentence
    if not any(_is_verb_or_joins(sentence, position, language) for position in small):
        if not in_capitals:
            return sentence
        if not words_by_kind("headline-words")["part of a name"].isdisjoint(
            sentence.folded
        ):
            small = set()
    surfaces = _with_capitals_of_prose(sentence, small, names, language)
    forms = [form_of(surface) for surface in surfaces]
    return replace(sentence, surfaces=surfaces, forms=forms, capitals=capitals_of(forms))


def _with_capitals_of_prose(
    sentence: Sentence, small: Set[int], names: Mapping[int, Found], language: Language
) -> list[str]:
    """Return the words, of which those in ``small`` are no names."""
    surfaces = list(sentence.surfaces)
    first = next(at for at, form in enumerate(sentence.forms) if form.is_word)
    for position, form in enumerate(sentence.forms):
        surface = surfaces[position]
        if not form.is_capitalised:
            continue
        if position in small and position != first:
            plain = lower(surface, language)
        elif form.is_capitals:
            kept = form.length if _is_acronym(form, names.get(position)) else 1
            plain = surface[:kept] + lower(surface[kept:], language)
        else:
            continue
        if form_of(plain).length == form.length:
            surfaces[position] = plain
    return surfaces


def _is_in_title_case(sentence: Sentence) -> bool:
    """Return whether all words but joining ones have a capital."""
    if not _FEWEST_WORDS <= len(sentence) <= _MOST_WORDS:
        return False
    joining = words_by_kind("headline-words")["in small letters"]
    long = 0
    for form in sentence.forms:
        if form.is_capitalised:
            long += len(form.name) >= _SHORTEST
        elif form.name[0].isalpha() and form.folded not in joining:
            return False
    return long >= _FEWEST_LONG


def _find_names(found: Sequence[Found]) -> dict[int, Found]:
    """Return the words of names that the gazetteer knows, each with its match."""
    names = {}
    for match in found:
        if match.is_small or (match.entry.is_weak and match.last - match.first == 1):
            continue
        for position in range(match.first, match.last):
            names[position] = match
    return names


def _language_of(sentence: Sentence, names: Mapping[int, Found]) -> Language:
    """Return the language that more of the words which are no names are in."""
    counts: dict[Language, int] = {"tr": 0, "en": 0}
    for position, folded in enumerate(sentence.folded):
        if position not in names:
            for language in languages_with(folded):
                counts[language] += 1
    return "tr" if counts["tr"] > counts["en"] else "en"


def _is_name(
    sentence: Sentence, position: int, language: Language, surnames: Mapping[str, int]
) -> bool:
    """Return whether a word would have a capital in prose, too."""
    form = sentence.forms[position]
    if form.suffix and form.suffix != POSSESSIVE:
        return True
    folded = form.folded
    if month_number(folded) is not None or _is_person(sentence, position):
        return True
    if surnames.get(folded, 0) >= _HOLDER and _is_rather_name(folded, language):
        return True
    if language == "tr" and _is_turkish_verb(sentence, position):
        return False
    return language not in languages_with(folded)


def _is_person(sentence: Sentence, position: int) -> bool:
    """Return whether a word is a given name or surname, by itself or beside another."""
    known, folded = person_names(), sentence.folded[position]
    if folded in known.given or folded in known.surnames:
        return True
    before = sentence.folded[position - 1] if position else ""
    behind = sentence.folded[position + 1] if position + 1 < len(sentence) else ""
    if folded in known.ambiguous_surnames and is_given(before):
        return True
    return folded in known.ambiguous_given and (
        behind in known.surnames or behind in known.ambiguous_surnames
    )


def _is_rather_name(folded: str, language: Language) -> bool:
    """Return whether a common word stands among other words when it has a capital."""
    if folded in stop_words():
        return False
    return language == "tr" or folded.capitalize() in word_clusters()


def _is_verb_or_joins(sentence: Sentence, position: int, language: Language) -> bool:
    """Return whether a word shows that a line is a headline and not a long name.

    Joining words have small letters within a name: *Bank of England*.
    """
    folded = sentence.folded[position]
    if position and folded in stop_words():
        return True
    if language == "en":
        cluster = cluster_of(folded) or 0
        return position > 0 and (cluster & _VERB_BITS == _VERBS or cluster == _SPEECH)
    return _is_turkish_verb(sentence, position)


def _is_turkish_verb(sentence: Sentence, position: int) -> bool:
    """Return whether a word ends a clause as a Turkish verb does."""
    forms = sentence.forms
    if position + 1 < len(forms) and forms[position + 1].name not in _CLAUSE_ENDS:
        return False
    endings = tuple(words_by_kind("headline-words")["Turkish verb ending"])
    return position > 0 and forms[position].folded.endswith(endings)


def _is_acronym(form: Form, match: Found | None) -> bool:
    """Return whether a name is written in capitals in prose, too."""
    if len(form.name) > _LONGEST_ACRONYM:
        return False
    if match is None or match.last - match.first > 1:
        return _VOWELS.isdisjoint(form.folded)
    return match.entry.type == "ORG" or len(form.name) < _SHORTEST
