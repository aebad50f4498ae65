"""Read the spans that the tagger found: the names in them, and what each one is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ..model import EntityType
from .base import Mention
from .gazetteer.gazetteer import is_form_of, is_in_capitals, kind_of_place
from .rules.event_names import find_event_names
from .span_splitting import NOTHING_KNOWN, KnownWords, split_names
from .tagger.name_lists import person_names
from .tagger.tagger import Tagged
from .tokens import POSSESSIVE, Sentence
from .word_lists import words_by_kind, words_of

_MOST_NAMES = 3
"""Words of a person's name that is taken for a place; a guess."""

_LONGEST_ACRONYM = 4
"""Letters of an acronym that is in no list; a guess."""


def read_tagged(
    sentence: Sentence, tagged: Tagged, known: KnownWords = NOTHING_KNOWN
) -> Iterator[Mention]:
    """Yield the mentions in a tagged span, one or several.

    ``known`` are the words of the sentence that are names by the gazetteer.
    """
    forms = sentence.forms
    if tagged.label == "EVENT":
        events = list(find_event_names(sentence, tagged.first, tagged.last))
        yield from events
        is_long = tagged.last - tagged.first > 2  # two words may end a longer name
        end = forms[tagged.last - 1].folded
        if events or not is_long or end not in words_of("organization-words"):
            return
        tagged = tagged._replace(label="ORG")  # "War Labor Board"
    for first, last in split_names(sentence, tagged, known):
        if tagged.label == "LOC":
            # "Zhejiang eyaletinin": the common noun behind a name does not belong to it.
            while last - first > 1 and forms[last - 1].name.islower():
                last -= 1
            while last - first > 1 and forms[first].name.islower():
                first += 1
        is_name = forms[first].is_capitalised or any(
            form.is_capitalised or form.is_number for form in forms[first:last]
        )
        type = _type_of(sentence, first, last, tagged, known) if is_name else None
        if type is not None:
            yield Mention(sentence.start(first), sentence.end(last - 1), type)


def _type_of(
    sentence: Sentence, first: int, last: int, tagged: Tagged, known: KnownWords
) -> EntityType | None:
    """Return the type of a name in a tagged span, None for one that is left out."""
    end = sentence.forms[last - 1]
    is_part = first > tagged.first or last < tagged.last
    match = known.ends.get(last - 1)
    if is_part and match is not None and match.first == first:
        return match.entry.type
    owner = sentence.forms[first - 1].suffix if first > tagged.first else ""
    if owner and last - first == 1 and first in known.surnames:
        return "PERSON"
    is_owned = owner == POSSESSIVE
    match tagged.label:
        case "PER":
            if last - first > 1 and is_form_of(end.folded, _organization_words()):
                return "ORG"
            if (kind := _kind_by_word_behind(sentence, first, last)) is not None:
                return "ORG" if kind == "company" else None
            inner = sentence.forms[first : last - 1]
            if any(form.suffix == POSSESSIVE for form in inner):  # "St. Mary's Church"
                type = kind_of_place(sentence.folded[first:last])
                return "ORG" if type == "GPE" else type
            if is_owned:
                return "ORG"
            endings = words_by_kind("endings")["Turkish, behind a place"]
            is_place = last < tagged.last and end.suffix in endings
            return "GPE" if is_place else "PERSON"
        case "LOC":
            if _kind_by_word_behind(sentence, first, last) == "work":
                return match.entry.type if match is not None else None
            if is_owned or _is_called(sentence, first, last, known):
                return "PERSON"
            type = kind_of_place(sentence.folded[first:last])
            is_owner = last - first > 1 and is_form_of(end.folded, _organization_words())
            is_owner = is_owner or _is_unknown_acronym(sentence, first, last, known)
            return "ORG" if type == "GPE" and is_owner else type
        case "ORG":
            others = words_by_kind("office-words")["last word of no organisation"]
            return None if end.folded in others else "ORG"
    return None


def _kind_by_word_behind(sentence: Sentence, first: int, last: int) -> str | None:
    """Return what the word behind a name that is no known person's says that it is.

    *Roche firması* is a company, *Winston sigarası* a product, *Tatlı Sert programı* a
    work.
    """
    if last == len(sentence) or sentence.forms[last - 1].suffix:
        return None
    words, behind = words_by_kind("function-words"), sentence.folded[last]
    if not is_form_of(behind, _words_behind()):
        return None
    names = person_names()
    is_person = any(
        one in names.given or one in names.surnames for one in sentence.folded[first:last]
    )
    if last - first == 1 and is_form_of(behind, words["behind a product"]):
        return "product"
    for kind in ("company", "product", "work"):
        if not is_person and is_form_of(behind, words[f"behind a {kind}"]):
            return kind
    return None


@cache
def _words_behind() -> frozenset[str]:
    """Return the words behind a name that say what it is."""
    words = words_by_kind("function-words")
    return frozenset().union(
        *(words[f"behind a {kind}"] for kind in ("company", "product", "work"))
    )


def _is_unknown_acronym(
    sentence: Sentence, first: int, last: int, known: KnownWords
) -> bool:
    """Return whether capitals are the acronym of no place that is known: *JTI*, *DGM*."""
    form = sentence.forms[first]
    if last - first > 1 or not form.is_capitals or known.covers(first):
        return False
    is_short = len(form.name) <= _LONGEST_ACRONYM and form.name.isalpha()
    return is_short and not is_in_capitals(sentence)


@cache
def _organization_words() -> frozenset[str]:
    """Return the last words of names of organisations in both languages."""
    kinds = words_by_kind("headline-words")
    return words_of("organization-words") | kinds["part of a name"]


def _is_called(sentence: Sentence, first: int, last: int, known: KnownWords) -> bool:
    """Return whether a given name begins the name of what was taken for a place."""
    words = sentence.folded[first:last]
    if not 1 < len(words) <= _MOST_NAMES or words[0] not in person_names().given:
        return False
    is_known = any(known.covers(position) for position in range(first, last))
    return not is_known and kind_of_place(words) == "GPE"
