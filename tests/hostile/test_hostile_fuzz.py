"""A short run of every fuzzing target; ``python -m tests.hostile`` is the long one."""

from __future__ import annotations

from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paths import SEEDS
from strategies import examples

import diplosearch
from diplosearch.corpus.base import SourceFile
from diplosearch.corpus.readers import read_file
from diplosearch.query.parser import parse
from hostile.material import Material
from hostile.runner import input_of, run
from hostile.targets import TARGETS

READERS = ("txt", "html", "json", "csv")
MOST_TRIED = 100
"""Inputs among which each outcome occurs; most occur among the first ten."""


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=examples(30))
@given(seed=st.integers(0, 2**32))
def test_no_input_breaks_a_promise(name: str, seed: int) -> None:
    """On any input, each step passes its assertions or raises an error of ours."""
    target = TARGETS[name]
    target.check(target.make(Material(Random(seed))))


def read(data: bytes, kind: str, folder: Path) -> set[str]:
    """Return which of documents and reasons a file leads to."""
    path = folder / f"x{kind}"
    path.write_bytes(data)
    return {type(item).__name__ for item in read_file(SourceFile(path, path.name))}


def outcome_of(name: str, made: Any, folder: Path) -> set[str]:
    """Return which outcomes of interest an input of a target has."""
    if name == "search":
        return {"hit"} if seeds_index().search(made).total else {"none"}
    if name == "parser":
        return {"warned"} if parse(made).warnings else {"plain"}
    return read(made, f".{name}", folder)


OUTCOMES = {
    **{name: {"Read", "Skipped"} for name in TARGETS if name.startswith(READERS)},
    "search": {"hit", "none"},
    "parser": {"warned", "plain"},
}
"""What the inputs of a target must lead to, all of it: else its assertions prove little."""


@cache
def seeds_index() -> diplosearch.Index:
    """An index of the sample corpus in memory."""
    return diplosearch.rebuild(SEEDS)


@pytest.mark.parametrize("name", OUTCOMES)
def test_inputs_reach_what_they_aim_at(name: str, tmp_path: Path) -> None:
    """Some inputs are taken and some refused: neither all nor none of them.

    Fails when a reader skips all files, or a search finds nothing.
    """
    target = TARGETS[name]
    found: set[str] = set()
    for number in range(MOST_TRIED):
        found |= outcome_of(name, input_of(target, name, 0, number), tmp_path)
        if found >= OUTCOMES[name]:
            return
    assert found >= OUTCOMES[name]


def test_an_input_can_be_made_again() -> None:
    """Seed and number give one input, so that a fault can be reproduced."""
    target = TARGETS["documents"]
    assert input_of(target, "documents", 5, 7) == input_of(target, "documents", 5, 7)
    assert input_of(target, "documents", 5, 7) != input_of(target, "documents", 5, 8)


def test_the_runner_reports_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    """An input that fails is counted, and reported with the options to reproduce it."""

    def break_(data: object) -> None:
        raise ValueError(f"{len(str(data))} characters")

    monkeypatch.setattr("hostile.runner.input_of", lambda *_: "input")
    monkeypatch.setitem(TARGETS, "txt", type(TARGETS["txt"])(Material.data, break_))
    tally = run("txt", first=3, count=2, seed=9)
    assert tally.inputs == 2
    assert len(tally.crashes) == 2
    assert tally.crashes[0].startswith("txt --seed 9 --first 3 --inputs 1: ValueError")


@pytest.mark.slow
def test_the_runner_reports_a_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    """An input that takes too long is stopped, counted, and reported to be reproduced."""

    calls = count()

    def hang(_: object) -> None:
        while next(calls):  # the first call is the runner's own, for what is loaded once
            pass

    monkeypatch.setattr("hostile.runner.HANG", 0.05)
    monkeypatch.setattr("hostile.runner._STOPPED_AFTER", 0.2)
    monkeypatch.setattr("hostile.runner.input_of", lambda *_: "input")
    monkeypatch.setitem(TARGETS, "txt", type(TARGETS["txt"])(Material.data, hang))
    tally = run("txt", first=3, count=1, seed=9)
    assert tally.hangs[0] == "txt --seed 9 --first 3 --inputs 1: stopped"
    assert tally.crashes == []
