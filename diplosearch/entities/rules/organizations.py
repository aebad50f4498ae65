"""Organisations whose names go on, and the acronyms set behind them.

``Progressive Conservative Party`` goes on ``of Canada``, and ``Dışişleri Bakanlığı``
begins with the country that stands before it; what stands in brackets behind a
name, in capitals, is that name's acronym.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..base import Mention
from ..tokens import Sentence
from ..word_lists import words_of

_OF = frozenset({"of", "for"})
_SHORTEST_ACRONYM, _LONGEST_ACRONYM = 2, 8


def extend_organizations(sentence: Sentence, mentions: Sequence[Mention]) -> list[Mention]:
    """Return ``mentions`` with organisations in full, and acronyms behind them."""
    if all(mention.type != "ORG" for mention in mentions):
        return list(mentions)
    at = {sentence.start(place): place for place in range(len(sentence))}
    kept: list[Mention] = []
    for mention in mentions:
        if kept and mention.end <= kept[-1].end:
            continue
        if mention.type == "ORG" and mention.start in at:
            if mention.is_institution and _has_owner(sentence, kept, mention, at):
                mention = replace(mention, start=kept.pop().start, id=None, name=None)
            mention = _extended(sentence, mention, mentions, at)
        kept.append(mention)
    return sorted([*kept, *_acronyms(sentence, kept)], key=lambda one: one.start)


def _has_owner(
    sentence: Sentence,
    mentions: Sequence[Mention],
    institution: Mention,
    at: dict[int, int],
) -> bool:
    """Return whether a country or people stands right before its institution."""
    place = at[institution.start] - 1
    if not mentions or place < 0 or sentence.forms[place].suffix:
        return False
    before = mentions[-1]
    if before.end != sentence.end(place):
        return False
    is_country = before.id is not None and before.id.startswith(("country:", "norp:"))
    return is_country and sentence.gap(place) == 1


def _extended(
    sentence: Sentence, mention: Mention, mentions: Sequence[Mention], at: dict[int, int]
) -> Mention:
    last = _last_word(sentence, mention, at)
    forms = sentence.forms
    goes_on = mention.is_institution or forms[last].folded in words_of("organization-words")
    if last + 2 >= len(forms) or not goes_on or forms[last].suffix:
        return mention
    if forms[last + 1].folded not in _OF:
        return mention
    place = last + 2 + (forms[last + 2].folded == "the")
    if place >= len(forms):
        return mention
    follower = next(
        (
            one
            for one in mentions
            if one.start == sentence.start(place) and one.type in ("GPE", "LOC", "NORP")
        ),
        None,
    )
    if follower is None:
        return mention
    return replace(mention, end=follower.end, id=None, name=None)


def _last_word(sentence: Sentence, mention: Mention, at: dict[int, int]) -> int:
    place = at[mention.start]
    while place + 1 < len(sentence) and sentence.start(place + 1) < mention.end:
        place += 1
    return place


def _acronyms(sentence: Sentence, mentions: Sequence[Mention]) -> list[Mention]:
    """Return acronyms in brackets behind organisations, with their ids where known."""
    ends = {one.end: one for one in mentions if one.type == "ORG"}
    taken = {one.start for one in mentions}
    found = []
    forms = sentence.forms
    for place in range(2, len(forms) - 1):
        if forms[place - 1].name != "(" or forms[place + 1].name not in (")", ",", ";"):
            continue
        form = forms[place]
        if not form.is_capitals or not form.name.isalpha():
            continue
        if not _SHORTEST_ACRONYM <= len(form.name) <= _LONGEST_ACRONYM:
            continue
        owner = ends.get(sentence.end(place - 2))
        if owner is not None and sentence.start(place) not in taken:
            span = sentence.start(place), sentence.end(place)
            found.append(Mention(*span, "ORG", owner.id, owner.name))
    return found
