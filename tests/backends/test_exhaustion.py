"""A full disk and memory that ran out have names of their own."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import diplosearch
from diplosearch import Document
from diplosearch.backends.exhaustion import translate_exhaustion
from diplosearch.errors import IndexFullError, OutOfMemoryError, UnusableIndexError

RESTRICTED = """
import resource, sys
import diplosearch, tantivy
from diplosearch import Document

diplosearch.rebuild([Document(id="a", text="Bakan geldi.")], jobs=1).close()

def documents():
    taken = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + int(sys.argv[2]) * 2**20,) * 2)
    yield from (Document(id=f"d{n}", text=f"Bakan {n} kez geldi.") for n in range(5))

try:
    diplosearch.rebuild(list(documents()), sys.argv[1], engine="tantivy", jobs=1).close()
except diplosearch.DiplosearchError as error:
    print(type(error).__name__)
else:
    print("ok")
"""


def _raise(error: BaseException, cause: BaseException | None = None) -> None:
    raise error from cause


@pytest.mark.parametrize(
    ("error", "cause", "kind"),
    [
        (OSError(errno.ENOSPC, "full"), None, IndexFullError),
        (ValueError("IoError (os error 28)"), None, IndexFullError),
        (UnusableIndexError("x"), OSError(errno.ENOSPC, "full"), IndexFullError),
        (MemoryError(), None, OutOfMemoryError),
        (OSError(errno.ENOMEM, "no memory"), None, OutOfMemoryError),
        (UnusableIndexError("x"), MemoryError(), OutOfMemoryError),
        (RuntimeError("can't start new thread"), None, OutOfMemoryError),
        (ValueError("Failed to spawn segment merging thread"), None, OutOfMemoryError),
        (ImportError("a.so: failed to map segment"), None, OutOfMemoryError),
        (ValueError("something else"), None, ValueError),
        (ImportError("no module"), None, ImportError),
        (OutOfMemoryError("x"), None, OutOfMemoryError),
    ],
)
def test_errors_have_their_names(
    error: BaseException, cause: BaseException | None, kind: type[BaseException]
) -> None:
    """The error or one of its causes decides; any other error passes as it is."""
    with pytest.raises(kind) as caught, translate_exhaustion("here"):
        _raise(error, cause)
    assert type(caught.value) is kind


def test_rebuild_names_too_little_memory(tmp_path: Path) -> None:
    """Memory that runs out while documents are written is named; the old index stays."""
    place = tmp_path / "index"
    diplosearch.rebuild([Document(id="a", text="Bakan geldi.")], place).close()

    def stop(_: object) -> None:
        raise MemoryError

    with pytest.raises(OutOfMemoryError, match="stays as it was"):
        diplosearch.rebuild([Document(id="b", text="Bakan gitti.")], place, progress=stop)
    with diplosearch.open(place) as index:
        assert index.ids() == ["a"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="no limit of addresses")
@pytest.mark.parametrize(
    ("megabytes", "is_right"),
    [(200, "ok".__eq__), (20, {"OutOfMemoryError", "UnusableIndexError"}.__contains__)],
)
def test_rebuild_in_little_memory(
    tmp_path: Path, megabytes: int, is_right: Callable[[str], bool]
) -> None:
    """In 200 MB of addresses a small index is built; in 20 MB the error has a name.

    Without a shared heap the threads of Tantivy do not start in 200 MB, and without a
    look for room Tantivy ends the process in 20 MB.
    """
    pytest.importorskip("tantivy")
    done = subprocess.run(
        [sys.executable, "-c", RESTRICTED, str(tmp_path / "index"), str(megabytes)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert is_right(done.stdout.strip()), done.stderr[-500:]
