"""The results of a search: hits that can be explained and written in every format."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from ..engines.scorer import Scorer
from ..errors import UsageError
from ..export.names import list_names
from ..highlighting.ansi import to_ansi
from ..highlighting.html import to_html
from ..highlighting.markdown import to_markdown
from ..highlighting.marks import LAYERS, Layer, Mark
from ..highlighting.pieces import write_pieces
from ..highlighting.text import to_text
from ..model import (
    Document,
    Entity,
    FacetValue,
    Match,
    Passage,
    Span,
    name_index,
)
from ..query.tree import Node
from ..text.excerpts import Found, choose_pieces
from ..text.sentences import split_sentences
from .loaded_passages import LoadedPassage, LoadedPassages, LoadedPostings

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

    import pandas

    from ..export.interchange.citations import CitationFormat
    from .aggregates.timeline import Timeline
    from .explanation import Explanation
    from .options import Group


_Write = Callable[[str, int, int, list[Mark]], str]
"""Writes a part of a text with marks."""

_LAYERS = frozenset(LAYERS)

_split = lru_cache(64)(split_sentences)
"""Splits the passages of an answer, which each way to write it asks for."""


class SearchRequest(NamedTuple):
    """The tree that was searched, with what else explains a hit's score.

    ``average_length`` is that of the index, in words; ``proximity`` is what words
    that stand near each other added to the score. ``excerpt`` is the length of what is
    shown of a passage, None for all of it, and ``recency`` the factor for its age.
    """

    node: Node
    average_length: float
    proximity: float
    excerpt: int | None
    recency: float = 1.0


@dataclass(frozen=True, slots=True, repr=False)
class Hit:
    """A passage that answers the query.

    ``rank`` counts from 1 over the whole answer, whatever the offset. Spans in
    ``matches`` are offsets into ``document.text``, those in ``title_matches``
    into ``document.title``.
    """

    rank: int
    score: float
    passage: Passage
    matches: tuple[Match, ...]
    """The words and phrases of the passage that answer the query, in order."""

    title_matches: tuple[Match, ...]
    """The words and phrases of the title that answer the query, in order."""

    others: tuple[Document, ...] = field(repr=False, default=(), kw_only=True)
    """The other documents of its story, the earliest first, whether they match or not.

    None are there unless ``group="story"`` was asked for.
    """

    _loaded: LoadedPassage = field(repr=False, compare=False)
    _request: SearchRequest = field(repr=False, compare=False)

    @property
    def document(self) -> Document:
        """The document; its text, passages and entities are decoded when they are read."""
        return self._loaded.stored.document

    @property
    def index(self) -> str | None:
        """The name of the index that holds it, where several are open as one."""
        return self._loaded.stored.index

    @property
    def title(self) -> str:
        """The document's title, or its first sentence where it has none."""
        stored = self._loaded.stored
        if stored.title:
            return stored.title
        lead = stored.passage_text(0)
        start, end = split_sentences(lead)[0]
        return " ".join(lead[start:end].split())

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of the document when it was found."""
        return self._loaded.tags

    @property
    def missing(self) -> tuple[str, ...]:
        """The concepts of the query that the passage does not hold, as they are typed."""
        from .coverage import find_missing

        request = self._request
        postings = LoadedPostings(LoadedPassages([self._loaded]), request.average_length)
        return find_missing(request.node, Scorer(postings))

    def explain(self) -> Explanation:
        """Return why the passage was found, and what each reason added to its score."""
        from .explanation import explain

        return explain(
            self._request.node,
            self._loaded,
            average_length=self._request.average_length,
            proximity=self._request.proximity,
            recency=self._request.recency,
        )

    @property
    def translations(self) -> dict[str, str]:
        """The words of the query by the words of the passage that translate them."""
        text, first = self.passage.text, self.passage.start
        return {
            text[match.start - first : match.end - first]: match.query
            for match in self.matches
            if match.kind == "translation"
        }

    @property
    def excerpt(self) -> tuple[Span, ...]:
        """The pieces of the passage that are shown, as offsets into ``document.text``.

        They are the sentences that hold the matches, cut where they are too long, and
        hold together as many characters as ``excerpt=`` of the search asked for at most.
        """
        start = self.passage.start
        return tuple(Span(first + start, last + start) for first, last in self.pieces)

    @property
    def pieces(self) -> tuple[Span, ...]:
        """The pieces of the passage that are shown, as offsets into ``passage.text``."""
        text, length = self.passage.text, self._request.excerpt
        if length is None:
            return (Span(0, len(text)),)
        start = self.passage.start
        found = [
            Found(one.start - start, one.end - start, one.query) for one in self.matches
        ]
        return choose_pieces(text, _split(text), found, length)

    def to_text(self, *, full: bool = False) -> str:
        """Return the excerpt as plain text, control characters made visible.

        Here and below, ``full`` gives the whole passage, and an ellipsis stands where an
        excerpt leaves something out.
        """
        return self._write(lambda text, start, end, _: to_text(text, start, end), (), full)

    def to_ansi(self, *, layers: Collection[Layer] = LAYERS, full: bool = False) -> str:
        """Return the excerpt with ANSI escapes: matches bold, entities in colours."""
        return self._write(to_ansi, layers, full)

    def to_html(self, *, layers: Collection[Layer] = LAYERS, full: bool = False) -> str:
        """Return the excerpt, escaped, matches in ``<mark>``, entities in ``<span>``."""
        return self._write(to_html, layers, full)

    def to_markdown(self, *, layers: Collection[Layer] = LAYERS, full: bool = False) -> str:
        """Return the excerpt, escaped, with matches in bold, entities in italics."""
        return self._write(to_markdown, layers, full)

    def _write(self, write: _Write, layers: Collection[Layer], full: bool) -> str:
        text, first = self.passage.text, self.passage.start
        if full:
            return write(text, 0, len(text), self.passage_marks(layers))
        pieces = self.pieces
        shown = Span(first + pieces[0].start, first + pieces[-1].end)
        marks = self._make_marks(layers, first, shown)
        return write_pieces(text, pieces, lambda start, end: write(text, start, end, marks))

    def __repr__(self) -> str:
        return f"<Hit {self.rank}, {self.passage.id!r}, score {self.score:.3f}>"

    def marks(self, layers: Collection[Layer] = LAYERS) -> list[Mark]:
        """Return the spans that some layers mark, as offsets into the document.

        Raises :class:`UsageError` for anything but a list of layers.
        """
        return self._make_marks(layers, 0, self.passage)

    def passage_marks(self, layers: Collection[Layer] = LAYERS) -> list[Mark]:
        """Return the spans that some layers mark, as offsets into ``passage.text``.

        Raises :class:`UsageError` for anything but a list of layers.
        """
        return self._make_marks(layers, self.passage.start, self.passage)

    def _make_marks(
        self, layers: Collection[Layer], first: int, shown: Span | Passage
    ) -> list[Mark]:
        """Return the marks of what is shown, as offsets from ``first`` on."""
        if isinstance(layers, str) or not _LAYERS.issuperset(layers):
            raise UsageError(f"layers={layers!r}: give a list of {', '.join(LAYERS)}")
        marks = marks_of(self.matches, first=first) if "match" in layers else []
        if "entity" in layers:
            names = self._loaded.names(shown.start, shown.end)
            marks += [
                Mark(start - first, end - first, type.lower(), "entity", name, id)
                for start, end, type, name, id in names
            ]
        return marks

    def to_dict(self) -> dict[str, Any]:
        """Return the hit as values that JSON can carry."""
        document, passage = self.document, self.passage
        return {
            "rank": self.rank,
            "score": self.score,
            "id": document.id,
            **name_index(document.index),
            "title": document.title,
            "date": document.date.isoformat() if document.date else None,
            "source": document.source,
            "dateline": document.dateline,
            "url": document.url,
            "language": passage.language,
            "metadata": {name: list(own) for name, own in document.own_fields.items()},
            "tags": list(self.tags),
            "passage": {
                "id": passage.id,
                "start": passage.start,
                "end": passage.end,
                "page": passage.page,
                "text": passage.text,
            },
            "excerpt": [span._asdict() for span in self.excerpt],
            "names": list_names(passage.entities),
            "entities": [entity.to_dict() for entity in passage.entities],
            "missing": list(self.missing),
            "matches": [_match_to_dict(match) for match in self.matches],
            "title_matches": [_match_to_dict(match) for match in self.title_matches],
            "others": [_identify(document) for document in self.others],
        }

    def title_marks(self) -> list[Mark]:
        """Return the spans of the title that are marked, none where it has no title."""
        return marks_of(self.title_matches) if self._loaded.stored.title else []

    def _repr_html_(self) -> str:
        from ..export.page import hit_to_fragment

        return hit_to_fragment(self, layers=LAYERS)


def layered_marks(
    matches: Sequence[Match],
    entities: Sequence[Entity],
    layers: Collection[Layer],
    *,
    first: int = 0,
) -> list[Mark]:
    """Return the spans that some layers mark, as offsets from ``first`` on."""
    marks = marks_of(matches, first=first) if "match" in layers else []
    if "entity" in layers:
        marks += [
            Mark(
                one.start - first,
                one.end - first,
                one.type.lower(),
                "entity",
                one.name,
                one.id,
            )
            for one in entities
        ]
    return marks


def marks_of(matches: Sequence[Match], *, first: int = 0) -> list[Mark]:
    """Return ``matches`` as marks; a translation is labelled with the query's word.

    Their offsets count from ``first`` on.
    """
    return [
        Mark(
            match.start - first,
            match.end - first,
            match.kind,
            label=match.query if match.kind == "translation" else "",
        )
        for match in matches
    ]


def _identify(document: Document) -> dict[str, Any]:
    """Return what tells a document from others, as values that JSON can carry."""
    return {
        "id": document.id,
        **name_index(document.index),
        "title": document.title,
        "date": document.date.isoformat() if document.date else None,
        "source": document.source,
    }


def _match_to_dict(match: Match) -> dict[str, Any]:
    return {
        "start": match.start,
        "end": match.end,
        "kind": match.kind,
        "query": match.query,
    }


@dataclass(frozen=True, slots=True, repr=False)
class Results(Sequence[Hit]):
    """The hits of a search, the best first.

    ``total`` counts all passages that match, whatever ``limit`` and ``per_document``, and
    ``whole`` those of them that hold all concepts of the query. ``missing`` holds the
    concepts that no passage holds, as they are typed. ``took`` is in seconds.
    ``suggestion`` is a query with more results, or None.
    ``facets`` holds the values of each requested facet, the most frequent first, and
    ``timeline`` the dates of all that match, None unless it was asked for. ``group`` is
    what the search was asked to show one hit of. A slice is a ``Results`` of fewer hits.
    """

    query: str
    hits: Sequence[Hit]
    total: int
    took: float
    warnings: tuple[str, ...] = ()
    suggestion: str | None = None
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict, hash=False)
    whole: int = 0
    missing: tuple[str, ...] = ()
    timeline: Timeline | None = None
    group: Group | None = None

    def __len__(self) -> int:
        return len(self.hits)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    @overload
    def __getitem__(self, index: int) -> Hit: ...

    @overload
    def __getitem__(self, index: slice) -> Results: ...

    def __getitem__(self, index: int | slice) -> Hit | Results:
        if isinstance(index, slice):
            return replace(self, hits=self.hits[index])
        return self.hits[index]

    def __repr__(self) -> str:
        return f"<Results {self.query!r}, {len(self.hits)} of {self.total} passages>"

    def list_missing(self) -> list[tuple[str, ...]]:
        """Return ``missing`` of each hit, all looked up at once."""
        from .coverage import find_missing_each

        hits = list(self)
        if not hits:
            return []
        request = hits[0]._request
        passages = LoadedPassages(one._loaded for one in hits)
        return find_missing_each(request.node, passages, request.average_length)

    def to_dict(self) -> dict[str, Any]:
        """Return the results as values that JSON can carry."""
        return {
            "query": self.query,
            "total": self.total,
            "whole": self.whole,
            "missing": list(self.missing),
            "took": self.took,
            "suggestion": self.suggestion,
            "warnings": list(self.warnings),
            "facets": {
                name: [
                    {"id": value.id, "name": value.name, "count": value.count}
                    for value in values
                ]
                for name, values in self.facets.items()
            },
            "hits": [hit.to_dict() for hit in self.hits],
        }

    def to_text(self, *, layers: Collection[Layer] = LAYERS, explain: bool = False) -> str:
        """Return the results as lines of text, matches in brackets.

        Here and below, ``layers`` are what is marked, and ``explain`` adds the
        explanation of each hit.
        """
        from ..export.text import to_text

        return to_text(self, layers=layers, is_explained=explain, is_styled=False)

    def to_ansi(self, *, layers: Collection[Layer] = LAYERS, explain: bool = False) -> str:
        """Return the results with ANSI escapes: matches bold, entities in colours."""
        from ..export.text import to_text

        return to_text(self, layers=layers, is_explained=explain, is_styled=True)

    def to_markdown(
        self, *, layers: Collection[Layer] = LAYERS, explain: bool = False
    ) -> str:
        """Return the results as Markdown."""
        from ..export.markdown import to_markdown

        return to_markdown(self, layers=layers, is_explained=explain)

    def to_html(
        self,
        *,
        layers: Collection[Layer] = LAYERS,
        explain: bool = False,
        timeline: Timeline | None = None,
    ) -> str:
        """Return the results as a complete HTML page that holds its own style sheet.

        ``timeline`` stands beside the hits.
        """
        from ..export.page import to_page

        return to_page(self, layers=layers, is_explained=explain, timeline=timeline)

    def to_json(self, *, explain: bool = False) -> str:
        """Return the results as one JSON document, with the keys of :meth:`to_dict`."""
        from ..export.json import to_json

        return to_json(self, is_explained=explain)

    def to_csv(self) -> str:
        """Return the hits as CSV; no cell is one that a spreadsheet takes for a formula."""
        from ..export.table import to_csv

        return to_csv(self)

    def to_citations(
        self, format: CitationFormat = "ris", *, accessed: datetime.date | None = None
    ) -> str:
        """Return the documents of the hits as citations: RIS, BibTeX or CSL JSON.

        ``format`` is ``"ris"``, ``"bibtex"`` or ``"csl"``; ``accessed`` the day on which
        they were looked up, today by default.

        Raises :class:`UsageError` for another format, and what is no date.
        """
        from ..export.files import to_citations

        return to_citations(self, format, accessed=accessed)

    def to_pandas(self) -> pandas.DataFrame:
        """Return the hits as a data frame, a row each.

        Raises :class:`MissingExtraError` without the extra ``pandas``.
        """
        from ..export.table import to_pandas

        return to_pandas(self)

    def save(
        self,
        path: str | Path,
        *,
        layers: Collection[Layer] = LAYERS,
        explain: bool = False,
    ) -> Path:
        """Write the results to a file, replacing an existing one, and return its path.

        Its extension chooses the format: ``.json``, ``.jsonl`` (a hit a line), ``.md``,
        ``.html``, ``.csv``, ``.txt``, or as citations ``.ris``, ``.bib``, ``.csl.json``.

        Raises :class:`UsageError` for another extension and what is no path, and
        :class:`OSError` when the file cannot be written.
        """
        from ..export.files import save

        return save(self, path, layers=layers, is_explained=explain)

    def _repr_html_(self) -> str:
        from ..export.page import to_fragment

        return to_fragment(self, layers=LAYERS)
