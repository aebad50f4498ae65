"""Find the entities of a text without an index."""

from __future__ import annotations

import datetime
from pathlib import Path

from ..errors import UsageError
from ..model import LANGUAGES, Entity, Language
from ..text.language import Identified
from ..text.letters import replace_surrogates
from ..text.passages import PassageSpan, split_passages
from .base import Recognizer, Section
from .provider import choose_recognizer


def recognize(
    text: str,
    language: Language | None = None,
    *,
    date: datetime.date | None = None,
    gazetteer: str | Path | None = None,
    recognizer: Recognizer | None = None,
) -> tuple[Entity, ...]:
    """Return the entities of a text, in order, none overlapping.

    Their offsets are into ``text``, and their ids are those of an index::

        >>> [one.id for one in recognize("Çin'in başkenti Pekin")]
        ['country:CN', 'city:1816670']

    Args:
        text: any text; paragraphs end where lines do.
        language: ``"tr"`` or ``"en"``; None identifies it, and reads paragraphs that are
            clearly in the other language as such.
        date: the day of publication, from which relative dates such as *yesterday* are
            counted.
        gazetteer: path of a table of your own entities, as for :func:`diplosearch.open`.
        recognizer: finds the entities instead of the built-in recognizer.

    Raises:
        UsageError: an invalid argument; the message names it.
    """
    if not isinstance(text, str):
        raise UsageError(f"text is {type(text).__name__}; give a string")
    if language is not None and language not in LANGUAGES:
        raise UsageError(f"language={language!r}: use 'tr', 'en' or None")
    day = _read_day(date)
    provided = choose_recognizer(gazetteer, recognizer) or _default()
    # One character is replaced by one, so that offsets stay.
    mended = replace_surrogates(text)
    sections = [
        Section(one.start, one.end, one.language) for one in _split(mended, language)
    ]
    return tuple(provided.recognize(mended, sections, date=day))


def _default() -> Recognizer:
    from .recognizer import default_recognizer

    return default_recognizer()


def _split(text: str, language: Language | None) -> list[PassageSpan]:
    """Return spans of whole sentences, which cover ``text`` but for white space."""
    if language is None:
        return split_passages(text, excluded=(), language=None)
    # A language that was given applies to every paragraph.
    return split_passages(
        text, excluded=(), language=language, identify=lambda _: Identified(language, 1.0)
    )


def _read_day(given: object) -> datetime.date | None:
    if given is None:
        return None
    if isinstance(given, datetime.datetime):
        return given.date()
    if isinstance(given, datetime.date):
        return given
    raise UsageError(f"date is {type(given).__name__}; give a datetime.date or None")
