"""Read a linking set: small corpora of which is known who is one and who is two.

A line of the file is a corpus as JSON::

    {"id": "namesakes-01", "kind": "namesakes",
     "documents": [{"id": "a", "text": "…", "language": "tr", "date": "2024-05-01"}, …],
     "entities": [{"type": "PERSON", "id": "person:wang-yi",
                   "mentions": [{"document": "a", "words": "Wang", "nth": 2}, …]}, …],
     "filters": [{"field": "person", "name": "Wang Yi", "finds": ["a"], "omits": ["b"]}]}

The mentions of one entity are one, those of two are not. ``words`` stand in the text as
they are, ``nth`` tells which of several is meant (1 unless given), and the ``id`` of an
entity is given only where it is known beforehand. ``date``, ``language``, ``filters``
and ``omits`` may be left out, and other keys count for nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import DiplosearchError, SourceError
from ..model import Document, EntityType
from ..paths import read_path
from .entities import LABELS
from .lines import read_lines

FIELDS = {"person": "PER", "org": "ORG", "country": "LOC", "city": "LOC", "place": "LOC"}
"""The label of the entities that each field of a query finds."""


@dataclass(frozen=True, slots=True)
class MarkedMention:
    """A mention: ``start`` and ``end`` are offsets into the text of its document."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MarkedEntity:
    """An entity with all its marked mentions; ``id`` is None where any will do."""

    type: EntityType
    name: str
    id: str | None
    mentions: tuple[MarkedMention, ...]

    @property
    def label(self) -> str:
        """The label that the type is counted under: PER, ORG or LOC."""
        return LABELS[self.type]


@dataclass(frozen=True, slots=True)
class MarkedFilter:
    """A filter by full name with the documents that it must find, and must not find."""

    field: str
    name: str
    finds: frozenset[str]
    omits: frozenset[str]

    @property
    def label(self) -> str:
        """The label that the filter is counted under: PER, ORG or LOC."""
        return FIELDS[self.field]

    @property
    def query(self) -> str:
        """The filter as a user types it."""
        return f'{self.field}:"{self.name}"'


@dataclass(frozen=True, slots=True)
class LinkingCase:
    """A small corpus with its marked entities and filters."""

    id: str
    kind: str
    documents: tuple[Document, ...]
    entities: tuple[MarkedEntity, ...]
    filters: tuple[MarkedFilter, ...]


def read_linking_set(path: str | Path) -> tuple[LinkingCase, ...]:
    """Return the cases of the linking set at ``path``.

    Raises :class:`SourceError` when the file cannot be read or has no cases, and for a
    line that is no sound case; the message has the number of the line.
    """
    path = Path(read_path("path", path))
    try:
        cases = tuple(_read_cases(path))
    except OSError as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(f"{path}: cannot be read ({error}); give a JSONL file") from error
    if not cases:
        raise SourceError(f"{path}: no cases; write one as a JSON object a line")
    return cases


def _read_cases(path: Path) -> Iterator[LinkingCase]:
    ids = set()
    for number, line in read_lines(path):
        if not line.strip():
            continue
        try:
            case = _read_case(json.loads(line))
            if case.id in ids:
                raise ValueError(f"the id {case.id!r} is used twice")
        except KeyError as error:
            raise SourceError(f"{path}#{number}: {error} is missing") from None
        except (ValueError, TypeError, RecursionError, DiplosearchError) as error:
            raise SourceError(f"{path}#{number}: no linking case ({error})") from None
        ids.add(case.id)
        yield case


def _read_case(row: Mapping[str, Any]) -> LinkingCase:
    documents = {one["id"]: _read_document(one) for one in row["documents"]}
    if len(documents) != len(row["documents"]):
        raise ValueError("two documents have one id")
    entities = tuple(_read_entity(one, documents) for one in row["entities"])
    mentions = [mention for one in entities for mention in one.mentions]
    if len(mentions) != len(set(mentions)):
        raise ValueError("a mention is marked twice")
    filters = tuple(_read_filter(one, documents) for one in row.get("filters", ()))
    return LinkingCase(
        str(row["id"]), str(row["kind"]), tuple(documents.values()), entities, filters
    )


def _read_document(row: Mapping[str, Any]) -> Document:
    return Document(
        id=row["id"],
        text=row["text"],
        date=row.get("date"),
        language=row.get("language"),
    )


def _read_entity(row: Mapping[str, Any], documents: Mapping[str, Document]) -> MarkedEntity:
    type = row["type"]
    if type not in LABELS:
        raise ValueError(f"type {type!r}: use {', '.join(LABELS)}")
    if not row["mentions"]:
        raise ValueError("an entity has no mentions")
    mentions = tuple(_read_mention(one, documents) for one in row["mentions"])
    return MarkedEntity(type, row["mentions"][0]["words"], row.get("id"), mentions)


def _read_mention(
    row: Mapping[str, Any], documents: Mapping[str, Document]
) -> MarkedMention:
    words, text = row["words"], documents[row["document"]].text
    start = -1
    for _ in range(row.get("nth", 1)):
        start = text.find(words, start + 1)
        if start < 0 or not words:
            raise ValueError(f"{words!r} is not in {row['document']!r} that often")
    return MarkedMention(row["document"], start, start + len(words))


def _read_filter(row: Mapping[str, Any], documents: Mapping[str, Document]) -> MarkedFilter:
    made = MarkedFilter(
        row["field"], row["name"], frozenset(row["finds"]), frozenset(row.get("omits", ()))
    )
    if made.field not in FIELDS or '"' in made.name:
        raise ValueError(f"filter {made.query}: use {', '.join(FIELDS)}, and no quotes")
    if not made.finds or made.finds & made.omits:
        raise ValueError(f"filter {made.query}: must find some documents, omit others")
    if unknown := (made.finds | made.omits) - documents.keys():
        raise ValueError(f"filter {made.query}: no document {min(unknown)!r}")
    return made
