"""The interface of an answer, and what asks for one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ...index.index import Index
from ..interface import Interface


@dataclass(frozen=True, slots=True)
class Table:
    """A list for a spreadsheet."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


class Answer(Protocol):
    """What a resource answers to one request."""

    def to_values(self) -> Any:
        """Return it as values that JSON can carry."""
        ...

    def to_table(self) -> Table | str:
        """Return it as a table, or as CSV that is already written."""
        ...


Values = Mapping[str, Any]
"""The values of an address by the names of the parameters."""

Find = Callable[[Index, Values], Answer]
"""Asks an index for an answer."""

Show = Callable[[Index, Values, Interface], dict[str, Any]]
"""Asks an index for what the template of a page shows."""
