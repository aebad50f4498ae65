"""The interface of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

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

    def to_content(self, interface: Interface) -> dict[str, Any]:
        """Return what the template of its page shows."""
        ...
