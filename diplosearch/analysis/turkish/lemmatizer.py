"""Dictionary forms of Turkish words.

A form may be read in several ways (*altı* is *six*, or *its lower side*). Each reading
has a cost: that of its word and of its suffixes, in tenths of nats, so that ten more
make it 2.7 times less likely. In a text the likely readings of a form are kept, three at
most, each under the lemma of its word; with them stand the words that it is derived
from, where the lexicon says so (*öldürmek* is found by *ölmek*). In a query, a word that
is a dictionary form means that word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import NamedTuple

from ...resources import read_list
from ...text.letters import fold
from .letters import VOWELS, harmony, kind_of, to_plain, without_circumflex
from .root_lexicon import Lexicon, turkish_lexicon
from .stems import NAME, VERB_MARK, Stem
from .suffixes import Chain, Place, Step, Suffixes, turkish_suffixes

MOST_READINGS = 3
"""Lemmas of a form at most."""

_LIKELY = 46
"""How much more than the best reading one may cost in a text: a hundredth of its
probability. Chosen on ``boun-dev``: with a thirtieth 1.6 points fewer of the inflected
words are found and 0.7 points fewer of what is found is another word."""

_LIKELY_IN_QUERY = 12
"""The same for a query, where a wrong word is another question: a third."""

_ANY_COST = 1 << 20
"""More than a reading costs."""

_MOST_MADE = 380
"""Cost of a reading at most in which suffixes make a word of its own; a guess. What
costs more is a word that the lexicon lacks."""

_CACHED_READINGS = 1 << 10  # forms; a guess, more than a query has
_KNOWN_FORMS = 1 << 16  # forms of texts of which it is kept whether they are known
_IRREGULAR_COST = 10  # of an irregular form beside its word's own; a guess
_LONGEST_WORD = 40  # letters of a word that is read, to bound the time
_SHORTEST_UNKNOWN = 5  # letters of an unknown word before suffixes; a guess
_NOT_BEFORE_VOWEL = VOWELS | {"l"}  # a lone vowel there belongs to an unknown name
_INFINITIVES = ("mak", "mek")

_FINDS_BASE = frozenset(("+lI", "+sIz", "+CA"))
"""Suffixes that make a word which is found by the one it is made of: *önem-li*, not a
place's *Ankara-lı*. Of the inflected words of the dictionary's examples (``kenet-dev``)
1.6 points more are found, of what is found in news 0.9 points more is another word."""

_AUXILIARIES = frozenset(("ol-", "et-"))
"""Verbs that make a verb of a noun. A form of theirs in a query means itself: *olarak*
does not ask for every *oldu*."""


class Reading(NamedTuple):
    """A reading of a form: the lemma, its cost, and the word with which it begins.

    ``chain`` are the suffixes where they make a word of its own.
    """

    lemma: str
    cost: int
    stem: Stem | None = None
    chain: Chain = Chain(0, ())

    @property
    def is_name(self) -> bool:
        """Whether the word is a proper name."""
        return self.stem is not None and self.stem.word.is_name

    @property
    def bases(self) -> tuple[str, ...]:
        """Lemmas of the words that the word is derived from."""
        if self.stem is None:
            return ()
        if not self.chain.made:
            return self.stem.word.bases
        is_base = any(suffix in _FINDS_BASE for _, suffix in self.chain.steps)
        return (self.stem.word.lemma,) if is_base and not self.is_name else ()


class TurkishLemmatizer:
    """Reads Turkish words in small letters; its methods are pure."""

    def __init__(
        self, lexicon: Lexicon, suffixes: Suffixes, irregular: Iterable[str] = ()
    ) -> None:
        """Take the words, their suffixes, and lines of a word and its irregular forms."""
        self.lexicon = lexicon
        self._read = lru_cache(_CACHED_READINGS)(self._find_readings)
        self._query_readings = lru_cache(_CACHED_READINGS)(self._find_query_readings)
        self._known: dict[str, bool] = {}
        self.suffixes = suffixes
        self._irregular: dict[str, list[str]] = {}
        for line in irregular:
            lemma, *forms = line.split()
            for form in forms:
                self._irregular.setdefault(form, []).append(lemma)
                plain = to_plain(form)
                if plain != form:
                    self._irregular.setdefault(plain, []).append(lemma)

    def readings(
        self, form: str, *, is_plain: bool = False, with_names: bool = True
    ) -> list[Reading]:
        """Return the readings of ``form``, the best first, one for each lemma.

        A word of its own that suffixes make of another (*önem-li*) counts only where
        the lexicon has no word for the form.
        """
        if len(form) > _LONGEST_WORD:
            return []
        return list(self._read(without_circumflex(form), is_plain, with_names))

    def _find_readings(
        self, form: str, is_plain: bool, with_names: bool, margin: int = _ANY_COST
    ) -> tuple[Reading, ...]:
        """Return the readings of a form without circumflexes, the best first.

        margin: how much more than the best one a reading may cost; of those that cost
            more some are left out.
        """
        stems = self.lexicon.find(form, is_plain=is_plain)
        readings = self._inflected(form, stems, is_plain, with_names, margin)
        if not readings:
            readings = list(self._made(form, stems, is_plain, with_names))
        if len(readings) < 2:
            return tuple(readings)
        best: dict[tuple[str, bool], Reading] = {}
        for reading in readings:
            key = reading.lemma, reading.is_name
            if key not in best or reading.cost < best[key].cost:
                best[key] = reading
        return tuple(sorted(best.values(), key=lambda one: (one.cost, one.lemma)))

    def _inflected(
        self,
        form: str,
        stems: list[tuple[Stem, ...]],
        is_plain: bool,
        with_names: bool,
        margin: int,
    ) -> list[Reading]:
        """Return the readings as a form of a word of the lexicon."""
        found: list[tuple[int, Stem]] = []
        cheapest = self.suffixes.cheapest
        most = _ANY_COST
        # A long stem is oftener the right one, and then most others cost too much.
        for group in reversed(stems):
            for stem in reversed(group):
                word, end, place = stem
                word_cost = word.cost
                if word_cost > most or (not with_names and word.kind == NAME):
                    continue
                cost = cheapest(form[end:], place, is_plain=is_plain)
                if cost is not None:
                    cost += word_cost
                    found.append((cost, stem))
                    if cost + margin < most:
                        most = cost + margin
        readings = [
            Reading(stem.word.lemma, cost, stem)
            for cost, stem in reversed(found)
            if cost <= most
        ]
        for lemma in self._irregular.get(form, ()):
            words = self.lexicon.words(lemma)
            cost = min((word.cost for word in words), default=0) + _IRREGULAR_COST
            readings.append(Reading(lemma, cost))
        return readings

    def _made(
        self, form: str, stems: list[tuple[Stem, ...]], is_plain: bool, with_names: bool
    ) -> Iterator[Reading]:
        """Yield the readings as a form of a word that suffixes make of another."""
        for stem in (one for group in stems for one in group):
            if stem.word.is_name and not with_names:
                continue
            for chain in self.suffixes.parse(form, stem.end, stem.place, is_plain=is_plain):
                cost = stem.word.cost + chain.cost
                if chain.made and cost <= _MOST_MADE:
                    yield Reading(_lemma_of(stem, chain), cost, stem, chain)

    def steps(self, form: str, reading: Reading) -> tuple[Step, ...]:
        """Return the steps of the suffixes of ``form`` in one of its readings."""
        stem = reading.stem
        if stem is None or reading.chain.made:
            return reading.chain.steps
        chains = self.suffixes.parse(without_circumflex(form), stem.end, stem.place)
        return next((chain.steps for chain in chains if not chain.made), ())

    def lemmas(
        self, form: str, *, is_capital: bool = False, is_plain: bool = False
    ) -> tuple[str, ...]:
        """Return the lemmas of a form in a text, the likeliest first; at least one.

        form: in small letters.
        is_capital: it was written with a capital, so it may be a name.
        is_plain: the text is typed without Turkish letters. A word without them that
            no word of the lexicon begins is read in that way in any text.
        """
        found = self._text_readings(form, is_plain, is_capital)
        if not is_capital and (not found or found[0].chain.made):
            if not is_plain:
                self._note(form, is_known=False)
            found = self._text_readings(form, is_plain)
        elif not is_capital and not is_plain:
            self._note(form, is_known=True)
        if not found and not is_plain and to_plain(form) == form:
            # *Erdogan* is *Erdoğan*, but *Sudani* need not be a form of *Sudan*.
            found = tuple(
                one
                for one in self.readings(form, is_plain=True)
                if not one.is_name or _is_dictionary_form(one, form, is_plain=True)
            )
        if not found:
            return (self.guess(form, is_plain=is_plain),)
        if len(found) == 1 and not found[0].bases:
            return (found[0].lemma,)
        if not is_capital:
            found = tuple(one for one in found if not one.is_name) or found
        likely = _likely(found, _LIKELY)
        lemmas = dict.fromkeys(one.lemma for one in likely)
        bases = (base for one in likely for base in one.bases)
        return tuple(dict.fromkeys((*lemmas, *bases)))[:MOST_READINGS]

    def _text_readings(
        self, form: str, is_plain: bool, with_names: bool = True
    ) -> tuple[Reading, ...]:
        """Return the readings of a form in a text, without some that are unlikely."""
        if len(form) > _LONGEST_WORD:
            return ()
        return self._find_readings(without_circumflex(form), is_plain, with_names, _LIKELY)

    def query_lemmas(self, form: str) -> tuple[str, ...]:
        """Return the lemmas that a word of a query stands for, the likeliest first.

        A word without Turkish letters may be typed plainly: then it stands for every
        word that it is the plain spelling of, after those that are spelled so.
        """
        form = without_circumflex(form)
        found = self._own_readings(form)
        if to_plain(form) == form:
            found += self._query_readings(form, True)
        return tuple(dict.fromkeys(one.lemma for one in found)) or (self.guess(form),)

    def is_ambiguous(self, form: str) -> bool:
        """Tell whether other words than those of ``form`` have the same plain spelling.

        *diş* and *dış* are both typed *dis*.
        """
        form = without_circumflex(form)
        own = {one.lemma for one in self._own_readings(form)}
        plain = self._query_readings(to_plain(form), True)
        return bool(own) and not {one.lemma for one in plain} <= own

    def _own_readings(self, form: str) -> tuple[Reading, ...]:
        """Return readings of a word of a query as it is spelled.

        None where a word that it is the plain spelling of is much likelier: *baska* is
        rather *başka* than a form of *bask*.
        """
        own = self._query_readings(form, False)
        if not own or to_plain(form) != form:
            return own
        plain = self._query_readings(form, True)
        return own if own[0].cost <= plain[0].cost + _LIKELY else ()

    def _find_query_readings(self, form: str, is_plain: bool) -> tuple[Reading, ...]:
        """Return the readings as a dictionary form if there are any, or the likely ones."""
        found = self.readings(form, is_plain=is_plain)
        whole = [one for one in found if _is_dictionary_form(one, form, is_plain=is_plain)]
        if whole:
            # A root without its infinitive, such as *ada-*, is a rare word's command.
            return tuple(_likely(whole, _LIKELY))
        return tuple(
            one._replace(lemma=fold(form)) if one.lemma in _AUXILIARIES else one
            for one in _likely(found, _LIKELY_IN_QUERY)
        )

    def knows(self, form: str, *, is_plain: bool = False) -> bool:
        """Tell whether a form, in small letters, is one of a word that is no name.

        is_plain: it may be typed without Turkish letters.
        """
        if not is_plain and (known := self._known.get(form)) is not None:
            return known
        found = self.readings(form, is_plain=is_plain, with_names=False)
        is_known = any(not one.chain.made for one in found)
        if not is_plain:
            self._note(form, is_known=is_known)
        return is_known

    def _note(self, form: str, *, is_known: bool) -> None:
        """Keep whether a form of a text is known, for :meth:`knows`."""
        if len(self._known) >= _KNOWN_FORMS:
            self._known.clear()
        self._known[form] = is_known

    def is_dictionary_form(self, form: str) -> bool:
        """Tell whether the lexicon has a word or name that is ``form``."""
        return any(word.lemma == form for word in self.lexicon.words(form))

    def is_common_word(self, form: str) -> bool:
        """Tell whether the lexicon has a word ``form`` that is no name."""
        return any(not word.is_name for word in self.lexicon.words(form))

    def guess(self, form: str, *, is_plain: bool = False) -> str:
        """Return an unknown word without what may be a noun's suffixes, in plain letters.

        The shortest beginning of five letters is taken behind which there are suffixes
        that agree with it; if it ``is_plain``, as they are typed without Turkish letters.
        Of an infinitive, the rest is taken.
        """
        plain = fold(form)
        if len(form) > _LONGEST_WORD:
            return plain
        if plain.endswith(_INFINITIVES) and len(plain) > _SHORTEST_UNKNOWN:
            return plain[:-3]
        for end in range(_SHORTEST_UNKNOWN, len(form)):
            head, tail = form[:end], form[end:]
            if len(tail) == 1 and (tail not in VOWELS or head[-1] in _NOT_BEFORE_VOWEL):
                continue
            place = Place("NOUN", harmony(head), kind_of(head[-1]))
            if self.suffixes.cheapest(tail, place, is_plain=is_plain) is not None:
                softened = head.endswith("ğ") and tail[0] in VOWELS
                return fold(head[:-1] + "k" if softened else head)
        return plain


def _lemma_of(stem: Stem, chain: Chain) -> str:
    if not chain.made:
        return stem.word.lemma
    made = stem.word.root + chain.made
    if chain.is_verb:
        return made + VERB_MARK
    return made[:-1] + "k" if made.endswith("ğ") else made


def _is_dictionary_form(reading: Reading, form: str, *, is_plain: bool = False) -> bool:
    """Tell whether ``form`` is how a dictionary has the word of a reading."""
    lemma = reading.lemma.removesuffix(VERB_MARK)
    if is_plain:
        lemma = to_plain(lemma)
    return form == lemma or (
        reading.lemma.endswith(VERB_MARK)
        and form.endswith(_INFINITIVES)
        and form[:-3] == lemma
    )


def _likely(found: Sequence[Reading], margin: int) -> list[Reading]:
    """Return the readings of the first lemmas that cost ``margin`` more at most."""
    most = found[0].cost + margin if found else 0
    lemmas = dict.fromkeys(one.lemma for one in found if one.cost <= most)
    kept = set(islice(lemmas, MOST_READINGS))
    return [one for one in found if one.lemma in kept and one.cost <= most]


@cache
def turkish_lemmatizer() -> TurkishLemmatizer:
    """Return the lemmatizer with the built-in lexicon, which a process has once."""
    irregular = read_list(__spec__.parent, "irregular.txt")
    return TurkishLemmatizer(turkish_lexicon(), turkish_suffixes(), irregular)
