"""What the REPL remembers: the index, the filters, the last answer."""

from __future__ import annotations

from typing import Any

from ..errors import UsageError
from ..highlight.spans import LAYERS, Mark
from ..index.index import Index
from ..model import Document
from ..options import SearchOptions
from ..query.filters import read_language
from ..results import Hit, Results, layered_marks
from ..text import normalize
from .counts import count, list_languages
from .errors import one_line
from .layers import name_layers, read_layers
from .nearest import describe_unknown

PAGE = 5
"""How many passages are shown at a time."""

_SHOWN_SOURCES = 10
_SHOWN_NAMES = {"entities": "entity"}


class Session:
    """A conversation with one index; it knows nothing of a terminal."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.filters: dict[str, Any] = {}
        """Options of the next query that differ from what is usual."""

        self.layers = LAYERS
        """What is marked in passages and documents."""

        self.results: Results | None = None
        """The page that was shown last."""

        self._hits: dict[int, Hit] = {}
        self._options = SearchOptions(limit=PAGE)

    def ask(self, query: str) -> Results:
        """Return the first page of the passages that answer ``query``."""
        self._options = SearchOptions(limit=PAGE, **self.filters)
        page = self._search(query)
        self._hits.clear()
        return self._keep(page)

    @property
    def has_more(self) -> bool:
        """Whether another page may follow the last one."""
        page = self.results
        return page is not None and len(page) == PAGE and page[-1].rank < page.total

    def more(self) -> Results:
        """Return the next page; the filters are those of the query.

        Raises :class:`UsageError` when there is none.
        """
        if self.results is None:
            raise UsageError("nothing was asked yet; type a query")
        page = self._search(self.results.query, offset=max(self._hits, default=0))
        if not page:
            raise UsageError("that was the last page")
        return self._keep(page)

    def find_hit(self, rank: str) -> Hit:
        """Return the hit of the last query that was shown with the number ``rank``.

        Raises :class:`UsageError` that says which numbers there are.
        """
        if not self._hits:
            raise UsageError("no passages were found yet; type a query")
        if rank.isdecimal() and int(rank[:9]) in self._hits:
            return self._hits[int(rank[:9])]
        first, last = min(self._hits), max(self._hits)
        given = f"there is no passage {rank!r}" if rank else "which passage"
        choice = f"{first} to {last}" if first < last else f"{first}"
        raise UsageError(f"{given}; give a number: {choice}")

    def filter(self, name: str, value: str) -> None:
        """Restrict or order the next queries; an empty value lifts it.

        Raises :class:`UsageError` for a value that cannot be.
        """
        given: Any = value
        if name == "language" and value:
            given = read_language(value)
            if given is None:
                raise UsageError(f"{value!r} is no language; use tr or en, or off")
        if name == "source" and value:
            self._check_source(value)
        if name == "entities" and value:
            self._check_entity(value)
        filters = {**self.filters, name: given}
        if not value:
            del filters[name]
        SearchOptions(**filters)
        self.filters = filters

    def translate(self, value: str) -> None:
        """Find words in the other language too, from the next query on, or do not.

        Raises :class:`UsageError` for anything but ``on`` and ``off``.
        """
        if value not in ("on", "off"):
            raise UsageError(f"translate {value!r}: use on or off")
        self.filters.pop("translate", None)
        if value == "off":
            self.filters["translate"] = False

    def show_layers(self, value: str) -> None:
        """Mark what ``value`` names from now on.

        Raises :class:`UsageError` for what cannot be marked.
        """
        self.layers = read_layers(value)

    def marks_in(self, document: Document) -> list[Mark]:
        """Return what is marked in ``document``.

        That is what the last query matches in the passages shown, and whom all of
        it names.
        """
        hits = [hit for hit in self._hits.values() if hit.document.id == document.id]
        matches = [match for hit in hits for match in hit.matches]
        return layered_marks(matches, document.entities, self.layers)

    def describe_index(self) -> str:
        """Return what the index holds, in one line."""
        stats = self.index.stats()
        languages = list_languages(stats.languages) or "empty"
        return (
            f"{count(stats.documents, 'document')} ({languages}), "
            f"{count(stats.passages, 'passage')} in {one_line(stats.location)}."
        )

    def describe_filters(self) -> str:
        """Return what restricts and orders the next queries, in one line."""
        filters = self._list_filters() or "all documents, the best first"
        return f"From now on: {filters}."

    def describe_layers(self) -> str:
        """Return what is marked, in one line."""
        return f"From now on marked: {name_layers(self.layers)}."

    @property
    def prompt(self) -> str:
        """What stands before the line that is typed: the name and the filters."""
        filters = self._list_filters()
        return f"diplosearch [{filters}]> " if filters else "diplosearch> "

    def _list_filters(self) -> str:
        shown = {name: value or "off" for name, value in self.filters.items()}
        return ", ".join(
            f"{_SHOWN_NAMES.get(name, name)} {one_line(value)}"
            for name, value in shown.items()
        )

    def _search(self, query: str, *, offset: int = 0) -> Results:
        options = {name: getattr(self._options, name) for name in SearchOptions.names()}
        return self.index.search(query, **{**options, "offset": offset})

    def _keep(self, page: Results) -> Results:
        self.results = page
        self._hits.update((hit.rank, hit) for hit in page)
        return page

    def _check_source(self, typed: str) -> None:
        names = [name for name in self.index.stats().sources if name]
        if normalize(typed) not in map(normalize, names):
            known = ", ".join(sorted(names)[:_SHOWN_SOURCES]) or "none"
            more = " ..." if len(names) > _SHOWN_SOURCES else ""
            raise UsageError(
                f"no document has the source {typed!r}; there are: {known}{more}"
            )

    def _check_entity(self, typed: str) -> None:
        try:
            self.index.entity(typed)
        except KeyError:
            raise UsageError(describe_unknown(typed, self.index)) from None
