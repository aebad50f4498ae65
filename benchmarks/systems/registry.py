"""All systems by name; a system's libraries are imported when it is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from .base import System


@dataclass(frozen=True, slots=True)
class Variant:
    """A way to build: the options that the system is given."""

    name: str
    options: Mapping[str, Any] = field(default_factory=dict)


ONE_JOB = Variant("one job", {"jobs": 1})
"""The variant that all systems build, and that answers questions."""

VARIANTS = (ONE_JOB, Variant("two jobs", {"jobs": 2}))
"""All variants; systems other than diplosearch build the first only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A system, as far as it is known without importing it.

    ``maker`` is ``module:class`` in this folder, ``arguments`` go to the class.
    ``marks_entities`` tells whether it marks entities as well as words.
    ``cannot`` gives the reason for each need of a kind that it does not meet,
    ``note`` what a reader of its figures should know.
    """

    name: str
    label: str
    maker: str
    arguments: tuple[str, ...] = ()
    keeps_on_disk: bool = True
    is_own: bool = False
    marks_entities: bool = False
    cannot: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    @property
    def variants(self) -> tuple[Variant, ...]:
        """The variants that it builds."""
        return VARIANTS if self.is_own else (ONE_JOB,)

    def make(self) -> System:
        """Return the system, its libraries loaded."""
        module, _, name = self.maker.partition(":")
        made: System = getattr(import_module(f"{__spec__.parent}.{module}"), name)(
            *self.arguments
        )
        return made


NO_TRANSLATION = {"translation": "does not translate"}

_ENTRIES = (
    *(
        Entry(
            name=f"diplosearch-{engine}",
            label=f"diplosearch\n{engine}",
            maker="own:Diplosearch",
            arguments=(engine,),
            keeps_on_disk=engine != "memory",
            is_own=True,
            marks_entities=True,
        )
        for engine in ("whoosh", "memory", "tantivy", "opensearch")
    ),
    *(
        Entry(
            name=f"diplosearch-{engine}-words",
            label=f"{engine},\nno entities",
            maker="own:WordsAlone",
            arguments=(engine,),
            is_own=True,
            note="marks words alone, as the other systems do",
        )
        for engine in ("whoosh", "tantivy")
    ),
    Entry(
        name="whoosh",
        label="Whoosh",
        maker="plain_whoosh:PlainWhoosh",
        cannot=NO_TRANSLATION,
        note="StemmingAnalyzer, OrGroup, its own highlighter",
    ),
    Entry(
        name="sqlite",
        label="SQLite\nFTS5",
        maker="sqlite_fts5:SqliteFts5",
        cannot=NO_TRANSLATION,
        note="unicode61 without diacritics, bm25, snippet()",
    ),
    Entry(
        name="tantivy",
        label="tantivy",
        maker="plain_tantivy:PlainTantivy",
        cannot=NO_TRANSLATION,
        note="en_stem, one thread to write, SnippetGenerator",
    ),
    Entry(
        name="bm25s",
        label="bm25s",
        maker="plain_bm25s:PlainBm25s",
        cannot={**NO_TRANSLATION, "phrase": "has no phrases"},
        note="has no highlighter: texts come back whole and unmarked",
    ),
    Entry(
        name="opensearch",
        label="Open-\nSearch",
        maker="plain_opensearch:PlainOpenSearch",
        cannot=NO_TRANSLATION,
        note="turkish and english on two fields, best_fields, unified highlighter",
    ),
    Entry(
        name="postgresql",
        label="Postgre-\nSQL",
        maker="postgresql:PostgreSql",
        cannot=NO_TRANSLATION,
        note="turkish or english by the document's language, unaccent, GIN, ts_rank, "
        "ts_headline; on disk: the table and its indexes",
    ),
)

SYSTEMS = {entry.name: entry for entry in _ENTRIES}
