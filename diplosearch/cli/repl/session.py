"""What the REPL remembers: the index, the filters, the last answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ...errors import UsageError
from ...highlight.spans import LAYERS, Layer, Mark
from ...text import normalize
from ..counts import count
from ..errors import one_line
from ..layers import read_layers
from .filters import ENTITY_FIELDS, NAMES, Filter, Filters, read_filter
from .opening import Opening

if TYPE_CHECKING:
    from ...index.index import Index
    from ...index.stats import Stats
    from ...model import Document
    from ...results import Hit, Results
    from ...timeline import Step, Timeline

PAGE = 5
"""How many passages are shown at a time."""

_SHOWN_SOURCES = 10
_SORTS = ("score", "date")


class Lines(Protocol):
    """The lines typed so far, by this user, now and in earlier times."""

    def recall(self) -> list[str]:
        """Return the lines, the latest last."""
        ...

    def forget(self) -> None:
        """Drop all of them."""
        ...


class Asked(NamedTuple):
    """A query, and the options that it was asked with."""

    query: str
    options: dict[str, Any]


class Session:
    """A conversation with one index; it knows nothing of a terminal."""

    def __init__(
        self,
        index: Index | Opening,
        location: str,
        *,
        gazetteer: str | None = None,
        lines: Lines | None = None,
    ) -> None:
        """Begin one with the index at ``location``, which may still be being opened.

        ``gazetteer`` is the file of entities that it was opened with.
        """
        self._index = index
        self.location = location
        self.gazetteer = gazetteer
        self.lines = lines
        self.documents: int | None = None
        """How many documents the index holds; None until :meth:`look`."""

        self.filters = Filters()
        """What restricts the next queries."""

        self.options: dict[str, Any] = {}
        """Further options of the next queries that differ from what is usual."""

        self.layers: tuple[Layer, ...] = LAYERS
        """What is marked in passages and documents."""

        self.results: Results | None = None
        """The page that was shown last."""

        self._hits: dict[int, Hit] = {}
        self._asked: Asked | None = None
        self._turn_to: Callable[[int], Results] | None = None

    @property
    def index(self) -> Index:
        """The index; where it is still being opened, this waits for it."""
        return self._index() if isinstance(self._index, Opening) else self._index

    @property
    def is_open(self) -> bool:
        """Whether the index can be asked without waiting for it."""
        return self._index.is_open if isinstance(self._index, Opening) else True

    def look(self) -> Stats:
        """Return what the index holds now."""
        stats = self.index.stats()
        self.documents = stats.documents
        return stats

    # Asking

    def ask(self, query: str) -> Results:
        """Return the first page of the passages that answer ``query``."""
        options = self._search_options()

        def turn_to(offset: int) -> Results:
            return self.index.search(query, limit=PAGE, offset=offset, **options)

        page = turn_to(0)
        self._asked = Asked(query, options)
        return self._begin(page, turn_to)

    @property
    def asked(self) -> Asked:
        """The last query, with the filters that it had.

        Raises :class:`UsageError` before there is one.
        """
        if self._asked is None:
            raise UsageError("nothing was asked yet; type a query")
        return self._asked

    @property
    def has_more(self) -> bool:
        """Whether another page may follow the last one."""
        page = self.results
        if page is None or self._turn_to is None:
            return False
        return len(page) == PAGE and page[-1].rank < page.total

    def more(self) -> Results:
        """Return the next page; the filters are those of the query.

        Raises :class:`UsageError` when there is none.
        """
        shown = self._shown()
        page = self._turn_to(shown[-1].rank) if shown and self._turn_to else None
        if not page:
            raise UsageError("that was the last page")
        return self._keep(page)

    def less(self) -> Results:
        """Return the page before the last one that was shown.

        Raises :class:`UsageError` when there is none.
        """
        shown = self._shown()
        first = shown[0].rank if shown else 1
        if first == 1 or self._turn_to is None:
            raise UsageError("this is the first page")
        return self._keep(self._turn_to(max(0, first - 1 - PAGE)))

    def _shown(self) -> Results:
        if self.results is None:
            raise UsageError("nothing was asked yet; type a query")
        return self.results

    def find_hit(self, rank: str) -> Hit:
        """Return the hit of the last answer that was shown with the number ``rank``.

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

    def titles(self) -> dict[int, str]:
        """Return the titles of the passages shown, by their numbers."""
        return {rank: hit.title for rank, hit in self._hits.items()}

    def find_similar(self, rank: str) -> Results:
        """Return the documents most like the one of the passage numbered ``rank``.

        They take the place of the passages shown, so that their numbers can be used.
        """
        return self._begin(self.index.similar(self.find_hit(rank), limit=PAGE), None)

    def count(self, facets: Sequence[str]) -> Results:
        """Return the answer to the last query with its facets."""
        query, options = self.asked
        return self.index.search(query, limit=1, facets=facets, **options)

    def timeline(self, by: Step) -> Timeline:
        """Return when what answers the last query was published."""
        query, options = self.asked
        filters = {name: value for name, value in options.items() if name != "sort"}
        return self.index.timeline(query, by=by, **filters)

    def _begin(self, page: Results, turn_to: Callable[[int], Results] | None) -> Results:
        """Forget the passages shown so far, and show ``page``."""
        self._turn_to = turn_to
        self._hits.clear()
        return self._keep(page)

    def _keep(self, page: Results) -> Results:
        self.results = page
        self._hits.update((hit.rank, hit) for hit in page)
        return page

    # Choosing

    def add_filter(self, typed: str) -> None:
        """Restrict the next queries by one more filter, such as ``country:Çin``.

        Raises :class:`UsageError` for one that cannot be.
        """
        name, colon, value = read_filter(typed)
        if name == "date" and ".." in value:
            since, _, until = value.partition("..")
            for end, date in (("since", since), ("until", until)):
                if date:
                    self.add_filter(f"{end}:{date}")
            return
        if name not in NAMES or not colon or not value:
            raise UsageError(
                f"no filter {typed!r}; give one such as country:Çin; there are "
                f"{', '.join(NAMES)}"
            )
        filters = self.filters.with_one(Filter(name, self._checked(name, value)))
        _check_options(filters.options())
        self.filters = filters

    def drop_filter(self, typed: str) -> None:
        """Lift a filter: by its number, its name, or as it is shown.

        Raises :class:`UsageError` where there is none.
        """
        self.filters = self.filters.without(typed)

    def drop_filters(self) -> None:
        """Lift all filters."""
        self.filters = Filters()

    def sort(self, value: str) -> None:
        """Show the best first from the next query on, or the newest.

        Raises :class:`UsageError` for what is no order.
        """
        if value not in _SORTS:
            raise UsageError(f"sort {value!r}: use score or date")
        self._set("sort", value, usual="score")

    def translate(self, value: str) -> None:
        """Find words in the other language too, from the next query on, or do not.

        Raises :class:`UsageError` for anything but ``on`` and ``off``.
        """
        if value not in ("on", "off"):
            raise UsageError(f"translate {value!r}: use on or off")
        self._set("translate", value == "on", usual=True)

    def show_layers(self, value: str) -> None:
        """Mark what ``value`` names from now on.

        Raises :class:`UsageError` for what cannot be marked.
        """
        self.layers = read_layers(value)

    @property
    def is_translating(self) -> bool:
        """Whether words are found in the other language, too."""
        return bool(self.options.get("translate", True))

    # Telling

    def marks_in(self, document: Document) -> list[Mark]:
        """Return what is marked in ``document``.

        That is what the last query matches in the passages shown, and whom all of
        it names.
        """
        from ...results import layered_marks

        hits = [hit for hit in self._hits.values() if hit.document.id == document.id]
        matches = [match for hit in hits for match in hit.matches]
        return layered_marks(matches, document.entities, self.layers)

    def describe_index(self) -> str:
        """Return what the index holds, in one line."""
        from ..counts import list_languages

        stats = self.look()
        languages = list_languages(stats.languages) or "empty"
        return (
            f"{count(stats.documents, 'document')} ({languages}), "
            f"{count(stats.passages, 'passage')} in {one_line(stats.location)}."
        )

    def describe_choices(self) -> str:
        """Return what restricts and orders the next queries, in one line."""
        parts = [*map(str, self.filters)] or ["all documents"]
        parts.append("the newest first" if "sort" in self.options else "the best first")
        if not self.is_translating:
            parts.append("without translation")
        return f"From now on: {', '.join(parts)}."

    def _search_options(self) -> dict[str, Any]:
        return {**self.filters.options(), **self.options}

    def _set(self, name: str, value: Any, *, usual: Any) -> None:
        self.options.pop(name, None)
        if value != usual:
            self.options[name] = value

    def _checked(self, name: str, value: str) -> str:
        """Return the value of a filter as it is kept, once it is known to be one."""
        if name == "lang":
            from ...query.filters import read_language

            language = read_language(value)
            if language is None:
                raise UsageError(f"{value!r} is no language; use tr or en, or off")
            return language
        if name == "source":
            self._check_source(value)
        elif name in ENTITY_FIELDS:
            self._check_entity(name, value)
        return value

    def _check_source(self, typed: str) -> None:
        names = [name for name in self.index.stats().sources if name]
        if normalize(typed) not in map(normalize, names):
            known = ", ".join(sorted(names)[:_SHOWN_SOURCES]) or "none"
            more = " ..." if len(names) > _SHOWN_SOURCES else ""
            raise UsageError(
                f"no document has the source {typed!r}; there are: {known}{more}"
            )

    def _check_entity(self, name: str, typed: str) -> None:
        from ..nearest import describe_unknown

        try:
            self.index.entity(f"{name}:{typed}")
        except KeyError:
            raise UsageError(describe_unknown(typed, self.index)) from None


def _check_options(options: dict[str, Any]) -> None:
    """Raise :class:`UsageError` for options that no search takes."""
    from ...options import SearchOptions

    SearchOptions(**options)
