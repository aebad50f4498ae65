"""Compute the aliases of a corpus: ids of its documents that mean the same entity.

A document's ids depend on that document alone. Across the corpus the spellings and the
bare surname of a person are merged, and an acronym with its organisation. The aliases do
not depend on the order of the documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from ..entities.gazetteer.gazetteer import is_acronym
from ..entities.gazetteer.ids import make_id
from ..text.letters import fold
from .corpus_people import CorpusPeople, Naming, Offices


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
