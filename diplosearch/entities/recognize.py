"""Find the entities of a text without an index."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace

from ..errors import UsageError
from ..model import LANGUAGES, Entity, Language
from ..text.letters import replace_surrogates
from ..text.passages import split_in_language
from .base import Recognizer, Section
from .gazetteer.gazetteer import Gazetteer
from .gazetteer.ids import kind_of, without_qualifier
from .provider import Resources, check_resources, choose_recognizer

_LONGEST = 120
"""Characters of a name; a guess."""

_OWNERS = ("country", "norp")


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


def identify_organization(typed: str, gazetteer: Gazetteer) -> Iterator[str]:
    """Yield the id of the organisation that a text would give the whole of ``typed``.

    *Ukraine's Ministry of Defence* is one, with the country before it, though a text
    has two mentions there.
    """
    if len(typed) > _LONGEST:
        return
    from .recognizer import DefaultRecognizer

    sections = [Section(0, len(typed), "en")]
    found = DefaultRecognizer(gazetteer, None).recognize(typed, sections)
    if not found or found[-1].type != "ORG":
        return
    last = found[-1]
    before = found[:-1]
    is_whole = last.start == 0 or (
        len(before) == 1 and before[0].start == 0 and kind_of(before[0].id) in _OWNERS
    )
    if is_whole and not typed[last.end :].strip():
        yield last.id


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
