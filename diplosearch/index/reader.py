"""What an index can be asked: the methods of ``Index`` that change nothing."""

from __future__ import annotations

import datetime
import sys
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from ..engines.ranking import HALF_LIFE
from ..entities.gazetteer.ids import slug
from ..errors import NotFoundError, UsageError
from ..model import ENTITY_TYPES, STEPS, Document, EntityType, Facet, Match, MatchMode, Step
from ..query import tree
from ..schema import FIELD_KINDS, KIND_TYPES
from ..search.options import (
    Group,
    SearchOptions,
    Sort,
    check_entities,
    check_limit,
    check_query,
)
from ..search.results import Hit, Results
from ..search.search import find_ids, search
from ..search.searcher import Searcher
from ..stories.documents import NO_STORIES, read_story
from ..text.excerpts import LENGTH
from ..text.letters import replace_surrogates

if TYPE_CHECKING:
    from ..completion.base import Completion
    from ..entity_index.corrections.line import Correction
    from ..entity_index.table import EntityRecord
    from ..search.aggregates.entity_profile import EntityProfile
    from ..search.aggregates.network import Network
    from ..search.aggregates.places import Places
    from ..search.aggregates.related import Relations
    from ..search.aggregates.timeline import Timeline
    from .batch import BatchAnswer
    from .export import ExportReport, ShowDocument


FieldFilters = Mapping[str, str | Sequence[str]]
"""Values that fields of one's own have to have, any of those of a field."""

ID_KINDS = (*KIND_TYPES, "date", "money")
"""What the ids of entities begin with."""


