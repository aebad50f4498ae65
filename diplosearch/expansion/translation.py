"""Translations of a query's words that the index holds, weighted.

All renderings of a word into one language share one inverse document
frequency, from the weighted sum of their frequencies. With frequencies of their
own, a rare wrong translation would win.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..analysis.turkish.stems import VERB_MARK
from ..analysis.word_rules import PREFIX_LENGTH
from ..engines.base import Reader
from ..engines.ranking import (
    TRANSLATION_PREFIX_WEIGHT,
    TRANSLATION_WEIGHT,
    inverse_document_frequency,
)
from ..engines.remote_reader import FieldTerm
from ..lexicon.lexicon import Lexicon, Translation
from ..model import Language
from ..query import tree
from ..schema import PREFIX, STEM
from ..text.letters import fold
from .word_forms import is_stop_word

_LEAST_WEIGHT = 0.25
"""Least weight of a translation, relative to the word's best one; a guess."""

_CACHED_WORDS = 1 << 12
"""Words whose renderings are cached; a guess."""


class _Member(NamedTuple):
    """The weight of a stem that a word stands for, and where it is from."""

    weight: float
    origin: tree.Origin


_make_member = lru_cache(_CACHED_WORDS)(_Member)
"""Returns one member for all words of a weight and origin, of which there are few."""


class Renderings(NamedTuple):
    """Stems of one language that a word of a query stands for."""

    language: Language
    members: dict[str, _Member]

    def candidates(self) -> Iterator[FieldTerm]:
        """Yield what :func:`translate` looks up."""
        for stem in self.members:
            yield STEM, stem
            if self.language == "tr" and (prefix := _prefix_of(stem)):
                yield PREFIX, prefix


@lru_cache(_CACHED_WORDS)
def render(word: str, lexicon: Lexicon) -> tuple[Renderings, ...]:
    """Return the renderings of a word, as typed, into Turkish and into English.

    Those of little weight beside the best one are left out; the index need not hold the
    others. There are none into a language of which the lexicon knows none, and none of a
    stop word.
    """
    if is_stop_word(word):
        return ()
    found: tuple[tuple[Language, Sequence[Translation]], ...] = (
        ("tr", lexicon.to_turkish(word)),
        ("en", lexicon.to_english(word)),
    )
    return tuple(
        Renderings(language, _usual(translations))
        for language, translations in found
        if translations
    )


def translate(word: str, lexicon: Lexicon, reader: Reader) -> list[tree.Node]:
    """Return nodes that find the translations of ``word`` in the index."""
    return [node for one in render(word, lexicon) for node in _look_up(one, word, reader)]


def _look_up(renderings: Renderings, word: str, reader: Reader) -> Iterator[tree.Node]:
    language, members = renderings
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


def _usual(found: Iterable[Translation]) -> dict[str, _Member]:
    """Return translations without those of little weight beside the best one."""
    best: dict[str, _Member] = {}
    for stem, weight, origin in found:
        if stem not in best or best[stem].weight < weight:
            best[stem] = _make_member(weight, origin)
    least = _LEAST_WEIGHT * max((one.weight for one in best.values()), default=0.0)
    return {stem: one for stem, one in best.items() if one.weight >= least}


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
