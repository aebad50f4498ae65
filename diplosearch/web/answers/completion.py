"""What the end of a query may become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ...completion.base import Completion
from ...index.index import Index
from .base import Table, Values


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


def find_completions(index: Index, values: Values) -> CompletionAnswer:
    """Return what the end of a query may become."""
    return CompletionAnswer(index.complete(values["q"], limit=values["limit"]))
