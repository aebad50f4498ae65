"""Link the mentions of one document: give each the id and the name to show."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ..model import Entity, EntityType
from ..text.letters import fold
from .base import Mention
from .defaults import defaults
from .gazetteer.entry import GazetteerEntry
from .gazetteer.gazetteer import Gazetteer, bases_of, is_form_of
from .gazetteer.ids import make_id
from .institutions import (
    ASSEMBLY,
    OWNERS,
    find_assembly,
    find_owned,
    find_owner,
    find_with_country,
    look_up,
)
from .people_linker import link_people, written_as
from .places import english_names, settle_places
from .word_lists import words_by_kind

PLACES: tuple[EntityType, ...] = ("GPE", "LOC", "FAC")
"""Types of places, between which the gazetteer or the last word of the name decides."""

_LONGEST_WORD = 30
"""Characters behind a name in which a word for a town is looked for; a guess."""

_DERIVED = ("li", "lu")
"""Suffixes of who is from a place, folded."""

_CHAIR, _PRESIDENT, _PRESIDENT_NAME = "title:chairperson", "title:president", "President"
_BRACKET = re.compile(r"(?:['’]\w{1,8})? ?\(")


def link(
    text: str,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    *,
    date: datetime.date | None = None,
) -> list[Entity]:
    """Return the entities of the mentions of one document, in their order.

    ``date`` is the day of publication, which decides between holders of one office.
    """
    linker = _Linker(text, mentions, gazetteer)
    linked: list[Entity | Mention] = []
    for mention in mentions:
        if mention.type == "PERSON":
            linked.append(mention)
            continue
        one = linker.link(mention, linked)
        if linked and one.id == _CHAIR and _heads_state(text, linked[-1], one):
            one = replace(one, id=_PRESIDENT, name=_PRESIDENT_NAME)
        linked.append(one)
    return link_people(text, settle_places(text, linked, gazetteer), gazetteer, date)


def _heads_state(text: str, before: Entity | Mention, office: Entity) -> bool:
    """Return whether a chairperson is a country's: ``ABD Başkanı`` is its president."""
    is_next = text[before.end : office.start] == " "
    return is_next and before.id is not None and before.id.startswith("country:")


def _town_words() -> frozenset[str]:
    return words_by_kind("place-words")["a town, behind its name"]


