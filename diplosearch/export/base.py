"""What an answer is to a format: the parts of it that are written down."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Protocol

from ..highlight.marks import LAYERS, Layer, Mark
from ..model import Document, Match, Passage


class Found(Protocol):
    """A passage that answers a query; see :class:`~diplosearch.search.results.Hit`."""

    @property
    def rank(self) -> int:
        """Its place in the whole answer, from 1."""
        ...

    @property
    def score(self) -> float:
        """What it scored."""
        ...

    @property
    def document(self) -> Document:
        """The document that it stands in."""
        ...

    @property
    def passage(self) -> Passage:
        """The passage."""
        ...

    @property
    def title(self) -> str:
        """The document's title, or its first sentence."""
        ...

    @property
    def title_matches(self) -> tuple[Match, ...]:
        """What matches in the title."""
        ...

    @property
    def translations(self) -> dict[str, str]:
        """Words found through translation, with what they answer."""
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


class Counted(Protocol):
    """A value of a facet, with the passages that have it."""

    @property
    def name(self) -> str:
        """The value for a reader."""
        ...

    @property
    def count(self) -> int:
        """The number of passages."""
        ...


class Answer(Protocol):
    """The hits of a search; see :class:`~diplosearch.search.results.Results`."""

    @property
    def query(self) -> str:
        """What was asked."""
        ...

    @property
    def total(self) -> int:
        """How many passages match."""
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
    def facets(self) -> Mapping[str, Sequence[Counted]]:
        """The values of each facet that was asked for."""
        ...

    def __iter__(self) -> Iterator[Found]: ...

    def __len__(self) -> int: ...

    def to_dict(self) -> dict[str, Any]:
        """Return it as values that JSON can carry."""
        ...
