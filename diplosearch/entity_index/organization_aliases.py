"""Compute the aliases of organisations: acronyms, forms and shortened names of a corpus."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from ..entities.gazetteer.gazetteer import bases_of, is_acronym
from ..entities.gazetteer.ids import make_id
from ..entities.gazetteer.packed import default_gazetteer
from ..entities.word_lists import words_by_kind
from ..model import EntityType
from ..text.letters import fold
from .names import Naming

_CACHED_NAMES = 1 << 14
"""A guess."""

_SHORTEST_BASE = 5
"""Letters of a name of one word that a form is joined with; a guess."""

_SHORTEST_INITIALS = 3
"""Letters of an acronym that is known by the initials alone; a guess."""

_ABBREVIATED = re.compile(r"(\w)\. ?(\w{4,})")
"""The name of a club in tables of results: *A.Gücü*."""

_SUFFIX = re.compile(r"['’]\w{1,4}$")
"""The suffix of a town with which a story begins: *ADANA'da*."""

_DERIVED = ("li", "lu")
"""Endings of who belongs to an organisation: *AK Partili*."""


def alias_shortened(namings: Iterable[Naming], type: EntityType = "ORG") -> dict[str, str]:
    """Return the id of the entity for each id made of its name without a general word.

    *FOX* and *Hürriyet* are *Fox TV* and *Hürriyet gazetesi*, if the corpus has those
    and the gazetteer has nothing else of the name.
    """
    bare: dict[str, str] = {}
    longer: dict[str, set[str]] = defaultdict(set)
    gazetteer = default_gazetteer()
    for one in sorted(namings):
        head = without_general_word(one.name)
        if head:
            longer[fold(head)].add(one.id)
        if one.id == make_id(type, one.name):
            bare[fold(one.name)] = one.id
            longer[fold(one.name)].update(find_longer(one.name, type))
    return {
        id: next(iter(longer[name]))
        for name, id in bare.items()
        if len(longer.get(name, ())) == 1
        and id not in longer[name]
        and gazetteer.look_up(name, (type,)) is None
    }


def without_general_word(name: str) -> str:
    """Return a name without the general word at its end, "" for one that has none."""
    head, _, tail = name.rpartition(" ")
    general = words_by_kind("place-words")["general, behind a name"]
    return head if fold(tail) in general else ""


@lru_cache(_CACHED_NAMES)
def find_longer(name: str, type: EntityType) -> frozenset[str]:
    """Return the ids that the gazetteer has for a name with a general word behind it."""
    gazetteer = default_gazetteer()
    if not gazetteer.begins_name(fold(name.partition(" ")[0])):
        return frozenset()  # no name of several words begins so
    general = words_by_kind("place-words")["general, behind a name"]
    found = (gazetteer.look_up(f"{name} {word}", (type,)) for word in general)
    return frozenset(entry.id for entry in found if entry is not None)


def alias_inflected(namings: Iterable[Naming], type: EntityType) -> dict[str, str]:
    """Return the id of the entity for each id that is made of a form of its name.

    A form has a Turkish suffix without an apostrophe (*Milliyete*, *UEFA Kupasında*), a
    general word behind it (*Fox TV*), or the town of a dateline before it (*ANKARA
    Milliyet*), and the name without it is another entity of ``type``.
    """
    documents: dict[str, int] = defaultdict(int)
    names: dict[str, str] = {}
    for one in sorted(namings):
        documents[one.id] += one.documents
        if one.id == make_id(type, one.name):
            names[one.id] = one.name
    aliases: dict[str, str] = {}
    for id, name in sorted(names.items()):
        found = _find_base(name, type, documents)
        if found is None or found == id:
            continue
        # "UN General Assembly" is no general assembly in the town of Un.
        if default_gazetteer().look_up(name, (type,)) is None:
            aliases[id] = found
    return {id: _follow(id, aliases) for id in aliases}


def _find_base(name: str, type: EntityType, known: Mapping[str, int]) -> str | None:
    bases = find_bases(name, type)
    return next((base.id for base in bases if base.is_certain or base.id in known), None)


class Base(NamedTuple):
    """The id that a form of a name may have without what makes it a form.

    ``is_certain`` says that the gazetteer has the name; others must be in the corpus.
    """

    id: str
    is_certain: bool


@lru_cache(_CACHED_NAMES)
def find_bases(name: str, type: EntityType) -> tuple[Base, ...]:
    """Return what ``name`` may be a form of, the likeliest first."""
    gazetteer = default_gazetteer()
    bases = []
    for shorter in _shorter_names(name):
        entry = gazetteer.look_up(shorter, (type,))
        if entry is not None and not entry.is_institution:
            bases.append(Base(entry.id, is_certain=True))
            break
        bases.append(Base(make_id(type, shorter), is_certain=False))
    return tuple(bases)


