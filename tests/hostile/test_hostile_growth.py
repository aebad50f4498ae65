"""Each step takes linear time, whatever unit its text repeats."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

from diplosearch import recognize
from diplosearch.analysis.analyzer import analyzer_for
from diplosearch.corpus.decoding import repair
from diplosearch.corpus.page.boilerplate import find_boilerplate
from diplosearch.corpus.page.metadata import read_metadata
from diplosearch.corpus.page.repeated_lines import countable_keys
from diplosearch.highlighting.ansi import to_ansi
from diplosearch.highlighting.html import to_html
from diplosearch.highlighting.markdown import to_markdown
from diplosearch.query.parser import parse
from diplosearch.text.dates import find as find_dates
from diplosearch.text.language import identify
from diplosearch.text.sentences import split_paragraphs, split_sentences
from hostile.runner import Stopped, limited

pytestmark = pytest.mark.slow

SHORT = 125_000
TIMES = 8
"""The long text is a megabyte."""

MOST_GROWTH = 16
"""For a text 8 times as long: its square is 64, its power of one and a half 23."""

NOTICEABLE = 0.25
"""Seconds of processor time for a megabyte under which no growth is measured."""

GIVEN_UP = 40e-6
"""Seconds of processor time a character; the slowest step takes a quarter of that."""

UNITS = [
    *(
        "A.",
        "(",
        "a",
        " ",
        "\n",
        "1.",
        "A'",
        "-",
        "\u0301",
        "x\n",
        "ANKARA, ",
        "Ab ",
        "ve ",
    ),
    *("Ministry of ", "29 Ocak ", "$1 ", "Source: ", "Ã¼", "北", "[a](b) ", "AB, 1. "),
]
STEPS: dict[str, Callable[[str], object]] = {
    "repair": repair,
    "metadata": read_metadata,
    "cleaning": lambda text: find_boilerplate(text, repeated=(), title_spans=()),
    "repetition": countable_keys,
    "language": identify,
    "sentences": split_sentences,
    "paragraphs": split_paragraphs,
    "dates": lambda text: list(find_dates(text)),
    "turkish": lambda text: list(analyzer_for("tr").analyze(text)),
    "english": lambda text: list(analyzer_for("en").analyze(text)),
    "recognizer": lambda text: recognize(text, "tr"),
    "parser": parse,
    "ansi": lambda text: to_ansi(text, 0, len(text), []),
    "html": lambda text: to_html(text, 0, len(text), []),
    "markdown": lambda text: to_markdown(text, 0, len(text), []),
}


def seconds(step: Callable[[str], object], unit: str, length: int) -> float:
    """Return the processor time of a step for a unit repeated up to a length.

    Infinite where it is given up.
    """
    text = (unit * (length // len(unit) + 1))[:length]
    gc.collect()
    gc.disable()  # it looks through the objects of all tests before, and not of the step
    started = time.process_time()
    try:
        with limited(GIVEN_UP * length):
            step(text)
    except Stopped:
        return float("inf")
    finally:
        gc.enable()
    return time.process_time() - started


def grows_too_much(step: Callable[[str], object], unit: str) -> bool:
    """Return whether a text 8 times as long takes far more than 8 times as long.

    It must do so three times, because a busy machine may do so once.
    """
    step(unit)  # one-time loading
    for _ in range(3):
        short = seconds(step, unit, SHORT)
        if short == float("inf"):
            return True
        long = seconds(step, unit, SHORT * TIMES)
        if long <= max(NOTICEABLE, MOST_GROWTH * short):
            return False
    return True


@pytest.mark.parametrize("name", STEPS)
def test_a_step_takes_linear_time(name: str) -> None:
    """No unit makes a megabyte take far more than linear time.

    Fails when the lines of a page are compared with each other in find_boilerplate.
    """
    step = STEPS[name]
    assert [unit for unit in UNITS if grows_too_much(step, unit)] == []


@pytest.mark.parametrize(("power", "is_found"), [(1.0, False), (1.64, True), (2.0, True)])
def test_growth_is_found(power: float, is_found: bool) -> None:
    """A step of linear time passes; 30 times the time for 8 times the text is found."""

    def step(text: str) -> None:
        until = time.process_time() + (len(text) / (SHORT * TIMES)) ** power / 2
        while time.process_time() < until:
            pass

    assert grows_too_much(step, "a") == is_found
