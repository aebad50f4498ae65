"""Find the entities of a text without an index."""

from __future__ import annotations

import datetime
from dataclasses import replace

from ..errors import UsageError
from ..model import LANGUAGES, Entity, Language
from ..text.letters import replace_surrogates
from ..text.passages import split_in_language
from .base import Recognizer, Section
from .gazetteer.ids import without_qualifier
from .provider import Resources, check_resources, choose_recognizer


def recognize(
    text: str,
    language: Language | None = None,
    *,
    date: datetime.date | None = None,
    resources: Resources | None = None,
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
        resources: a gazetteer or a recognizer of your own.

    Raises:
        UsageError: an invalid argument; the message names it.
    """
    if not isinstance(text, str):
        raise UsageError(f"text is {type(text).__name__}; give a string")
    if language is not None and language not in LANGUAGES:
        raise UsageError(f"language={language!r}: use 'tr', 'en' or None")
    day = _read_day(date)
    own = check_resources(resources)
    provided = choose_recognizer(own.gazetteer, own.recognizer) or _default()
    # One character is replaced by one, so that offsets stay.
    mended = replace_surrogates(text)
    sections = [
        Section(one.start, one.end, one.language)
        for one in split_in_language(mended, language)
    ]
    found = provided.recognize(mended, sections, date=day)
    return tuple(replace(one, id=without_qualifier(one.id, one.name)) for one in found)


def _default() -> Recognizer:
    from .recognizer import default_recognizer

    return default_recognizer()


def _read_day(given: object) -> datetime.date | None:
    if given is None:
        return None
    if isinstance(given, datetime.datetime):
        return given.date()
    if isinstance(given, datetime.date):
        return given
    raise UsageError(f"date is {type(given).__name__}; give a datetime.date or None")
