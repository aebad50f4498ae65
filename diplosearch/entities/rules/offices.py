"""Ministers and ministries with their portfolio, in both languages.

``Minister of Industry and Technology``, ``Energy and Natural Resources
Minister``, ``Enerji ve Tabii Kaynaklar Bakanı``: governments combine portfolios freely,
so no list can be complete.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from ...model import EntityType
from ..base import Mention
from ..gazetteer.gazetteer import Found, Gazetteer, bases_of
from ..tokens import Sentence
from ..word_lists import words_by_kind, words_of

_SHORTEST_INSTITUTION = 2
"""Words of an institution within the name of an office; a guess."""

_MOST_WORDS = 14
"""Words of the longest portfolio, with function words between them; a guess."""

_BEFORE_NAME = re.compile(r",? ")
"""What stands between an office and its holder: *foreign minister Hakan Fidan*."""


class _OfficeWords(NamedTuple):
    """Folded words for offices, with their types.

    ``behind`` follow their portfolio; ``before`` have *of* or *for* and a portfolio
    behind them. ``beginnings`` are those of all words that an office can end with.
    """

    behind: Mapping[str, EntityType]
    before: Mapping[str, EntityType]
    beginnings: tuple[str, ...]


@cache
def _office_words() -> _OfficeWords:
    """Return the words for offices of both languages."""
    words = words_by_kind("office-words")
    types: tuple[EntityType, ...] = ("TITLE", "ORG")
    behind, before = (
        {word: type for type in types for word in words[f"{type}, {side} its portfolio"]}
        for side in ("behind", "before")
    )
    return _OfficeWords(
        behind, before, tuple({word.split()[-1] for word in (*behind, *before)})
    )


@cache
def _between_name_and_office() -> re.Pattern[str]:
    """Return the pattern of what stands between: *Cevdet Yılmaz, the vice president*."""
    words = words_by_kind("office-words")["before an office, behind a name"]
    return re.compile(rf", (?:(?:{'|'.join(map(re.escape, sorted(words)))}) )?")


def find_offices(sentence: Sentence) -> Iterator[Mention]:
    """Yield the ministers and ministries in a sentence, from left to right."""
    beginnings = _office_words().beginnings
    folded = sentence.folded
    for position in sentence.capitals:
        if not folded[position].startswith(beginnings):
            continue
        spans = (_read_behind(sentence, position), _read_before(sentence, position))
        best = max(
            (span for span in spans if span is not None),
            key=lambda span: span[1] - span[0],
            default=None,
        )
        if best is not None:
            first, last, type = best
            start, end = sentence.start(first), sentence.end(last - 1)
            yield Mention(start, end, type, is_institution=type == "ORG")


def _read_before(sentence: Sentence, first: int) -> tuple[int, int, EntityType] | None:
    """Return the span of words and the type of ``Minister of …``, None for no office.

    ``first`` is the position of *Minister*.
    """
    forms = sentence.forms
    joining = words_by_kind("function-words")
    type = _office_words().before.get(forms[first].folded)
    start = first + 2
    if type is None or start >= len(forms) or forms[first + 1].folded not in joining["of"]:
        return None
    if forms[start].folded in joining["article"]:
        start += 1
    last = start
    for position in range(start, min(start + _MOST_WORDS, len(forms))):
        if _is_portfolio(sentence, position):
            last = position + 1
            if forms[position].suffix:
                break
        elif forms[position].folded not in joining["within a portfolio"]:
            break
    return (first, last, type) if last > start else None


def _read_behind(sentence: Sentence, position: int) -> tuple[int, int, EntityType] | None:
    """Return the span of words and the type of ``… Bakanı``, None for no office.

    ``position`` is that of the last word, *Bakanı*.
    """
    forms = sentence.forms
    office = _read_office(sentence, position)
    if office is None:
        return None
    head, type = office
    joining = words_by_kind("function-words")["within a portfolio"]
    first = head
    for start in range(head - 1, max(head - _MOST_WORDS, 0) - 1, -1):
        if _is_portfolio(sentence, start) and not forms[start].suffix:
            first = start
        elif forms[start].folded not in joining:
            break
    return (first, position + 1, type) if first < head else None


def _read_office(sentence: Sentence, position: int) -> tuple[int, EntityType] | None:
    """Return the first word and the type of the office that ends at ``position``.

    It is one word or two (*bakan yardımcısı*), the last of which may be inflected.
    """
    offices = _office_words().behind
    folded = sentence.forms[position].folded
    before = sentence.forms[position - 1].folded if position else ""
    for base in (folded, *bases_of(folded)):
        if f"{before} {base}" in offices:
            return position - 1, offices[f"{before} {base}"]
        if base in offices:
            return position, offices[base]
    return None


def _is_portfolio(sentence: Sentence, position: int) -> bool:
    form = sentence.forms[position]
    return form.is_capitalised and form.folded in words_of("portfolios")


def part_institutions(
    sentence: Sentence, found: Iterable[Found], gazetteer: Gazetteer
) -> Iterator[Found]:
    """Yield ``found`` with the institutions within offices parted from them.

    *Milli Meclis Başkanı* and *Secretary of the Security Council* are an institution and
    an office.
    """
    kinds = words_by_kind("office-words")["of an institution, which its name has"]
    for match in found:
        parts = None
        is_long = match.last - match.first > _SHORTEST_INSTITUTION
        if is_long and match.entry.id.removeprefix("title:") in kinds:
            parts = _part_institution(sentence, match, gazetteer)
        yield from parts or (match,)


def _part_institution(
    sentence: Sentence, match: Found, gazetteer: Gazetteer
) -> tuple[Found, Found] | None:
    """Return the two parts of an office in their order, None for one without."""
    for size in range(match.last - match.first - 1, _SHORTEST_INSTITUTION - 1, -1):
        for first, last in (
            (match.first, match.first + size),
            (match.last - size, match.last),
        ):
            entry = gazetteer.names.find(sentence.key(first, last))
            if entry is None or entry.type != "ORG":
                continue
            institution = Found(first, last, entry)
            if first == match.first:
                return institution, match._replace(first=last)
            return match._replace(last=match.first + 1), institution
    return None


def with_holders(
    text: str, mentions: Sequence[Mention], offices: Iterable[Mention]
) -> list[Mention]:
    """Return ``mentions`` with those of ``offices`` that stand beside a person's name."""
    people = [one for one in mentions if one.type == "PERSON"]
    kept = list(mentions)
    for office in offices:
        if any(one.start < office.end and one.end > office.start for one in kept):
            continue
        if any(_is_beside(text, office, person) for person in people):
            kept.append(office)
    return sorted(kept, key=lambda one: one.start)


def _is_beside(text: str, office: Mention, person: Mention) -> bool:
    if person.start > office.start:
        return _BEFORE_NAME.fullmatch(text, office.end, person.start) is not None
    return _between_name_and_office().fullmatch(text, person.end, office.start) is not None
