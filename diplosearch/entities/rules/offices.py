"""Ministers and ministries named by their portfolio, in both languages.

``Minister of Industry and Technology``, ``Energy and Natural Resources
Minister``, ``Enerji ve Tabii Kaynaklar Bakanı``: portfolios are joined freely, so
no list holds them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ...model import EntityType
from ..base import Mention
from ..gazetteer.gazetteer import bases_of
from ..tokens import Sentence
from ..word_lists import words_of

_BEHIND: dict[str, EntityType] = {
    "minister": "TITLE",
    "secretary": "TITLE",
    "bakani": "TITLE",
    "bakan yardimcisi": "TITLE",
    "ministry": "ORG",
    "department": "ORG",
    "bakanligi": "ORG",
}
"""What follows its portfolio."""

_BEFORE: dict[str, EntityType] = {
    "minister": "TITLE",
    "secretary": "TITLE",
    "ministry": "ORG",
    "department": "ORG",
}
"""What goes before ``of`` or ``for`` and its portfolio."""

_BEGINNINGS = ("minist", "secretary", "department", "bakan", "yardimci")
"""How the words begin that an office is told by, without a suffix or with one."""

_OF = ("of", "for")
_ARTICLES = ("the",)
_JOINTS = frozenset({"and", "ve", "&", ",", "ile"})
_LONGEST = 14


def find_offices(sentence: Sentence) -> Iterator[Mention]:
    """Yield the ministers and ministries in a sentence, from left to right."""
    for place, form in enumerate(sentence.forms):
        if not form.is_capitalised or not form.folded.startswith(_BEGINNINGS):
            continue
        spans = (_read_behind(sentence, place), _read_before(sentence, place))
        best = max(
            (span for span in spans if span is not None),
            key=lambda span: span[1] - span[0],
            default=None,
        )
        if best is not None:
            first, last, type = best
            start, end = sentence.start(first), sentence.end(last - 1)
            yield Mention(start, end, type, is_institution=type == "ORG")


def _read_before(sentence: Sentence, place: int) -> tuple[int, int, EntityType] | None:
    """Return the words of ``Minister of …`` from ``place`` on."""
    forms = sentence.forms
    type = _BEFORE.get(forms[place].folded)
    start = place + 2
    if type is None or start >= len(forms) or forms[place + 1].folded not in _OF:
        return None
    if forms[start].folded in _ARTICLES:
        start += 1
    last = start
    for end in range(start, min(start + _LONGEST, len(forms))):
        if _is_portfolio(sentence, end):
            last = end + 1
            if forms[end].suffix:
                break
        elif forms[end].folded not in _JOINTS:
            break
    return (place, last, type) if last > start else None


def _read_behind(sentence: Sentence, place: int) -> tuple[int, int, EntityType] | None:
    """Return the words of ``… Bakanı`` up to the one at ``place``."""
    forms = sentence.forms
    type = _behind(sentence, place)
    if type is None:
        return None
    # The deputy's office is two words; the portfolio stands before both.
    head = place - (forms[place].folded.startswith("yardimci") and place > 0)
    first = head
    for start in range(head - 1, max(head - _LONGEST, 0) - 1, -1):
        if _is_portfolio(sentence, start) and not forms[start].suffix:
            first = start
        elif forms[start].folded not in _JOINTS:
            break
    return (first, place + 1, type) if first < head else None


def _behind(sentence: Sentence, place: int) -> EntityType | None:
    folded = sentence.forms[place].folded
    pair = ""
    if (
        folded.startswith("yardimci")
        and place
        and sentence.forms[place - 1].folded == "bakan"
    ):
        pair = "bakan "
    for base in (folded, *bases_of(folded)):
        if pair + base in _BEHIND:
            return _BEHIND[pair + base]
    return None


def _is_portfolio(sentence: Sentence, place: int) -> bool:
    form = sentence.forms[place]
    return form.is_capitalised and form.folded in words_of("portfolios")


# "foreign minister Hakan Fidan"; "Cevdet Yılmaz, the vice president"
_BEFORE_NAME = re.compile(r",? ")
_BEHIND_NAME = re.compile(r", (?:the |a |eski |former )?")


def with_holders(
    text: str, mentions: Sequence[Mention], offices: Iterable[Mention]
) -> list[Mention]:
    """Return ``mentions`` with those of ``offices`` that stand beside a person."""
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
    return _BEHIND_NAME.fullmatch(text, person.end, office.start) is not None
