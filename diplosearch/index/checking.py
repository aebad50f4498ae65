"""Whether an index is sound: its files, and whether they agree with each other."""

from __future__ import annotations

import time
from pathlib import Path

from ..analysis.analyzer import fingerprint
from ..errors import DiplosearchError
from ..store_parts import open_parts
from .check_files import check_commit, hold_what_is_current, look_around
from .checkup import Checkup
from .findings import CheckReport
from .manifest import Manifest


def check_folder(root: Path, *, is_full: bool) -> CheckReport:
    """Return what is wrong with the index in the folder ``root``."""
    started = time.perf_counter()
    checkup = Checkup(root, str(root), is_full=is_full)
    current, lock = hold_what_is_current(checkup, root)
    manifest = None
    try:
        if current is not None:
            manifest = check_commit(checkup, current)
            if manifest is not None:
                _check_state(checkup, current, manifest)
        look_around(checkup, root, current)
    finally:
        if lock is not None:
            lock.release()
    return checkup.report(
        documents=manifest.documents if manifest else 0,
        passages=manifest.passages if manifest else 0,
        seconds=time.perf_counter() - started,
    )


def _check_state(checkup: Checkup, folder: Path, manifest: Manifest) -> None:
    if manifest.fingerprint != fingerprint():
        checkup.damage("analyzer", "was made by another analyzer (its terms differ)")
    path = folder
    try:
        store = open_parts(manifest.parts(folder))
        try:
            problems = store.check() if checkup.is_full else []
        finally:
            store.close()
    except DiplosearchError as error:
        problems = [str(error)]
    for problem in problems:
        checkup.damage("altered", problem, path=path)
