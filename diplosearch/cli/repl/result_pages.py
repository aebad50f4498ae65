"""The passages that were shown last, page by page."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from ...errors import UsageError

if TYPE_CHECKING:
    from ...highlighting.marks import Layer, Mark
    from ...model import Document
    from ...search.results import Hit, Results

PAGE = 5
"""Passages that are shown at a time: about a screen (a guess)."""


class ResultPages:
    """The pages of one answer that were shown so far, with all their hits by rank."""

    def __init__(self) -> None:
        self.results: Results | None = None
        """The page that was shown last."""

        self.best = 0.0
        """The highest score of the answer."""

        self._size = PAGE
        self._is_last = True
        self._hits: dict[int, Hit] = {}
        self._turn_to: Callable[[int], Results] | None = None

    def begin(self, page: Results, turn_to: Callable[[int], Results] | None) -> Results:
        """Forget the passages shown so far, and show ``page``.

        ``turn_to`` gives the page from an offset on; None where there are no further pages.
        """
        self._turn_to = turn_to
        self._hits.clear()
        self.best = max((hit.score for hit in page), default=0.0)
        return self._keep(page)

    def cut(self, shown: int) -> Results:
        """Keep the first ``shown`` hits of the last page, for which the screen has room.

        The others come with the next page.
        """
        page = self._page()
        self._size = max(1, shown)
        if shown < len(page):
            self.results, self._is_last = page[:shown], False
        return self._page()

    def _keep(self, page: Results) -> Results:
        self.results = page
        self._size = PAGE
        self._is_last = len(page) < PAGE or page[-1].rank >= page.total
        self._hits.update((hit.rank, hit) for hit in page)
        return page

    @property
    def has_more(self) -> bool:
        """Whether another page may follow the last one."""
        return self._turn_to is not None and not self._is_last

    def more(self) -> Results:
        """Return the next page; the filters are those of the query.

        Raises :class:`UsageError` when there is none.
        """
        shown = self._page()
        page = self._turn_to(shown[-1].rank) if shown and self._turn_to else None
        if self._is_last or not page:
            raise UsageError("that was the last page")
        return self._keep(page)

    def less(self) -> Results:
        """Return the page before the last one that was shown.

        Raises :class:`UsageError` when there is none.
        """
        shown = self._page()
        first = shown[0].rank if shown else 1
        if first == 1 or self._turn_to is None:
            raise UsageError("this is the first page")
        return self._keep(self._turn_to(max(0, first - 1 - self._size)))

    def _page(self) -> Results:
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

    def marks_in(self, document: Document, layers: Collection[Layer]) -> list[Mark]:
        """Return what is marked in ``document`` of some layers.

        That is what the last query matches in the passages shown, and the entities of
        the whole document.
        """
        from ...search.results import layered_marks

        hits = [
            hit
            for hit in self._hits.values()
            if hit.document.reference == document.reference
        ]
        matches = [match for hit in hits for match in hit.matches]
        return layered_marks(matches, document.entities, layers)
