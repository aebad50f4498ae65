"""The values that all of diplosearch uses: documents, passages, entities, matches.

All are frozen and slotted. ``start`` and ``end`` are always half-open offsets into a Python
``str``; each class says into which one.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar, cast, get_args

from .errors import DocumentError, UsageError

Language = Literal["tr", "en"]
"""A language that diplosearch analyses."""

LANGUAGES: tuple[Language, ...] = ("tr", "en")

EntityType = Literal[
    "PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "TITLE", "DATE", "MONEY"
]
"""What an entity is, after OntoNotes; TITLE is an office."""

ENTITY_TYPES: tuple[EntityType, ...] = get_args(EntityType)

MatchKind = Literal["exact", "stem", "prefix", "phrase", "entity", "translation"]
"""Why a token matched; see :class:`Match`."""


class Span(NamedTuple):
    """A half-open span of offsets."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text with its terms, one for each field, all at one position.

    ``start`` and ``end`` are offsets into the analysed text. ``prefix`` is None where
    the language has no prefix field, ``sound`` where the word is no name. ``is_stop``
    marks a stop word of the language. ``stem`` is the first of ``stems``, which are
    several where a form is truly several words, the likeliest first.
    """

    start: int
    end: int
    exact: str
    stem: str
    prefix: str | None
    sound: str | None = None
    is_stop: bool = False
    stems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """One mention of an entity in a text.

    ``start`` and ``end`` are offsets into the text, without a suffix behind an
    apostrophe. ``name`` is the name to show, however the text writes it. ``id`` is the
    same for all mentions of the entity: ``country:CN`` (ISO 3166-1), ``city:1816670``
    (GeoNames), ``person:cai-qi``, ``date:2026-01-29``.
    """

    start: int
    end: int
    type: EntityType
    name: str
    id: str

    def to_dict(self) -> dict[str, Any]:
        """Return the entity as values that JSON can carry."""
        return {
            "start": self.start,
            "end": self.end,
            "type": self.type,
            "name": self.name,
            "id": self.id,
        }


class _Deferred:
    """Fields that are decoded when one of them is first read."""

    __slots__ = ("_decode",)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Decode the fields that are not set yet; return the one called ``name``."""
            if name not in _DEFERRED_FIELDS:
                message = f"{type(self).__name__!r} object has no attribute {name!r}"
                raise AttributeError(message)
            for field, value in self._decode().items():
                object.__setattr__(self, field, value)
            return object.__getattribute__(self, name)


_DEFERRED_FIELDS = frozenset(
    ("text", "boilerplate", "passages", "entities", "title_entities", "pages")
)


@dataclass(frozen=True, slots=True)
class Passage(_Deferred):
    """Whole sentences of a document: the unit that is ranked and shown.

    ``start`` and ``end`` are offsets into ``document.text``, and ``text`` is that part of
    it. ``ordinal`` counts from 0 within the document; ``id`` is
    ``<document id>#<ordinal>``; ``entities`` are the entities in the passage, with offsets
    into ``document.text``. ``page`` is the page on which it begins, counted from 1, in a
    document with pages, such as a PDF.
    """

    id: str
    ordinal: int
    start: int
    end: int
    text: str
    language: Language
    entities: tuple[Entity, ...] = ()
    page: int | None = None


FieldValue = str | int | float | bool | datetime.date
"""A value of a field of one's own, as a caller gives it."""

GivenMetadata = Mapping[str, FieldValue | Iterable[FieldValue] | None]
"""Fields of one's own as a caller gives them: a value or several for each name."""

RESERVED_NAMES = frozenset(
    [
        "id",
        "_id",
        "text",
        "title",
        "date",
        "source",
        "dateline",
        "url",
        "language",
        "lang",
        "boilerplate",
        "passages",
        "entities",
        "title_entities",
        "metadata",
        "tag",
        "tags",
        "year",
        "since",
        "until",
        "sort",
        "entity",
        "person",
        "org",
        "country",
        "city",
        "place",
        "event",
        "gpe",
        "loc",
        "fac",
        "norp",
        "office",
        "rank",
        "score",
        "passage",
        "index",
        "pages",
        "page",
        "others",
        "start",
        "end",
        "excerpt",
        "matches",
        "people",
        "places",
        "organisations",
        "events",
        "missing",
        "http",
        "https",
        "ftp",
        "mailto",
    ]
)
"""Names that a field of one's own cannot have: they mean something else in a query, as a
facet or in an export."""

_OWN_NAME = re.compile(r"[^\W\d_][\w-]{0,39}")
_MOST_FIELDS = 50
_MOST_VALUES = 200
_LONGEST_VALUE = 500


def check_field_name(name: object) -> str:
    """Return the name of a field of one's own.

    Raises :class:`UsageError` for what is no name, and for that of a built-in field.
    """
    if not isinstance(name, str) or not _OWN_NAME.fullmatch(name):
        shown = str(name)[:80] if isinstance(name, str) else type(name).__name__
        raise UsageError(
            f"{shown!r} is no name of a field; use letters, digits, _ and -, a letter "
            "first, at most 40"
        )
    if name.lower() in RESERVED_NAMES:
        raise UsageError(f"field {name!r} is built in; give yours another name")
    return name