class IndexReader(ABC):
    """Answers questions over the committed state that an index shows."""

    @abstractmethod
    def _use(self) -> AbstractContextManager[Searcher]:
        """Give the current state, kept open until the end of the block."""

    def search(
        self,
        query: str,
        *,
        limit: int | None = 10,
        offset: int = 0,
        language: str | None = None,
        since: str | datetime.date | None = None,
        until: str | datetime.date | None = None,
        source: str | Sequence[str] | None = None,
        entities: str | Sequence[str] = (),
        fields: FieldFilters | None = None,
        sort: Sort = "score",
        per_document: int | None = 3,
        facets: Sequence[Facet | str] = (),
        timeout: float | None = None,
        translate: bool = True,
        match: MatchMode = "best",
        today: datetime.date | None = None,
        half_life: float = HALF_LIFE,
        excerpt: int | None = LENGTH,
        timeline: bool = False,
        group: Group | None = None,
    ) -> Results:
        """Return the passages that answer ``query``, the best first.

        A query never raises; what could not be understood is passed over, with a
        warning in ``Results.warnings``.

        Args:
            query: words, phrases, operators and fields as a person types them.
            limit: how many hits at most; None for all, which are then loaded while
                they are iterated over.
            offset: how many hits to skip first.
            language: only passages in ``"tr"`` or ``"en"``.
            since: only documents from this day on: a date, or as one says it, such as
                ``"2025-01-29"``, ``"Q2 2025"``, ``"last month"``, ``"son 30 gün"`` or
                ``"-7d"``. ``Results.warnings`` says which day that is.
            until: only documents up to this day, that day included.
            source: only documents of this source, or of any of several.
            entities: only passages that name each of these: ids, or names such as
                ``"country:Çin"``.
            fields: only documents with a value in fields of your own, or with tags, such
                as ``{"desk": ["Ankara", "Moskova"], "tag": "reviewed"}``: any of the values
                of a field, and all of the fields.
            sort: ``"score"``, ``"date"`` for the latest first, or ``"recent"`` for the
                best first, of which recent ones count more: the score of a document of
                today counts as it is, after ``half_life`` days three quarters of it, and
                half of it at the least. One without a date counts as the oldest.
            per_document: hits of one document at most; None for all.
            facets: what to count among all matching passages, such as
                ``["person", "year"]``, also ``"tag"`` and fields of your own.
            timeout: seconds after which the answer is what was found by then.
            translate: whether words find the other language as well.
            match: which passages answer a query of several words. A concept is a word,
                or several that are one name or term; stop words are none.
                ``"best"``: any that hold a concept, and of passages that are near each
                other in score first those that hold all; ``"all"``: only those that hold
                all; ``"any"``: any that hold a concept, in the order of their scores.
                A list with ``OR`` is a choice, of which any is enough.
            today: the day from which *last month* and the age of a document are counted;
                that of the clock by default.
            half_life: days after which half of the advance of a new document is gone, for
                ``sort="recent"``.
            excerpt: how many characters of a passage are shown at most, which are then
                the sentences that hold the matches; 40 or more, None for all of it.
            timeline: whether to count all matching documents by date as well, in steps
                that suit the time from the first to the last; in ``Results.timeline``.
            group: ``"story"`` for one hit of each story, its best. ``Hit.others`` are the
                other documents that tell it. Facets count stories then, and a timeline
                the first document of each that matches.

        Raises:
            UsageError: an option has a value that it cannot have.
        """
        check_query(query)
        options = SearchOptions(
            limit=limit,
            offset=offset,
            language=language,
            since=since,
            until=until,
            source=source,
            entities=entities,
            fields=fields,
            sort=sort,
            per_document=per_document,
            facets=facets,
            timeout=timeout,
            translate=translate,
            match=match,
            today=today,
            half_life=half_life,
            excerpt=excerpt,
            timeline=timeline,
            group=group,
        )
        with self._use() as searcher:
            return search(searcher, query, options)

    def timeline(
        self,
        query: str = "",
        *,
        by: Step | None = "month",
        language: str | None = None,
        since: str | datetime.date | None = None,
        until: str | datetime.date | None = None,
        source: str | Sequence[str] | None = None,
        entities: str | Sequence[str] = (),
        fields: FieldFilters | None = None,
        translate: bool = True,
        match: MatchMode = "best",
        today: datetime.date | None = None,
        group: Group | None = None,
    ) -> Timeline:
        """Return how many documents and passages answer ``query``, by their date.

        A document counts once where any of its passages matches; those without a
        date are counted apart. An empty query counts everything that the filters
        let through.

        Args:
            query: as for :meth:`search`.
            by: ``"year"``, ``"month"`` or ``"day"``; None for what suits the time from
                the first to the last.
            language, since, until, source, entities, fields, translate, match,
                today: as for :meth:`search`.
            group: ``"story"`` counts of each story the first document that matches.

        Raises:
            UsageError: an option has a value that it cannot have.
        """
        from ..search.aggregates.timeline import make_timeline

        check_query(query)
        if by is not None and by not in STEPS:
            raise UsageError(f"by={by!r}: use {', '.join(STEPS)}")
        options = SearchOptions(
            language=language,
            since=since,
            until=until,
            source=source,
            entities=entities,
            fields=fields,
            translate=translate,
            match=match,
            today=today,
            group=group,
        )
        with self._use() as searcher:
            return make_timeline(searcher, query, by, options)

    def network(
        self,
        query: str = "",
        *,
        types: Collection[EntityType] | None = None,
        limit: int = 100,
        language: str | None = None,
        since: str | datetime.date | None = None,
        until: str | datetime.date | None = None,
        source: str | Sequence[str] | None = None,
        entities: str | Sequence[str] = (),
        fields: FieldFilters | None = None,
        translate: bool = True,
        match: MatchMode = "best",
        today: datetime.date | None = None,
    ) -> Network:
        """Return who and what is named together in the passages that answer a query.

        Args:
            query: as for :meth:`search`; an empty one lets through what the filters do.
            types: the types of its entities; None for all but dates, money and offices.
            limit: how many entities, those that most passages name; 2 to 500.
            language, since, until, source, entities, fields, translate, match, today: as
                for :meth:`search`.

        Raises:
            UsageError: an option has a value that it cannot have.
        """
        from ..search.aggregates.network import make_network

        options = self._selection(
            query,
            language=language,
            since=since,
            until=until,
            source=source,
            entities=entities,
            fields=fields,
            translate=translate,
            match=match,
            today=today,
        )
        with self._use() as searcher:
            return make_network(searcher, query, options, types=types, limit=limit)

    def places(
        self,
        query: str = "",
        *,
        language: str | None = None,
        since: str | datetime.date | None = None,
        until: str | datetime.date | None = None,
        source: str | Sequence[str] | None = None,
        entities: str | Sequence[str] = (),
        fields: FieldFilters | None = None,
        translate: bool = True,
        match: MatchMode = "best",
        today: datetime.date | None = None,
    ) -> Places:
        """Return the places in the passages that answer a query, with their coordinates.

        Args:
            query: as for :meth:`search`; an empty one lets through what the filters do.
            language, since, until, source, entities, fields, translate, match, today: as
                for :meth:`search`.

        Raises:
            UsageError: an option has a value that it cannot have.
        """
        from ..search.aggregates.places import find_places

        options = self._selection(
            query,
            language=language,
            since=since,
            until=until,
            source=source,
            entities=entities,
            fields=fields,
            translate=translate,
            match=match,
            today=today,
        )
        with self._use() as searcher:
            return find_places(searcher, query, options)

    def export(
        self,
        path: str | Path,
        query: str = "",
        *,
        types: Collection[EntityType] | None = None,
        limit: int | None = None,
        accessed: datetime.date | None = None,
        language: str | None = None,
        since: str | datetime.date | None = None,
        until: str | datetime.date | None = None,
        source: str | Sequence[str] | None = None,
        entities: str | Sequence[str] = (),
        fields: FieldFilters | None = None,
        translate: bool = True,
        match: MatchMode = "best",
        today: datetime.date | None = None,
        progress: ShowDocument | None = None,
    ) -> ExportReport:
        """Write all that answers a query to a file for other programs.

        The ending tells what: ``.jsonl`` and ``.jsonl.gz`` documents with their entities,
        which :func:`rebuild` reads back; ``.ris``, ``.bib`` and ``.csl.json`` citations of
        the documents; ``.graphml`` and ``.gexf`` the :meth:`network`; ``.geojson`` the
        :meth:`places`. An existing file is replaced once all is written.

        Args:
            path: the file.
            query: as for :meth:`search`; an empty one lets through what the filters do.
            types, limit: as for :meth:`network`, and for networks alone.
            accessed: the day that citations say they were looked up; today by default.
            language, since, until, source, entities, fields, translate, match, today: as
                for :meth:`search`.
            progress: called with the number and id of each document that is written.

        Raises:
            UsageError: an ending that tells no format, or an option has a value that it
                cannot have, or is given for a format that has no use for it.
            OSError: the file cannot be written.
        """
        from .export import ExportOptions, export_to

        options = self._selection(
            query,
            language=language,
            since=since,
            until=until,
            source=source,
            entities=entities,
            fields=fields,
            translate=translate,
            match=match,
            today=today,
        )
        how = ExportOptions(accessed=accessed, types=types, limit=limit, show=progress)
        with self._use() as searcher:
            return export_to(searcher, path, query, options, how)

    def similar(
        self,
        like: str | Hit,
        *,
        limit: int | None = 10,
        language: str | None = None,
        since: str | datetime.date | None = None,
        until: str | datetime.date | None = None,
        source: str | Sequence[str] | None = None,
        entities: str | Sequence[str] = (),
        fields: FieldFilters | None = None,
        translate: bool = True,
        today: datetime.date | None = None,
        excerpt: int | None = LENGTH,
    ) -> Results:
        """Return documents like one, or like the passage of a hit, the likest first.

        They are found by the words and entities that tell it from others, also in
        the other language, and each is shown by its likest passage. The document
        itself is left out. ``Results.query`` holds the words that were searched for.

        Args:
            like: the id of a document, or a hit.
            limit: how many documents at most; None for all.
            language, since, until, source, entities, fields, translate, today, excerpt:
                as for :meth:`search`.

        Raises:
            NotFoundError: no document has the id.
            UsageError: an option has a value that it cannot have.
        """
        from ..search.more_like_this import find_similar

        if not isinstance(like, (str, Hit)):
            raise UsageError(f"similar to {type(like).__name__}; give a hit or an id")
        options = SearchOptions(
            limit=limit,
            per_document=1,
            language=language,
            since=since,
            until=until,
            source=source,
            entities=entities,
            fields=fields,
            translate=translate,
            today=today,
            excerpt=excerpt,
        )
        with self._use() as searcher:
            return find_similar(searcher, like, options)

    def matches(self, id: str, query: str, *, translate: bool = True) -> tuple[Match, ...]:
        """Return the words of a document that answer ``query``, in all its passages.

        They are offsets into its text, as those of a hit, whether or not the document
        would be found.

        Args:
            id: the id of the document.
            query: as for :meth:`search`.
            translate: whether words are matched in the other language as well.

        Raises:
            NotFoundError: no document has the id.
            UsageError: an argument of a wrong type.
        """
        from ..search.matches import match_document

        check_query(query)
        if not isinstance(id, str):
            raise NotFoundError("document", id)
        with self._use() as searcher:
            found = replace_surrogates(id)
            return match_document(searcher, found, query, translate=translate)

    def batch(
        self,
        queries: Iterable[str],
        *,
        phrase: bool = False,
        limit: int | None = None,
        language: str | None = None,
        since: str | datetime.date | None = None,
        until: str | datetime.date | None = None,
        source: str | Sequence[str] | None = None,
        entities: str | Sequence[str] = (),
        fields: FieldFilters | None = None,
        sort: Sort = "score",
        per_document: int | None = None,
        translate: bool = True,
        match: MatchMode = "best",
        today: datetime.date | None = None,
        half_life: float = HALF_LIFE,
        group: Group | None = None,
    ) -> Iterator[BatchAnswer]:
        """Yield the answer to each of many names or queries, in their order.

        A name of an entity is asked for as that entity: all passages that name it, in
        either language. Anything else is searched as it is typed. Answers are made one
        by one, and their hits are loaded while they are iterated over.

        Args:
            queries: names or queries; any iterable.
            phrase: ask for each as a phrase, and for no entity.
            limit: hits of a query at most; None for all.
            language, since, until, source, entities, fields, sort, per_document, translate,
                match, today, half_life: as for :meth:`search`.
            group: ``"story"`` for one hit of each story that a query finds.

        Raises:
            UsageError: a query is empty or no string, or an option has a value that it
                cannot have; or the index knows no stories to group by.
        """
        from .batch import answer_each

        prefetch = None
        with self._use() as searcher:
            if group is not None and searcher.stories is None:
                raise UsageError(NO_STORIES)
            if hasattr(searcher.reader, "prefetch_terms"):
                prefetch = self._prefetch_names
        search = partial(
            self.search,
            limit=limit,
            language=language,
            since=since,
            until=until,
            source=source,
            entities=entities,
            fields=fields,
            sort=sort,
            per_document=per_document,
            translate=translate,
            match=match,
            today=today,
            half_life=half_life,
            group=group,
        )
        return answer_each(queries, search, self.entity, phrase=phrase, prefetch=prefetch)

    def _prefetch_names(self, names: list[str]) -> None:
        """Read together what an index on another machine knows of names."""
        with self._use() as searcher:
            searcher.names.prefetch(names)

    def entities(
        self,
        type: EntityType | None = None,
        prefix: str = "",
        *,
        kind: str | None = None,
        limit: int | None = None,
    ) -> list[EntityRecord]:
        """Return the entities that the index knows, the most named first.

        Args:
            type: only those of a type, such as ``"PERSON"`` or ``"ORG"``.
            prefix: only those with a word in a name that begins with it; case
                and diacritics are ignored.
            kind: only those of a kind, which is what an id has before its colon, such as
                ``"country"`` or ``"city"``.
            limit: how many at most; None for all.

        Raises:
            UsageError: an option has a value that it cannot have.
        """
        if kind is not None and kind not in ID_KINDS:
            raise UsageError(f"kind={kind!r}: use one of {', '.join(ID_KINDS)}")
        if type is not None and type not in ENTITY_TYPES:
            raise UsageError(f"type={type!r}: use one of {', '.join(ENTITY_TYPES)}")
        if not isinstance(prefix, str):
            raise UsageError(f"prefix={prefix!r}: give a string")
        check_limit(limit)
        with self._use() as searcher:
            return searcher.entities.find(prefix, type=type, kind=kind, limit=limit)

    def corrections(self) -> tuple[Correction, ...]:
        """Return the corrections by hand that hold, in the order they were made."""
        from ..backends.manifest import read_kept

        with self._use() as searcher:
            return read_kept(searcher.snapshot.manifest.corrections).all

    def entity(self, name: str) -> EntityRecord:
        """Return the entity with an id, or the most named one of a name.

        Raises:
            NotFoundError: the index knows no such entity.
        """
        if not isinstance(name, str):
            raise UsageError(f"entity is {type(name).__name__}; give an id or a name")
        with self._use() as searcher:
            for id in searcher.names.find(name):
                found = searcher.entities.get(id)
                if found is not None:
                    return found
        raise NotFoundError("entity", name)

    def entity_id(self, name: str) -> str:
        """Return the id that :meth:`Index.correct` takes for an id or a name.

        It is one that documents give, which may be an alias: for ``Erdoğan`` that of the
        bare surname, where there is one, and else that of the entity with such a name.

        Raises:
            NotFoundError: the index knows no such entity.
        """
        if isinstance(name, str):
            with self._use() as searcher:
                for id in _exact_ids(name):
                    if searcher.entities.is_given(id):
                        return id
        return self.entity(name).id

    def profile(self, name: str, *, limit: int | None = 10) -> EntityProfile:
        """Return what the index knows of an entity: forms, counts, dates, with whom.

        Args:
            name: an id, or a name such as ``"country:Çin"``.
            limit: how many related entities at most; None for all.

        Raises:
            NotFoundError: the index knows no such entity.
        """
        from ..search.aggregates.entity_profile import make_profile

        check_limit(limit)
        entity = self.entity(name)
        with self._use() as searcher:
            return make_profile(searcher, entity.id, limit)

    def related(self, name: str, *, limit: int | None = 20) -> Relations:
        """Return the entities that share passages with one, the most frequent first.

        Dates, amounts of money and offices are left out.

        Args:
            name: an id, or a name such as ``"country:Çin"``.
            limit: how many at most; None for all.

        Raises:
            NotFoundError: the index knows no such entity.
        """
        from ..search.aggregates.related import find_related

        check_limit(limit)
        entity = self.entity(name)
        with self._use() as searcher:
            return find_related(searcher, entity.id, limit)

    def shared_passages(self, names: Iterable[str]) -> dict[tuple[str, str], int]:
        """Return how many passages name both of two entities, by their ids.

        There is an entry for each two of ``names`` that share any, in their order.

        Args:
            names: ids, or names such as ``"country:Çin"``; 64 at most.

        Raises:
            NotFoundError: the index knows no such entity.
            UsageError: too many names.
        """
        from ..search.aggregates.related import count_shared

        ids = [self.entity(name).id for name in check_entities(names)]
        with self._use() as searcher:
            return count_shared(searcher, ids)

    def complete(
        self, prefix: str, *, field: str | None = None, limit: int | None = 20
    ) -> list[Completion]:
        """Return what the end of a query may become, the most frequent first.

        That is fields, words of the index and names that it knows; after ``person:``
        and the like, values of that field. Case and diacritics are ignored. The first
        call reads the words of the index, later ones are quick.

        Args:
            prefix: a query up to where it is being typed: ``erd``, ``country:çi``.
            field: take all of ``prefix`` for a value of this field.
            limit: how many at most; None for all.
        """
        check_limit(limit)
        with self._use() as searcher:
            most = sys.maxsize if limit is None else limit
            return searcher.completer.complete(prefix, field=field, limit=most)

    def get(self, id: str) -> Document:
        """Return the document called ``id`` in full.

        Raises:
            NotFoundError: there is none.
            UsageError: several indexes have one; the message says how to tell them apart.
        """
        if not isinstance(id, str):
            raise NotFoundError("document", id)
        with self._use() as searcher:
            found = searcher.store.find(replace_surrogates(id), searcher.commit)
            if found is None:
                raise NotFoundError("document", id)
            return searcher.read_document(found.row)

    def story(self, id: str) -> list[Document]:
        """Return all documents that tell the story of one, itself included.

        They have the same text, cut, retitled or lightly rewritten. The earliest comes
        first, those without a date last.

        Args:
            id: the id of a document.

        Raises:
            NotFoundError: no document has the id.
            UsageError: the index was built by a version that knew of no stories.
        """
        if not isinstance(id, str):
            raise NotFoundError("document", id)
        with self._use() as searcher:
            found = searcher.store.find(replace_surrogates(id), searcher.commit)
            if found is None:
                raise NotFoundError("document", id)
            if searcher.stories is None:
                raise UsageError(NO_STORIES)
            story = read_story(
                searcher.stories, searcher.store, searcher.entities, found.row
            )
            for one in story.values():
                _ = one.text  # decoded while the state is open
            return list(story.values())

    @overload
    def tags(self, id: str) -> tuple[str, ...]: ...

    @overload
    def tags(self, id: None = None) -> dict[str, int]: ...

    def tags(self, id: str | None = None) -> tuple[str, ...] | dict[str, int]:
        """Return the tags of a document, or of all with the number of documents of each.

        Documents that the index does not hold at the moment are not counted.

        Raises:
            NotFoundError: no document has the id.
        """
        with self._use() as searcher:
            if id is None:
                tags = [tag for tag, _ in searcher.tags().items()]
                return {tag: len(searcher.find_tagged(tag)) for tag in tags}
            found = replace_surrogates(id) if isinstance(id, str) else ""
            row = searcher.store.find(found, searcher.commit)
            if row is None:
                raise NotFoundError("document", id)
            return searcher.tags().of(searcher.store.refer_to(row))

    def own_fields(self) -> list[str]:
        """Return the names of the fields of your own, folded as queries name them."""
        with self._use() as searcher:
            return searcher.own_fields.names

    def fields(self) -> dict[str, dict[str, int]]:
        """Return the fields of your own, with the number of passages of each value."""
        from ..search.aggregates.facets import count_facets

        with self._use() as searcher:
            names = searcher.own_fields.names
            counted = count_facets(searcher, tree.Everything(), names)
            return {
                name: {one.name: one.count for one in values}
                for name, values in counted.items()
            }

    def documents(
        self,
        query: str = "",
        *,
        language: str | None = None,
        since: str | datetime.date | None = None,
        until: str | datetime.date | None = None,
        source: str | Sequence[str] | None = None,
        entities: str | Sequence[str] = (),
        fields: FieldFilters | None = None,
        translate: bool = True,
        match: MatchMode = "best",
        today: datetime.date | None = None,
    ) -> Iterator[Document]:
        """Yield the documents that answer a query in full, in the order of their addition.

        Those are all that have a passage which matches; an empty query lets everything
        through that the filters do.

        Args:
            query: as for :meth:`search`.
            language, since, until, source, entities, fields, translate, match, today: as
                for :meth:`search`.

        Raises:
            UsageError: an option has a value that it cannot have.
        """
        options = self._selection(
            query,
            language=language,
            since=since,
            until=until,
            source=source,
            entities=entities,
            fields=fields,
            translate=translate,
            match=match,
            today=today,
        )
        return self._documents(query, options)

    def _documents(self, query: str, options: SearchOptions) -> Iterator[Document]:
        with self._use() as searcher:
            node, _ = searcher.select(query, options)
            for row in searcher.find_all(node):
                yield searcher.read_document(row)

    @staticmethod
    def _selection(query: str, **options: Any) -> SearchOptions:
        """Return the options of what looks at all that answers ``query``."""
        check_query(query)
        return SearchOptions(**options)

    def ids(
        self,
        query: str | None = None,
        *,
        language: str | None = None,
        since: str | datetime.date | None = None,
        until: str | datetime.date | None = None,
        source: str | Sequence[str] | None = None,
        entities: str | Sequence[str] = (),
        fields: FieldFilters | None = None,
        translate: bool = True,
        match: MatchMode = "all",
        today: datetime.date | None = None,
    ) -> list[str]:
        """Return the ids of all documents, in the order in which they were added.

        Of several indexes they are those of ``Document.reference``. With a query, of those
        with a passage that answers it. It is for those who act on
        what they find, as :meth:`Index.delete` does, so all words are wanted by
        default, and nothing is passed over.

        Args:
            query: as for :meth:`search`, but understood wholly; not empty.
            language, since, until, source, entities, fields, translate, match, today: as
                for :meth:`search`.

        Raises:
            QuerySyntaxError: the query has a syntax error.
            UsageError: the query is empty, or a part of it is unknown and would be passed
                over or searched otherwise; or an option has a value that it cannot have.
        """
        given = (language, since, until, source, entities or None, fields)
        with self._use() as searcher:
            if query is None:
                if any(one is not None for one in given):
                    raise UsageError(
                        "filters go with a query; give one, as 'source:Xinhua'"
                    )
                store = searcher.store
                return [store.refer_to(found) for found in store.rows(searcher.commit)]
            options = SearchOptions(
                language=language,
                since=since,
                until=until,
                source=source,
                entities=entities,
                fields=fields,
                translate=translate,
                match=match,
                today=today,
            )
            return find_ids(searcher, query, options)


def _exact_ids(name: str) -> Iterator[str]:
    """Yield the ids that ``name`` may be or, with or without a field, be the name of."""
    yield name
    field, _, typed = name.partition(":")
    if field in KIND_TYPES:
        kinds: Iterable[str] = (field,)
    else:
        kinds = FIELD_KINDS.get(field) or KIND_TYPES
        typed = typed if field in FIELD_KINDS else name
    if any(letter.isalnum() for letter in typed):
        yield from (f"{kind}:{slug(typed)}" for kind in kinds)
