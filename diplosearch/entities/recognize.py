"""The entities of any text, in an index or not."""

from __future__ import annotations

import datetime
from pathlib import Path

from ..errors import UsageError
from ..model import LANGUAGES, Entity, Language
from ..text.language import Identified
from ..text.letters import mend_surrogates
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
        language: ``"tr"`` or ``"en"``; None has it identified, and then
            paragraphs that are plainly in the other one are read as such.
        date: the day on which the text was published, against which words
            such as *yesterday* are read.
        gazetteer: entities of your own, as for :func:`diplosearch.open`.
        recognizer: what finds entities instead of the one that comes along.

    Raises:
        UsageError: an argument that cannot be; the message names it.
    """
    if not isinstance(text, str):
        raise UsageError(f"text is {type(text).__name__}; give a string")
    if language is not None and language not in LANGUAGES:
        raise UsageError(f"language={language!r}: use 'tr', 'en' or None")
    day = _read_day(date)
    finder = choose_recognizer(gazetteer, recognizer) or _default()
    # One character for one, so that offsets stay.
    mended = mend_surrogates(text)
    sections = [
        Section(one.start, one.end, one.language) for one in _split(mended, language)
    ]
    return tuple(finder.recognize(mended, sections, date=day))


def _default() -> Recognizer:
    from .recognizer import default_recognizer

    return default_recognizer()


def _split(text: str, language: Language | None) -> list[PassageSpan]:
    """Return stretches of whole sentences that hold all of ``text`` but white space."""
    if language is None:
        return split_passages(text, excluded=(), language=None)
    # Who names the language is not to be corrected, paragraph by paragraph.
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
