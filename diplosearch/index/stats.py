"""What an index holds, in numbers."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from ..backends.base import Backend, Snapshot

_MEGABYTE = 1_000_000


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

    def _repr_html_(self) -> str:
        """Return the statistics as HTML for a notebook."""
        from ..export.html_tables import write_counts, write_facts
        from ..export.phrases import describe_dates
        from ..highlighting.style import make_fragment
        from ..messages import translate, write_number

        sources = sorted(self.sources.items(), key=lambda one: (-one[1], one[0] or ""))
        facts = [
            (translate("index"), self.location),
            (translate("engine"), self.engine),
            (translate("documents"), write_number(self.documents)),
            (translate("passages"), write_number(self.passages)),
            (translate("dates"), describe_dates(self.first_date, self.last_date)),
            (translate("size"), f"{self.size / _MEGABYTE:.1f} MB"),
            (translate("saved"), self.created),
        ]
        named = [(name or translate("unknown"), number) for name, number in sources]
        counts = write_counts(translate("Sources"), named)
        return make_fragment([*write_facts(facts), *counts])


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
