"""Organisations with their full names, and the acronyms in brackets behind them.

``Progressive Conservative Party`` goes on with ``of Canada``, and the name of
``Dışişleri Bakanlığı`` begins with the country before it. Capitals in brackets behind a
name are its acronym.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..base import Mention
from ..tokens import Sentence
from ..word_lists import words_by_kind, words_of

_SHORTEST_ACRONYM, _LONGEST_ACRONYM = 2, 8
"""Letters of an acronym; a guess."""


def extend_organizations(sentence: Sentence, mentions: Sequence[Mention]) -> list[Mention]:
    """Return ``mentions`` with organisations under their full names, and their acronyms.

    Mentions are in order, and none overlap, in what is given and what is returned.
    """
    if "ORG" not in [mention.type for mention in mentions]:
        return list(mentions)
    positions = {start: position for position, start in enumerate(sentence.starts)}
    kept: list[Mention] = []
    for mention in mentions:
        if kept and mention.end <= kept[-1].end:
            continue
        if mention.type == "ORG" and mention.start in positions:
            if mention.is_institution and _has_owner(sentence, kept, mention, positions):
                mention = mention._replace(start=kept.pop().start, id=None, name=None)
            mention = _extend(sentence, mention, mentions, positions)
        kept.append(mention)
    return sorted([*kept, *_find_acronyms(sentence, kept)], key=lambda one: one.start)


def _has_owner(
    sentence: Sentence,
    mentions: Sequence[Mention],
    institution: Mention,
    positions: Mapping[int, int],
) -> bool:
    """Return whether a country or a people stands right before its institution."""
    position = positions[institution.start] - 1
    if not mentions or position < 0 or sentence.forms[position].suffix:
        return False
    before = mentions[-1]
    if before.end != sentence.end(position):
        return False
    is_country = before.id is not None and before.id.startswith(("country:", "norp:"))
    return is_country and sentence.gap(position) == 1


def _extend(
    sentence: Sentence,
    mention: Mention,
    mentions: Sequence[Mention],
    positions: Mapping[int, int],
) -> Mention:
    """Return an organisation with ``of`` and the country or place that goes with it."""
    last = _last_word(sentence, mention, positions)
    forms = sentence.forms
    joining = words_by_kind("function-words")
    goes_on = mention.is_institution or forms[last].folded in words_of("organization-words")
    if last + 2 >= len(forms) or not goes_on or forms[last].suffix:
        return mention
    if forms[last + 1].folded not in joining["of"]:
        return mention
    owner = last + 2 + (forms[last + 2].folded in joining["article"])
    if owner >= len(forms):
        return mention
    follower = next(
        (
            one
            for one in mentions
            if one.start == sentence.start(owner) and one.type in ("GPE", "LOC", "NORP")
        ),
        None,
    )
    if follower is None:
        return mention
    return mention._replace(end=follower.end, id=None, name=None)


def _last_word(sentence: Sentence, mention: Mention, positions: Mapping[int, int]) -> int:
    """Return the position of the last word of a mention."""
    position = positions[mention.start]
    while position + 1 < len(sentence) and sentence.start(position + 1) < mention.end:
        position += 1
    return position


def _find_acronyms(sentence: Sentence, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the acronyms in brackets behind organisations, with the ids of those."""
    if "(" not in sentence.surfaces:
        return []
    ends = {one.end: one for one in mentions if one.type == "ORG"}
    taken = {one.start for one in mentions}
    found = []
    forms = sentence.forms
    for position in range(2, len(forms) - 1):
        if forms[position - 1].name != "(" or forms[position + 1].name not in (
            ")",
            ",",
            ";",
        ):
            continue
        form = forms[position]
        if not form.is_capitals or not form.name.isalpha():
            continue
        if not _SHORTEST_ACRONYM <= len(form.name) <= _LONGEST_ACRONYM:
            continue
        owner = ends.get(sentence.end(position - 2))
        if owner is not None and sentence.start(position) not in taken:
            span = sentence.start(position), sentence.end(position)
            found.append(Mention(*span, "ORG", owner.id, owner.name))
    return found
