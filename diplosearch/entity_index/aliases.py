"""Compute the aliases of a corpus: ids of its documents that mean the same entity.

A document's ids depend on that document alone. Across the corpus the spellings and the
bare surname of a person are merged, and an acronym with its organisation. The aliases do
not depend on the order of the documents.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from ..entities.gazetteer.gazetteer import bases_of, is_acronym
from ..entities.gazetteer.ids import kind_of, make_id, without_qualifier
from ..entities.gazetteer.packed import default_gazetteer
from ..entities.word_lists import words_by_kind
from ..model import EntityType
from ..text.letters import fold
from .corpus_people import CorpusPeople, Naming, Offices

_SHORTEST_BASE = 5
"""Letters of a name of one word that a form is joined with; a guess."""

_SHORTEST_INITIALS = 3
"""Letters of an acronym that is known by the initials alone; a guess."""

_MISTAKEN: tuple[EntityType, ...] = ("PERSON", "ORG", "GPE")
"""Types that the tagger takes for one another."""

_CLEARLY = 2
"""Documents in which a name is one entity, to one of all others; a guess."""

_ABBREVIATED = re.compile(r"(\w)\. ?(\w{4,})")
"""The name of a club in tables of results: *A.Gücü*."""

_SUFFIX = re.compile(r"['’]\w{1,4}$")
"""The suffix of a town with which a story begins: *ADANA'da*."""

_DERIVED = ("li", "lu")
"""Endings of who belongs to an organisation: *AK Partili*."""


def alias_people(
    namings: Iterable[Naming],
    offices: Offices | None = None,
    called: Mapping[str, int] | None = None,
) -> dict[str, str]:
    """Return the id of the entity for each id of a person that is an alias.

    Ids that are no alias are left out. ``offices`` are those that documents give to
    people under their full names, ``called`` the number of documents that also call
    them by the given name alone, by the full name.
    """
    corpus = CorpusPeople(sorted(namings), offices or {}, called or {})
    aliases = corpus.group_full_names() | corpus.decide_bare_names()
    return {id: other for id, other in aliases.items() if id != other}


def alias_shortened(namings: Iterable[Naming], type: EntityType = "ORG") -> dict[str, str]:
    """Return the id of the entity for each id made of its name without a general word.

    *FOX* and *Hürriyet* are *Fox TV* and *Hürriyet gazetesi*, if the corpus has those
    and the gazetteer has nothing else of the name.
    """
    general = words_by_kind("place-words")["general, behind a name"]
    bare: dict[str, str] = {}
    longer: dict[str, set[str]] = defaultdict(set)
    gazetteer = default_gazetteer()
    for one in sorted(namings):
        head, _, tail = one.name.rpartition(" ")
        if one.id == make_id(type, one.name):
            bare[fold(one.name)] = one.id
        if head and fold(tail) in general:
            longer[fold(head)].add(one.id)
        if not gazetteer.begins_name(fold(one.name.partition(" ")[0])):
            continue  # no name of several words begins so
        if one.id == make_id(type, one.name):
            found = (gazetteer.look_up(f"{one.name} {word}", (type,)) for word in general)
            longer[fold(one.name)].update(entry.id for entry in found if entry is not None)
    return {
        id: next(iter(longer[name]))
        for name, id in bare.items()
        if len(longer.get(name, ())) == 1
        and id not in longer[name]
        and gazetteer.look_up(name, (type,)) is None
    }


def alias_mistyped(
    namings: Mapping[EntityType, Sequence[Naming]], aliases: Mapping[str, str]
) -> dict[str, str]:
    """Return the entity of each id of a name that more documents give another type.

    The tagger takes *Beşiktaş* for a person here and there. ``aliases`` are those of
    each type; names that the gazetteer has, and names of several words, stay as they are.
    """
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    own: dict[str, dict[EntityType, str]] = defaultdict(dict)
    documents: dict[str, int] = defaultdict(int)
    for one in (one for type in _MISTAKEN for one in namings[type]):
        documents[aliases.get(one.id, one.id)] += one.documents
    for type in _MISTAKEN:
        for one in namings[type]:
            id = without_qualifier(one.id, one.name)
            if " " in one.name:
                continue
            entity = aliases.get(one.id, aliases.get(id, id))
            counts[fold(one.name)][entity] = max(documents[entity], documents[one.id])
            if id == make_id(type, one.name):
                own[fold(one.name)][type] = id
    found = {}
    for name, ids in own.items():
        by_entity = counts[name]
        total = sum(by_entity.values())
        entity = max(by_entity, key=lambda id: (by_entity[id], id))
        if by_entity[entity] < _CLEARLY * (total - by_entity[entity]):
            continue
        for type, id in ids.items():
            is_other = kind_of(entity) != kind_of(id) and id not in aliases
            if not is_other or not _may_be(type, entity):
                continue
            if default_gazetteer().look_up(name, (type,)) is None:
                found[id] = entity
    return found


def _may_be(type: EntityType, entity: str) -> bool:
    """Return whether a name of ``type`` may be an entity: a place is no person."""
    return type == "PERSON" or kind_of(entity) in ("org", "person")


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
    gazetteer = default_gazetteer()
    for shorter in _shorter_names(name):
        entry = gazetteer.look_up(shorter, (type,))
        if entry is not None and not entry.is_institution:
            return entry.id
        id = make_id(type, shorter)
        if id in known:
            return id
    return None


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
            if form.count(" ") < _SHORTEST_INITIALS - 1:
                continue
            initials = [word[0] for word in form.split() if word[0].isupper()]
            if len(initials) < _SHORTEST_INITIALS:
                continue
            folded = fold("".join(initials))
            if folded in acronyms and _is_known(form, id):
                found[folded].add(id)
    return found


def _is_known(form: str, id: str) -> bool:
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
        found = _ABBREVIATED.fullmatch(one.name)
        if found is not None and one.id == make_id("ORG", one.name):
            short[one.id] = fold(found[1]), fold(found[2])
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
