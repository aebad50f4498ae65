"""Clubs by their colours and by nicknames: ``Sarı-Kırmızılılar``, ``Kartal``.

Colours are no person or place, whatever stands beside them. In the plural they are the
club that the document names, if it has them; a nickname is a club in such a document only.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ..base import Mention
from ..defaults import defaults
from ..gazetteer.gazetteer import Gazetteer
from ..overlaps import Trust
from ..tokens import Sentence
from ..word_lists import words_by_kind

_DERIVED, _PLURAL = ("li", "lu"), ("lar", "ler")
_DASHES = frozenset("-–")


def with_clubs(
    text: str, sentence: Sentence, gazetteer: Gazetteer, finds: list[tuple[Trust, Mention]]
) -> list[tuple[Trust, Mention]]:
    """Return the finds in a sentence without colours, and with the clubs they stand for.

    And without acronyms that beside the words of this document are none: *İHA*.
    """
    known = defaults(gazetteer)
    colours = list(_find_colours(sentence))
    clubs = []
    for first, last in colours:
        is_plural = sentence.folded[last - 1].endswith(_PLURAL)
        mention = Mention(sentence.start(first), sentence.end(last - 1), "ORG")
        written = text[mention.start : mention.end]
        if is_plural and known.find(written, text) is not None:
            clubs.append((Trust.NUMBER, mention))
    for position in _find_nicknames(sentence, known.nicknames):
        if known.is_called(sentence.forms[position].name, text):
            span = sentence.start(position), sentence.end(position)
            clubs.append((Trust.FORM, Mention(*span, "ORG")))
    if colours:
        spans = [(sentence.start(one), sentence.end(other - 1)) for one, other in colours]
        finds = [
            (trust, mention)
            for trust, mention in finds
            if trust == Trust.OWN
            or not any(start <= mention.start < end for start, end in spans)
        ]
    finds = [
        (trust, mention)
        for trust, mention in finds
        if trust == Trust.OWN
        or mention.type != "ORG"
        or not known.rules_out(text[mention.start : mention.end], text)
    ]
    return finds + clubs


def _find_colours(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the spans of words that are colours, the last *-lı*: *Bordo - Mavili*."""
    colours = words_by_kind("function-words")["colour of a club"]
    if colours.isdisjoint(sentence.folded):
        return
    forms = sentence.forms
    for first in sentence.capitals:
        if forms[first].folded not in colours or forms[first].suffix:
            continue
        last = first + 1
        while last < len(forms):
            if forms[last].folded in _derived():
                yield first, last + 1
                break
            if forms[last].name not in _DASHES and forms[last].folded not in colours:
                break
            last += 1


@cache
def _derived() -> frozenset[str]:
    """Return the folded words for who has a colour, and their plurals."""
    words = {
        colour + ending
        for colour in words_by_kind("function-words")["colour of a club"]
        for ending in _DERIVED
    }
    return frozenset(words | {word + plural for word in words for plural in _PLURAL})


def _find_nicknames(sentence: Sentence, nicknames: frozenset[str]) -> Iterator[int]:
    """Yield the positions of nicknames beside which no other word has a capital."""
    if nicknames.isdisjoint(sentence.folded):
        return
    forms = sentence.forms
    for position in sentence.capitals:
        if forms[position].folded not in nicknames:
            continue
        before = forms[position - 1] if position else None
        behind = forms[position + 1] if position + 1 < len(forms) else None
        is_longer = behind is not None and behind.is_capitalised
        if is_longer and not forms[position].suffix:
            continue
        if before is None or not before.is_capitalised or before.suffix:
            yield position
