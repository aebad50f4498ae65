"""People by surname: behind an office or a title, and known ones on their own.

The tagger misses *Modi* and takes *FM Lavrov*, *German Scholz* and *Yorgun Stoltenberg*
for whole names. Here what is no name is cut off, and surnames are found that it missed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache

from ...analysis.word_rules import stop_words
from ...model import EntityType
from ..base import Mention
from ..gazetteer.gazetteer import Found
from ..gazetteer.ids import kind_of
from ..holders import KnownPeople
from ..overlaps import Trust
from ..span_splitting import DASHES, honorifics
from ..tagger.bylines import split_byline
from ..tagger.leading_words import without_leading_words
from ..tagger.name_lists import is_given, is_word, languages_with, person_names
from ..tagger.tagger import Label, Tagged
from ..tokens import Sentence
from ..word_lists import words_by_kind
from .towns import TownFinder

_SHORT = "short, "
_FULL_STOP = "."
_DERIVED = ("li", "lu")
"""Suffixes behind the name of an organisation or country: *CHP'li Özel*."""

_LABELS = ("PER", "ORG", "LOC")
"""Labels of spans in which a person may be."""

_LABELS_BY_TYPE: Mapping[EntityType, Label] = {"ORG": "ORG", "GPE": "LOC", "FAC": "LOC"}

_HOLDER = 2
"""The rank of a surname that a holder of a high office has."""

_LONGEST_ACRONYM = 4
"""Letters of a short form of an office that stands in capitals only; a guess."""

_PARTICIPLE = "ing"
"""Ending of English participles, which begin many headlines: *Urging Biden to act*."""

_SHORT_NAME = 6
"""Letters of a name that may end like a participle by chance; a guess."""

_TURKISH_PARTICIPLES = ("acak", "ecek", "yan", "yen")
"""Endings of Turkish participles: *Görevden Alınacak Paşinyan* in a headline."""

_AT_START = "before a name, at a start"
"""The kind of words that have a capital from the beginning of a sentence only."""

_NO_NAMES = ("country", "norp", "org")
"""Kinds of ids of words that no person has as a first or last name."""


@cache
def _short_offices() -> dict[str, str]:
    """Return the office for each folded short form: ``fm`` → ``foreign-minister``."""
    return {
        word: kind.removeprefix(_SHORT)
        for kind, words in words_by_kind("office-words").items()
        if kind.startswith(_SHORT)
        for word in words
    }


@cache
def _titles() -> frozenset[str]:
    """Return folded words before a name that are no office of the gazetteer."""
    words = words_by_kind("office-words")
    return words["Mr"] | words["a leader"]


@cache
def _words_before_name() -> frozenset[str]:
    """Return folded words and signs behind which a surname may stand."""
    return _titles() | _short_offices().keys() | {_FULL_STOP, "-"}


def _is_word(folded: str) -> bool:
    return is_word(folded) and folded not in words_by_kind("function-words")["a surname"]


def _is_person_name(folded: str) -> bool:
    """Return whether a word is a known given name or surname that is no common word."""
    names = person_names()
    return is_given(folded) or folded in names.surnames


@cache
def articles() -> frozenset[str]:
    """Return folded words before a surname that belong to it: *el*, *von*."""
    return words_by_kind("function-words")["before a surname"] | {"-"}


