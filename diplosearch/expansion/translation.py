"""Translations of a query's words that the index holds, weighted.

All renderings of a word into one language share one inverse document
frequency, from the weighted sum of their frequencies. With frequencies of their
own, a rare wrong translation would win.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..analysis.turkish.stems import VERB_MARK
from ..analysis.word_rules import PREFIX_LENGTH
from ..engines.base import Reader
from ..engines.ranking import (
    TRANSLATION_PREFIX_WEIGHT,
    TRANSLATION_WEIGHT,
    inverse_document_frequency,
)
from ..engines.remote_reader import FieldTerm
from ..lexicon.lexicon import Lexicon
from ..model import Language
from ..query import tree
from ..schema import PREFIX, STEM
from ..text.letters import fold
from .word_forms import is_stop_word

_LEAST_WEIGHT = 0.25
"""Least weight of a translation, relative to the word's best one; a guess."""


@dataclass(frozen=True, slots=True)
class _Member:
    """The weight of a stem that a word stands for, and where it is from."""

    weight: float
    origin: tree.Origin


@dataclass(slots=True)
class Renderings:
    """Stems of one language that the words of a query stand for, by number of the word."""

    language: Language
    members: dict[int, dict[str, _Member]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def add(self, number: int, stem: str, member: _Member) -> None:
        """Add a stem to a word; of the same stem the heavier one is kept."""
        known = self.members[number].get(stem)
        if known is None or known.weight < member.weight:
            self.members[number][stem] = member

    def candidates(self) -> Iterator[FieldTerm]:
        """Yield what :func:`translate` looks up."""
        for members in self.members.values():
            for stem in _usual(members):
                yield STEM, stem
                if self.language == "tr" and (prefix := _prefix_of(stem)):
                    yield PREFIX, prefix


def collect_renderings(words: Sequence[str], lexicon: Lexicon) -> list[Renderings]:
    """Return the renderings of ``words`` into Turkish and into English.

    ``words`` are those of a query in their order, as typed; the index need not hold
    the renderings. A stop word is not rendered.
    """
    turkish, english = Renderings("tr"), Renderings("en")
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
    """Return, for each of ``words``, nodes that find its translations in the index."""
    return [
        [node for one in renderings for node in _look_up(one, number, word, reader)]
        for number, word in enumerate(words)
    ]


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
        yield _make_term(STEM, stem, member.weight * rarity, word, member, language)
    for prefix, (member, _) in prefixes.items():
        weight = member.weight * TRANSLATION_PREFIX_WEIGHT * rarity
        yield _make_term(PREFIX, prefix, weight, word, member, language)


def _usual(members: dict[str, _Member]) -> dict[str, _Member]:
    """Return the members without those of little weight beside the best one."""
    least = _LEAST_WEIGHT * max((one.weight for one in members.values()), default=0.0)
    return {stem: one for stem, one in members.items() if one.weight >= least}


def _prefixes(
    members: dict[str, _Member], reader: Reader
) -> dict[str, tuple[_Member, int]]:
    """Return the five-letter prefixes of the stems that the index has, with frequency."""
    found: dict[str, tuple[_Member, int]] = {}
    for stem, member in members.items():
        prefix = _prefix_of(stem)
        if prefix is None:
            continue
        if prefix in found and found[prefix][0].weight >= member.weight:
            continue
        frequency = reader.frequency(PREFIX, prefix)
        if frequency:
            found[prefix] = (member, frequency)
    return found


def _prefix_of(stem: str) -> str | None:
    """Return the five-letter prefix of a Turkish stem's forms, None if it is shorter."""
    letters = fold(stem.removesuffix(VERB_MARK))
    return letters[:PREFIX_LENGTH] if len(letters) >= PREFIX_LENGTH else None


def _rarity(frequency: float, reader: Reader) -> float:
    return inverse_document_frequency(reader.passages, min(frequency, reader.passages))


def _make_term(
    name: str, text: str, weight: float, word: str, member: _Member, language: Language
) -> tree.Term:
    return tree.Term(name, text, weight, word, "translation", member.origin, language)
