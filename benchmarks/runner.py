"""A run: every part at every size, the systems side by side."""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .asking import measure_asking
from .building import measure_building
from .corpus import Corpus, grown_corpus
from .errors import SystemFailed
from .found import measure_found
from .kinds import KINDS, KNOWN_ITEMS
from .panel import opened
from .questions import Drawer
from .remote import RemoteSystem
from .report import Report
from .settings import Settings
from .startup import measure_startup
from .systems.registry import SYSTEMS

Tell = Callable[[str], None]


def run(settings: Settings, *, tell: Tell = lambda _: None) -> Report:
    """Measure what ``settings`` name and return the report.

    ``tell`` is called with what is being done. A system that is not there, or
    fails, becomes a gap.

    Raises :class:`BenchmarkError` when the corpus cannot serve.
    """
    report = Report(settings.to_dict(), environment())
    names = _load(settings, report, tell)
    with tempfile.TemporaryDirectory(prefix="diplosearch-benchmarks-") as made:
        folder = Path(made)
        folder.chmod(0o711)  # a server of another user must reach its own folder in it
        for documents in settings.documents:
            tell(f"{documents:,} documents: growing the corpus")
            corpus = grown_corpus(
                settings.corpus,
                documents,
                seed=settings.seed,
                cache=settings.cache,
                characters=settings.characters,
            )
            _run_size(names, corpus, folder / str(documents), settings, report, tell)
            shutil.rmtree(folder / str(documents), ignore_errors=True)
        if "startup" in settings.parts:
            tell("starting")
            measure_startup(names, folder, settings, report)
    return report


def environment() -> dict[str, Any]:
    """Return what figures depend on beside the settings."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processors": os.cpu_count(),
    }


def _load(settings: Settings, report: Report, tell: Tell) -> tuple[str, ...]:
    """Return the systems that are there; note versions, gaps and the reference."""
    names = []
    for name in settings.systems:
        try:
            with RemoteSystem(name) as system:
                report.versions[name] = system.version
        except SystemFailed as error:
            tell(f"{name}: skipped, {error}")
            report.note_gap(name, None, str(error))
            continue
        names.append(name)
        if report.reference is None and SYSTEMS[name].is_own:
            report.reference = name
    return tuple(names)


def _run_size(
    names: tuple[str, ...],
    corpus: Corpus,
    folder: Path,
    settings: Settings,
    report: Report,
    tell: Tell,
) -> None:
    is_asked = not {"asking", "found"}.isdisjoint(settings.parts)
    drawer = _checked_drawer(corpus, settings) if is_asked else None
    if "building" in settings.parts:
        measure_building(
            names, corpus, folder, rounds=settings.rounds, report=report, tell=tell
        )
    if drawer is None:
        return
    tell("opening")
    with opened(names, corpus, folder, report) as panel:
        if "asking" in settings.parts:
            tell("asking")
            measure_asking(panel, drawer, corpus.documents, settings, report)
        if "found" in settings.parts:
            tell("looking for known items")
            measure_found(panel, drawer, corpus.documents, settings, report)


def _checked_drawer(corpus: Corpus, settings: Settings) -> Drawer:
    """Return a drawer that has enough to ask: rather an error now than after an hour."""
    drawer = Drawer(corpus)
    if "asking" in settings.parts:
        for kind in KINDS:
            drawer.draw(kind, max(settings.queries, settings.warm_up), seed="a look")
    if "found" in settings.parts:
        drawer.draw_known_items(KNOWN_ITEMS, settings.known_items, seed=str(settings.seed))
    return drawer
