"""Find people again by surname, and read each name of a text as one kind of entity.

Once a text has a person's full name, the surname alone is a mention wherever it stands
in that text. A name that the tagger takes for a person here and for a place there is
what most of its mentions are.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from ..model import EntityType
from ..text.letters import fold
from .base import Mention
from .gazetteer.gazetteer import is_form_of
from .gazetteer.ids import kind_of
from .people.names import split_name, surname_of
from .people_linker import written_as
from .tokens import Sentence
from .word_lists import words_by_kind

_DOUBTFUL: tuple[EntityType, ...] = ("PERSON", "ORG", "GPE")
"""Types that the tagger takes for one another."""

_WORD = re.compile(r" (\w{3,20})")
"""The word behind a name."""

_CERTAIN = 1000
"""Mentions against which a word for a company prevails."""


def propagate(
    text: str, sentences: Sequence[Sentence], found: Sequence[Sequence[Mention]]
) -> list[list[Mention]]:
    """Return the mentions of each sentence with surnames of people whose name was found.

    ``found`` are the mentions by sentence; an unlinked organisation or place that is
    such a surname becomes a person, and so does a town of that name.
    """
    surnames = _find_surnames(text, found)
    types = _find_types(text, found)
    if types:
        found = [[_with_type(text, one, types) for one in mentions] for mentions in found]
    if not surnames:
        return [list(mentions) for mentions in found]
    return [
        _add_surnames(text, sentence, mentions, surnames)
        for sentence, mentions in zip(sentences, found, strict=True)
    ]


def _find_types(text: str, found: Sequence[Sequence[Mention]]) -> dict[str, EntityType]:
    """Return the type of most mentions of each unknown name that has several.

    A name that is a company once, as *Roche firması* is, is one.
    """
    counts: dict[str, Counter[EntityType]] = defaultdict(Counter)
    companies = words_by_kind("function-words")["behind a company"]
    for mentions in found:
        for one in mentions:
            if one.id is None and one.type in _DOUBTFUL and not one.is_institution:
                by_type = counts[text[one.start : one.end]]
                by_type[one.type] += 1
                behind = _WORD.match(text, one.end) if one.type == "ORG" else None
                if behind is not None and is_form_of(fold(behind[1]), companies):
                    by_type["ORG"] += _CERTAIN
    types = {}
    for name, by_type in counts.items():
        (type, most), *others = by_type.most_common()
        if others and most > sum(count for _, count in others):
            types[name] = type
    return types


def _with_type(text: str, one: Mention, types: dict[str, EntityType]) -> Mention:
    if one.id is not None or one.type not in _DOUBTFUL:
        return one
    type = types.get(text[one.start : one.end])
    return one if type in (None, one.type) else one._replace(type=type)


def _find_surnames(text: str, found: Sequence[Sequence[Mention]]) -> frozenset[str]:
    """Return the folded surnames of the people whose full name was found."""
    names = (
        split_name(written_as(text, one))
        for mentions in found
        for one in mentions
        if one.type == "PERSON"
    )
    return frozenset(surname_of(name) for name in names if len(name) > 1)


def _add_surnames(
    text: str, sentence: Sentence, mentions: Sequence[Mention], surnames: frozenset[str]
) -> list[Mention]:
    if surnames.isdisjoint(sentence.folded):
        return list(mentions)
    positions = {start: position for position, start in enumerate(sentence.starts)}
    kept = [
        one._replace(type="PERSON", id=None, name=None)
        if one.type in ("ORG", "GPE", "LOC")
        and fold(text[one.start : one.end]) in surnames
        and (one.id is None or _may_be_person(sentence, one, positions.get(one.start)))
        else one
        for one in mentions
    ]
    for position, folded in enumerate(sentence.folded):
        if folded in surnames and sentence.forms[position].is_capitalised:
            start, end = sentence.start(position), sentence.end(position)
            if all(one.end <= start or one.start >= end for one in kept):
                kept.append(Mention(start, end, "PERSON"))
    return sorted(kept, key=lambda one: one.start)


def _may_be_person(sentence: Sentence, one: Mention, position: int | None) -> bool:
    """Return whether a town may be a surname: nobody is in it, and nothing follows.

    *Pekin, Hande ile evlendi* is one beside *Fethi Pekin*, *Pekin'de* is none.
    """
    if position is None or kind_of(one.id or "") not in ("city", "gpe"):
        return False
    form = sentence.forms[position]
    if form.suffix in words_by_kind("endings")["Turkish locative"]:
        return False
    behind = position + 1
    return behind == len(sentence) or not sentence.forms[behind].is_capitalised
