"""Words in capitals before a name: bylines, headlines, and the first word of a story.

``MEHMET DEMİRCAN Ortega`` is a byline and a name; ``LİDER Beşiktaş`` a name behind a word;
``SERDAR Bilgili`` one name, whose first word begins a story.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..tokens import Form, Sentence
from .name_lists import is_given
from .tagger import Tagged

_LONGEST_ACRONYM = 4
"""Letters of a word that may be in capitals anywhere; a guess."""


def split_byline(sentence: Sentence, tagged: Tagged) -> Iterator[Tagged]:
    """Yield the names in a tagged span, parted where its words in capitals end."""
    first, last = tagged.first, tagged.last
    if tagged.label not in ("PER", "ORG"):
        yield tagged
        return
    stop = first
    while stop < last and _is_in_capitals(sentence.forms[stop]):
        stop += 1
    if stop in (first, last) or not _is_in_title_case(sentence.forms[stop]):
        yield tagged
        return
    capitals, rest = sentence.forms[first:stop], tagged._replace(first=stop)
    has_given = is_given(capitals[0].folded)
    if len(capitals) == 1:
        is_part = has_given or tagged.label == "ORG"
        yield tagged if is_part else rest
        return
    are_acronyms = all(len(form.name) <= _LONGEST_ACRONYM for form in capitals)
    if tagged.label == "ORG" and are_acronyms:
        yield tagged
        return
    if has_given:
        yield Tagged(first, stop, "PER")
    yield rest


def _is_in_capitals(form: Form) -> bool:
    return form.is_capitals and form.name.isalpha() and not form.suffix


def _is_in_title_case(form: Form) -> bool:
    return form.is_capitalised and len(form.name) > 1 and not form.is_capitals
