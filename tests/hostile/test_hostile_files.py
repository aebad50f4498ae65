"""Files of a stranger's making take time by their size alone, and little memory."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="no /proc"),
]

SHORT = 250_000
LONG = 1_000_000
MOST_RATIO = 5
"""For a file four times as large; the square of that is 16."""

MOST_MEGABYTES = 600
NOTICEABLE = 1.0
"""Seconds of processor time under which no growth is measured."""

PROGRAM = """
import sys, time
import diplosearch

def seconds(folder):
    started = time.process_time()
    with diplosearch.rebuild(folder, jobs=1, entities=False) as index:
        assert index.report.documents + index.report.skipped_count >= 2
    return time.process_time() - started

seconds(sys.argv[1])  # one-time loading
short = seconds(sys.argv[2])
print(short, seconds(sys.argv[3]))
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024)
"""
STORY = "Bakan Ankara'da konuştu ve gitti."


def repeated(start: str, unit: str, end: str = "") -> Callable[[int], str]:
    """Return a function that makes a file of a size."""
    return lambda size: start + unit * (size // len(unit)) + end


def numbered(start: str, unit: str, end: str) -> Callable[[int], str]:
    """Return a function that makes a file of a size, of units with numbers in them."""
    return lambda size: start + "".join(unit % n for n in range(size // len(unit))) + end


KINDS: dict[str, tuple[str, Callable[[int], str]]] = {
    "open paragraphs": ("html", repeated(f"<article><p>{STORY}</p>", "<p>a")),
    "line breaks": ("html", repeated(f"<article><p>{STORY}</p>", "a<br>")),
    "open tags": ("html", repeated(f"<p>{STORY}</p>", "<a ")),
    "attributes": ("html", numbered(f"<p>{STORY}<p ", "a%d=1 ", ">a")),
    "open quote": ("csv", repeated('id,text\n1,"', "Bakan geldi.\n")),
    "columns": ("csv", numbered("id,text", ",c%d", f"\n1,{STORY}\n")),
    "empty rows": ("csv", repeated("id,text\n", ",\n")),
    "deep": ("json", repeated("", "[")),
    "keys": ("json", numbered('[{"text": "Bakan geldi."', ', "k%d": 1', "}]")),
    "bad rows": ("jsonl", repeated("", "1\n")),
    "lines": ("txt", repeated(f"{STORY}\n", "a\n")),
    "initials": ("txt", repeated(f"{STORY} ", "A. ")),
}


def measure(tmp_path: Path, kind: str, make: Callable[[int], str]) -> tuple[float, ...]:
    """Return the seconds of a short and a long file, and the megabytes of the process."""
    folders = []
    for number, size in enumerate((1000, SHORT, LONG)):
        folder = tmp_path / str(number)
        folder.mkdir(exist_ok=True)
        (folder / "good.txt").write_text(STORY)
        (folder / f"hostile.{kind}").write_text(make(size))
        folders.append(str(folder))
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *folders],
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(map(float, done.stdout.split()))


@pytest.mark.parametrize("name", KINDS)
def test_a_hostile_file(tmp_path: Path, name: str) -> None:
    """A file of four times the size takes less than five times as long to index.

    Without the limits of pages "open paragraphs" takes over ten times as long.
    """
    for _ in range(3):  # a busy machine may be slow once
        short, long, megabytes = measure(tmp_path, *KINDS[name])
        assert megabytes < MOST_MEGABYTES
        if long < max(NOTICEABLE, MOST_RATIO * short):
            return
    pytest.fail(f"{short:.2f} s, then {long:.2f} s")
