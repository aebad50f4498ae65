"""The built-in recognizer: gazetteer, tagger, rules, linker."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path

from ..model import Entity
from ..text.letters import is_mark, replace_surrogates
from ..text.sentences import split_sentences
from .base import Mention, Section
from .coreference import propagate
from .defaults import defaults, find_bare_names, with_clubs
from .gazetteer.gazetteer import (
    Found,
    Gazetteer,
    is_acronym,
)
from .gazetteer.ids import kind_of
from .gazetteer.packed import default_gazetteer
from .gazetteer.user_table import read_user_table
from .holders import known_people
from .linker import PLACES, link
from .overlaps import Trust, choose
from .places import find_waters
from .rules.common_words import without_common_words
from .rules.datelines import with_dateline
from .rules.dates import find_dates
from .rules.events import find_events
from .rules.inverted_names import find_inverted_names
from .rules.missions import find_missions
from .rules.money import find_money, find_money_in_words, may_have_money
from .rules.offices import find_offices, part_institutions, with_holders
from .rules.organizations import extend_organizations
from .rules.people import PeopleFinder
from .rules.towns import with_facilities
from .span_splitting import KnownWords
from .tagged_names import read_tagged
from .tagger.headlines import as_prose
from .tagger.name_lists import is_given, is_surname, person_names
from .tagger.tagger import Label, Tagged, Tagger, default_tagger, windows
from .tokens import Sentence, read_sentence
from .word_lists import words_by_kind

# ABD'li is one of the country's people.
_DERIVED = re.compile(r"l[iu](?!k)")

_MISREAD = (("\x91", "‘"), ("\x92", "’"))
"""Apostrophes of Windows-1252 that were read as Latin-1, and those that they are."""

_MENTIONED: tuple[Label, ...] = ("PER", "LOC", "ORG", "EVENT")
"""Labels of the tagger that are mentions; rules find the others."""

_FIRST_MARK = "\u0300"
"""The first combining mark of Unicode; no character below it is one."""


_PROBE = (
    "BEİJİNG, 29 Ocak (Xinhua) -- Çin Dışişleri Bakanı Wang Yi, Azerbaycan Dışişleri "
    "Bakanı Ceyhun Bayramov ile geçen yıl ABD'li yetkililere 3,5 milyar dolarlık "
    "anlaşmayı anlattı. President Erdoğan attended the 25th Summit of the Council of "
    "Heads of State of the Shanghai Cooperation Organization (SCO) on Monday; Gov. Jane "
    "Whitfield told the Brookings Institution in Springfield that Mr. Whitfield agreed."
)


class DefaultRecognizer:
    """Finds names by the gazetteer, the tagger, if any, and rules; links them."""

    def __init__(self, gazetteer: Gazetteer, tagger: Tagger | None) -> None:
        self.gazetteer = gazetteer
        self._tagger = tagger

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the gazetteer and of the entities found in a fixed text."""
        sections = [Section(0, len(_PROBE), "tr")]
        found = self.recognize(_PROBE, sections, date=datetime.date(2026, 1, 29))
        data = repr((self.gazetteer.fingerprint, found)).encode()
        return hashlib.blake2b(data, digest_size=16).hexdigest()

    def recognize(
        self, text: str, sections: Sequence[Section], *, date: datetime.date | None = None
    ) -> list[Entity]:
        """Return the entities in ``sections`` of ``text``, in order, none overlapping."""
        text = replace_surrogates(text)
        if not text.isascii():
            for misread, apostrophe in _MISREAD:
                text = text.replace(misread, apostrophe)
        sentences = read_sentences(text, sections)
        found = [
            _without_given_names(sentence, self._look_up(sentence))
            for sentence in sentences
        ]
        surnames = known_people(self.gazetteer).surnames
        prose = [
            as_prose(sentence, matches, surnames)
            for sentence, matches in zip(sentences, found, strict=True)
        ]
        tagged = self._tag(prose, found)
        mentions = [
            self._find(text, date, *one)
            for one in zip(sentences, prose, found, tagged, strict=True)
        ]
        mentions = propagate(text, sentences, mentions)
        flat = [one for found in mentions for one in found]
        linked = link(text, flat, self.gazetteer, date=date)
        return [_with_marks(text, entity) for entity in linked]

    def _look_up(self, sentence: Sentence) -> list[Found]:
        found = self.gazetteer.find(sentence)
        return list(part_institutions(sentence, found, self.gazetteer))

    def _tag(
        self, sentences: Sequence[Sentence], found: Sequence[Sequence[Found]]
    ) -> list[list[Tagged]]:
        """Return the names that the tagger finds, by sentence."""
        if self._tagger is None:
            return [[] for _ in sentences]
        return self._tagger.tag(sentences, found, [windows(one) for one in sentences])

    def _find(
        self,
        text: str,
        date: datetime.date | None,
        sentence: Sentence,
        prose: Sentence,
        found: Sequence[Found],
        tagged: Sequence[Tagged],
    ) -> list[Mention]:
        """Return the mentions in one sentence, which ``prose`` is with fewer capitals."""
        known = [(match, _mention(sentence, match)) for match in found]
        finds = [
            (_trust(match), mention)
            for match, mention in known
            if not match.is_small and not match.entry.is_weak
        ]
        finds += [(Trust.TITLE, one) for one in find_offices(sentence)]
        finds += [(Trust.NUMBER, one) for one in find_events(sentence, found)]
        missions = list(find_missions(sentence, found))
        finds += [(Trust.NUMBER, one) for one in missions]
        dates = list(find_dates(text, sentence, date))
        finds += [(Trust.FORM, one) for one in dates]
        if may_have_money(sentence):
            if sentence.numbers:
                start, end = sentence.start(0), sentence.end(len(sentence) - 1)
                finds += [(Trust.NUMBER, one) for one in find_money(text, start, end)]
            finds += [(Trust.NUMBER, one) for one in find_money_in_words(text, sentence)]
        finds += [(Trust.NAME, one) for one in find_bare_names(sentence, self.gazetteer)]
        for one in find_waters(sentence, self.gazetteer):
            finds.append((Trust.NAME if one.id else Trust.FORM, one))
        people = known_people(self.gazetteer)
        finder = PeopleFinder(prose, found, people, defaults(self.gazetteer).singles)
        finds += finder.find()
        if tagged:
            by_span = {mention[:2]: mention for _, mention in known}
            given = {mention[:2] for match, mention in known if _is_given(prose, match)}
            for one in self._read_tagged(finder, prose, found, tagged):
                if missions and any(_holds(one, mission) for mission in missions):
                    continue
                if one[:2] in given and one.type == "GPE":
                    one = one._replace(type="PERSON")
                known_one = by_span.get(one[:2]) or self._known_event(one)
                finds.append((Trust.TAGGED, _prefer_known(text, one, known_one)))
        inverted = find_inverted_names(prose, found, people.surnames, finds)
        finds += [(Trust.LONG_NAME, one) for one in inverted]
        finds = with_dateline(self.gazetteer, sentence, dates, finds)
        finds = without_common_words(sentence, finds)
        finds = with_clubs(text, sentence, self.gazetteer, finds)
        chosen = with_facilities(text, sentence, choose(finds), self.gazetteer)
        chosen = extend_organizations(sentence, chosen)
        small = (mention for match, mention in known if match.is_small)
        return with_holders(text, chosen, small)

    def _read_tagged(
        self,
        finder: PeopleFinder,
        prose: Sentence,
        found: Sequence[Found],
        tagged: Iterable[Tagged],
    ) -> Iterator[Mention]:
        """Yield the mentions in tagged spans, parted and trimmed."""
        surnames = known_people(self.gazetteer).surnames
        known = KnownWords(
            {one.last - 1: one for one in found if not (one.is_small or one.entry.is_weak)},
            [at for at in prose.capitals if prose.folded[at] in surnames],
        )
        for one in tagged:
            if one.label in _MENTIONED:
                for span in finder.split(one):
                    yield from read_tagged(prose, span, known)

    def _known_event(self, mention: Mention) -> Mention | None:
        """Return an inflected event as the gazetteer knows it, None if it does not."""
        if mention.type != "EVENT" or mention.name is None:
            return None
        entry = self.gazetteer.look_up(mention.name, ("EVENT",))
        return mention._replace(id=entry.id, name=entry.name) if entry else None


