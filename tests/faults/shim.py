"""System calls that fail one after the other, in any library of the process."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")
DIE = -1
"""Value of ``error`` that kills the process instead."""


def why_not() -> str:
    """Return why the shim cannot be used here; empty where it can."""
    if sys.platform != "linux":
        return "the shim is for Linux"
    return "" if _compiler() else "no C compiler"


def _compiler() -> str | None:
    return next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)


def compile_shim(folder: Path) -> Path:
    """Return the library, compiled into ``folder``."""
    compiler = _compiler()
    assert compiler is not None
    library = folder / "shim.so"
    flags = ["-shared", "-fPIC", "-O1", "-o", str(library)]
    subprocess.run([compiler, *flags, str(SOURCE), "-ldl"], check=True)
    return library


def preloaded(library: Path) -> dict[str, str]:
    """Return the environment for a program with the shim."""
    return {**os.environ, "LD_PRELOAD": str(library)}


class Shim:
    """The shim that this process was started with."""

    def __init__(self) -> None:
        library = ctypes.CDLL(None)
        self._arm, self._disarm = library.faults_arm, library.faults_disarm
        self._arm.argtypes = [
            ctypes.c_char_p,
            ctypes.c_long,
            ctypes.c_int,
            ctypes.c_int,
        ]
        self._steps, self._acted = library.faults_steps, library.faults_acted
        self._steps.restype = ctypes.c_long
        self._acted.restype = ctypes.c_char_p

    def arm(
        self, location: Path, *, at: int = 0, error: int = 0, lasts: bool = False
    ) -> None:
        """Count the calls on files below ``location``, and make call number ``at`` fail.

        With ``lasts`` all later calls fail too.
        """
        self._arm(str(location).encode(), at, error, lasts)

    def disarm(self) -> None:
        """Stop counting; no call fails any more."""
        self._disarm()

    @property
    def steps(self) -> int:
        """How many calls there were."""
        return int(self._steps())

    @property
    def acted(self) -> str:
        """The call that failed, with its path; empty where none did."""
        acted: bytes = self._acted()
        return acted.decode()


def is_loaded() -> bool:
    """Return whether this process was started with the shim."""
    return hasattr(ctypes.CDLL(None), "faults_arm")
