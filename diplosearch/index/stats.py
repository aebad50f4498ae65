"""What an index holds, in numbers."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from ..backends.base import Backend, Snapshot


@dataclass(frozen=True, slots=True)
class Stats:
    """What an index holds.

    ``languages`` and ``sources`` count documents (a source None is unknown),
    ``size`` is in bytes, ``created`` is when the last commit was made.
    """

    location: str
    engine: str
    documents: int
    passages: int
    languages: dict[str, int] = field(hash=False)
    sources: dict[str | None, int] = field(hash=False)
    first_date: datetime.date | None
    last_date: datetime.date | None
    size: int
    commit: int
    format: int
    created: str


def make_stats(backend: Backend, snapshot: Snapshot) -> Stats:
    """Return what the state in ``snapshot`` holds."""
    manifest, store = snapshot.manifest, snapshot.store
    dates = [value for value in store.count_by("date", manifest.commit) if value]
    languages = store.count_by("language", manifest.commit)
    return Stats(
        location=backend.location,
        engine=manifest.engine,
        documents=manifest.documents,
        passages=manifest.passages,
        languages={name or "": count for name, count in languages.items()},
        sources=store.count_by("source", manifest.commit),
        first_date=datetime.date.fromisoformat(min(dates)) if dates else None,
        last_date=datetime.date.fromisoformat(max(dates)) if dates else None,
        size=backend.size(),
        commit=manifest.commit,
        format=manifest.format,
        created=manifest.created,
    )
