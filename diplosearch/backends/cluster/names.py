"""The names of the OpenSearch indices of a generation.

::

    diplomacy                       an alias of the current passages
    diplomacy-documents             an alias of the current documents
    diplomacy-000002-passages       terms, keywords and dates, nothing stored
    diplomacy-000002-documents      documents in full, all versions since the rebuild
    diplomacy-000002-state          the manifest, the entities, a rebuild's draft
    diplomacy-writer                the locks of the writer and of parts of a rebuild

Each index is written through its own alias, which ends in ``-in``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_KINDS = ("passages", "documents", "state")


@dataclass(frozen=True, slots=True)
class Generation:
    """The names of the indices of one generation, which need not exist."""

    name: str
    number: int

    @property
    def passages(self) -> str:
        """The index of the passages."""
        return f"{self}-passages"

    @property
    def documents(self) -> str:
        """The index of the documents."""
        return f"{self}-documents"

    @property
    def state(self) -> str:
        """The index of the manifest, the entities and the draft."""
        return f"{self}-state"

    @property
    def indices(self) -> list[str]:
        """All three indices."""
        return [self.passages, self.documents, self.state]

    def __str__(self) -> str:
        return f"{self.name}-{self.number:06}"


def number_of(name: str, index: str) -> int | None:
    """Return the number of the generation of ``name`` that has ``index``, or None."""
    found = re.fullmatch(rf"{re.escape(name)}-([0-9]{{6,9}})-(?:{'|'.join(_KINDS)})", index)
    return int(found[1]) if found else None
