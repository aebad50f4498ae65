"""Measures building: speed, memory, and the size of the index on disk."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from .corpus import Corpus
from .errors import SystemFailed
from .measure import MILLION
from .remote import RemoteSystem
from .report import Figure, Report, Row
from .rows import ANONYMOUS, DISK, DOCUMENT_SPEED, MEMORY, SPEED
from .systems.registry import ONE_JOB, SYSTEMS

Built = Mapping[str, Any]
"""``seconds``; ``peak``, ``anonymous`` and ``size`` in bytes, or None if unknown."""


def measure_building(
    names: Sequence[str],
    corpus: Corpus,
    folder: Path,
    *,
    rounds: int,
    report: Report,
    tell: Callable[[str], None] = lambda _: None,
) -> None:
    """Build each system in each variant, and add the figures to ``report``.

    What cannot be built becomes a gap. Systems take turns, so that noise hits all
    alike. The index of the last round stays in ``folder``/name for questions.
    """
    ways = [(name, variant) for name in names for variant in SYSTEMS[name].variants]
    built: dict[tuple[str, str], list[Built]] = {}
    for number in range(rounds):
        for name, variant in list(ways):
            tell(f"building {name}, {variant.name}, round {number + 1}")
            target = folder / (name if variant is ONE_JOB else "variant")
            try:
                one = build_once(name, corpus, target, variant.options)
            except SystemFailed as error:
                report.note_gap(name, variant.name, str(error))
                ways.remove((name, variant))
                built.pop((name, variant.name), None)
            else:
                built.setdefault((name, variant.name), []).append(one)
    for (name, way), taken in built.items():
        report.figures += figures_of(name, way, corpus, taken)


def build_once(
    name: str, corpus: Corpus, folder: Path, options: Mapping[str, Any]
) -> Built:
    """Build in a new process and an empty folder; return the time and memory it took.

    Raises :class:`SystemFailed`; then the folder is removed.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        with RemoteSystem(name) as system:
            return system.build(corpus.path, folder, options)
    except SystemFailed:
        shutil.rmtree(folder)  # half an index must not be opened
        raise


def figures_of(name: str, way: str, corpus: Corpus, built: Sequence[Built]) -> list[Figure]:
    """Return speeds, memory and, where there is one, size on disk."""
    rounds = {
        SPEED: [corpus.text_bytes / MILLION / one["seconds"] for one in built],
        DOCUMENT_SPEED: [corpus.documents / one["seconds"] for one in built],
        MEMORY: [one["peak"] / MILLION for one in built],
    }
    for measure, name_of in ((ANONYMOUS, "anonymous"), (DISK, "size")):
        if all(one[name_of] is not None for one in built):
            rounds[measure] = [one[name_of] / MILLION for one in built]
    return [
        Figure.of(Row("building", corpus.documents, way, measure), name, values)
        for measure, values in rounds.items()
    ]
