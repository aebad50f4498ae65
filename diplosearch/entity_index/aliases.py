"""The alias table of a corpus: which ids of its documents mean one entity.

A document's ids depend on that document alone. Across the corpus a person's
spellings and bare surname are joined, and an acronym with the organisation that
goes by it. The same documents give the same aliases in whatever order.
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
    """An id of the documents, what it is shown as, and how many documents do so."""

    id: str
    name: str
    documents: int


def alias_people(namings: Iterable[Naming]) -> dict[str, str]:
    """Return the id of the person that each id of a document stands for.

    Ids that stand for themselves are left out.
    """
    counts: dict[str, int] = defaultdict(int)
    by_name: dict[str, str] = {}
    for id, name, documents in sorted(namings):
        counts[name] += documents
        # A known person's id is not made of the name as it is written here.
        if name not in by_name or id != make_id("PERSON", name):
            by_name[name] = id
    shown = group_names(counts)
    aliases = {by_name[name]: by_name[best] for name, best in shown.items()}
    return {id: other for id, other in aliases.items() if id != other}


def alias_acronyms(forms: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return the organisation that each acronym stands for, where only one goes by it.

    ``forms`` are the ways in which each organisation's id is written.
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
    # What stands for an alias itself would make a chain or a circle.
    return {bare: id for bare, id in aliases.items() if id not in aliases}