class _Linker:
    """Links mentions that are no people by the acronyms of one document."""

    def __init__(
        self, text: str, mentions: Sequence[Mention], gazetteer: Gazetteer
    ) -> None:
        self._text = text
        self._gazetteer = gazetteer
        self._acronyms: dict[str, tuple[str, str]] = {}
        self._read_acronyms(mentions)

    def link(self, mention: Mention, linked: Sequence[Entity | Mention]) -> Entity:
        """Return the entity of a mention; ``linked`` are those before it."""
        type, id, name = self._identify(mention)
        if type == "ORG":
            owned = self._find_owned(mention, linked)
            entry = owned or self._find_default(mention, id, linked)
            if entry is not None:
                id, name = entry.id, entry.name
        return Entity(mention.start, mention.end, type, name, id)

    def _find_owned(
        self, mention: Mention, linked: Sequence[Entity | Mention]
    ) -> GazetteerEntry | None:
        """Return the institution of the country before it: *Ukraine's Ministry of …*."""
        if "-in-" in (mention.id or ""):
            return None
        owners = (*OWNERS, "org") if mention.id == ASSEMBLY else OWNERS
        owner = find_owner(self._text, linked, mention.start, owners)
        if owner is None:
            return None
        written = self._written(mention)
        entry = look_up(self._gazetteer, written)
        is_default = defaults(self._gazetteer).has(written)
        if is_default or (entry is not None and entry.is_institution):
            return find_owned(self._gazetteer, written, *owner)
        return None

    def _find_default(
        self, mention: Mention, id: str, linked: Sequence[Entity | Mention]
    ) -> GazetteerEntry | None:
        """Return what a bare name means: a country's that was named, else the default."""
        written = self._written(mention)
        is_settled = mention.id is not None and not mention.is_institution
        if is_settled and not written.isupper():
            return None
        default = defaults(self._gazetteer).find(written, self._text)
        if default is None or self._has_owner(mention, linked):
            return None
        for one in reversed(linked):
            if isinstance(one, Entity) and one.id.startswith(f"{id}-"):
                return GazetteerEntry("ORG", one.id, one.name)
        return default

    def _has_owner(self, mention: Mention, linked: Sequence[Entity | Mention]) -> bool:
        """Return whether a name right before says whose it is: *TBMM Genel Kurulu*."""
        before = linked[-1] if linked else None
        if before is None or before.type not in ("ORG", "GPE", "NORP"):
            return False
        return self._text[before.end : mention.start] == " "

    def _written(self, mention: Mention) -> str:
        return written_as(self._text, mention)

    def _identify(self, mention: Mention) -> tuple[EntityType, str, str]:
        """Return type, id and name of a mention that is no person."""
        if mention.type in PLACES:
            default = self._find_default_place(mention)
            if default is not None:
                return default.type, default.id, default.name
        if mention.id is not None and mention.name is not None:
            return mention.type, mention.id, mention.name
        written = self._written(mention)
        types: tuple[EntityType, ...] = (mention.type,)
        if mention.type in PLACES:
            types = PLACES
        entry = self._gazetteer.look_up(written, types)
        if entry is None and mention.type == "ORG":
            if written in self._acronyms:
                return "ORG", *self._acronyms[written]
            entry = look_up(self._gazetteer, written)
            entry = entry or find_with_country(self._gazetteer, written)
            entry = entry or find_assembly(self._gazetteer, written)
        if entry is None and mention.type in PLACES:
            entry = self._find_town(written) or self._find_inflected(written)
            names = english_names(written) if entry is None else []
            found = (self._gazetteer.look_up(name, PLACES) for name in names)
            entry = next((one for one in found if one is not None), None) or entry
            if entry is None and names:
                return mention.type, make_id(mention.type, names[0]), written
        if entry is not None:
            return entry.type, entry.id, entry.name
        return mention.type, make_id(mention.type, written), written

    def _find_default_place(self, mention: Mention) -> GazetteerEntry | None:
        """Return what *the Gulf* means, unless it is a town: *Körfez ilçesi*."""
        known = defaults(self._gazetteer)
        written = self._text[mention.start : mention.end]
        if written not in known.written:
            return None
        default = known.find(written, self._text)
        following = self._text[mention.end : mention.end + _LONGEST_WORD].split()
        is_town = bool(following) and is_form_of(fold(following[0]), _town_words())
        return None if is_town else default

    def _find_town(self, written: str) -> GazetteerEntry | None:
        """Return the town before a word for one: *Manavgat İlçesi*."""
        name, _, word = written.rpartition(" ")
        if not name or not is_form_of(fold(word), _town_words()):
            return None
        return self._gazetteer.look_up(name, PLACES)

    def _find_inflected(self, written: str) -> GazetteerEntry | None:
        """Return the place whose name has a suffix without an apostrophe: ``Rusyaya``.

        *İzmirli* is from there.
        """
        folded = fold(written)
        bases = () if " " in written else bases_of(folded)
        if folded.endswith(_DERIVED):
            bases = (*bases, folded[:-2])
        found = (self._gazetteer.look_up(base, PLACES) for base in bases)
        return next((one for one in found if one is not None and not one.is_weak), None)

    def _read_acronyms(self, mentions: Sequence[Mention]) -> None:
        """Keep the organisations whose acronym stands in brackets behind the full name."""
        for full, short in pairwise(mentions):
            if full.type != "ORG" or short.type != "ORG":
                continue
            written = self._written(short)
            is_behind = _BRACKET.fullmatch(self._text, full.end, short.start) is not None
            if is_behind and written.isupper():
                _, id, name = self._identify(full)
                self._acronyms[written] = (id, name)
