"""What an index knows of an entity: how it is written, when, and with whom."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from ..engines.base import Reader
from ..entity_index.table import EntityTable
from ..model import EntityType
from ..query import tree
from ..schema import ENTITY
from ..storage.codec import split_key
from ..storage.store import DocumentStore
from .related import Relations, find_related


class Form(NamedTuple):
    """A way in which documents write an entity, and in how many passages they do."""

    text: str
    passages: int


@dataclass(frozen=True, slots=True)
class EntityProfile:
    """An entity with all that an index knows of it.

    ``documents`` and ``passages`` count those that name it, by whatever id; a
    passage that names it twice counts once. ``forms`` and ``related`` come with the
    most frequent first. ``first`` and ``last`` are the dates of the first and last
    document that names it, None where none of them has a date.
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

    def to_dict(self) -> dict[str, Any]:
        """Return the profile as values that JSON can carry."""
        return {
            "id": self.id,
            "type": self.type,
            "name": self.name,
            "documents": self.documents,
            "passages": self.passages,
            "forms": [form._asdict() for form in self.forms],
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
            "related": [asdict(one) for one in self.related],
        }


def make_profile(
    id: str, *, reader: Reader, store: DocumentStore, table: EntityTable, limit: int
) -> EntityProfile:
    """Return the profile of the entity called ``id``, with ``limit`` related ones."""
    record = table.get(id)
    if record is None:
        raise KeyError(id)
    node = tree.Keyword(ENTITY, table.members(record.id))
    found = reader.search(node, limit=max(1, reader.passages))
    dates = store.dates({split_key(key)[0] for key, _ in found.hits})
    known = sorted(date for date in dates.values() if date)
    return EntityProfile(
        id=record.id,
        type=record.type,
        name=record.name,
        documents=len(dates),
        passages=found.total,
        forms=tuple(Form(text, count) for text, count in table.forms(record.id)),
        first=datetime.date.fromisoformat(known[0]) if known else None,
        last=datetime.date.fromisoformat(known[-1]) if known else None,
        related=find_related(record.id, reader, table).first(limit),
    )
