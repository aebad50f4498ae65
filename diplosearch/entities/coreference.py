"""What a text says in full once it goes on to say in short.

A person's surname counts wherever it stands in the text once the full name was
seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..text.letters import fold
from .base import Mention
from .people import parts_of, surname_of
from .tokens import Sentence


def propagate(
    text: str, sentences: Sequence[Sentence], found: Sequence[Sequence[Mention]]
) -> list[list[Mention]]:
    """Return the mentions of each sentence with those that others lead to."""
    surnames = _surnames(text, found)
    if not surnames:
        return [list(mentions) for mentions in found]
    return [
        _add_surnames(text, sentence, mentions, surnames)
        for sentence, mentions in zip(sentences, found, strict=True)
    ]


def _surnames(text: str, found: Sequence[Sequence[Mention]]) -> frozenset[str]:
    """Return, folded, the words by which the text may call people whose name it gave."""
    names = (
        parts_of(text[one.start : one.end])
        for mentions in found
        for one in mentions
        if one.type == "PERSON"
    )
    return frozenset(surname_of(parts) for parts in names if len(parts) > 1)


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
    for place, folded in enumerate(sentence.folded):
        if folded in surnames and sentence.forms[place].is_capitalised:
            start, end = sentence.start(place), sentence.end(place)
            if all(one.end <= start or one.start >= end for one in kept):
                kept.append(Mention(start, end, "PERSON"))
    return sorted(kept, key=lambda one: one.start)