class PeopleFinder:
    """Finds people by surname in one sentence, beside what gazetteer and tagger found."""

    def __init__(
        self,
        sentence: Sentence,
        found: Sequence[Found],
        known: KnownPeople,
        singles: Collection[str],
    ) -> None:
        self._sentence = sentence
        self._known = known
        self._starts: Mapping[int, Found] = {one.first: one for one in found}
        self._ends: Mapping[int, Found] = {one.last: one for one in found}
        self._towns = TownFinder(
            sentence, self._starts, known.surnames, singles, self.is_titled
        )

    def is_titled(self, position: int) -> bool:
        """Return whether an office or another title stands before a word."""
        return self._title_before(position) is not None

    def split(self, tagged: Tagged) -> Iterator[Tagged]:
        """Yield the people in a tagged span, trimmed: *PM Meloni met FM Lavrov* are two."""
        if tagged.label not in _LABELS:
            yield tagged
            return
        if tagged.label == "PER":
            tagged = tagged._replace(last=self._end_of_name(tagged.last))
        for part in split_byline(self._sentence, tagged):
            for name in self._towns.part(part):
                surnames = self._known.surnames
                shorter = without_leading_words(
                    self._sentence, name, self._starts, surnames
                )
                for one in self._split_people(shorter):
                    yield self._as_known(one) if one.first > tagged.first else one

    def _as_known(self, tagged: Tagged) -> Tagged:
        """Return the rest of a longer span as what the gazetteer knows it for."""
        match = self._starts.get(tagged.first)
        if match is None or match.last != tagged.last or match.entry.is_weak:
            return tagged
        if tagged.label == "PER" and self._is_surname_alone(tagged.first):
            return tagged
        label = _LABELS_BY_TYPE.get(match.entry.type)
        return tagged if label is None else tagged._replace(label=label)

    def _end_of_name(self, last: int) -> int:
        """Return where a name ends that goes on with a father's or a family's name.

        *Sheikh Tamim* goes on with *bin Hamad*, and that with *Al Thani*.
        """
        forms, first = self._sentence.forms, last
        particles = words_by_kind("function-words")
        while last + 1 < len(forms) and not forms[last - 1].suffix:
            is_son = forms[last].folded in particles["son of"]
            is_family = last > first and forms[last].folded in particles["family of"]
            name = last + 1 + (is_family and forms[last + 1].name == "-")
            if not (is_son or is_family) or name >= len(forms):
                break
            following = forms[name]
            if (
                not following.is_capitalised
                or following.is_capitals
                or last in self._starts
            ):
                break
            is_name = _is_person_name(following.folded)
            if (is_son or name in self._starts) and not is_name:
                break
            last = name + 1
        return last

    def _split_people(self, tagged: Tagged) -> Iterator[Tagged]:
        first = tagged.first
        is_person = tagged.label == "PER" or self.is_short_office(first)
        if is_person and not self._is_known(tagged):
            for position in range(first + 1, tagged.last - 1):
                if self._is_between(position):
                    yield self.trim(tagged._replace(first=first, last=position))
                    first = position + 1
        yield self.trim(tagged if first == tagged.first else tagged._replace(first=first))

    def _is_between(self, position: int) -> bool:
        """Return whether a small word stands between a name and an office."""
        forms = self._sentence.forms
        is_small = forms[position].is_word and not forms[position].is_capitalised
        return is_small and self.is_short_office(position + 1)

    def trim(self, tagged: Tagged) -> Tagged:
        """Return a tagged span without what stands before or behind a person's name.

        That is an office (*FM Lavrov*), a people or an organisation (*German Scholz*),
        and at the beginning of a sentence an ordinary word (*Yorgun Stoltenberg*).
        """
        if self._is_known(tagged):
            return tagged
        first, last = tagged.first, tagged.last
        if tagged.label in ("LOC", "ORG") and self._is_word_and_surname(first, last):
            return Tagged(first + 1, first + 2, "PER")
        if tagged.label == "LOC" and self._is_word_and_place(first, last):
            return tagged._replace(first=first + 1)
        if tagged.label not in ("PER", "ORG"):
            return tagged
        if tagged.label == "PER":
            last = self._without_party(first, self._find_origin(first, last))
        while first < last - 1 and (step := self._count_before(first, last, tagged.label)):
            first += step
        if first == tagged.first and tagged.label == "ORG":
            return tagged
        if last - first == 2 and self._is_surname_alone(first):
            last -= self._is_no_name(last - 1, last)
        if (first, last, "PER") == (tagged.first, tagged.last, tagged.label):
            return tagged
        return tagged._replace(first=first, last=last, label="PER")

    def _is_word_and_surname(self, first: int, last: int) -> bool:
        """Return whether a span is no name but *Eski Stoltenberg* or *Pentagon Şara*."""
        forms = self._sentence.forms
        if last - first < 2 or any(one.is_capitalised for one in forms[first + 2 : last]):
            return False
        if self._known.surnames.get(forms[first + 1].folded, 0) < _HOLDER:
            return False
        match = self._starts.get(first)
        is_other = match is not None and match.last == first + 1 and not match.entry.is_weak
        return is_other or self._is_word_at_start(first)

    def _is_word_and_place(self, first: int, last: int) -> bool:
        """Return whether a word begins the sentence before a place: *Zirve Bakü'de*."""
        match = self._starts.get(first + 1)
        is_place = match is not None and match.last == last and match.entry.type == "GPE"
        return is_place and self._is_word_at_start(first)

    def _find_origin(self, first: int, last: int) -> int:
        """Return where a person's name ends before *of* and a place: *Jo Ek of Dayton*."""
        for position in range(first + 2, last - 1):
            if self._sentence.folded[position] == "of" and position + 1 in self._starts:
                return position
        return last

    def _without_party(self, first: int, last: int) -> int:
        """Return where a person's name ends before a party, or *family*: *Ad Soyad SHP*."""
        end = self._ends.get(last)
        form = self._sentence.forms[last - 1]
        is_known = end is not None and end.entry.type == "ORG"
        is_short = last - first > 2 and len(form.name) <= _LONGEST_ACRONYM
        is_party = form.is_capitals and (is_known or is_short)
        is_party = is_party and not self._sentence.forms[first].is_capitals
        is_family = form.folded in words_by_kind("function-words")["family"]
        return last - 1 if last - first > 1 and (is_party or is_family) else last

    def _is_known(self, tagged: Tagged) -> bool:
        match = self._starts.get(tagged.first)
        return match is not None and match.last == tagged.last

    def _count_before(self, first: int, last: int, label: str) -> int:
        """Return the number of words at the beginning of a span that are no name."""
        forms = self._sentence.forms
        form, following = forms[first], forms[first + 1]
        is_surname = following.is_capitalised and following.folded in self._known.surnames
        match = self._starts.get(first)
        if self.is_short_office(first):
            return 1 if following.is_capitalised else 0
        if match is not None and match.entry.type == "TITLE" and match.last < last:
            return match.last - first if self._may_leave(match, label) else 0
        if match is not None and match.last == first + 1 and is_surname:
            derived = form.suffix.startswith(_DERIVED)
            if (
                match.entry.type == "NORP"
                or kind_of(match.entry.id) == "country"
                or derived
            ):
                return 1
        if label == "PER" and is_surname and self._is_word_before_surname(first):
            return 1
        return 0

    def _is_word_before_surname(self, first: int) -> bool:
        """Return whether a word before a surname is none of the name.

        An ordinary word at the beginning of a sentence, or a participle anywhere.
        """
        return self._is_participle(first) or self._is_word_at_start(first)

    def _is_participle(self, position: int) -> bool:
        """Return whether a word is a Turkish participle: *Görevden Alınacak Paşinyan*."""
        folded = self._sentence.folded[position]
        is_long = len(folded) > _SHORT_NAME
        is_participle = is_long and folded.endswith(_TURKISH_PARTICIPLES)
        return is_participle and folded not in person_names().given

    def _may_leave(self, office: Found, label: str) -> bool:
        """Return whether an office is no part of a name, as it is in *King Otto*."""
        tail = office.entry.id.partition(":")[2]
        return (
            label == "PER" and tail not in words_by_kind("office-words")["part of a name"]
        )

    def _is_surname_alone(self, position: int) -> bool:
        folded = self._sentence.folded[position]
        return folded in self._known.surnames and folded not in person_names().given

    def _is_word_at_start(self, position: int) -> bool:
        """Return whether an ordinary word, which is no given name, begins the sentence."""
        folded = self._sentence.folded[position]
        if position:
            return False
        return self._is_plain_word(position) or folded.endswith(_PARTICIPLE)

    def _is_no_name(self, first: int, last: int) -> bool:
        match = self._starts.get(first)
        if match is None or match.last != last or match.entry.is_weak:
            return False
        is_surname = self._sentence.folded[first] in self._known.surnames
        kind = kind_of(match.entry.id)
        is_town = kind == "city" and bool(self._sentence.forms[first].suffix)
        return (kind in _NO_NAMES or is_town) and not is_surname

    def is_short_office(self, position: int) -> bool:
        """Return whether a word is a short form of an office, such as FM, in capitals."""
        form = self._sentence.forms[position]
        if form.folded not in _short_offices() or not form.is_capitalised:
            return False
        return form.name.rstrip("s").isupper() or len(form.name) > _LONGEST_ACRONYM

    def find(self) -> Iterator[tuple[Trust, Mention]]:
        """Yield the people found by surname, and short offices before them."""
        yield from self._find_longer()
        surnames, before_name = self._known.surnames, _words_before_name()
        titled = {end for end, one in self._ends.items() if one.entry.type == "TITLE"}
        words = self._sentence.folded
        for position in self._sentence.capitals:
            folded = words[position]
            behind = words[position - 1] if position else ""
            is_titled = behind in before_name or position in titled
            if (is_titled or folded in surnames) and not self._is_strong(position):
                title = self._title_before(position)
                if title is not None and self._may_be_titled(position):
                    first = self._skip_article(position)
                    start = self._sentence.start(first)
                    end = self._sentence.end(self._last_of_full_name(position))
                    yield Trust.NAME, Mention(start, end, "PERSON")
                    if title:
                        yield Trust.TITLE, self._office(first - 1, title)
                elif self._is_known_surname(position):
                    first = self._skip_article(position)
                    first -= self._is_behind_given_name(first)
                    start = self._sentence.start(first)
                    yield Trust.NAME, Mention(start, self._sentence.end(position), "PERSON")

    def _last_of_full_name(self, position: int) -> int:
        """Return the last word of a name that begins with the word behind a title.

        *Bakan Yardımcısı Sergey Verşinin* goes on behind a given name.
        """
        forms = self._sentence.forms
        last = position + 1
        if last == len(forms) or forms[position].suffix:
            return position
        if forms[position].folded not in person_names().given or last in self._starts:
            return position
        return last if forms[last].is_capitalised else position

    def _is_behind_given_name(self, position: int) -> bool:
        """Return whether a given name begins the sentence before a surname."""
        if position != 1 or self._sentence.forms[0].suffix:
            return False
        if self._sentence.folded[0] in words_by_kind("function-words")[_AT_START]:
            return False
        return is_given(self._sentence.folded[0]) and position not in self._ends

    def _find_longer(self) -> Iterator[tuple[Trust, Mention]]:
        """Yield the people of the gazetteer whose names go on: *Sheikh Tamim bin Hamad*."""
        for match in self._starts.values():
            if match.entry.type == "PERSON":
                last = self._end_of_name(match.last)
                if last > match.last:
                    start = self._sentence.start(match.first)
                    end = self._sentence.end(last - 1)
                    yield Trust.LONG_NAME, Mention(start, end, "PERSON")

    def _office(self, position: int, office: str) -> Mention:
        sentence = self._sentence
        name = office.replace("-", " ").title()
        start, end = sentence.start(position), sentence.end(position)
        return Mention(start, end, "TITLE", f"title:{office}", name)

    def _is_strong(self, position: int) -> bool:
        """Return whether the gazetteer knows a word as something else than a person."""
        match = self._starts.get(position)
        return match is not None and not match.entry.is_weak and not match.is_small

    def _skip_article(self, position: int) -> int:
        """Return where a surname begins, with the Arabic article if it has one."""
        forms = self._sentence.forms
        if position < 2 or forms[position - 1].name != "-":
            return position
        return position - 2 if forms[position - 2].folded in articles() else position

    def _title_before(self, position: int) -> str | None:
        """Return the short office before a word, "" for another title, None for none."""
        forms = self._sentence.forms
        before = self._skip_article(position) - 1
        if before >= 0 and forms[before].name == _FULL_STOP:
            before -= 1
            is_honorific = before >= 0 and forms[before].folded in honorifics()[0]
            return "" if is_honorific else None
        if before < 0 or forms[before].suffix:
            return None
        if self.is_short_office(before):
            return _short_offices()[forms[before].folded]
        match = self._ends.get(before + 1)
        if match is not None and match.entry.type == "TITLE":
            return ""
        return "" if forms[before].folded in _titles() else None

    def _may_be_titled(self, position: int) -> bool:
        """Return whether a word behind a title may be a surname."""
        folded = self._sentence.folded[position]
        names = person_names()
        if folded in honorifics()[0]:
            return False
        if folded in names.surnames or folded in names.ambiguous_surnames:
            return True
        return folded in self._known.surnames or not languages_with(folded)

    def _is_behind_name(self, position: int) -> bool:
        """Return whether the word before may be part of the same, unknown name."""
        if position == 0:
            return False
        before = self._sentence.forms[position - 1]
        if before.name in DASHES and position > 1:
            other = self._sentence.folded[position - 2]
            return other not in self._known.surnames and other not in articles()
        if before.folded in articles():
            return True
        if not before.is_capitalised or before.suffix or position == 1:
            return False
        if position in self._ends or self._is_participle(position - 1):
            return False
        return not self._is_plain_word(position - 1)

    def _is_plain_word(self, position: int) -> bool:
        """Return whether a word is an ordinary one and no given name."""
        folded, names = self._sentence.folded[position], person_names()
        is_given = folded in names.given or folded in names.ambiguous_given
        return not is_given and bool(languages_with(folded))

    def _is_known_surname(self, position: int) -> bool:
        """Return whether a word on its own is the surname of a person of the gazetteer."""
        forms = self._sentence.forms
        form = forms[position]
        rank = self._known.surnames.get(form.folded)
        if rank is None or form.is_capitals:
            return False
        names = person_names()
        if form.folded in names.given:
            return False
        is_ambiguous = (
            _is_word(form.folded)
            or form.folded in names.ambiguous_given
            or position in self._starts
        )
        if not is_ambiguous:
            return not self._is_behind_name(position)
        if rank < _HOLDER or position == 0:
            return False
        following = forms[position + 1] if position + 1 < len(forms) else None
        if following is not None and following.is_capitalised and not form.suffix:
            return False
        before = forms[position - 1]
        is_headline = position == 1 and before.folded not in stop_words()
        return before.is_word and (is_headline or position in self._ends)