def _without_given_names(sentence: Sentence, found: list[Found]) -> list[Found]:
    """Return ``found`` without acronyms that begin a person's name: *IŞIL KAYA*."""
    acronyms = [one for one in found if _is_given_name(sentence, one)]
    return [one for one in found if one not in acronyms] if acronyms else found


def _is_given_name(sentence: Sentence, match: Found) -> bool:
    if match.entry.type != "ORG" or match.last - match.first > 1 or match.entry.is_own:
        return False
    form = sentence.forms[match.first]
    if not form.is_capitals or match.last == len(sentence) or form.suffix:
        return False
    following = sentence.forms[match.last]
    return following.is_capitals and is_given(form.folded) and is_surname(following.folded)


def _holds(one: Mention, other: Mention) -> bool:
    return one.start <= other.start and other.end <= one.end


def _with_marks(text: str, entity: Entity) -> Entity:
    """Return ``entity`` with the combining marks on its last letter."""
    end = entity.end
    if text[end : end + 1] < _FIRST_MARK:
        return entity
    while end < len(text) and is_mark(text[end]):
        end += 1
    return entity if end == entity.end else replace(entity, end=end)


def _prefer_known(text: str, tagged: Mention, known: Mention | None) -> Mention:
    """Return the gazetteer's mention of a name if its type agrees with the tagger's.

    An acronym of a country is one, whatever the tagger takes it for.
    """
    if known is None:
        return tagged
    is_place = tagged.type in PLACES and known.type in (*PLACES, "ORG")
    if is_acronym(text[known.start : known.end]) and kind_of(known.id or "") == "country":
        return known
    return known if is_place or tagged.type == known.type else tagged


