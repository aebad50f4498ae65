"""Changes the code in small ways, and looks whether the tests notice (mutmut).

A copy of the tree is changed, never the tree itself. The tests of an area alone are
asked, without slow ones; a change in code that none of them runs counts as survived.

    python -m tools.mutants query                  300 changes of diplosearch/query
    python -m tools.mutants query --sample 50 --out FOLDER    keep the copy, to look on:
                                                   cd FOLDER && mutmut show NAME
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from .package import copy_tree

AREAS = ("analysis", "query", "expansion", "highlighting")

_SETTINGS = """
[mutmut]
source_paths=diplosearch
only_mutate=diplosearch/{area}/*
also_copy=
    seeds
    tools
    benchmarks
    examples
    docs
    README.md
    ARCHITECTURE.md
pytest_add_cli_args=
    -p
    no:cacheprovider
    --hypothesis-profile=quick
    -m
    not slow and not cluster
pytest_add_cli_args_test_selection=
    tests/{area}
timeout_multiplier=8
track_dependencies=false
use_git_change_detection=false
"""
_PYTEST = "[tool:pytest]\n"
_UNESCAPED = "disable_test_id_escaping_and_forfeit_all_rights_to_community_support = true\n"
"""Names of tests with Turkish letters, as mutmut runs pytest several times in a process,
which would escape some of them again each time, and then not find them."""

# mutmut runs the tests once to see which reach a function, and forks for each change. What
# was cached by then is of the unchanged code; and of the tests that share a cached value
# the first alone would seem to reach what makes it.
_FORGETTING = """

import functools
import gc


def _forget() -> None:
    for one in gc.get_objects():
        if isinstance(one, functools._lru_cache_wrapper):
            if (one.__module__ or "").startswith("diplosearch."):
                one.cache_clear()


def pytest_sessionstart() -> None:
    _forget()


def pytest_runtest_setup() -> None:
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        _forget()
"""
_KILLED, _SURVIVED, _NO_TESTS = (1, 3), 0, 33
"""Exit codes that mutmut keeps; others are of changes that ran out of time or crashed."""


def sample_mutants(folder: Path, size: int, seed: int) -> list[str]:
    """Return the names of ``size`` of the changes that mutmut made in a copy."""
    names = sorted(read_codes(folder))
    return sorted(random.Random(seed).sample(names, min(size, len(names))))


def read_codes(folder: Path) -> dict[str, int | None]:
    """Return the exit code of the tests for each change, None where they did not run."""
    codes: dict[str, int | None] = {}
    for path in sorted((folder / "mutants").rglob("*.meta")):
        codes.update(json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"])
    return codes


def describe(code: int | None) -> str:
    """Return what became of a change."""
    if code in _KILLED:
        return "killed"
    if code == _SURVIVED:
        return "survived"
    if code == _NO_TESTS:
        return "no tests"
    return "not run" if code is None else "out of time"


def main() -> None:
    """Change a sample of an area, and print which changes no test noticed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("area", choices=AREAS)
    parser.add_argument("--sample", type=int, default=300, help="changes (default: 300)")
    parser.add_argument("--seed", type=int, default=1, help="of the sample (default: 1)")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default: 2)")
    parser.add_argument("--out", type=Path, help="keep the copy here; it must not exist")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="diplosearch-mutants-") as made:
        folder: Path = given.out or Path(made) / "copy"
        copy_tree(folder)
        _set_up(folder, given.area)
        mutmut = [sys.executable, "-m", "mutmut", "run", "--max-children", str(given.jobs)]
        # With a name that none has, it makes all of them and runs none.
        _run([*mutmut, "none"], folder)
        sample = sample_mutants(folder, given.sample, given.seed)
        said = _run([*mutmut, *sample], folder)
        codes = read_codes(folder)
    if all(codes[name] is None for name in sample):
        parser.exit(1, f"mutmut ran no test; the last that it said:\n{said[-2000:]}\n")
    found = {name: describe(codes[name]) for name in sample}
    for name, what in found.items():
        if what != "killed":
            print(f"{what:12} {name}")
    counted = Counter(found.values())
    noticed = counted["killed"] + counted["out of time"]
    print(", ".join(f"{what} {count}" for what, count in counted.most_common()))
    print(f"{given.area}: {noticed} of {len(sample)} noticed, {noticed / len(sample):.1%}")


def _set_up(folder: Path, area: str) -> None:
    """Write what mutmut and pytest need into a copy of the tree."""
    path = folder / "setup.cfg"
    settings = path.read_text(encoding="utf-8").replace(_PYTEST, _PYTEST + _UNESCAPED)
    path.write_text(settings + _SETTINGS.format(area=area), encoding="utf-8")
    with (folder / "tests" / "conftest.py").open("a", encoding="utf-8") as file:
        file.write(_FORGETTING)


def _run(command: list[str], folder: Path) -> str:
    """Run mutmut, which fails where it has nothing to run, and return what it said."""
    done = subprocess.run(
        command,
        cwd=folder,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return done.stdout


if __name__ == "__main__":
    main()
