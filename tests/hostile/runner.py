"""Run inputs against a target and count the faults; each can be reproduced."""

from __future__ import annotations

import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from random import Random

from .material import Material
from .targets import TARGETS, Target

HANG = 1.0
"""Seconds of processor time after which an input counts as a hang."""

_STOPPED_AFTER = 30.0


class Stopped(BaseException):
    """An input took too long and was stopped."""


@dataclass(slots=True)
class Tally:
    """The results of the inputs of one target."""

    inputs: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    crashes: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)


def input_of(target: Target, name: str, seed: int, number: int) -> object:
    """Return the input of ``seed`` and ``number``, always the same."""
    return target.make(Material(Random(f"{name}:{seed}:{number}")))


def run(name: str, *, first: int, count: int, seed: int) -> Tally:
    """Return the results of ``count`` inputs from number ``first`` on."""
    target = TARGETS[name]
    tally = Tally()
    with suppress(Exception):
        # So that one-time loading does not count as a hang of the first input.
        target.check(input_of(target, name, 0, 0))
    for number in range(first, first + count):
        made = input_of(target, name, seed, number)
        started = time.process_time()
        where = f"{name} --seed {seed} --first {number} --inputs 1"
        try:
            with limited(_STOPPED_AFTER):
                target.check(made)
        except Stopped:
            tally.hangs.append(f"{where}: stopped")
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            tally.crashes.append(
                f"{where}: {type(error).__name__}: {str(error)[:200]} "
                f"({last.filename}:{last.lineno})"
            )
        took = time.process_time() - started
        if took > HANG:
            tally.hangs.append(f"{where}: {took:.1f} s")
        tally.inputs += 1
        tally.seconds += took
        tally.slowest = max(tally.slowest, took)
    return tally


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Context manager: raise Stopped in its block after ``seconds`` of processor time."""

    def stop(*_: object) -> None:
        raise Stopped

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