def read_metadata(given: object) -> dict[str, tuple[str, ...]]:
    """Return fields of one's own as they are kept: texts in a tuple for each name.

    White space becomes single spaces; a value that is empty, or comes twice, is left out,
    and so is a field without values.

    Raises :class:`UsageError` for anything else than a mapping of names to values, for a
    name that a field cannot have, and for too many or too long values.
    """
    if not isinstance(given, Mapping):
        raise UsageError(f"metadata is {type(given).__name__}; give a mapping of names")
    found = {}
    for name, value in given.items():
        values = _read_values(check_field_name(name), value)
        if values:
            found[name] = values
    if len(found) > _MOST_FIELDS:
        raise UsageError(f"metadata has {len(found)} fields; give {_MOST_FIELDS} at most")
    return found


def _read_values(name: str, given: object) -> tuple[str, ...]:
    is_list = isinstance(given, Iterable) and not isinstance(given, (str, bytes, Mapping))
    values = list(given) if is_list and isinstance(given, Iterable) else [given]
    texts: dict[str, None] = {}
    for value in values:
        if value is None:
            continue
        if not isinstance(value, (str, int, float, datetime.date)):
            raise UsageError(
                f"field {name!r} holds {type(value).__name__}; give text or texts"
            )
        written = value.isoformat() if isinstance(value, datetime.date) else str(value)
        text = " ".join("".join(c if c.isprintable() else " " for c in written).split())
        if len(text) > _LONGEST_VALUE:
            raise UsageError(
                f"field {name!r} holds a value of over {_LONGEST_VALUE} characters"
            )
        if text:
            texts[text] = None
    if len(texts) > _MOST_VALUES:
        raise UsageError(f"field {name!r} has {len(texts)} values; give {_MOST_VALUES}")
    return tuple(texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(_Deferred):
    """A text with its metadata.

    ``date`` may also be given as an ISO string (``2026-01-29``). Indexing sets
    ``boilerplate`` (spans of ``text`` that belong to the page and not to the story),
    ``passages``, ``entities`` (of all passages, in order) and ``title_entities`` (offsets
    into ``title``), and ignores their former values. ``pages`` are the offsets at which
    the pages of a printed text begin, in order; a page without text begins where the next
    one does. They give each passage its page. ``index`` is the name of the index that
    holds the document where several are open as one, else None; it is not compared.

    ``metadata`` holds fields of one's own, such as ``{"desk": "Ankara"}``, which queries
    ask for as ``desk:Ankara``; a field has one value or a list, and keeps a tuple of texts.

    Raises :class:`DocumentError` when ``id`` or ``text`` is not a string, the id is empty
    or has control characters, the date is invalid, the language is neither ``tr`` nor
    ``en``, ``metadata`` has a name that a field cannot have or what is no text, or the
    pages are no offsets in order.
    """

    id: str
    text: str
    title: str | None = None
    date: datetime.date | None = None
    source: str | None = None
    dateline: str | None = None
    url: str | None = None
    language: Language | None = None
    metadata: GivenMetadata = field(default_factory=dict, hash=False)
    boilerplate: tuple[Span, ...] = ()
    passages: tuple[Passage, ...] = ()
    entities: tuple[Entity, ...] = ()
    title_entities: tuple[Entity, ...] = ()
    pages: tuple[int, ...] = ()
    index: str | None = field(default=None, compare=False)

    @property
    def reference(self) -> str:
        """What :meth:`diplosearch.Index.get` finds it by, whatever else has its id.

        That is its id, behind the name of its index and a colon where several are open.
        """
        return refer_to(self.id, self.index)

    def __post_init__(self) -> None:
        if not isinstance(self.id, str) or not self.id.strip() or not self.id.isprintable():
            raise DocumentError(
                f"document id {self.id!r}: give a string of printable characters"
            )
        if not isinstance(self.text, str):
            raise DocumentError(
                f"document {self.id!r}: text is {type(self.text).__name__}; give a string"
            )
        for name in ("title", "source", "dateline", "url"):
            value = getattr(self, name)
            if value is not None and not isinstance(value, str):
                raise DocumentError(
                    f"document {self.id!r}: {name} is {type(value).__name__}; "
                    "give a string or None"
                )
        if self.language is not None and self.language not in LANGUAGES:
            raise DocumentError(
                f"document {self.id!r}: language {self.language!r} is not known; "
                "give 'tr', 'en' or None"
            )
        if self.date is not None:
            object.__setattr__(self, "date", self._read_date())
        if self.pages != ():
            object.__setattr__(self, "pages", self._read_pages())
        if self.metadata != {}:
            try:
                object.__setattr__(self, "metadata", read_metadata(self.metadata))
            except UsageError as error:
                raise DocumentError(f"document {self.id!r}: {error}") from None

    @property
    def own_fields(self) -> Mapping[str, tuple[str, ...]]:
        """The values of each field of one's own, as ``metadata`` holds them."""
        return cast("Mapping[str, tuple[str, ...]]", self.metadata)

    def to_dict(self) -> dict[str, Any]:
        """Return the document as values that JSON can carry."""
        return {
            "id": self.id,
            **name_index(self.index),
            "title": self.title,
            "date": self.date.isoformat() if self.date else None,
            "source": self.source,
            "dateline": self.dateline,
            "url": self.url,
            "language": self.language,
            "metadata": {name: list(values) for name, values in self.own_fields.items()},
            "text": self.text,
            "boilerplate": [span._asdict() for span in self.boilerplate],
            "passages": [
                {
                    "id": passage.id,
                    "ordinal": passage.ordinal,
                    "start": passage.start,
                    "end": passage.end,
                    "language": passage.language,
                    "page": passage.page,
                }
                for passage in self.passages
            ],
            "pages": list(self.pages),
            "entities": [entity.to_dict() for entity in self.entities],
            "title_entities": [entity.to_dict() for entity in self.title_entities],
        }

    def _repr_html_(self) -> str:
        """Return HTML for a notebook: the metadata, and the text with its entities."""
        from .highlighting.html import to_html
        from .highlighting.marks import Mark
        from .highlighting.style import make_fragment

        own = (f"{name}: {', '.join(values)}" for name, values in self.own_fields.items())
        facts = (
            *(self.id, self.date, self.source, self.dateline, self.language, self.url),
            *own,
        )
        known = " · ".join(" ".join(str(fact).split()) for fact in facts if fact)
        marks = [
            Mark(one.start, one.end, one.type.lower(), "entity", one.name, one.id)
            for one in self.entities
        ]
        title = self.title or ""
        return make_fragment(
            [
                f"<h2>{to_html(title, 0, len(title), ())}</h2>",
                f'<p class="faint">{to_html(known, 0, len(known), ())}</p>',
                f'<p class="passage">{to_html(self.text, 0, len(self.text), marks)}</p>',
            ]
        )

    def _read_pages(self) -> tuple[int, ...]:
        given: object = self.pages
        pages = tuple(given) if isinstance(given, tuple | list) else (-1,)
        is_sound = all(type(one) is int and one >= 0 for one in pages)
        if not is_sound or any(one > other for one, other in pairwise(pages)):
            raise DocumentError(
                f"document {self.id!r}: pages are no offsets in order; give where each "
                "page begins in the text, or nothing"
            )
        return pages

    def _read_date(self) -> datetime.date:
        value: object = self.date
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        try:
            if not isinstance(value, str):
                raise TypeError
            return datetime.datetime.fromisoformat(value).date()
        except (TypeError, ValueError):
            raise DocumentError(
                f"document {self.id!r}: date {value!r} is no date; give it as 2026-01-29"
            ) from None


def refer_to(id: str, index: str | None) -> str:
    """Return ``id`` behind the name of an index, or as it is without one."""
    return id if index is None else f"{index}:{id}"


def name_index(index: str | None) -> dict[str, str]:
    """Return the field that names the index of a document in JSON; none without one."""
    return {} if index is None else {"index": index}


def defer_document(decode: Callable[[], Mapping[str, Any]], **fields: Any) -> Document:
    """Return a document with some fields; ``decode`` returns the others when one is read.

    Those are ``text``, ``boilerplate``, ``passages``, ``entities``, ``title_entities`` and
    ``pages``. No field is checked.
    """
    return _defer(Document, decode, fields)


def defer_passage(decode: Callable[[], Mapping[str, Any]], **fields: Any) -> Passage:
    """Return a passage with all fields but ``entities``, which ``decode`` returns."""
    return _defer(Passage, decode, fields)


_Value = TypeVar("_Value", bound=_Deferred)


def _defer(
    kind: type[_Value], decode: Callable[[], Mapping[str, Any]], fields: Mapping[str, Any]
) -> _Value:
    value = object.__new__(kind)
    put = object.__setattr__
    for name, given in fields.items():
        put(value, name, given)
    put(value, "_decode", decode)
    return value


@dataclass(frozen=True, slots=True)
class Match:
    """A token, or the words of a phrase, that matched the query.

    ``start`` and ``end`` are offsets into ``document.text`` (into ``document.title`` for
    a match in the title). ``query`` is the part of the query that matched, as it was
    typed. ``is_plain`` tells that the text writes the word without its Turkish letters:
    *Erdogan*, asked for as *Erdoğan*.
    """

    start: int
    end: int
    kind: MatchKind
    query: str
    is_plain: bool = False


Step = Literal["month", "year", "day"]
"""The unit of a timeline; a document counts in the one that contains its date."""

STEPS: tuple[Step, ...] = get_args(Step)

MatchMode = Literal["best", "all", "any"]
"""What a search does with passages that hold all concepts of its query; see
:meth:`diplosearch.Index.search`."""

EntityFacet = Literal["person", "org", "country", "city", "place", "event"]
"""A facet whose values are entities."""

Facet = Literal["source", "language", "year", "tag", EntityFacet]
"""What the passages that match can be counted by, beside fields of one's own."""

FACETS: tuple[Facet, ...] = get_args(Facet)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet: its name for a reader, and the number of matching passages."""

    id: str
    name: str
    count: int
