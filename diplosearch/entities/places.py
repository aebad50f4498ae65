"""Places of one name, as *Paris, Texas*, and rivers in two languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from ..model import Entity
from ..text.letters import fold
from .base import Mention
from .defaults import defaults
from .gazetteer.entry import GazetteerEntry
from .gazetteer.gazetteer import Gazetteer, bases_of, is_form_of
from .gazetteer.ids import kind_of, slug
from .tokens import Sentence
from .word_lists import words_by_kind

_TOWNS = frozenset({"city", "gpe"})
_REGIONS = ("country", "gpe", "city")
_BEFORE_REGION = re.compile(
    r", | \(| in (?:the )?(?:(?:north|south|east|west)\w* |central )?", re.IGNORECASE
)
"""What stands between a town and its region: *Paris, Texas*, *Tripoli in Lebanon*."""

_BEHIND_REGION = re.compile(
    r"(?:['’]\w{1,6})?"
    r"(?: (?:eyalet|vilayet|bölge|başkent|liman|kıyı|ilç|kent|şehir|bağlı)\w*)*"
    r"(?: (?:kuzey|güney|doğu|batı)\w*(?:daki|deki))?(?: (?:eyalet|kent|şehr)\w*)? ",
    re.IGNORECASE,
)
"""What stands between a region and its town: *Teksas eyaletindeki Paris*."""

_BEFORE_NAME = frozenset({"lake", "mount"})
"""Words of a place that stand before its name."""

_IS_STATE = re.compile(r" (?:eyalet\w*|[Ss]tate\b)")
_IS_TOWN = re.compile(r" (?:kent|şeh[ir]|city\b)", re.IGNORECASE)
_STATE_OF = re.compile(r"\b(?:[Ss]tate of|ABD['’]nin|U\.?S\.? state of) $")
_CACHED_NAMES = 1 << 12
"""A guess."""

_LONGEST_STATE_OF = 20
"""Characters before a state in which that is looked for."""

_OFFICES_OF_STATE = ("governor", "attorney-general", "senator", "congressman")
"""Offices that a state of the United States has: *Georgia Governor*."""


def find_waters(sentence: Sentence, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Yield the rivers that are named without the word: *Tuna kıyısındaki limanlar*.

    And lakes and mountains that the word stands before: *Lake Ohrid*.
    """
    waters = defaults(gazetteer).waters
    if waters.isdisjoint(sentence.folded) and _BEFORE_NAME.isdisjoint(sentence.folded):
        return
    known = words_by_kind("place-words")["beside a river"]
    for position, form in enumerate(sentence.forms[:-1]):
        if not form.is_capitalised or form.suffix:
            continue
        if form.folded in _BEFORE_NAME and _begins_name(sentence, position):
            yield Mention(sentence.start(position), sentence.end(position + 1), "LOC")
        elif form.folded in waters and _is_beside(sentence, position, known):
            entry = defaults(gazetteer).find(form.name)
            span = sentence.start(position), sentence.end(position)
            if entry is not None:
                yield Mention(*span, "LOC", entry.id, entry.name)


def _begins_name(sentence: Sentence, position: int) -> bool:
    """Return whether a name begins with a word: a capital behind it and none before."""
    is_first = position == 0 or not sentence.forms[position - 1].is_capitalised
    return is_first and sentence.forms[position + 1].is_capitalised


def _is_beside(sentence: Sentence, position: int, known: frozenset[str]) -> bool:
    """Return whether a word for a river follows, or *and*, a name and such a word."""
    folded = sentence.folded
    if is_form_of(folded[position + 1], known):
        return True
    is_pair = folded[position + 1] in ("ve", "ile") and position + 3 < len(folded)
    return is_pair and is_form_of(folded[position + 3], known)


def settle_places(
    text: str, linked: Sequence[Entity | Mention], gazetteer: Gazetteer
) -> list[Entity | Mention]:
    """Return ``linked`` with the towns and states that the words beside them tell."""
    settled = list(linked)
    for place, one in enumerate(linked):
        if not isinstance(one, Entity) or kind_of(one.id) not in _REGIONS:
            continue
        if is_state(text, linked, place) and (state := _find_state(text, one, gazetteer)):
            settled[place] = _renamed(one, state)
    for place, one in enumerate(linked):
        is_town = (
            one.type == "GPE" and isinstance(one, Entity) and kind_of(one.id) in _TOWNS
        )
        if is_town and settled[place] is one:
            _settle_town(text, settled, place, gazetteer)
    _settle_states_of_towns(text, settled, gazetteer)
    return settled


def _renamed(one: Entity, entry: GazetteerEntry) -> Entity:
    return replace(one, type=entry.type, id=entry.id, name=entry.name)


