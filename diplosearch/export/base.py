"""What the formats read of an answer.

``Results`` and ``Hit`` call the formats, so the formats cannot import them; these two
protocols stand in for them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Protocol

from ..highlighting.marks import LAYERS, Layer, Mark
from ..model import Document, FacetValue, Passage, Span


class HitView(Protocol):
    """A passage that answers a query; see :class:`~diplosearch.search.results.Hit`."""

    @property
    def rank(self) -> int:
        """Its number in the whole answer, from 1."""
        ...

    @property
    def score(self) -> float:
        """Its score."""
        ...

    @property
    def document(self) -> Document:
        """The document that holds it."""
        ...

    @property
    def passage(self) -> Passage:
        """The passage."""
        ...

    @property
    def excerpt(self) -> Sequence[Span]:
        """The pieces of the passage that are shown, in the document's text."""
        ...

    @property
    def title(self) -> str:
        """The document's title, or its first sentence."""
        ...

    @property
    def translations(self) -> dict[str, str]:
        """Words found through translation, with the words of the query they answer."""
        ...

    @property
    def missing(self) -> tuple[str, ...]:
        """The concepts of the query that it does not hold."""
        ...

    def title_marks(self) -> list[Mark]:
        """Return what is marked in ``title``."""
        ...

    def marks(self, layers: Collection[Layer] = LAYERS) -> list[Mark]:
        """Return what is marked in the passage."""
        ...

    def explain(self) -> Any:
        """Return why it was found: a dataclass whose ``str()`` gives it in lines."""
        ...

    def to_dict(self) -> dict[str, Any]:
        """Return it as values that JSON can carry."""
        ...


class ResultsView(Protocol):
    """The hits of a search; see :class:`~diplosearch.search.results.Results`."""

    @property
    def query(self) -> str:
        """The query as it was typed."""
        ...

    @property
    def total(self) -> int:
        """The number of passages that match."""
        ...

    @property
    def whole(self) -> int:
        """The number of those that hold all concepts of the query."""
        ...

    @property
    def missing(self) -> tuple[str, ...]:
        """The concepts of the query that no passage holds."""
        ...

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was passed over."""
        ...

    @property
    def suggestion(self) -> str | None:
        """What could have been meant."""
        ...

    @property
    def facets(self) -> Mapping[str, Sequence[FacetValue]]:
        """The values of each facet that was asked for."""
        ...

    def __iter__(self) -> Iterator[HitView]: ...

    def to_dict(self) -> dict[str, Any]:
        """Return it as values that JSON can carry."""
        ...
