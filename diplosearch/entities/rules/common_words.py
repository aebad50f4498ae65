"""Words at the start of a sentence or before another word that only look like a name.

*Kabul edilemez*, *Mali disiplin*, *Turkey sandwiches*: a capital does not make a place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from ...model import EntityType
from ...text.letters import normalize
from ..base import Mention
from ..overlaps import Trust
from ..tokens import Sentence
from ..word_lists import words_by_kind

_NEVER, _AT_START = "never a name", "no name at a start"
_WITH_SUFFIX = "never a name, whatever its suffix"
_ABBREVIATION = "abbreviation of no name"
_ANY_ENDING = "-"
_NAMES: tuple[EntityType, ...] = ("GPE", "LOC", "PERSON", "ORG", "NORP", "FAC")
_OPENING = frozenset("\"'“‘«(•*-–—:.")
"""Signs behind which a sentence or a quotation begins."""


_FEWEST_INITIALS = 3
"""Letters of an abbreviation that the words before it explain; a guess."""


class _CommonWords(NamedTuple):
    """The table of common words, folded.

    ``behind`` has the words that make a name a common word, and the beginnings of such
    words, by name; ``abbreviations`` are those of common nouns, in capitals.
    """

    abbreviations: frozenset[str]
    with_suffix: frozenset[str]
    never: frozenset[str]
    at_start: frozenset[str]
    behind: Mapping[str, tuple[frozenset[str], tuple[str, ...]]]
    all: frozenset[str]


@cache
def _known() -> _CommonWords:
    kinds = dict(words_by_kind("common-words"))
    abbreviations = kinds.pop(_ABBREVIATION)
    with_suffix = kinds.pop(_WITH_SUFFIX)
    never, at_start = kinds.pop(_NEVER) | with_suffix, kinds.pop(_AT_START)
    behind = {}
    for name, words in kinds.items():
        endless = {word for word in words if word.endswith(_ANY_ENDING)}
        beginnings = tuple(word.removesuffix(_ANY_ENDING) for word in endless)
        behind[normalize(name)] = (words - endless, beginnings)
    words = never | at_start | behind.keys() | abbreviations
    return _CommonWords(abbreviations, with_suffix, never, at_start, behind, words)


def without_common_words(
    sentence: Sentence, finds: list[tuple[Trust, Mention]]
) -> list[tuple[Trust, Mention]]:
    """Return the finds in a sentence that are no common words; a user's own never are."""
    common = find_common_words(sentence)
    common |= dict(_find_explained(sentence))
    if not common:
        return finds
    kept = []
    for trust, mention in finds:
        if trust != Trust.OWN and mention.type in _NAMES:
            if mention.end <= common.get(mention.start, 0):
                continue
            mention = _without_abbreviation(sentence, mention)
        kept.append((trust, mention))
    return kept


def _without_abbreviation(sentence: Sentence, mention: Mention) -> Mention:
    """Return a name without an abbreviation behind it that is none: *MEB LGS*."""
    if mention.type != "ORG" or mention.id is not None:
        return mention
    known = _known().abbreviations
    for position, form in enumerate(sentence.forms[1:], 1):
        if sentence.end(position) == mention.end:
            start = sentence.start(position)
            is_one = form.is_capitals and form.folded in known and start > mention.start
            return mention._replace(end=sentence.end(position - 1)) if is_one else mention
    return mention


def _find_explained(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the abbreviations in brackets of common nouns: *faiz dışı fazla (FDF)*."""
    forms = sentence.forms
    if "(" not in sentence.surfaces:
        return
    for position in sentence.capitals:
        form = forms[position]
        count = len(form.name)
        if count < _FEWEST_INITIALS or not form.is_capitals or position <= count:
            continue
        if forms[position - 1].name != "(":
            continue
        words = forms[position - 1 - count : position - 1]
        is_one = all(
            one.is_word and not one.is_capitalised and one.folded[:1] == letter
            for one, letter in zip(words, form.folded, strict=False)
        )
        if is_one:
            yield sentence.start(position), sentence.end(position)


def find_common_words(sentence: Sentence) -> dict[int, int]:
    """Return where no name is: from an offset to the one up to which a name would end."""
    words = _known().all
    if words.isdisjoint(sentence.folded):
        return {}
    ends = {}
    for position, form in enumerate(sentence.forms):
        is_bare = not form.suffix or form.folded in _known().with_suffix
        is_bare = is_bare or form.folded in _known().abbreviations
        if form.folded in words and form.is_capitalised and is_bare:
            last = _last_word(sentence, position)
            if last is not None:
                ends[sentence.start(position)] = sentence.end(last)
    return ends


def _last_word(sentence: Sentence, position: int) -> int | None:
    """Return the last word that a common word rules out as a name, None for a name."""
    known, folded = _known(), sentence.folded
    word = folded[position]
    following = folded[position + 1] if position + 1 < len(folded) else ""
    words, beginnings = known.behind.get(word, (frozenset(), ()))
    if following and (following in words or following.startswith(beginnings)):
        return position + 1
    if word in known.never:
        return position
    if word in known.abbreviations and sentence.forms[position].is_capitals:
        return position
    return position if word in known.at_start and _is_at_start(sentence, position) else None


def _is_at_start(sentence: Sentence, position: int) -> bool:
    """Return whether a word has its capital from the beginning of a sentence.

    A capital behind it shows a name: *Ordu Valisi*, *Ağrı, Muş ve Van*.
    """
    forms = sentence.forms
    if position and forms[position - 1].name not in _OPENING:
        return False
    behind = position + 1
    if behind < len(forms) and forms[behind].name == ",":
        behind += 1
    return (
        behind < len(forms) and forms[behind].is_word and not forms[behind].is_capitalised
    )
