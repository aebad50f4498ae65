"""The profile of an entity: its forms, counts, dates and related entities."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from ...errors import NotFoundError
from ...model import EntityType
from ...query import tree
from ...schema import ENTITY
from ...storage.codec import split_key
from ..searcher import Searcher
from .related import Relations, find_related


class Form(NamedTuple):
    """A spelling of an entity, and the number of passages that use it."""

    text: str
    passages: int


@dataclass(frozen=True, slots=True)
class EntityProfile:
    """The profile of an entity in an index.

    ``documents`` and ``passages`` count those that name it, under any of its ids; a
    passage that names it twice counts once. ``aliases`` are its other ids. ``forms`` and
    ``related`` are sorted, the most frequent first. ``first`` and ``last`` are the dates of
    the first and last document that names it, None where none of them has a date.
    """

    id: str
    type: EntityType
    name: str
    documents: int
    passages: int
    forms: tuple[Form, ...]
    first: datetime.date | None
    last: datetime.date | None
    related: Relations = field(hash=False)
    aliases: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the profile as values that JSON can carry."""
        return {
            "id": self.id,
            "type": self.type,
            "name": self.name,
            "aliases": list(self.aliases),
            "documents": self.documents,
            "passages": self.passages,
            "forms": [form._asdict() for form in self.forms],
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
            "related": [asdict(one) for one in self.related],
        }

    def _repr_html_(self) -> str:
        """Return the profile as HTML for a notebook."""
        from ...export.profile_page import profile_to_fragment

        return profile_to_fragment(self)


def make_profile(searcher: Searcher, id: str, limit: int | None) -> EntityProfile:
    """Return the profile of an entity, with at most ``limit`` related ones (None for all).

    Raises :class:`NotFoundError` for an unknown id.
    """
    record = searcher.entities.get(id)
    if record is None:
        raise NotFoundError("entity", id)
    ids = searcher.entities.members(record.id)
    found = searcher.match_all(tree.Keyword(ENTITY, ids))
    dates = searcher.store.dates({split_key(key)[0] for key, _ in found})
    known = sorted(date for date in dates.values() if date)
    return EntityProfile(
        id=record.id,
        type=record.type,
        name=record.name,
        documents=len(dates),
        passages=len(found),
        forms=tuple(Form(*form) for form in searcher.entities.forms(record.id)),
        first=datetime.date.fromisoformat(known[0]) if known else None,
        last=datetime.date.fromisoformat(known[-1]) if known else None,
        related=find_related(searcher, record.id, limit),
        aliases=ids[1:],
    )
