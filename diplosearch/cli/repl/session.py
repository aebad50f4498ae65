"""The state of the prompt: the index, the filters, the last query and its pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, get_args

from ...errors import UsageError
from ...highlighting.control_characters import one_line
from ...highlighting.marks import LAYERS, Layer
from ...messages import count, translate
from ...model import MatchMode
from ...text.letters import fold
from ..layers import read_layers
from .background_open import BackgroundOpener
from .filter_values import check_options, read_value
from .filters import NAMES, Filter, Filters, read_filter
from .result_pages import PAGE, ResultPages
from .web_pages import WebPages

if TYPE_CHECKING:
    from ...index.export import ExportReport
    from ...index.index import Index
    from ...index.news import Watch
    from ...index.stats import Stats
    from ...index.watches import Watches
    from ...model import Step
    from ...search.aggregates.timeline import Timeline
    from ...search.results import Results
    from ..output.batch import BatchReport

_OF_HITS = ("sort", "half_life", "excerpt")
"""Options of a query that a timeline has no use for."""

_SORTS: dict[str, str] = {
    "score": "the best first",
    "date": "the newest first",
    "recent": "the best first, recent ones before others",
}
_MATCHES: dict[MatchMode, str] = {
    "all": "only what holds all words",
    "any": "any word, by score alone",
}


class Lines(Protocol):
    """The lines that this user typed, now and in earlier sessions."""

    def recall(self) -> list[str]:
        """Return the lines, the latest last."""
        ...

    def forget(self) -> None:
        """Drop all of them."""
        ...


class LastQuery(NamedTuple):
    """A query, and the options that it was asked with."""

    query: str
    options: dict[str, Any]


class Session:
    """Queries to one index, one after the other; it knows nothing of a terminal."""

    def __init__(
        self,
        index: Index | BackgroundOpener,
        location: str | list[str],
        *,
        gazetteer: str | None = None,
        lines: Lines | None = None,
        open: Callable[[str | list[str]], Index] | None = None,
        watches: Path | None = None,
    ) -> None:
        """Begin a session with the index at ``location``, which may not be open yet.

        ``gazetteer`` is the file of entities that the index was opened with, ``lines``
        the history of a terminal, and ``watches`` the folder of watches, that of the
        index by default. ``open`` opens others in its place.
        """
        self._index = index
        self._open = open
        self._watches = watches
        self.location = location
        self.gazetteer = gazetteer
        self.lines = lines
        self.documents: int | None = None
        """How many documents the index holds; None until :meth:`read_stats`."""

        self.filters = Filters()
        """What restricts the next queries."""

        self.options: dict[str, Any] = {}
        """Options of the next queries that differ from the defaults."""

        self.layers: tuple[Layer, ...] = LAYERS
        """What is marked in passages and documents."""

        self.pages = ResultPages()
        """The passages that were shown last."""

        self.web = WebPages()
        """The pages that a browser is shown."""

        self._last_query: LastQuery | None = None

    @property
    def index(self) -> Index:
        """The index; where it is still being opened, this waits for it."""
        return self._index() if isinstance(self._index, BackgroundOpener) else self._index

    @property
    def is_open(self) -> bool:
        """Whether the index can be searched without waiting for it."""
        return self._index.is_open if isinstance(self._index, BackgroundOpener) else True

    def turn_to(self, locations: list[str]) -> None:
        """Search another index from now on, or several as one.

        The passages that were shown are forgotten; filters and the last query stay.
        Raises what opening them raises, and stays with the index that is open.
        """
        if self._open is None:
            raise UsageError("no other index can be opened here")
        location = locations[0] if len(locations) == 1 else locations
        opened = self._open(location)
        self.web.close()
        self.close()
        self._index, self.location, self.pages = opened, location, ResultPages()
        self.read_stats()

    def close(self) -> None:
        """Close the index."""
        self._index.close()

    @property
    def watches(self) -> Watches:
        """The watches that are kept for the index.

        Raises :class:`UsageError` where there is no folder for them.
        """
        if self._watches is None:
            self.check_kept()
            return self.index.watches
        return self.index.watches_in(self._watches)

    def check_kept(self) -> None:
        """Raise :class:`UsageError` where the index is gone when the program ends."""
        from ...backends.base import MEMORY_LOCATION

        if self.location == MEMORY_LOCATION:
            raise UsageError(
                "an index in memory is not kept; build one of your own: diplosearch "
                "rebuild FOLDER --index NAME, and :index NAME turns to it"
            )

    def find_single(self) -> str:
        """Return the location of the index.

        Raises :class:`UsageError` where several are open, which are only read.
        """
        if not isinstance(self.location, str):
            raise UsageError("several indexes are only read; :index FOLDER turns to one")
        return self.location

    def read_stats(self) -> Stats:
        """Return the statistics of the index, and remember the number of documents."""
        stats = self.index.stats()
        self.documents = stats.documents
        return stats

    # Searching

    def ask(self, query: str) -> Results:
        """Return the first page of the passages that answer ``query``."""
        options = self._search_options()

        def turn_to(offset: int) -> Results:
            return self.index.search(query, limit=PAGE, offset=offset, **options)

        page = turn_to(0)
        self._last_query = LastQuery(query, options)
        return self.pages.begin(page, turn_to)

    @property
    def has_asked(self) -> bool:
        """Whether there is a last query."""
        return self._last_query is not None

    @property
    def last_query(self) -> LastQuery:
        """The last query, with the filters that it had.

        Raises :class:`UsageError` before there is one.
        """
        if self._last_query is None:
            raise UsageError("nothing was asked yet; type a query")
        return self._last_query

    def answer_list(self, list_path: str, output: str, *, phrase: bool) -> BatchReport:
        """Write the answers to a list of queries to a file, as filters and options are.

        As phrases, and for no entities, where ``phrase`` says so.

        Raises :class:`UsageError` where one of both files is not to be used.
        """
        from ..output.batch import answer_list, open_list, open_table
        from ..output.progress import shown_queries

        if list_path == "-":
            raise UsageError("standard input is what is typed here; give a file")
        options = {"per_document": None, **self._search_options()}
        options.pop("excerpt", None)
        with (
            open_list(list_path) as source,
            open_table(Path(output), list_path) as table,
            shown_queries(is_quiet=False) as show,
        ):
            return answer_list(
                self.index,
                source,
                table,
                phrase=phrase,
                options=options,
                show=show,
            )

    def watch(self, name: str, note: str) -> Watch:
        """Keep the last query with its filters under a name, with a note.

        Raises :class:`UsageError` where there is none, or the name is taken.
        """
        from ...index.watches import OPTIONS

        query, options = self.last_query
        kept = {key: value for key, value in options.items() if key in OPTIONS}
        return self.watches.add(name, query, note=note, **kept)

    def find_similar(self, rank: str) -> Results:
        """Return the documents most like the one of the passage numbered ``rank``.

        They replace the passages shown, so that their numbers can be used.
        """
        found = self.index.similar(self.pages.find_hit(rank), limit=PAGE)
        return self.pages.begin(found, lambda offset: found[offset:])

    def count(self, facets: Sequence[str]) -> Results:
        """Return the answer to the last query with its facets."""
        query, options = self.last_query
        return self.index.search(query, limit=1, facets=facets, **options)

    def timeline(self, by: Step) -> Timeline:
        """Return when what answers the last query was published."""
        query, options = self.last_query
        filters = {name: value for name, value in options.items() if name not in _OF_HITS}
        return self.index.timeline(query, by=by, **filters)

    def export(self, path: str) -> ExportReport:
        """Write all that answers the last query to a file, as ``Index.export`` does."""
        query, options = self.last_query
        filters = {name: value for name, value in options.items() if name not in _OF_HITS}
        return self.index.export(path, query, **filters)

    # Choosing

    def add_filter(self, typed: str) -> None:
        """Restrict the next queries by one more filter, such as ``country:Çin``.

        Raises :class:`UsageError` for an unknown field or an impossible value.
        """
        name, colon, value = read_filter(typed)
        if name == "date" and value:
            since, dots, until = value.partition("..")
            until = until if dots else since
            for end, date in (("since", since), ("until", until)):
                if date:
                    self.add_filter(f"{end}:{date}")
            return
        name = name if name in NAMES else fold(name)
        own = () if name in NAMES or not colon else self.index.own_fields()
        if name not in (*NAMES, *own) or not colon or not value:
            raise UsageError(
                f"no filter {typed!r}; give one such as country:Çin; there are "
                f"{', '.join((*NAMES, *own))}"
            )
        added = Filter(name, read_value(name, value, self.index))
        filters = self.filters.with_one(added)
        check_options(filters.options())
        self.filters = filters

    def drop_filter(self, typed: str) -> None:
        """Remove a filter: by its number, its name, or as it is shown.

        Raises :class:`UsageError` where there is none.
        """
        self.filters = self.filters.without(typed)

    def drop_filters(self) -> None:
        """Remove all filters."""
        self.filters = Filters()

    def sort(self, value: str) -> None:
        """Show the best first from the next query on, the newest, or recent ones.

        A half-life in days may follow: ``recent 30``. Raises :class:`UsageError` for what
        is no order or no number of days.
        """
        order, _, days = value.partition(" ")
        if order not in _SORTS:
            raise UsageError(f"sort {value!r}: use {', '.join(_SORTS)}")
        chosen: dict[str, Any] = {"sort": order}
        if days.strip():
            chosen["half_life"] = _read_days(order, days.strip())
        check_options(chosen)
        self._set("sort", order, default="score")
        self._set("half_life", chosen.get("half_life"), default=None)

    def translate(self, value: str) -> None:
        """Find words in the other language too, from the next query on, or do not.

        Raises :class:`UsageError` for anything but ``on`` and ``off``.
        """
        if value not in ("on", "off"):
            raise UsageError(f"translate {value!r}: use on or off")
        self._set("translate", value == "on", default=True)

    def match(self, value: str) -> None:
        """Choose which passages answer the next queries by the concepts that they hold.

        Raises :class:`UsageError` for anything but ``best``, ``all`` and ``any``.
        """
        if value not in get_args(MatchMode):
            raise UsageError(f"match {value!r}: use {', '.join(get_args(MatchMode))}")
        self._set("match", value, default="best")

    def group(self, value: str) -> None:
        """Show one passage of each story from the next query on, or all passages.

        Raises :class:`UsageError` for anything but ``story`` and ``off``.
        """
        if value not in ("story", "off"):
            raise UsageError(f"group {value!r}: use story or off")
        self._set("group", None if value == "off" else value, default=None)

    def show_layers(self, value: str) -> None:
        """Mark what ``value`` names from now on.

        Raises :class:`UsageError` for what cannot be marked.
        """
        self.layers = read_layers(value)

    def show_full(self, value: str) -> None:
        """Show whole passages from now on, or only the sentences that hold matches.

        Raises :class:`UsageError` for anything but ``on`` and ``off``.
        """
        if value not in ("on", "off"):
            raise UsageError(f"full {value!r}: use on or off")
        self.options.pop("excerpt", None)
        if value == "on":
            self.options["excerpt"] = None

    @property
    def is_translating(self) -> bool:
        """Whether words are found in the other language, too."""
        return bool(self.options.get("translate", True))

    # Describing

    def describe_index(self) -> str:
        """Return what the index holds, in one line."""
        from ..output.counts import list_languages

        stats = self.read_stats()
        return translate(
            "{documents} ({languages}), {passages} in {location}.",
            documents=count(stats.documents, "document"),
            languages=list_languages(stats.languages) or translate("empty"),
            passages=count(stats.passages, "passage"),
            location=one_line(stats.location),
        )

    def describe_choices(self) -> str:
        """Return the filters and the order of the next queries, in one line."""
        choices = [*map(str, self.filters)] or [translate("all documents")]
        choices.append(translate(_SORTS[self.options.get("sort", "score")]))
        if "half_life" in self.options:
            days = f"{self.options['half_life']:g}"
            choices.append(translate("half-life {days} days", days=days))
        if not self.is_translating:
            choices.append(translate("without translation"))
        if "match" in self.options:
            choices.append(translate(_MATCHES[self.options["match"]]))
        if "group" in self.options:
            choices.append(translate("one passage of each story"))
        if "excerpt" in self.options:
            choices.append(translate("whole passages"))
        return translate("From now on: {choices}.", choices=", ".join(choices))

    def selection(self) -> dict[str, Any]:
        """Return the filters as :meth:`Index.ids` takes them: what is acted on."""
        chosen: dict[str, Any] = {
            name: self.options[name]
            for name in ("translate", "match")
            if name in self.options
        }
        return {**self.filters.options(), **chosen}

    def _search_options(self) -> dict[str, Any]:
        return {**self.filters.options(), **self.options}

    def _set(self, name: str, value: Any, *, default: Any) -> None:
        self.options.pop(name, None)
        if value != default:
            self.options[name] = value


def _read_days(order: str, typed: str) -> float:
    """Return the half-life typed behind an order.

    Raises :class:`UsageError` for what is no number, and behind another order.
    """
    try:
        days = float(typed.split()[0].replace(",", "."))
    except ValueError:
        raise UsageError(f"half-life {typed!r}: give days, as in :sort recent 30") from None
    if order != "recent":
        raise UsageError(f"sort {order} {typed}: only recent takes days")
    return days
