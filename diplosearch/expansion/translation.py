"""The words of a query in the other language, looked up in the index.

All renderings of a word into one language share one inverse document
frequency, from the sum of their frequencies weighted as they are: with one of
its own, a rare wrong translation would win.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..engines.base import Reader
from ..engines.ranking import (
    TERM_WEIGHT,
    TRANSLATION_PREFIX_WEIGHT,
    TRANSLATION_WEIGHT,
    inverse_document_frequency,
)
from ..engines.remote_reader import FieldTerm
from ..lexicon.lexicon import FoundTerm, Lexicon, stems_of
from ..model import Language
from ..query import tree
from ..schema import PREFIX, STEM
from .word_forms import is_stop_word

_PREFIX_LENGTH = 5
_LEAST_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class _Member:
    """A stem that a word stands for, and what it counts."""

    weight: float
    origin: tree.Origin


@dataclass(slots=True)
class Renderings:
    """What the words of a query are in one language, by their number in the query."""

    language: Language
    members: dict[int, dict[str, _Member]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    wholes: dict[int, list[tuple[tuple[str, ...], _Member]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """Stems that stand for a word only together."""

    def add(self, number: int, stem: str, member: _Member) -> None:
        """Let a stem stand for a word; of two weights the higher one counts."""
        known = self.members[number].get(stem)
        if known is None or known.weight < member.weight:
            self.members[number][stem] = member

    def candidates(self) -> Iterator[FieldTerm]:
        """Yield what :func:`translate` looks up."""
        for members in self.members.values():
            for stem in _usual(members):
                yield STEM, stem
                if self.language == "tr" and len(stem) >= _PREFIX_LENGTH:
                    yield PREFIX, stem[:_PREFIX_LENGTH]
        for wholes in self.wholes.values():
            for stems, _ in wholes:
                yield from ((STEM, stem) for stem in stems)


def collect_renderings(words: Sequence[str], lexicon: Lexicon) -> list[Renderings]:
    """Return what ``words`` are in each language, whether the index has it or not.

    ``words`` are those of a query in their order, as typed. Runs of them that
    are a term of the glossary are rendered whole; a stop word is not rendered
    alone.
    """
    turkish, english = Renderings("tr"), Renderings("en")
    for term in lexicon.find_terms(words):
        _add_term(turkish if term.language == "tr" else english, term)
    for number, word in enumerate(words):
        if is_stop_word(word):
            continue
        for stem, weight, origin in lexicon.to_turkish(word):
            turkish.add(number, stem, _Member(weight, origin))
        for stem, weight, origin in lexicon.to_english(word):
            english.add(number, stem, _Member(weight, origin))
    return [turkish, english]


def translate(
    words: Sequence[str], renderings: Sequence[Renderings], reader: Reader
) -> list[list[tree.Node]]:
    """Return, for each of ``words``, what finds its translations in the index."""
    return [
        [node for one in renderings for node in _look_up(one, number, word, reader)]
        for number, word in enumerate(words)
    ]


def _add_term(renderings: Renderings, term: FoundTerm) -> None:
    """Give each word of a term its share of the term's renderings.

    The first word gets the first stems, the last word the last ones. A term
    of one word, such as an acronym, needs all stems of a rendering at once.
    """
    count = term.end - term.start
    for phrase, weight, origin in term.renderings:
        stems = stems_of(phrase, term.language)
        member = _Member(weight * TERM_WEIGHT / TRANSLATION_WEIGHT, origin)
        if count == 1 and len(stems) > 1:
            renderings.wholes[term.start].append((stems, member))
            continue
        for offset in range(count):
            first = offset * len(stems) // count
            last = max(first + 1, (offset + 1) * len(stems) // count)
            for stem in stems[first:last]:
                renderings.add(term.start + offset, stem, member)


def _look_up(
    renderings: Renderings, number: int, word: str, reader: Reader
) -> Iterator[tree.Node]:
    language = renderings.language
    members = _usual(renderings.members[number])
    found = {
        stem: frequency for stem in members if (frequency := reader.frequency(STEM, stem))
    }
    prefixes = _prefixes(members, reader) if language == "tr" else {}
    total = sum(members[stem].weight * count for stem, count in found.items())
    if not found:
        total = sum(member.weight * count for member, count in prefixes.values())
    rarity = TRANSLATION_WEIGHT * _rarity(total, reader)
    for stem in found:
        member = members[stem]
        yield _term(STEM, stem, member.weight * rarity, word, member, language)
    for prefix, (member, _) in prefixes.items():
        weight = member.weight * TRANSLATION_PREFIX_WEIGHT * rarity
        yield _term(PREFIX, prefix, weight, word, member, language)
    for stems, member in renderings.wholes[number]:
        frequencies = [reader.frequency(STEM, stem) for stem in stems]
        if all(frequencies):
            share = member.weight * TRANSLATION_WEIGHT / len(stems)
            weights = (share * _rarity(count, reader) for count in frequencies)
            yield tree.Boolean(
                must=tuple(
                    _term(STEM, stem, weight, word, member, language)
                    for stem, weight in zip(stems, weights, strict=True)
                )
            )


def _usual(members: dict[str, _Member]) -> dict[str, _Member]:
    """Return the members that count a fair part of what the best one counts."""
    least = _LEAST_SHARE * max((one.weight for one in members.values()), default=0.0)
    return {stem: one for stem, one in members.items() if one.weight >= least}


def _prefixes(
    members: dict[str, _Member], reader: Reader
) -> dict[str, tuple[_Member, int]]:
    """Return the five-letter beginnings of the stems, with their frequency."""
    found: dict[str, tuple[_Member, int]] = {}
    for stem, member in members.items():
        prefix = stem[:_PREFIX_LENGTH]
        if len(prefix) < _PREFIX_LENGTH:
            continue
        if prefix in found and found[prefix][0].weight >= member.weight:
            continue
        frequency = reader.frequency(PREFIX, prefix)
        if frequency:
            found[prefix] = (member, frequency)
    return found


def _rarity(frequency: float, reader: Reader) -> float:
    return inverse_document_frequency(reader.passages, min(frequency, reader.passages))


def _term(
    name: str, text: str, weight: float, word: str, member: _Member, language: Language
) -> tree.Term:
    return tree.Term(name, text, weight, word, "translation", member.origin, language)
