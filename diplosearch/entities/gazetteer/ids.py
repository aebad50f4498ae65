"""Ids of entities: a kind, a colon and a name in plain letters."""

from __future__ import annotations

import re

from ...model import EntityType
from ...text.letters import normalize

_NOT_PLAIN = re.compile(r"[\W_]+")
_LONGEST = 80
"""Characters of the part of an id that is made of the name; a guess."""


def slug(name: str) -> str:
    """Return a name in plain letters with hyphens: ``Cai Qi`` → ``cai-qi``."""
    return _NOT_PLAIN.sub("-", normalize(name)).strip("-")[:_LONGEST] or "-"


def make_id(type: EntityType, name: str) -> str:
    """Return the id of an entity that no gazetteer lists: ``person:cai-qi``."""
    return f"{type.lower()}:{slug(name)}"


def kind_of(id: str) -> str:
    """Return the kind that an id begins with, such as ``person`` or ``country``."""
    return id.partition(":")[0]