def is_state(text: str, linked: Sequence[Entity | Mention], place: int) -> bool:
    """Return whether the words beside a place say that it is a state of a country."""
    one = linked[place]
    if _IS_TOWN.match(text, one.end):
        return False
    if _IS_STATE.match(text, one.end) or _STATE_OF.search(
        text[max(0, one.start - _LONGEST_STATE_OF) : one.start]
    ):
        return True
    following = linked[place + 1] if place + 1 < len(linked) else None
    if following is None or following.type != "TITLE":
        return False
    office = (following.id or "").partition(":")[2]
    is_next = text[one.end : following.start] in (" ", "'s ", "’s ")
    return is_next and office in _OFFICES_OF_STATE


def _find_state(text: str, one: Entity, gazetteer: Gazetteer) -> GazetteerEntry | None:
    """Return the state of this name where a country or town has it as well."""
    return _state_called(" ".join(text[one.start : one.end].split()), gazetteer)


@lru_cache(_CACHED_NAMES)
def _state_called(written: str, gazetteer: Gazetteer) -> GazetteerEntry | None:
    names = (f"{written} eyaleti", f"State of {written}", f"{written} State")
    found = (gazetteer.look_up(name, ("GPE",)) for name in names)
    return next((entry for entry in found if entry is not None), None)


def _settle_town(
    text: str, settled: list[Entity | Mention], place: int, gazetteer: Gazetteer
) -> None:
    """Set the town at index ``place`` to that of the region beside it, if there is one."""
    town = settled[place]
    for index, pattern in ((place + 1, _BEFORE_REGION), (place - 1, _BEHIND_REGION)):
        if not 0 <= index < len(settled):
            continue
        region = settled[index]
        if not isinstance(region, Entity) or kind_of(region.id) not in _REGIONS:
            continue
        first, last = sorted((town, region), key=lambda one: one.start)
        if not pattern.fullmatch(text, first.end, last.start):
            continue
        found = _find_town(text, town, region, gazetteer, is_behind=index > place)
        if found is not None:
            entry, state = found
            settled[place] = Entity(town.start, town.end, "GPE", entry.name, entry.id)
            if state is not None:
                settled[index] = _renamed(region, state)
            return


def _find_town(
    text: str,
    town: Entity | Mention,
    region: Entity,
    gazetteer: Gazetteer,
    *,
    is_behind: bool,
) -> tuple[GazetteerEntry, GazetteerEntry | None] | None:
    """Return the town of a region, and the region where it is a state after all."""
    written = " ".join(text[town.start : town.end].split())
    state = _find_state(text, region, gazetteer)
    for known in (
        (region, state) if is_behind or region.id.startswith("gpe:") else (region,)
    ):
        if known is None:
            continue
        entry = gazetteer.find_town(written, known.id)
        if entry is not None:
            return entry, state if known is state else None
    if not gazetteer.is_state(region.id):
        return None
    tail = region.id.partition(":")[2]
    name = f"{written}, {region.name}"
    return GazetteerEntry("GPE", f"gpe:{slug(written)}-{tail}", name), None


def _settle_states_of_towns(
    text: str, settled: list[Entity | Mention], gazetteer: Gazetteer
) -> None:
    """Set a country to the state of its name where the document names a town of that.

    Only where it names none of the country's own people or capital.
    """
    ids = {one.id for one in settled if isinstance(one, Entity)}
    if _TOWNS.isdisjoint(map(kind_of, ids)):
        return
    for place, one in enumerate(settled):
        if not isinstance(one, Entity) or kind_of(one.id) != "country":
            continue
        state = _find_state(text, one, gazetteer)
        if state is None or f"norp:{one.id.partition(':')[2]}" in ids:
            continue
        towns = [
            other
            for other in settled
            if isinstance(other, Entity)
            and kind_of(other.id) in _TOWNS
            and other is not one
        ]
        if towns and all(_is_in(text, town, state, gazetteer) for town in towns):
            settled[place] = _renamed(one, state)


def _is_in(text: str, town: Entity, state: GazetteerEntry, gazetteer: Gazetteer) -> bool:
    entry = gazetteer.find_town(text[town.start : town.end], state.id)
    return entry is not None and entry.id == town.id


@cache
def _kinds_of_waters() -> dict[str, str]:
    """Return the English word for each word of a river, lake or sea, folded."""
    return {
        word: kind.removeprefix("like ")
        for kind, words in words_by_kind("place-words").items()
        if kind.startswith("like ")
        for word in words
    }


def english_names(name: str) -> list[str]:
    """Return the English names that a place may have: *Charles Nehri* → *Charles River*."""
    words = name.split()
    if len(words) < 2:
        return []
    known = _kinds_of_waters()
    last, first = fold(words[-1]), fold(words[0])
    for word in (last, *bases_of(last)):
        if word in known:
            head = " ".join(words[:-1])
            return [f"{head} {known[word].title()}", f"{known[word].title()} {head}"]
    if first in known:
        return [f"{' '.join(words[1:])} {known[first].title()}", name]
    return []
