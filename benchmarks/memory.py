"""The peak memory of a process and its children together."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Self

PROC = Path("/proc")
INTERVAL = 0.05
"""Seconds between two samples, at least; a guess."""

SHARE = 0.02
"""Share of the time that sampling may take: what is measured needs the cores; a guess."""

KIBIBYTE = 1024


class MemoryWatch:
    """Samples the memory of a process and its children while a block runs.

    ``peak`` is in bytes, None where the system has no ``/proc``. Memory shared
    by several of them counts once (by proportional shares). ``anonymous`` leaves out
    pages of mapped files, which the system takes back when it needs them.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._is_done = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.peak: int | None = None
        self.anonymous: int | None = None

    def _run(self) -> None:
        taken = 0.0
        while not self._is_done.wait(max(INTERVAL, taken / SHARE)):
            started = time.perf_counter()
            self._sample()
            taken = time.perf_counter() - started

    def _sample(self) -> None:
        samples = [_read_memory(pid) for pid in family_of(self._pid)]
        whole, own = (sum(one) for one in zip(*samples, strict=True))
        if whole:
            self.peak = max(whole, self.peak or 0)
            self.anonymous = max(own, self.anonymous or 0)

    def __enter__(self) -> Self:
        self._sample()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._is_done.set()
        self._thread.join()
        self._sample()


def own_peak() -> int:
    """Return the peak memory of this process in bytes, its children left out."""
    try:
        status = (PROC / "self" / "status").read_text()
    except OSError:
        import resource

        # Linux counts in KiB, macOS in bytes.
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * KIBIBYTE
    return _kibibytes(status, "VmHWM:") * KIBIBYTE


def family_of(pid: int) -> list[int]:
    """Return ``pid`` and its descendants; only ``pid`` where there is no ``/proc``."""
    children: dict[int, list[int]] = {}
    for path in PROC.glob("[0-9]*/stat"):
        try:
            # The name of the program, in brackets, may hold spaces.
            fields = path.read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        children.setdefault(int(fields[1]), []).append(int(path.parent.name))
    family = [pid]
    for member in family:
        family += children.get(member, [])
    return family


def _read_memory(pid: int) -> tuple[int, int]:
    """Return the memory of a process in bytes, with and without pages of mapped files.

    Both are 0 when it is gone.
    """
    for name, field, fields in (
        ("smaps_rollup", "Pss:", ("Pss_Anon:", "Pss_Shmem:")),
        ("status", "VmRSS:", ("RssAnon:", "RssShmem:")),
    ):
        try:
            table = (PROC / str(pid) / name).read_text()
        except OSError:
            continue
        own = sum(_kibibytes(table, one) for one in fields)
        return _kibibytes(table, field) * KIBIBYTE, own * KIBIBYTE
    return 0, 0


def _kibibytes(table: str, field: str) -> int:
    for line in table.splitlines():
        if line.startswith(field):
            return int(line.split()[1])
    return 0
