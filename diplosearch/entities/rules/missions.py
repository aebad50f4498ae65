"""Missions abroad: embassies, consulates and permanent missions, with sender and seat.

``Katar'ın Ankara Büyükelçiliği``, ``Ankara'daki Katar Büyükelçiliği`` and ``the Embassy
of Qatar in Ankara`` are one; each city has one of every country.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from ..base import Mention
from ..gazetteer.entry import GazetteerEntry
from ..gazetteer.gazetteer import Found, bases_of
from ..gazetteer.ids import kind_of
from ..tokens import Sentence
from ..word_lists import words_by_kind

_MISSION = "mission, "
_SENDERS = ("country", "norp")
_SEATS = ("country", "city", "org", "gpe")
_LOCATIVE = ("daki", "deki", "taki", "teki")


@cache
def _missions() -> dict[str, str]:
    """Return the kind of mission for each folded name: ``buyukelciligi`` → ``embassy``."""
    return {
        words: kind.removeprefix(_MISSION)
        for kind, known in words_by_kind("office-words").items()
        if kind.startswith(_MISSION)
        for words in known
    }


@cache
def _beginnings() -> tuple[str, ...]:
    """Return the first words of the names of missions."""
    return tuple({name.partition(" ")[0] for name in _missions()})


def find_missions(sentence: Sentence, found: Sequence[Found]) -> Iterator[Mention]:
    """Yield the missions in a sentence of which the sender or the seat is named."""
    beginnings, folded = _beginnings(), sentence.folded
    heads = [at for at in sentence.capitals if folded[at].startswith(beginnings)]
    if not heads:
        return
    starts = {one.first: one for one in found}
    ends = {one.last: one for one in found}
    last = 0
    for position in heads:
        head = _read_head(sentence, position) if position >= last else None
        if head is not None:
            last, mission = head
            yield from _read_mission(sentence, position, last, mission, starts, ends)


def _read_head(sentence: Sentence, position: int) -> tuple[int, str] | None:
    """Return the end and the kind of the mission that begins at ``position``."""
    forms = sentence.forms
    known = _missions()
    for count in (3, 2, 1):
        last = position + count
        if last > len(forms):
            continue
        words = [form.folded for form in forms[position:last]]
        for end in (words[-1], *bases_of(words[-1])):
            name = " ".join((*words[:-1], end))
            if name in known:
                return last, known[name]
    return None


def _read_mission(
    sentence: Sentence,
    first: int,
    last: int,
    mission: str,
    starts: Mapping[int, Found],
    ends: Mapping[int, Found],
) -> Iterator[Mention]:
    """Yield the mission with what stands before and behind its name, if that tells."""
    begin, end = first, last
    sender = seat = None
    before = ends.get(begin)
    if (
        before is not None
        and kind_of(before.entry.id) in ("city", "org")
        and _is_plain(sentence, before)
    ):
        seat, begin = before, before.first
        before = ends.get(begin)
    if before is not None and kind_of(before.entry.id) in _SENDERS:
        sender, begin = before, before.first
        place = ends.get(begin)
        suffix = sentence.forms[begin - 1].suffix if begin else ""
        if seat is None and place is not None and suffix in _LOCATIVE:
            seat = place
    if sender is None and (behind := _behind(sentence, end, starts, ("of",), _SENDERS)):
        sender, end = behind, behind.last
    if seat is None and (behind := _behind(sentence, end, starts, ("in", "to"), _SEATS)):
        seat, end = behind, behind.last
    if sender is None and seat is None:
        return
    if sender is not None and sentence.forms[sender.last - 1].suffix:
        # "Katar'ın": the country stays a mention of its own.
        begin = sender.last
    start, stop = sentence.start(begin), sentence.end(end - 1)
    yield Mention(start, stop, "ORG", *_name(mission, sender, seat), is_institution=True)


def _is_plain(sentence: Sentence, one: Found) -> bool:
    return not sentence.forms[one.last - 1].suffix and not one.entry.is_weak


def _behind(
    sentence: Sentence,
    end: int,
    starts: Mapping[int, Found],
    words: tuple[str, ...],
    kinds: tuple[str, ...],
) -> Found | None:
    """Return what stands behind one of ``words`` and an article, if it is of ``kinds``."""
    folded = sentence.folded
    if end >= len(folded) or folded[end] not in words:
        return None
    position = end + 1
    if position < len(folded) and folded[position] == "the":
        position += 1
    found = starts.get(position)
    return found if found is not None and kind_of(found.entry.id) in kinds else None


def _name(mission: str, sender: Found | None, seat: Found | None) -> tuple[str, str]:
    """Return id and name of a mission: ``org:embassy-qa-in-323786``."""
    shown = mission.replace("-", " ").title()
    id = f"org:{mission}"
    if sender is not None:
        id += f"-{_tail(sender.entry)}"
        shown += f" of {sender.entry.name}"
    if seat is not None:
        id += f"-in-{_tail(seat.entry)}"
        shown += f" in {seat.entry.name}"
    return id, shown


def _tail(entry: GazetteerEntry) -> str:
    return entry.id.partition(":")[2].lower()
