"""The rows of a report, which follow from the settings alone."""

from __future__ import annotations

from collections.abc import Iterator

from .kinds import KINDS, KNOWN_ITEMS
from .report import Row
from .settings import Settings
from .systems.registry import VARIANTS

SPEED = "MB/s"
DOCUMENT_SPEED = "documents/s"
MEMORY = "peak memory, MB"
ANONYMOUS = "without mapped files, MB"
DISK = "on disk, MB"
BUILDING = (SPEED, DOCUMENT_SPEED, MEMORY, ANONYMOUS, DISK)

PERCENTILES = {"p50, ms": 0.50, "p95, ms": 0.95, "p99, ms": 0.99}
MIDDLE = next(iter(PERCENTILES))
RATIO = "p50 as a ratio"

FOUND = "in the first ten, %"

SEARCH_PROCESS = "diplosearch search, the whole process"
IMPORT = "import diplosearch, over bare Python"
STARTUP = "ms"


def rows_of(settings: Settings) -> Iterator[Row]:
    """Yield the rows of the table, in its order."""
    for documents in settings.documents:
        if "building" in settings.parts:
            for variant in VARIANTS:
                for measure in BUILDING:
                    yield Row("building", documents, variant.name, measure)
        if "asking" in settings.parts:
            for kind in KINDS:
                for measure in (*PERCENTILES, RATIO):
                    yield Row("asking", documents, kind.name, measure)
        if "found" in settings.parts:
            for kind in KNOWN_ITEMS:
                yield Row("found", documents, kind.name, FOUND)
    if "startup" in settings.parts:
        yield Row("startup", None, SEARCH_PROCESS, STARTUP)
        yield Row("startup", None, IMPORT, STARTUP)
