"""Ids of entities: a kind, a colon and a name in plain letters."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ...model import EntityType
from ...text.letters import normalize

_NOT_PLAIN = re.compile(r"[\W_]+")
_CACHED_NAMES = 1 << 16
"""Names of which the plain letters are kept: each commit asks for those of all names."""

_LONGEST = 80
"""Characters of the part of an id that is made of the name; a guess."""


@lru_cache(_CACHED_NAMES)
def slug(name: str) -> str:
    """Return a name in plain letters with hyphens: ``Cai Qi`` → ``cai-qi``."""
    return _NOT_PLAIN.sub("-", normalize(name)).strip("-")[:_LONGEST] or "-"


def make_id(type: EntityType, name: str) -> str:
    """Return the id of an entity that no gazetteer lists: ``person:cai-qi``."""
    return f"{type.lower()}:{slug(name)}"


def kind_of(id: str) -> str:
    """Return the kind that an id begins with, such as ``person`` or ``country``."""
    return id.partition(":")[0]


_QUALIFIER = "?"
_JOINT = "&"


FIRST_WORD = "first"
"""In place of the year: the name begins a sentence with a word that may be no name."""


class BareId(NamedTuple):
    """An id that a document gives to a person whose name alone does not tell who it is.

    ``id`` is made of the name; ``office``, ``owner`` and ``year`` are what the document
    says: *Pakistani Prime Minister Sharif* in 2016. At a commit the corpus decides.
    """

    id: str
    office: str = ""
    owner: str = ""
    year: str = ""

    def __str__(self) -> str:
        """Return the id as a document stores it: ``person:sharif?prime-minister&PK``."""
        qualifier = _JOINT.join(self[1:]).rstrip(_JOINT)
        return f"{self.id}{_QUALIFIER}{qualifier}" if qualifier else self.id


def read_bare_id(id: str) -> BareId:
    """Return the parts of an id that :class:`BareId` may have written."""
    base, _, qualifier = id.partition(_QUALIFIER)
    return BareId(base, *qualifier.split(_JOINT)[:3])


def without_qualifier(id: str, name: str) -> str:
    """Return an id without what a document says beside it.

    Only of an id that is made of ``name``, since an id of a user's own may be anything.
    """
    base = id.partition(_QUALIFIER)[0]
    return base if base == make_id("PERSON", name) else id