def read_sentences(text: str, sections: Sequence[Section]) -> list[Sentence]:
    """Return the words of each sentence in ``sections`` of ``text``."""
    return [
        sentence
        for section in sections
        for start, end in split_sentences(text, section.start, section.end)
        if len(sentence := read_sentence(text, start, end))
    ]


def _trust(found: Found) -> Trust:
    """Return how reliable a match of the gazetteer is."""
    if found.entry.is_own:
        return Trust.OWN
    if found.entry.type == "TITLE":
        return Trust.TITLE
    return Trust.LONG_NAME if found.last - found.first > 1 else Trust.NAME


def _mention(sentence: Sentence, found: Found) -> Mention:
    """Return a match of the gazetteer as a mention."""
    entry = found.entry
    start, end = sentence.start(found.first), sentence.end(found.last - 1)
    if entry.type == "GPE" and _DERIVED.match(sentence.forms[found.last - 1].suffix):
        entry = entry.people()
    return Mention(start, end, entry.type, entry.id, entry.name, entry.is_institution)


def _is_given(sentence: Sentence, match: Found) -> bool:
    """Return whether a small town has the name of people: *Tolga*, *Sinan*."""
    if not match.entry.is_weak or match.last - match.first > 1:
        return False
    suffix = sentence.forms[match.first].suffix
    is_in_it = suffix in words_by_kind("endings")["Turkish, behind a place"]
    return not is_in_it and sentence.folded[match.first] in person_names().given


@cache
def default_recognizer() -> DefaultRecognizer:
    """Return the built-in recognizer."""
    return DefaultRecognizer(default_gazetteer(), default_tagger())


def recognizer_with(gazetteer: str | Path) -> DefaultRecognizer:
    """Return the built-in recognizer with a user's gazetteer, which takes precedence.

    Raises :class:`UsageError` when the file cannot be read or a line is no entity.
    """
    own = default_gazetteer().extended(read_user_table(gazetteer))
    return DefaultRecognizer(own, default_tagger())
