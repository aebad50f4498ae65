"""Link the mentions of one document: give each the id and the name to show."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ..model import Entity, EntityType
from ..text.letters import fold
from .base import Mention
from .gazetteer.entry import GazetteerEntry
from .gazetteer.gazetteer import Gazetteer, bases_of
from .gazetteer.ids import make_id
from .people_linker import link_people, written_as

PLACES: tuple[EntityType, ...] = ("GPE", "LOC", "FAC")
"""Types of places, between which the gazetteer or the last word of the name decides."""

_SUFFIX = re.compile(r"['’]\w{1,8}$")
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
        one = linker.link(mention)
        if linked and one.id == _CHAIR and _heads_state(text, linked[-1], one):
            one = replace(one, id=_PRESIDENT, name=_PRESIDENT_NAME)
        linked.append(one)
    return link_people(text, linked, gazetteer, date)


def _heads_state(text: str, before: Entity | Mention, office: Entity) -> bool:
    """Return whether a chairperson is a country's: ``ABD Başkanı`` is its president."""
    is_next = text[before.end : office.start] == " "
    return is_next and before.id is not None and before.id.startswith("country:")


class _Linker:
    """Links mentions that are no people by the acronyms of one document."""

    def __init__(
        self, text: str, mentions: Sequence[Mention], gazetteer: Gazetteer
    ) -> None:
        self._text = text
        self._gazetteer = gazetteer
        self._acronyms: dict[str, tuple[str, str]] = {}
        self._read_acronyms(mentions)

    def link(self, mention: Mention) -> Entity:
        """Return the entity of a mention."""
        type, id, name = self._identify(mention)
        return Entity(mention.start, mention.end, type, name, id)

    def _written(self, mention: Mention) -> str:
        return written_as(self._text, mention)

    def _identify(self, mention: Mention) -> tuple[EntityType, str, str]:
        """Return type, id and name of a mention that is no person."""
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
            entry = self._find_with_country(written)
        if entry is None and mention.type in PLACES:
            entry = self._find_inflected(written)
        if entry is not None:
            return entry.type, entry.id, entry.name
        return mention.type, make_id(mention.type, written), written

    def _find_inflected(self, written: str) -> GazetteerEntry | None:
        """Return the place whose name has a suffix without an apostrophe: ``Rusyaya``."""
        bases = () if " " in written else bases_of(fold(written))
        found = (self._gazetteer.look_up(base, PLACES) for base in bases)
        return next((one for one in found if one is not None and not one.is_weak), None)

    def _find_with_country(self, written: str) -> GazetteerEntry | None:
        """Return the organisation whose name has its country: ``Turkish Senate``."""
        for rest, owner in _split_owner(written):
            country = self._gazetteer.look_up(owner, ("GPE", "NORP"))
            if country is None or not rest:
                continue
            entry = self._gazetteer.look_up(f"{rest} of {country.name}", ("ORG",))
            if entry is not None:
                return entry
            institution = self._gazetteer.look_up(rest, ("ORG",))
            if institution is not None and institution.is_institution:
                return of_country(institution, country)
        return None

    def _read_acronyms(self, mentions: Sequence[Mention]) -> None:
        """Keep the organisations whose acronym stands in brackets behind the full name."""
        for full, short in pairwise(mentions):
            written = self._written(short)
            if (
                full.type == short.type == "ORG"
                and written.isupper()
                and _BRACKET.fullmatch(self._text, full.end, short.start)
            ):
                _, id, name = self._identify(full)
                self._acronyms[written] = (id, name)


def _split_owner(written: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to read a name as an institution and the country that has it."""
    words = written.split()
    for count in (1, 2):
        owner, rest = words[:count], words[count:]
        yield " ".join(rest), _SUFFIX.sub("", " ".join(owner))
    institution, of, country = written.rpartition(" of ")
    if of:
        yield institution, country.removeprefix("the ")


def of_country(institution: GazetteerEntry, country: GazetteerEntry) -> GazetteerEntry:
    """Return the institution of one country: ``org:senate`` → ``org:senate-us``."""
    code = country.id.partition(":")[2].lower()
    return GazetteerEntry(
        "ORG", f"{institution.id}-{code}", f"{institution.name} ({country.name})"
    )
