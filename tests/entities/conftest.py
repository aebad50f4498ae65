"""Fixtures for the tests of recognition: recognizers, and their entities of a text."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

import pytest

from diplosearch.entities.base import Section
from diplosearch.entities.gazetteer.gazetteer import Gazetteer
from diplosearch.entities.gazetteer.packed import default_gazetteer
from diplosearch.entities.gazetteer.user_table import parse_entries
from diplosearch.entities.recognizer import DefaultRecognizer, default_recognizer
from diplosearch.entities.tokens import Sentence, read_sentence

Found = list[tuple[str, str, str]]
"""What the text says, its type and its id, for each entity."""

Find = Callable[..., Found]


@pytest.fixture(scope="session")
def plain_recognizer() -> DefaultRecognizer:
    """The recognizer without its tagger: what lists and rules find."""
    return DefaultRecognizer(default_gazetteer(), None)


@pytest.fixture(scope="session")
def full_recognizer() -> DefaultRecognizer:
    """The built-in recognizer."""
    return default_recognizer()


@pytest.fixture(scope="session")
def find_plainly(plain_recognizer: DefaultRecognizer) -> Find:
    """Finds entities in a text by lists and rules alone."""
    return lambda text, date=None: entities_in(plain_recognizer, text, date)


@pytest.fixture(scope="session")
def find_fully(full_recognizer: DefaultRecognizer) -> Find:
    """Finds entities in a text, with the tagger."""
    return lambda text, date=None: entities_in(full_recognizer, text, date)


def entities_in(
    recognizer: DefaultRecognizer, text: str, date: datetime.date | None
) -> Found:
    found = recognizer.recognize(text, [Section(0, len(text), "en")], date=date)
    return [(text[one.start : one.end], one.type, one.id) for one in found]


@pytest.fixture(scope="session")
def sentence_of() -> Callable[[str], Sentence]:
    """Reads a text as one sentence."""
    return lambda text: read_sentence(text, 0, len(text))


@pytest.fixture(scope="session")
def gazetteer_of() -> Callable[[Sequence[str]], Gazetteer]:
    """Makes a gazetteer of the lines of a table and of nothing else."""
    return lambda lines: Gazetteer().extended(parse_entries(lines, origin="test"))
