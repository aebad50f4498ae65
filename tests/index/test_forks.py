"""Processes that are forked while threads are at work in an index."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning"),
]

ENGINES = ("memory", "whoosh", "tantivy")

BEGIN = """
import os, signal, sys, threading, time
import diplosearch
from diplosearch import Document, forks
from diplosearch.errors import DiplosearchError, IndexClosedError, IndexMissingError

def story(number):
    text = f"The ministers signed agreement number {number} in Ankara on Monday."
    return Document(id=f"d{number}", text=text)

engine, folder = sys.argv[1:]
stories = [story(number) for number in range(60)]
if engine == "memory":
    index = diplosearch.rebuild(stories, ":memory:", entities=False)
else:
    index = diplosearch.rebuild(stories, folder, engine=engine, jobs=1, entities=False)

def in_child(work, seconds=20):
    '''Return the exit code of a child that runs ``work``; an alarm ends one that hangs.'''
    child = os.fork()
    if child == 0:
        signal.alarm(seconds)
        code = 99
        try:
            code = work()
        except BaseException as error:
            print("child:", repr(error))
        sys.stdout.flush()
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
"""


def run(script: str, engine: str, folder: Path) -> str:
    """Run ``script`` behind ``BEGIN`` in a process of its own; return what it printed."""
    program = BEGIN + textwrap.dedent(script)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program, engine, str(folder)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_search_in_a_child(engine: str, tmp_path: Path) -> None:
    """A child that is forked while threads search and add answers, and so do they.

    Without the wait before a fork, one in some twenty children hangs.
    """
    script = """
    stopping, failed = threading.Event(), []

    def repeat(work):
        while not stopping.is_set():
            try:
                work()
            except BaseException as error:
                failed.append(repr(error))

    def search():
        results = index.search("ministers agreemnt~ Ankara", facets=["source", "year"])
        assert results.total >= 30 and results.hits[0].document.text

    threads = [threading.Thread(target=repeat, args=(search,)) for _ in range(2)]
    threads.append(threading.Thread(target=repeat, args=(lambda: index.add(story(77)),)))
    for thread in threads:
        thread.start()

    def child():
        search()
        index.close()
        return 0

    codes = []
    for _ in range(10):
        time.sleep(0.01)
        codes.append(in_child(child))
    stopping.set()
    for thread in threads:
        thread.join()
    assert codes == [0] * 10, codes
    assert failed == [], failed
    search()
    index.add(story(78))
    assert index.search("78").total == 1
    """
    run(script, engine, tmp_path / "index")


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_fork_that_cannot_wait(engine: str, tmp_path: Path) -> None:
    """Where a thread stays at work, the child says so at each use, and does not hang."""
    script = """
    forks.MOST_SECONDS = 0.2
    inside, leave = threading.Event(), threading.Event()

    def stay():
        with index._use() as searcher, searcher.snapshot._lock, index._lock:
            inside.set()
            leave.wait()

    threading.Thread(target=stay, daemon=True).start()
    inside.wait()

    def child():
        for work in (
            lambda: index.search("ministers"),
            lambda: index.add(story(50)),
            lambda: index.refresh(),
            lambda: diplosearch.open(":memory:"),
        ):
            try:
                work()
            except IndexClosedError as error:
                assert "forked while another thread" in str(error)
            else:
                return 1
        index.close()
        return 0

    assert in_child(child) == 0
    leave.set()
    assert index.search("ministers").total == 60
    """
    run(script, engine, tmp_path / "index")


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_fork_by_the_thread_at_work(engine: str, tmp_path: Path) -> None:
    """A thread that forks while it is at work itself does not wait for itself."""
    script = """
    codes = []

    def fork(progress):
        if not codes:
            codes.append(in_child(lambda: 0))

    begun = time.monotonic()
    index.add([story(40)], progress=fork)
    assert codes == [0]
    assert time.monotonic() - begun < 5
    assert index.search("40").total == 1
    assert in_child(lambda: index.search("40").total) == 1
    """
    run(script, engine, tmp_path / "index")


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_hits_of_before_a_fork(engine: str, tmp_path: Path) -> None:
    """Hits that were not loaded before a fork name that in the child: files are shared."""
    script = """
    results = index.search("ministers", limit=None)

    def child():
        try:
            [hit.document.text for hit in results.hits]
        except IndexClosedError as error:
            assert "before a fork" in str(error)
            return len(index.search("ministers", limit=None).hits)
        return 1

    assert in_child(child) == 60
    assert len([hit.document.text for hit in results.hits]) == 60
    """
    run(script, engine, tmp_path / "index")


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_locks_of_a_parent(engine: str, tmp_path: Path) -> None:
    """A child that lives on keeps no lock of its parent, and releases none at its end."""
    script = """
    from diplosearch.backends.disk.locks import is_in_use
    from diplosearch.backends.disk.generations import read_current
    from pathlib import Path

    codes = []

    def fork(progress):
        if not codes:
            child = os.fork()
            if child == 0:
                signal.alarm(60)
                time.sleep(50)
                os._exit(0)
            codes.append(child)

    index.add([story(40)], progress=fork)
    begun = time.monotonic()
    index.add([story(41)])
    assert time.monotonic() - begun < 5
    os.kill(codes[0], signal.SIGKILL)
    os.waitpid(codes[0], 0)

    used = read_current(Path(folder)) / "IN-USE"
    assert is_in_use(used)
    assert in_child(lambda: index.close() or 0) == 0
    assert is_in_use(used)
    assert index.search("41").total == 1
    """
    run(script, engine, tmp_path / "index")
