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
    ``size`` is in bytes, ``created`` is when the last commit was made. ``stories`` counts
    documents that tell one story as one, and ``duplicates`` those beside the first of each;
    both are None where the index was built by a version that knew of no stories.
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
    stories: int | None = None
    duplicates: int | None = None

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
            *facts_of_stories(self),
            (translate("dates"), describe_dates(self.first_date, self.last_date)),
            (translate("size"), f"{self.size / _MEGABYTE:.1f} MB"),
            (translate("saved"), self.created),
        ]
        named = [(name or translate("unknown"), number) for name, number in sources]
        counts = write_counts(translate("Sources"), named)
        return make_fragment([*write_facts(facts), *counts])


def facts_of_stories(stats: Stats) -> list[tuple[str, str]]:
    """Return how many stories there are, under their heading; none where unknown."""
    from ..messages import translate, write_number

    if stats.stories is None or stats.duplicates is None:
        return []
    told = translate(
        "{stories} (told once more by {documents})",
        stories=write_number(stats.stories),
        documents=write_number(stats.duplicates),
    )
    return [(translate("stories"), told)]


def make_stats(backend: Backend, snapshot: Snapshot) -> Stats:
    """Return what the state in ``snapshot`` holds."""
    manifest, store, stories = snapshot.manifest, snapshot.store, snapshot.stories
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
        stories=None if stories is None else manifest.documents - stories.repeats,
        duplicates=None if stories is None else stories.repeats,
    )
