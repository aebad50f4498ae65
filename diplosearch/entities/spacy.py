"""A spaCy pipeline as a recognizer (extra ``spacy``).

::

    recognizer = SpacyRecognizer(spacy.load("xx_ent_wiki_sm"))
    resources = diplosearch.Resources(recognizer=recognizer)
    index = diplosearch.rebuild("seeds", "index", resources=resources)

spaCy gives the offsets and the type of a name; its id and the name to show come from the
gazetteer and the linker, and are those of any index.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any, Protocol

from ..errors import MissingExtraError, UsageError
from ..model import ENTITY_TYPES, Entity, EntityType
from ..text.letters import is_mark
from .base import Mention, Section
from .gazetteer.gazetteer import Gazetteer
from .gazetteer.ids import kind_of
from .gazetteer.packed import default_gazetteer
from .linker import PLACES, link
from .rules.dates import find_dates
from .rules.money import find_money, find_money_in_words
from .tokens import read_sentence

Types = EntityType | tuple[EntityType, ...]
"""The type of a label; of a label with several, only names in the gazetteer count."""

LABELS: Mapping[str, Types] = MappingProxyType(
    {type: type for type in ENTITY_TYPES} | {"PER": "PERSON", "MISC": ("NORP", "EVENT")}
)
"""The types of the labels of OntoNotes, and of PER, LOC, ORG and MISC."""

_META_KEYS = ("lang", "name", "version", "labels")
"""Entries of a pipeline's meta that are part of the fingerprint."""


class Pipeline(Protocol):
    """The members of ``spacy.language.Language`` that are used."""

    @property
    def meta(self) -> dict[str, Any]:
        """Metadata of the pipeline: language, name, version, labels."""
        ...

    @property
    def pipe_names(self) -> list[str]:
        """The names of its components."""
        ...

    def pipe(self, texts: Iterable[str]) -> Iterator[Any]:
        """Yield a ``Doc`` for each text."""
        ...


class SpacyRecognizer:
    """Finds names by a spaCy pipeline, and links them.

    Dates and amounts of money are read by the built-in rules; the id of one that they
    cannot read is made of its words.
    """

    def __init__(
        self,
        nlp: Pipeline | str,
        *,
        labels: Mapping[str, Types] = LABELS,
        gazetteer: Gazetteer | None = None,
    ) -> None:
        """Make a recognizer of a pipeline, or of the name or folder of one.

        ``labels`` has the type of each of spaCy's labels; names with another label are
        left out. ``gazetteer`` replaces the built-in one.

        Raises :class:`UsageError` for a label with a type that does not exist and for a
        pipeline that cannot be loaded, :class:`MissingExtraError` when ``nlp`` is a
        string and spaCy is not installed.
        """
        for label, types in labels.items():
            unknown = set[str](_several(types)) - set(ENTITY_TYPES)
            if unknown:
                raise UsageError(
                    f"label {label!r}: no such type {min(unknown)!r}; "
                    f"use {', '.join(ENTITY_TYPES)}"
                )
        self.gazetteer = gazetteer or default_gazetteer()
        self._labels = dict(labels)
        self._nlp = _load(nlp) if isinstance(nlp, str) else nlp
        self._lock = threading.Lock()

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the pipeline's metadata, the labels and the gazetteer.

        The metadata do not have the rules of an entity ruler: change
        ``nlp.meta["version"]`` when you change them.
        """
        meta = self._nlp.meta
        facts = [
            {name: meta.get(name) for name in _META_KEYS},
            self._nlp.pipe_names,
            self._labels,
            self.gazetteer.fingerprint,
        ]
        data = json.dumps(facts, sort_keys=True, default=str).encode()
        return hashlib.blake2b(data, digest_size=16).hexdigest()

    def recognize(
        self, text: str, sections: Sequence[Section], *, date: datetime.date | None = None
    ) -> list[Entity]:
        """Return the entities in ``sections`` of ``text``, in order, none overlapping."""
        mentions: list[Mention] = []
        for section, found in zip(sections, self._read(text, sections), strict=True):
            last = section.start
            for start, end, label in found:
                span = _whole(text, section.start + start, section.start + end, section)
                mention = self._mention(text, *span, label, date)
                if mention is not None and mention.start >= last:
                    mentions.append(mention)
                    last = mention.end
        return link(text, mentions, self.gazetteer, date=date)

    def _read(
        self, text: str, sections: Sequence[Section]
    ) -> list[list[tuple[int, int, str]]]:
        """Return start, end and label of spaCy's entities, as offsets into sections."""
        # A pipeline adds the words of a text to its vocabulary, which is not thread-safe.
        with self._lock:
            return [
                [(one.start_char, one.end_char, one.label_) for one in doc.ents]
                for doc in self._nlp.pipe(text[one.start : one.end] for one in sections)
            ]

    def _mention(
        self, text: str, start: int, end: int, label: str, date: datetime.date | None
    ) -> Mention | None:
        types = self._labels.get(label)
        if types is None or start >= end:
            return None
        known = self._known(text, start, end, _several(types))
        if known is not None or not isinstance(types, str):
            return known
        return _read_value(text, Mention(start, end, types), date)

    def _known(
        self, text: str, start: int, end: int, types: tuple[EntityType, ...]
    ) -> Mention | None:
        """Return the gazetteer's entity with exactly these words, without suffixes."""
        sentence = read_sentence(text, start, end)
        for found in self.gazetteer.find(sentence):
            entry = found.entry
            if found.last - found.first != len(sentence):
                continue
            if entry.type in types or (entry.type in PLACES and set(types) & set(PLACES)):
                return Mention(start, end, entry.type, entry.id, entry.name)
            if kind_of(entry.id) == "country" and "NORP" in types:
                people = entry.people()
                return Mention(start, end, people.type, people.id, people.name)
        return None


def _whole(text: str, start: int, end: int, section: Section) -> tuple[int, int]:
    """Return a span from its first word to its last, without the last one's suffix.

    Combining marks belong to their letter. The span is empty where it has no word.
    """
    while start > section.start and is_mark(text[start]):
        start -= 1
    while end < section.end and is_mark(text[end]):
        end += 1
    sentence = read_sentence(text, start, end)
    words = [position for position, form in enumerate(sentence.forms) if form.is_word]
    if not words:
        return start, start
    last = words[-1]
    # "Inc." and "U.S." end with a period; quotation marks do not belong to a name.
    if last + 1 < len(sentence) and sentence.surfaces[last + 1] == "." == text[end - 1]:
        return sentence.start(words[0]), end
    return sentence.start(words[0]), sentence.end(last)


def _read_value(text: str, mention: Mention, date: datetime.date | None) -> Mention:
    """Return a date or an amount of money with the id that the rules give it."""
    found: Iterable[Mention] = ()
    if mention.type == "DATE":
        sentence = read_sentence(text, mention.start, mention.end)
        found = find_dates(text, sentence, date)
    elif mention.type == "MONEY":
        sentence = read_sentence(text, mention.start, mention.end)
        in_words = find_money_in_words(text, sentence)
        found = (*find_money(text, mention.start, mention.end), *in_words)
    return next((one for one in found if one.span == mention.span), mention)


def _several(types: Types) -> tuple[EntityType, ...]:
    return (types,) if isinstance(types, str) else types


def _load(name: str) -> Pipeline:
    try:
        import spacy
    except ImportError:
        raise MissingExtraError("spaCy", "spacy") from None
    try:
        loaded: Pipeline = spacy.load(name)
    except OSError as error:
        raise UsageError(
            f"no spaCy pipeline {name!r}; run: python -m spacy download {name}"
        ) from error
    return loaded
