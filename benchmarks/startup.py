"""Times whole processes: ``diplosearch search``, and ``import diplosearch``."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from .errors import SystemFailed
from .measure import median
from .report import Figure, Report, Row
from .rows import IMPORT, SEARCH_PROCESS, STARTUP
from .settings import ROOT, Settings
from .systems.registry import SYSTEMS

SEEDS = ROOT / "seeds"
QUERY = "Çin Dışişleri Bakanı"
REBUILD = """\
import sys, diplosearch
diplosearch.rebuild(sys.argv[1], sys.argv[2], engine=sys.argv[3]).close()
"""
MILLISECONDS = 1000.0


def measure_startup(
    names: tuple[str, ...], folder: Path, settings: Settings, report: Report
) -> None:
    """Time whole processes, each command in turn, and add the figures to ``report``.

    The search is timed for each engine of diplosearch that keeps an index on
    disk; the import is that of the reference.
    """
    commands: dict[str, list[str]] = {}
    for name in names:
        if SYSTEMS[name].marks_entities and SYSTEMS[name].keeps_on_disk:
            index = str(folder / "seeds" / name)
            commands[name] = ["-m", "diplosearch", "search", "--index", index, QUERY]
            try:
                _start(["-c", REBUILD, str(SEEDS), index, SYSTEMS[name].arguments[0]])
                _start(commands[name])
            except SystemFailed as error:
                report.note_gap(name, SEARCH_PROCESS, str(error))
                del commands[name]
    if report.reference in names:
        commands |= {"": ["-c", "pass"], "import": ["-c", "import diplosearch"]}
    rounds = [_time_in_turn(commands, settings.starts) for _ in range(settings.rounds)]

    search = Row("startup", None, SEARCH_PROCESS, STARTUP)
    for name in commands.keys() & set(names):
        values = [median(times[name]) for times in rounds]
        report.figures.append(Figure.of(search, name, values))
    if report.reference in names:
        over = [median(times["import"]) - median(times[""]) for times in rounds]
        row = Row("startup", None, IMPORT, STARTUP)
        report.figures.append(Figure.of(row, report.reference, over))


def _time_in_turn(commands: dict[str, list[str]], starts: int) -> dict[str, list[float]]:
    """Return the milliseconds of so many starts of each command."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(starts):
        for name, arguments in commands.items():
            started = time.perf_counter()
            _start(arguments)
            times[name].append((time.perf_counter() - started) * MILLISECONDS)
    return times


def _start(arguments: list[str]) -> None:
    """Run Python and wait for its end."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["it printed nothing"]
        raise SystemFailed(f"a process ended with {done.returncode}: {lines[-1]}")
