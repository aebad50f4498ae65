"""What the REPL remembers: the index, the filters, the last answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ...errors import UsageError
from ...export.phrases import count
from ...highlight.control_characters import one_line
from ...highlight.marks import LAYERS, Layer
from ..layers import read_layers
from .background_open import Opening
from .filter_values import check_options, read_value
from .filters import NAMES, Filter, Filters, read_filter
from .result_pages import PAGE, Shown

if TYPE_CHECKING:
    from ...index.index import Index
    from ...index.stats import Stats
    from ...model import Facet, Step
    from ...search.results import Results
    from ...search.timeline import Timeline

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

        self.shown = Shown()
        """The passages that were shown last."""

        self._asked: Asked | None = None

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
        return self.shown.begin(page, turn_to)

    @property
    def asked(self) -> Asked:
        """The last query, with the filters that it had.

        Raises :class:`UsageError` before there is one.
        """
        if self._asked is None:
            raise UsageError("nothing was asked yet; type a query")
        return self._asked

    def find_similar(self, rank: str) -> Results:
        """Return the documents most like the one of the passage numbered ``rank``.

        They take the place of the passages shown, so that their numbers can be used.
        """
        found = self.index.similar(self.shown.find_hit(rank), limit=PAGE)
        return self.shown.begin(found, None)

    def count(self, facets: Sequence[Facet]) -> Results:
        """Return the answer to the last query with its facets."""
        query, options = self.asked
        return self.index.search(query, limit=1, facets=facets, **options)

    def timeline(self, by: Step) -> Timeline:
        """Return when what answers the last query was published."""
        query, options = self.asked
        filters = {name: value for name, value in options.items() if name != "sort"}
        return self.index.timeline(query, by=by, **filters)

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
        added = Filter(name, read_value(name, value, self.index))
        filters = self.filters.with_one(added)
        check_options(filters.options())
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

    def describe_index(self) -> str:
        """Return what the index holds, in one line."""
        from ..output.counts import list_languages

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
