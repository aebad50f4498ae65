"""A run: every part at every size, the systems side by side."""

from __future__ import annotations

import datetime
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
from .panel import open_panel
from .questions import Drawer
from .remote import RemoteSystem
from .report import Report
from .settings import Settings
from .startup import measure_startup
from .systems.registry import SYSTEMS

Tell = Callable[[str], None]


def run(settings: Settings, *, tell: Tell = lambda _: None) -> Report:
    """Measure what ``settings`` say and return the report.

    ``tell`` is called with a line about each step. A system that is not installed, or
    fails, becomes a gap.

    Raises :class:`BenchmarkError` when the corpus cannot be read or is too small.
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
    """Return what the figures depend on beside the settings: the day and the machine."""
    return {
        "date": datetime.date.today().isoformat(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processors": os.cpu_count(),
        "processor": _name_processor(),
        "memory": _size_memory(),
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0,
    }


def _name_processor() -> str:
    """Return the name of the processor, as far as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    for line in lines:
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def _size_memory() -> str:
    """Return the memory of the machine, as far as the system tells it."""
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return "an unknown size"
    return f"{size / 2**30:.0f} GB"


def _load(settings: Settings, report: Report, tell: Tell) -> tuple[str, ...]:
    """Return the systems that can be loaded; note versions, gaps and the reference."""
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
    has_questions = not {"asking", "found"}.isdisjoint(settings.parts)
    drawer = _checked_drawer(corpus, settings) if has_questions else None
    if "building" in settings.parts:
        measure_building(
            names, corpus, folder, rounds=settings.rounds, report=report, tell=tell
        )
    if drawer is None:
        return
    tell("opening")
    with open_panel(names, corpus, folder, report) as panel:
        if "asking" in settings.parts:
            tell("asking")
            measure_asking(panel, drawer, corpus.documents, settings, report)
        if "found" in settings.parts:
            tell("looking for known items")
            measure_found(panel, drawer, corpus.documents, settings, report)


def _checked_drawer(corpus: Corpus, settings: Settings) -> Drawer:
    """Return a drawer that can draw enough questions.

    Raises :class:`BenchmarkError` if it cannot: now rather than after an hour.
    """
    drawer = Drawer(corpus)
    if "asking" in settings.parts:
        for kind in KINDS:
            drawer.draw(kind, max(settings.queries, settings.warm_up), seed="a look")
    if "found" in settings.parts:
        drawer.draw_known_items(KNOWN_ITEMS, settings.known_items, seed=str(settings.seed))
    return drawer
