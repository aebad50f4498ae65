"""Compute the aliases of a corpus: ids of its documents that mean the same entity.

A document's ids depend on that document alone. Across the corpus the spellings and the
bare surname of a person are merged, and an acronym with its organisation. The aliases do
not depend on the order of the documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ..entities.gazetteer.gazetteer import bases_of, is_acronym
from ..entities.gazetteer.ids import make_id
from ..entities.gazetteer.packed import default_gazetteer
from ..entities.word_lists import words_by_kind
from ..model import EntityType
from ..text.letters import fold
from .corpus_people import CorpusPeople, Naming, Offices

_SHORTEST_BASE = 5
"""Letters of a name of one word that a form is joined with; a guess."""

_DERIVED = ("li", "lu")
"""Endings of who belongs to an organisation: *AK Partili*."""


def alias_people(
    namings: Iterable[Naming], offices: Offices | None = None
) -> dict[str, str]:
    """Return the id of the entity for each id of a person that is an alias.

    Ids that are no alias are left out. ``offices`` are those that documents give to
    people under their full names.
    """
    corpus = CorpusPeople(sorted(namings), offices or {})
    aliases = corpus.group_full_names() | corpus.decide_bare_names()
    return {id: other for id, other in aliases.items() if id != other}


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
        if found is not None and found != id:
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
    first, _, rest = name.partition(" ")
    town = default_gazetteer().look_up(first, ("GPE",)) if rest else None
    if town is not None and (is_acronym(rest) or first.isupper()):
        yield rest


def _follow(id: str, aliases: Mapping[str, str]) -> str:
    """Return the last id of a chain of aliases; names only get shorter, so it ends."""
    while id in aliases:
        id = aliases[id]
    return id


def alias_acronyms(forms: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return the id of the organisation for each id that is made of its acronym.

    ``forms`` are the spellings of each organisation by id. An acronym that several
    organisations use is no alias.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    for id, written in forms.items():
        for form in written:
            if is_acronym(form):
                owners[fold(form)].add(id)
    aliases = {}
    for folded, ids in owners.items():
        bare = make_id("ORG", folded)
        others = ids - {bare}
        if bare in ids and len(others) == 1:
            aliases[bare] = others.pop()
    # An alias of an alias would make a chain or a circle.
    return {bare: id for bare, id in aliases.items() if id not in aliases}
