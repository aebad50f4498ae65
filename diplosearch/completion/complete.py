"""The completions of a line, the most frequent first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ..backends.tags import TagTable
from ..engines.base import Reader
from ..engines.own_fields import OwnFields
from ..entity_index.table import EntityRecord
from ..errors import UsageError
from ..expansion.dictionary import TermDictionary
from ..expansion.entity_names import Names
from ..query.lexer import FIELDS
from ..schema import EXACT, FIELD_KINDS, TAG, TITLE_EXACT
from ..storage.store import DocumentStore
from ..text.letters import normalize
from .base import Completion, Kind
from .line import Typed, read_typed
from .names import find_names, list_countries
from .values import find_fields, find_values
from .words import Spellings, beginning_of, find_words

VALUE_FIELDS = ("lang", "source", "date")
_SHORTEST_NAME = 2  # letters; one would begin too many names (a guess)


class Completer:
    """Completes lines from one snapshot of an index; keeps what it learnt of it.

    Args:
        reader: reads the terms of the snapshot.
        store: its documents, of which the spelling of words is learnt.
        commit: the number of its commit.
        names: looks up names of entities.
        dictionary: the sorted terms of ``reader``.
        own_fields: the fields of one's own that the documents have.
        tags: returns the tags of documents as they are now.
    """

    def __init__(
        self,
        reader: Reader,
        store: DocumentStore,
        commit: int,
        names: Names,
        dictionary: TermDictionary,
        own_fields: OwnFields,
        tags: Callable[[], TagTable],
    ) -> None:
        self.reader = reader
        self.store = store
        self.commit = commit
        self.names = names
        self.dictionary = dictionary
        self.own_fields = own_fields
        self.tags = tags

    @cached_property
    def spellings(self) -> Spellings:
        """How the documents write the words of the index."""
        return Spellings(self.reader, self.store, self.commit)

    @cached_property
    def sources(self) -> dict[str, str]:
        """The names of sources by their normal form."""
        known = self.store.count_by("source", self.commit)
        return {normalize(name): name for name in known if name}

    @cached_property
    def countries(self) -> list[tuple[str, str]]:
        """The folded names of countries in both languages, with their ids."""
        return list_countries(self.names.gazetteer())

    def complete(
        self, line: str, *, field: str | None = None, limit: int
    ) -> list[Completion]:
        """Return the completions of ``line``, at most ``limit``; see ``Index.complete``.

        Raises :class:`UsageError` for a line or a field of a wrong type or name.
        """
        if not isinstance(line, str):
            raise UsageError(f"prefix={line!r}: give a string")
        own = self.own_fields.names if ":" in line or field not in (None, *FIELDS) else ()
        if field is not None and field not in FIELDS and field not in own:
            fields = ", ".join((*FIELDS, *own))
            raise UsageError(f"field={field!r}: use one of {fields}")
        typed = read_typed(line, field, own_fields=own)
        return list(_Completion(self, limit).complete(typed))[:limit]


@dataclass(frozen=True, slots=True)
class _Completion:
    """One completion at work, of at most ``limit``."""

    completer: Completer
    limit: int

    def complete(self, typed: Typed) -> Iterable[Completion]:
        if typed.field in VALUE_FIELDS:
            return self._values(typed)
        if typed.field in FIELD_KINDS:
            return self._entities_of_field(typed)
        if typed.field == "title":
            return self._words(typed)
        if typed.field is not None:
            return self._own_values(typed, typed.field)
        return self._mixed(typed)

    def _own_values(self, typed: Typed, field: str) -> Iterator[Completion]:
        """Yield values of a field of one's own, or tags, the most frequent first."""
        if field == TAG:
            wanted = f" {normalize(typed.value)}"
            found = [
                (tag, len(ids))
                for tag, ids in self.completer.tags().items()
                if wanted in f" {normalize(tag)}"
            ]
        else:
            found = self.completer.own_fields.values(field, typed.value)
        for value, count in sorted(found, key=lambda one: (-one[1], one[0])):
            yield Completion(_quoted(value), "value", value, count, typed.length)

    def _values(self, typed: Typed) -> Iterator[Completion]:
        assert typed.field is not None
        kind, values = find_values(
            typed.field,
            typed.value,
            reader=self.completer.reader,
            sources=self.completer.sources,
        )
        for value, count in values:
            yield Completion(_quoted(value), kind, value, count, typed.length)

    def _entities_of_field(self, typed: Typed) -> Iterator[Completion]:
        for kind, name, record in self._find_names(typed.value, typed.field):
            yield Completion(
                _quoted(name), kind, name, record.passages, typed.length, record.id
            )

    def _find_names(
        self, beginning: str, field: str | None = None
    ) -> list[tuple[Kind, str, EntityRecord]]:
        return find_names(
            beginning,
            limit=self.limit,
            names=self.completer.names,
            countries=lambda: self.completer.countries,
            field=field,
        )

    def _words(self, typed: Typed) -> Iterator[Completion]:
        in_title = typed.field == "title"
        field = TITLE_EXACT if in_title else EXACT
        beginning = beginning_of(typed.value)
        if not beginning:
            return
        terms = self.completer.dictionary.terms_from(beginning, field)
        for term, count in find_words(typed.value, *terms, limit=self.limit):
            word = self.completer.spellings.spell(term, in_title=in_title)
            yield Completion(word, "word", word, count, typed.length)

    def _mixed(self, typed: Typed) -> list[Completion]:
        """Return fields, then words and names: half of each, if there are enough."""
        if not typed.value:
            return []
        fields = [
            Completion(name, "field", name, 0, typed.length)
            for name in find_fields(typed.value, self.completer.own_fields.names)
        ]
        words = list(self._words(typed))
        names = list(_unlike(self._entities(typed), words))
        half = self.limit // 2
        most_names = max(half, self.limit - len(words))
        names = names[:most_names]
        mixed = [*words[: self.limit - len(names)], *names]
        return fields + sorted(mixed, key=lambda one: -one.count)

    def _entities(self, typed: Typed) -> Iterator[Completion]:
        """Yield the entities whose names begin with the last words, the longest first."""
        seen = set()
        for beginning in typed.endings:
            if len(normalize(beginning)) < _SHORTEST_NAME:
                continue
            for kind, name, record in self._find_names(beginning):
                if record.id not in seen:
                    seen.add(record.id)
                    text = _on_one_line(name)
                    yield Completion(
                        text, kind, name, record.passages, len(beginning), record.id
                    )


def _unlike(
    names: Iterable[Completion], words: Iterable[Completion]
) -> Iterator[Completion]:
    """Return the names that are not offered as words already."""
    taken = {normalize(word.name) for word in words}
    return (one for one in names if normalize(one.name) not in taken)


def _quoted(value: str) -> str:
    """Return a value as it is typed after a field, in quotes if needed."""
    plain = _on_one_line(value.replace('"', " "))
    return plain if plain and all(map(_is_plain, plain)) else f'"{plain}"'


def _on_one_line(name: str) -> str:
    """Return a name without what cannot be typed: control characters, odd spaces."""
    return " ".join("".join(one if one.isprintable() else " " for one in name).split())


def _is_plain(character: str) -> bool:
    return character.isalnum() or character in "-.'’"
