"""The recognizer that comes along: gazetteer, tagger, rules, linker."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache

from ..model import Entity
from ..sentences import split_sentences
from .base import Mention, Section
from .choice import Trust, choose
from .date_rules import find_dates
from .events import find_events
from .gazetteer import Found, Gazetteer, default_gazetteer
from .features import sentence_features
from .kinds import kind_of_place
from .linker import link
from .money import find_money
from .offices import find_offices
from .propagation import propagate
from .tagger import Tagged, Tagger, default_tagger
from .words import Sentence, read_sentence


class DefaultRecognizer:
    """Finds names by the gazetteer, the tagger and rules, and links them."""

    def __init__(self, gazetteer: Gazetteer, tagger: Tagger | None) -> None:
        self._gazetteer = gazetteer
        self._tagger = tagger

    def recognize(
        self, text: str, sections: Sequence[Section], *, date: datetime.date | None = None
    ) -> list[Entity]:
        """Return the entities in ``sections`` of ``text``, in order, none overlapping."""
        sentences = [
            sentence
            for section in sections
            for start, end in split_sentences(text, section.start, section.end)
            if len(sentence := read_sentence(text, start, end))
        ]
        mentions = [self._find(text, sentence, date) for sentence in sentences]
        mentions = propagate(text, sentences, mentions)
        return link(text, [one for found in mentions for one in found], self._gazetteer)

    def _find(
        self, text: str, sentence: Sentence, date: datetime.date | None
    ) -> list[Mention]:
        """Return the mentions in one sentence."""
        found = self._gazetteer.find(sentence)
        finds: list[tuple[Trust, Mention]] = []
        finds += ((_trust(one), _mention(sentence, one)) for one in found if not one.is_small and not one.named.is_weak)
        finds += ((Trust.TITLE, one) for one in find_offices(sentence))
        finds += ((Trust.NUMBER, one) for one in find_events(sentence, found))
        finds += ((Trust.FORM, one) for one in find_dates(text, sentence, date))
        if any(form.is_number for form in sentence.forms):
            start, end = sentence.start(0), sentence.end(len(sentence) - 1)
            finds += ((Trust.NUMBER, one) for one in find_money(text, start, end))
        finds += ((Trust.TAGGED, one) for one in self._tag(sentence, found))
        return choose(finds)

    def _tag(self, sentence: Sentence, found: Sequence[Found]) -> Iterator[Mention]:
        if self._tagger is None or not any(form.is_capitalised for form in sentence.forms):
            return
        for tagged in self._tagger.tag(sentence_features(sentence, found)):
            yield _read_tagged(sentence, tagged)


def _trust(found: Found) -> Trust:
    if found.named.type == "TITLE":
        return Trust.TITLE
    return Trust.LONG_NAME if found.last - found.first > 1 else Trust.NAME


def _mention(sentence: Sentence, found: Found) -> Mention:
    named = found.named
    return Mention(
        sentence.start(found.first), sentence.end(found.last - 1), named.type, named.id, named.name
    )


def _read_tagged(sentence: Sentence, tagged: Tagged) -> Mention:
    start, end = sentence.start(tagged.first), sentence.end(tagged.last - 1)
    if tagged.label == "PER":
        return Mention(start, end, "PERSON")
    if tagged.label == "LOC":
        words = [form.folded for form in sentence.forms[tagged.first : tagged.last]]
        return Mention(start, end, kind_of_place(words))
    return Mention(start, end, tagged.label)


@cache
def default_recognizer() -> DefaultRecognizer:
    """Return the recognizer that comes along."""
    return DefaultRecognizer(default_gazetteer(), default_tagger())
