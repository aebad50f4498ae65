"""Find people again by surname.

Once a text has a person's full name, the surname alone is a mention wherever it stands
in that text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..text.letters import fold
from .base import Mention
from .people.names import split_name, surname_of
from .people_linker import written_as
from .tokens import Sentence


def propagate(
    text: str, sentences: Sequence[Sentence], found: Sequence[Sequence[Mention]]
) -> list[list[Mention]]:
    """Return the mentions of each sentence with surnames of people whose name was found.

    ``found`` are the mentions by sentence; an unlinked organisation or position that is
    such a surname becomes a person.
    """
    surnames = _find_surnames(text, found)
    if not surnames:
        return [list(mentions) for mentions in found]
    return [
        _add_surnames(text, sentence, mentions, surnames)
        for sentence, mentions in zip(sentences, found, strict=True)
    ]


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
    kept = [
        replace(one, type="PERSON", id=None, name=None)
        if one.id is None
        and one.type in ("ORG", "GPE", "LOC")
        and fold(text[one.start : one.end]) in surnames
        else one
        for one in mentions
    ]
    for position, folded in enumerate(sentence.folded):
        if folded in surnames and sentence.forms[position].is_capitalised:
            start, end = sentence.start(position), sentence.end(position)
            if all(one.end <= start or one.start >= end for one in kept):
                kept.append(Mention(start, end, "PERSON"))
    return sorted(kept, key=lambda one: one.start)
