"""No regular expression of the package runs away on any text."""

from __future__ import annotations

import re
import time
from random import Random

import pytest

from hostile.patterns import (
    Expression,
    compiled_calls,
    expressions,
    pattern_names,
    units,
)
from hostile.runner import Stopped, limited

pytestmark = pytest.mark.slow

LENGTH = 40_000
"""Characters; their square is 1,600 million steps, a matter of seconds."""

MOST_SECONDS = 0.6
"""Of processor time; linear matching takes some milliseconds."""

GIVEN_UP = 1.2

PARTS = 24
"""Tests among which the patterns are divided; to list these takes too long for a run
that leaves the tests out.
"""


def slow_units(expression: Expression) -> list[str]:
    """Return the first unit, if any, on whose repetition a pattern runs away."""
    slow = []
    for unit in units(expression, Random(1)):
        for text in (
            (unit * (LENGTH // len(unit) + 1))[:LENGTH],
            (unit * (LENGTH // len(unit) + 1))[:LENGTH] + "\x00",
        ):
            try:
                started = time.process_time()
                with limited(GIVEN_UP):
                    expression.run(text)
                if time.process_time() - started > MOST_SECONDS:
                    slow.append(unit)
            except Stopped:
                slow.append(unit)
            if slow:
                return slow
    return slow


@pytest.mark.parametrize("part", range(PARTS))
def test_patterns_take_linear_time(part: int) -> None:
    """No pattern runs away on repetitions of texts that it matches or nearly matches."""
    slow = {one.where: slow_units(one) for one in [*expressions().values()][part::PARTS]}
    assert slow
    assert {where: some for where, some in slow.items() if some} == {}


def test_all_patterns_are_found() -> None:
    """Each module has as many names of patterns as it compiles some.

    Fails when patterns that a function returns are not looked for.
    """
    names = pattern_names()
    calls = compiled_calls()
    # Functions that compile what their callers name, or what a list of ours holds.
    calls["diplosearch.corpus.page.word_lists"] -= 1
    calls["diplosearch.messages"] -= 1
    calls["diplosearch.entities.defaults"] -= 2
    assert {name for name, count in calls.items() if len(names[name]) < count} == set()
    assert sum(calls.values()) > 50


@pytest.mark.parametrize("pattern", [r"(a+)+b", r"\s+$", r"\w*\d*x", r"(a|ab|b)*c"])
def test_a_pattern_that_runs_away_is_found(pattern: str) -> None:
    """Nested, adjacent and leading repetitions do not pass."""
    assert slow_units(Expression(re.compile(pattern), "x", {"search"}))


def test_no_pattern_ends_in_a_possessive_option() -> None:
    """Up to Python 3.11.4 a search by a pattern of ``re`` may never end at ``(...)?+``."""
    own = {
        name
        for name, expression in expressions().items()
        if isinstance(expression.pattern, re.Pattern)
        and ")?+" in str(expression.pattern.pattern)
    }
    assert own == set()
