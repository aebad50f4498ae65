"""A short run of every fuzzing target; ``python -m tests.hostile`` is the long one."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import examples

from hostile.material import Material
from hostile.runner import input_of, run
from hostile.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=examples(30))
@given(seed=st.integers(0, 2**32))
def test_no_input_breaks_a_promise(name: str, seed: int) -> None:
    """On any input, each step passes its assertions or raises an error of ours."""
    target = TARGETS[name]
    target.check(target.make(Material(Random(seed))))


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
