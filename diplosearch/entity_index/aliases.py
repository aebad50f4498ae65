"""Compute the aliases of a corpus: ids of its documents that mean the same entity.

A document's ids depend on that document alone. Across the corpus the spellings and the
bare surname of a person are merged, and an acronym with its organisation. The aliases do
not depend on the order of the documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ..entities.gazetteer.gazetteer import is_acronym
from ..entities.gazetteer.ids import make_id
from ..entities.people import group_names
from ..text.letters import fold


class Naming(NamedTuple):
    """An id that documents give, the name they give it, and the number of documents."""

    id: str
    name: str
    documents: int


def alias_people(namings: Iterable[Naming]) -> dict[str, str]:
    """Return the id of the entity for each id of a person that is an alias.

    Ids that are no alias are left out.
    """
    counts: dict[str, int] = defaultdict(int)
    by_name: dict[str, str] = {}
    for id, name, documents in sorted(namings):
        counts[name] += documents
        # The id of a person in the gazetteer is not made of this name; it takes precedence.
        if name not in by_name or id != make_id("PERSON", name):
            by_name[name] = id
    shown = group_names(counts)
    aliases = {by_name[name]: by_name[best] for name, best in shown.items()}
    return {id: other for id, other in aliases.items() if id != other}


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
