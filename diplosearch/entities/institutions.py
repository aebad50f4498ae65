"""Institutions that many countries have, and which country's each is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..model import Entity
from ..text.letters import fold, normalize
from .base import Mention
from .gazetteer.entry import GazetteerEntry
from .gazetteer.gazetteer import Gazetteer, bases_of
from .gazetteer.ids import kind_of

_SUFFIX = re.compile(r"['’]\w{1,8}$")
_OF = re.compile(r" of (?:the )?")
_POSSESSIVE = re.compile(r"['’](?:s|n?[ıiuü]n|[dt][ae]) | ", re.IGNORECASE)
"""What stands between a country and its institution: *Ukraine's*, *Moldova'nın*."""

OWNERS = ("country", "norp", "gpe")
"""Kinds of ids of what has institutions."""

ASSEMBLY = "org:general-assembly"
"""The institution that organisations have too: *FIFA Genel Kurulu*."""

_ASSEMBLIES = ("general assembly", "genel kurul")
"""Its folded names; few others need to be looked up."""


def look_up(gazetteer: Gazetteer, name: str) -> GazetteerEntry | None:
    """Return the organisation of this name, which may have a Turkish suffix."""
    entry = gazetteer.look_up(name, ("ORG",))
    if entry is not None or _SUFFIX.search(name):
        return entry
    head, space, tail = name.rpartition(" ")
    found = (
        gazetteer.look_up(head + space + base, ("ORG",)) for base in bases_of(fold(tail))
    )
    return next((one for one in found if one is not None), None)


def find_with_country(gazetteer: Gazetteer, name: str) -> GazetteerEntry | None:
    """Return the organisation whose name has its country: ``Turkish Senate``."""
    for rest, owner in _split_owner(name):
        country = gazetteer.look_up(owner, ("GPE", "NORP"))
        if country is None or country.is_weak or not rest:
            continue
        found = find_owned(gazetteer, rest, owner, country)
        if found is not None:
            return found
    return None


def find_assembly(gazetteer: Gazetteer, name: str) -> GazetteerEntry | None:
    """Return the general assembly of the organisation named: ``FIFA Genel Kurulu``."""
    folded = normalize(name)
    if not any(words in folded for words in _ASSEMBLIES):
        return None
    for rest, owner in _split_owner(name):
        institution = look_up(gazetteer, rest) if rest else None
        if institution is not None and institution.id == ASSEMBLY:
            body = gazetteer.look_up(owner, ("ORG",))
            if body is not None:
                return of_country(institution, body)
    return None


def find_owned(
    gazetteer: Gazetteer, rest: str, owner: str, country: GazetteerEntry
) -> GazetteerEntry | None:
    """Return the institution ``rest`` of a country, which the text calls ``owner``."""
    names = [f"{owner} {rest}", f"{rest} of {country.name}"]
    if " " not in rest:
        names.append(f"{owner} {rest}i")
    for name in names:
        entry = look_up(gazetteer, name)
        if entry is not None:
            return entry
    institution = look_up(gazetteer, rest)
    if institution is not None and institution.is_institution:
        return of_country(institution, country)
    return None


def _split_owner(name: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to read a name as an institution and the country that has it."""
    words = name.split()
    for count in (1, 2, 3):
        owner, rest = words[:count], words[count:]
        yield " ".join(rest), _SUFFIX.sub("", " ".join(owner))
    for joint in _OF.finditer(name):
        yield name[: joint.start()], name[joint.end() :]


def of_country(institution: GazetteerEntry, country: GazetteerEntry) -> GazetteerEntry:
    """Return the institution of one country: ``org:senate`` → ``org:senate-us``."""
    code = country.id.partition(":")[2].lower()
    return GazetteerEntry(
        "ORG", f"{institution.id}-{code}", f"{institution.name} ({country.name})"
    )


def find_owner(
    text: str,
    linked: Sequence[Entity | Mention],
    start: int,
    owners: Sequence[str] = OWNERS,
) -> tuple[str, GazetteerEntry] | None:
    """Return the country right before an institution, as it is written and its entry.

    ``linked`` are the mentions before it, and ``start`` is where it begins; ``owners`` are
    the kinds of ids of what may have it.
    """
    if not linked:
        return None
    before = linked[-1]
    if not isinstance(before, Entity) or kind_of(before.id) not in owners:
        return None
    if not _POSSESSIVE.fullmatch(text, before.end, start):
        return None
    entry = GazetteerEntry(before.type, before.id, before.name)
    return text[before.start : before.end], entry