def _shorter_names(name: str) -> Iterator[str]:
    """Yield the names that ``name`` may be a form of, the likeliest first."""
    head, space, tail = name.rpartition(" ")
    tail = fold(tail)
    for base in bases_of(tail):
        if head or len(base) >= _SHORTEST_BASE:
            yield head + space + base
    if tail.endswith(_DERIVED) and (head or len(tail) > _SHORTEST_BASE):
        yield head + space + tail[:-2]
    if head and tail in words_by_kind("place-words")["general, behind a name"]:
        yield head
    yield from _without_byline(name)


def _without_byline(name: str) -> Iterator[str]:
    """Yield what is behind the town and the agency of a dateline: *KONYA DHA AKP*."""
    first, _, rest = name.partition(" ")
    if not rest:
        return
    town = _SUFFIX.sub("", first)
    if fold(first) in words_by_kind("place-words")["agency, before a name"]:
        yield rest
    elif (is_acronym(rest) or town.isupper()) and default_gazetteer().look_up(
        town, ("GPE",)
    ) is not None:
        yield rest
        yield from _without_byline(rest)


def _follow(id: str, aliases: Mapping[str, str]) -> str:
    """Return the last id of a chain of aliases; names only get shorter, so it ends."""
    while id in aliases:
        id = aliases[id]
    return id


def alias_acronyms(forms: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return the id of the organisation for each id that is made of its acronym.

    ``forms`` are the spellings of each organisation by id. An acronym that several
    organisations use is no alias. One that none uses is that of the only organisation
    of the gazetteer whose initials it has: *YKB* is *Yapı ve Kredi Bankası*.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    for id, written in forms.items():
        for form in written:
            if is_acronym(form):
                owners[fold(form)].add(id)
    aliases = {}
    unexplained = {}
    for folded, ids in owners.items():
        bare = make_id("ORG", folded)
        others = ids - {bare}
        if bare in ids and len(others) == 1:
            aliases[bare] = others.pop()
        elif bare in ids and not others:
            unexplained[folded] = bare
    for folded, ids in _find_initials(forms, unexplained).items():
        if len(ids) == 1:
            aliases[unexplained[folded]] = ids.pop()
    # An alias of an alias would make a chain or a circle.
    return {bare: id for bare, id in aliases.items() if id not in aliases}


def _find_initials(
    forms: Mapping[str, Iterable[str]], acronyms: Collection[str]
) -> dict[str, set[str]]:
    """Return the organisations of the gazetteer whose initials are one of ``acronyms``."""
    found: dict[str, set[str]] = defaultdict(set)
    for id, written in forms.items():
        for form in written:
            folded = initials_of(form)
            if folded in acronyms and is_known_organization(form, id):
                found[folded].add(id)
    return found


def initials_of(form: str) -> str:
    """Return the folded initials of a name of several words, "" for a shorter one."""
    if form.count(" ") < _SHORTEST_INITIALS - 1:
        return ""
    initials = [word[0] for word in form.split() if word[0].isupper()]
    return fold("".join(initials)) if len(initials) >= _SHORTEST_INITIALS else ""


def is_known_organization(form: str, id: str) -> bool:
    """Return whether the gazetteer has an organisation under a spelling."""
    entry = default_gazetteer().look_up(form, ("ORG",))
    return entry is not None and entry.id == id and not entry.is_institution


def alias_abbreviated(namings: Iterable[Naming]) -> dict[str, str]:
    """Return the id of the organisation for each id made of its abbreviated name.

    *G.Birliği* is the only one that begins with G and ends with *birliği* in one word,
    *Gençlerbirliği*, and that more documents name.
    """
    documents: dict[str, int] = defaultdict(int)
    short: dict[str, tuple[str, str]] = {}
    for one in namings:
        documents[one.id] += one.documents
        found = abbreviation_of(one.name)
        if found is not None and one.id == make_id("ORG", one.name):
            short[one.id] = found
    aliases = {}
    for id, (initial, end) in sorted(short.items()):
        prefix = f"org:{initial}"
        whole = [
            other
            for other, count in documents.items()
            if other.startswith(prefix)
            and other.endswith(end)
            and "-" not in other
            and len(other) > len(prefix) + len(end)
            and count > documents[id]
        ]
        if len(whole) == 1:
            aliases[id] = whole[0]
    return aliases


def abbreviation_of(name: str) -> tuple[str, str] | None:
    """Return the first letter and the end of an abbreviated name, None for another."""
    found = _ABBREVIATED.fullmatch(name)
    return (fold(found[1]), fold(found[2])) if found is not None else None
