"""What the end of a query may become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ...completion.base import Completion
from ...index.index import Index
from ..interface import Interface
from .base import Table


@dataclass(frozen=True, slots=True)
class CompletionAnswer:
    """Completions, the most frequent first."""

    completions: Sequence[Completion]

    def to_values(self) -> dict[str, Any]:
        """Return the completions as values that JSON can carry."""
        return {"completions": [asdict(one) for one in self.completions]}

    def to_table(self) -> Table | str:
        """Return the completions as a table."""
        rows = [(one.text, one.kind, one.count) for one in self.completions]
        return Table(("text", "kind", "passages"), rows)

    def to_content(self, interface: Interface) -> dict[str, Any]:
        """Return nothing: no page shows them."""
        return {}


def answer_completion(
    index: Index, values: Mapping[str, Any], *, is_page: bool = False
) -> CompletionAnswer:
    """Return what the end of a query may become."""
    return CompletionAnswer(index.complete(values["q"], limit=values["limit"]))
