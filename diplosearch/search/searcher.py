"""A searcher: the reader, store, entities and lexicon of one snapshot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property, partial
from typing import TYPE_CHECKING

from ..backends.base import Snapshot
from ..backends.tags import TagTable
from ..engines.base import Ranked
from ..engines.deadline import OutOfTimeError
from ..engines.own_fields import OwnFields
from ..engines.repeated_ids import RepeatedIds
from ..errors import IndexDamagedError, UsageError
from ..expansion.dictionary import TermDictionary
from ..expansion.entity_names import Names
from ..expansion.expand import Expansion
from ..lexicon.own_words import OwnWords
from ..model import Document
from ..query import tree
from ..query.parser import Parsed, parse
from ..schema import ENTITY, ROW, TAG
from ..storage.codec import split_key
from ..stories.documents import NO_STORIES, read_story
from .loaded_passages import LoadedPassage, LoadedPassages
from .options import SearchOptions

if TYPE_CHECKING:
    from ..completion.complete import Completer
    from ..entities.gazetteer.gazetteer import Gazetteer
    from ..lexicon.lexicon import Lexicon
    from ..model import Document


NO_ANSWER = (
    "no answer: words near each other can stand in too many ways; "
    "take fewer of them, or a smaller number after ~"
)
"""The message for a query that is more than the engine can do."""

_MOST_DATES = 1 << 17
"""Documents whose dates are kept; some 15 MB."""


class Searcher:
    """The reader, store, entities, names and lexicon of one snapshot.

    There is one for each snapshot, so that sorted terms and spellings are computed once
    and cached as long as the snapshot is open. Threads may share it.

    Args:
        snapshot: the committed state.
        lexicon: loads the lexicon; called when a query is first translated.
        gazetteer: loads the gazetteer; called when a name is first looked up.
        words: the user's stop words and protected words.
        tags: returns the tags of documents as they are now.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        *,
        lexicon: Callable[[], Lexicon],
        gazetteer: Callable[[], Gazetteer],
        words: OwnWords,
        tags: Callable[[], TagTable] = TagTable,
    ) -> None:
        self.snapshot = snapshot
        self.tags = tags
        self.commit = snapshot.manifest.commit
        self.reader = snapshot.reader
        self.store = snapshot.store
        self.entities = snapshot.entities
        self.stories = snapshot.stories
        self.names = Names(snapshot.entities, gazetteer)
        self.words = words
        self._load_lexicon = lexicon
        self._matching: tuple[tree.Node | None, tuple[Ranked, ...]] = (None, ())
        self._dates: dict[int, str | None] = {}
        self._tagged: tuple[TagTable | None, dict[str, tuple[int, ...]]] = (None, {})

    @cached_property
    def dictionary(self) -> TermDictionary:
        """The sorted terms of the snapshot."""
        return TermDictionary(self.reader)

    @cached_property
    def repeated_ids(self) -> RepeatedIds:
        """The passages that name one entity by several of its ids."""
        return RepeatedIds(self.reader, self.entities.groups)

    @cached_property
    def completer(self) -> Completer:
        """Completes words that are being typed."""
        from ..completion.complete import Completer

        return Completer(
            self.reader,
            self.store,
            self.commit,
            self.names,
            self.dictionary,
            self.own_fields,
            self._read_tags,
        )

    def lexicon_for(self, options: SearchOptions) -> Lexicon | None:
        """Return the lexicon, None where the options turn translation off."""
        return self._load_lexicon() if options.translate else None

    def expand(
        self, query: str, options: SearchOptions, deadline: float | None = None
    ) -> tuple[tree.Node, Expansion]:
        """Return a query as a tree of index terms, restricted by the filters.

        The expansion comes with it; it has the warnings and the unknown words. When the
        deadline (seconds of the monotonic clock) passes, the tree matches nothing.
        """
        parsed = self.parse(query)
        expansion = Expansion(
            self.reader,
            self.lexicon_for(options),
            self.names,
            deadline,
            list(parsed.warnings),
            self.dictionary,
            match=options.match,
            own_words=self.words,
            today=options.today,
        )
        expansion.find_own = partial(self._filter_own, expansion.warnings)
        node: tree.Node = tree.Nothing()
        with suppress(OutOfTimeError):
            node = expansion.expand(parsed.tree)
        return self.restrict(node, options, expansion.warnings), expansion

    def parse(self, query: str, *, strict: bool = False) -> Parsed:
        """Return the tree of a query, in which fields of the index's own are fields."""
        own = self.own_fields.names if ":" in query else ()
        return parse(query, strict=strict, own_fields=own)

    @cached_property
    def own_fields(self) -> OwnFields:
        """The fields of one's own that the documents have."""
        return OwnFields(self.reader)

    def find_tagged(self, tag: str, *, is_prefix: bool = False) -> tuple[int, ...]:
        """Return the rows of the documents with a tag, or one that begins so."""
        table = self.tags()
        known, rows = self._tagged
        if known is not table:
            known, rows = self._tagged = (table, {})
        key = f"{tag}*" if is_prefix else tag
        if key not in rows:
            ids = table.find(tag, is_prefix=is_prefix)
            rows[key] = tuple(self.store.find_rows(ids, self.commit))
        return rows[key]

    def _read_tags(self) -> TagTable:
        """Return the tags; none where they cannot be read, so that a search goes on."""
        try:
            return self.tags()
        except IndexDamagedError:
            return TagTable()

    def _filter_own(
        self, warnings: list[str], name: str, typed: str, is_prefix: bool
    ) -> tree.Node:
        """Return the filter for a tag, or for a value of a field of one's own."""
        if name == TAG:
            try:
                self.tags()
            except IndexDamagedError as error:
                warnings.append(str(error))
                return tree.Nothing()
            if not self.tags().has(typed, is_prefix=is_prefix):
                warnings.append(f"tag:{typed}: no document has this tag")
            rows = tuple(map(str, self.find_tagged(typed, is_prefix=is_prefix)))
            return tree.Keyword(ROW, rows) if rows else tree.Nothing()
        terms = self.own_fields.find(name, typed, is_prefix=is_prefix)
        if not terms:
            warnings.append(f"{name}:{typed}: no document has this value")
        return tree.Keyword(ENTITY, tuple(terms)) if terms else tree.Nothing()

    def _filter_fields(
        self, fields: Iterable[tuple[str, tuple[str, ...]]], warnings: list[str]
    ) -> Iterator[tree.Node]:
        """Yield a filter for each field that has to have one of some values."""
        for name, values in fields:
            if name != TAG and name not in self.own_fields:
                known = ", ".join([*self.own_fields.names, TAG])
                warnings.append(f"{name}: the index has no such field; it has {known}")
                yield tree.Nothing()
                continue
            found = [self._filter_own(warnings, name, value, False) for value in values]
            yield found[0] if len(found) == 1 else tree.Boolean(should=tuple(found))

    def select(self, query: str, options: SearchOptions) -> tuple[tree.Node, list[str]]:
        """Return the tree of what ``query`` and the filters select, and the warnings.

        An empty query selects everything that the filters let through.
        """
        if query.strip():
            node, expansion = self.expand(query, options)
            return node, expansion.warnings
        warnings: list[str] = []
        return self.restrict(tree.Everything(), options, warnings), warnings

    def restrict(
        self, node: tree.Node, options: SearchOptions, warnings: list[str]
    ) -> tree.Node:
        """Return ``node`` restricted by the filters.

        Unknown entities add a warning, and so do dates that are counted from today.
        """
        warnings += options.notes
        if options.group is not None and self.stories is None:
            warnings.append(NO_STORIES)
        entities = self._filter_entities(options.entities, warnings)
        own = self._filter_fields(options.fields, warnings)
        filters = (*options.filters, *entities, *own)
        if not filters or isinstance(node, tree.Nothing):
            return node
        return tree.Boolean(must=(node, *filters))

    def _filter_entities(
        self, entities: Sequence[str], warnings: list[str]
    ) -> Iterator[tree.Node]:
        """Yield a filter for each entity that a passage has to name."""
        for typed in entities:
            ids = self.names.find(typed)
            if not ids:
                warnings.append(f"{typed}: the index knows no such entity")
            yield tree.Keyword(ENTITY, tuple(ids)) if ids else tree.Nothing()

    def match_all(self, node: tree.Node) -> tuple[Ranked, ...]:
        """Return the key and score of every passage that matches.

        The last ones are kept: facets and a timeline ask for the same.

        Raises :class:`OutOfTimeError` for what is more than the engine can do.
        """
        last, found = self._matching
        if last is not node:
            ranking = self.reader.search(node, limit=max(1, self.reader.passages))
            if not ranking.is_complete:
                raise OutOfTimeError
            found = ranking.hits
            self._matching = (node, found)
        return found

    def find_all(self, node: tree.Node) -> Sequence[int]:
        """Return the rows of the documents with a passage that matches, in their order.

        Raises :class:`UsageError` for what is more than the engine can do: whoever acts on
        all that answers a query is not given a part of it.
        """
        with refuse_too_much():
            return self.rows_of(node)

    def rows_of(self, node: tree.Node) -> Sequence[int]:
        """Return the rows of the documents with a passage that matches, in their order."""
        if node == tree.Everything():
            return [found.row for found in self.store.rows(self.commit)]
        return sorted(self.count_rows(node))

    def count_rows(self, node: tree.Node) -> Counter[int]:
        """Return the number of matching passages of each document, by its row."""
        return Counter(split_key(key)[0] for key, _ in self.match_all(node))

    def read_document(self, row: int) -> Document:
        """Return the document in a row in full, with the entities of the whole index."""
        return self.entities.resolve(self.store.read([row])[row])

    def dates(self, rows: Collection[int]) -> dict[int, str | None]:
        """Return the dates of documents in ISO 8601, or None; kept with the snapshot."""
        missing = [row for row in rows if row not in self._dates]
        if len(self._dates) + len(missing) > _MOST_DATES:
            return self.store.dates(rows)
        self._dates.update(self.store.dates(missing))
        return {row: self._dates[row] for row in rows}

    @cached_property
    def documents_by_date(self) -> dict[str | None, int]:
        """The number of documents of each date, None for those without one."""
        return self.store.count_by("date", self.commit)

    def load(self, keys: Iterable[int]) -> LoadedPassages:
        """Load the passages with these keys, with their term vectors."""
        addresses = [split_key(key) for key in keys]
        documents = self.store.open(row for row, _ in addresses)
        self.entities.apply_aliases(documents.values())
        tags = self._read_tags()
        return LoadedPassages(
            LoadedPassage(documents[row], ordinal, row, tags.of(documents[row].reference))
            for row, ordinal in addresses
        )

    def read_others(self, row: int) -> tuple[Document, ...]:
        """Return the other documents of the story of a document, the earliest first."""
        if self.stories is None:
            return ()
        story = read_story(self.stories, self.store, self.entities, row)
        return tuple(one for other, one in story.items() if other != row)

    def load_document(self, id: str) -> list[LoadedPassage] | None:
        """Load all passages of a document; return None where there is no such document."""
        found = self.store.find(id, self.commit)
        if found is None:
            return None
        stored = self.store.open([found.row])[found.row]
        self.entities.apply_aliases([stored])
        row, tags = found.row, self._read_tags().of(stored.reference)
        return [LoadedPassage(stored, one, row, tags) for one in range(stored.size)]


@contextmanager
def refuse_too_much() -> Iterator[None]:
    """Raise :class:`UsageError` for a query that is more than the engine can do."""
    try:
        yield
    except OutOfTimeError:
        raise UsageError(NO_ANSWER) from None
