"""Each step takes linear time, whatever unit its text repeats."""

from __future__ import annotations

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

pytestmark = pytest.mark.slow

SHORT = 6_000
TIMES = 8
MOST_GROWTH = 30
"""For a text 8 times as long; the square of that is 64."""

NOTICEABLE = 0.25
"""Seconds of processor time under which no growth is measured."""

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
    """Return the processor time of a step for a unit repeated up to a length."""
    text = (unit * (length // len(unit) + 1))[:length]
    started = time.process_time()
    step(text)
    return time.process_time() - started


def grows_too_much(step: Callable[[str], object], unit: str) -> bool:
    """Return whether a text 8 times as long takes far more than 8 times as long.

    It must do so three times, because a busy machine may do so once.
    """
    seconds(step, unit, 100)  # one-time loading
    for _ in range(3):
        long = seconds(step, unit, SHORT * TIMES)
        if long <= max(NOTICEABLE, MOST_GROWTH * seconds(step, unit, SHORT)):
            return False
    return True


@pytest.mark.parametrize("name", STEPS)
def test_a_step_takes_linear_time(name: str) -> None:
    """No unit makes a long text take more than linear time."""
    step = STEPS[name]
    assert [unit for unit in UNITS if grows_too_much(step, unit)] == []


def test_growth_with_the_square_is_found() -> None:
    """A step with quadratic time is found."""

    def square(text: str) -> int:
        return sum(text.count("\x01") for _ in range(len(text)))

    assert grows_too_much(square, "a")
