"""Metadata that a text states itself: date, source, dateline and headline.

Nothing is guessed: what the text does not state is None. The whole text is read,
before any line is marked as boilerplate, because a date or a source is often on a line
of the page.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ...model import Span
from ...text import dates
from .dateline import Dateline, read_dateline, read_place_line
from .furniture import is_furniture
from .headline import find_headline, is_sentence
from .lines import Line, find_header, lines_of
from .publisher import (
    read_byline,
    read_copyright,
    read_mark,
    read_phrases,
    read_source_line,
)
from .timestamps import LONGEST_STAMP, Stamp, StampKind, read_stamps

_TOP_LINES = 25
_BOTTOM_LINES = 12
_DATELINE_LINES = 30
"""Lines in which timestamps and sources, and a dateline, are looked for: guesses."""

_CONTEXT = 200  # characters of each line that show the language of a dateline
_MOST_DAYS_BEFORE_UPDATE = 31  # a guess: stories are updated within weeks


@dataclass(frozen=True, slots=True)
class Metadata:
    """What :func:`read_metadata` found; None for what the text does not state.

    ``header`` is the span of a leading machine header. ``title_spans`` are the lines
    of the headline, which a page may print several times.
    """

    date: datetime.date | None = None
    source: str | None = None
    dateline: str | None = None
    title: str | None = None
    header: Span | None = None
    title_spans: tuple[Span, ...] = ()


def read_metadata(text: str, *, repeated: Collection[str] = ()) -> Metadata:
    """Return the metadata that ``text`` states.

    repeated: keys of lines that many documents of the source repeat, from
    :meth:`~.repeated_lines.RepeatedLines.of`; none of them is taken for the headline.
    """
    header = find_header(text)
    lines = list(lines_of(text, start=header[0].end if header else 0))
    headline = find_headline(text, lines, repeated=repeated)
    dateline = _find_dateline(lines)
    stated = _stated_date(header[1]) if header else None
    return Metadata(
        date=stated or _find_date(lines, dateline),
        source=_find_source(lines, dateline),
        dateline=dateline.place if dateline else None,
        title=headline.title if headline else None,
        header=header[0] if header else None,
        title_spans=headline.spans if headline else (),
    )


def read_source(text: str) -> str | None:
    """Return the source that :func:`read_metadata` gives, without reading the rest."""
    header = find_header(text)
    lines = list(lines_of(text, start=header[0].end if header else 0))
    return _find_source(lines, _find_dateline(lines))


def _stated_date(typed: str) -> datetime.date | None:
    span = dates.parse(typed)
    return span.low if span else None


def _find_dateline(lines: Sequence[Line]) -> Dateline | None:
    """Return the dateline above the first paragraph or at its beginning, or None."""
    for index, line in enumerate(lines[:_DATELINE_LINES]):
        found = read_dateline(line.text) or _read_place_line(lines, index)
        if found is not None:
            return found
        if is_sentence(line.text) and not is_furniture(line.text):
            return None
    return None


def _read_place_line(lines: Sequence[Line], index: int) -> Dateline | None:
    """Return the dateline on a line of its own beside a timestamp or byline, or None."""
    beside = [*lines[max(0, index - 1) : index], *lines[index + 1 : index + 2]]
    if not any(read_stamps(line.text) or read_byline(line.text) for line in beside):
        return None
    context = "\n".join(line.text[:_CONTEXT] for line in lines[index : index + 6])
    return read_place_line(lines[index].text, context)


def _find_date(lines: Sequence[Line], dateline: Dateline | None) -> datetime.date | None:
    stamps = list(_find_stamps(lines))
    published = min(
        (stamp for stamp in stamps if stamp.kind is not StampKind.UPDATED),
        key=lambda stamp: stamp.kind,
        default=None,
    )
    if published is not None:
        return published.date
    day = dateline.day if dateline else None
    if day is not None and day.date is not None:
        return day.date
    if not stamps:
        return None
    updated = stamps[0].date
    return _add_year(day, updated) or updated if day is not None else updated


def _find_stamps(lines: Sequence[Line]) -> Iterator[Stamp]:
    """Yield the timestamps of the page, those at its end only if the top has none."""
    top = lines[:_TOP_LINES]
    bottom = lines[max(_TOP_LINES, len(lines) - _BOTTOM_LINES) :]
    for margin in (top, bottom):
        found = [
            stamp
            for line in margin
            if len(line.text) <= LONGEST_STAMP
            for stamp in read_stamps(line.text)
        ]
        yield from found
        if any(stamp.kind is not StampKind.UPDATED for stamp in found):
            return


def _add_year(day: dates.FoundDate, updated: datetime.date) -> datetime.date | None:
    """Return the date of a dateline without a year, given when it was updated, or None.

    A story is updated within weeks, so a dateline of December that was updated in
    January is of the year before.
    """
    for year in (updated.year, updated.year - 1):
        try:
            date = datetime.date(year, day.month, day.day)
        except ValueError:
            continue
        if 0 <= (updated - date).days <= _MOST_DAYS_BEFORE_UPDATE:
            return date
    return None


def _find_source(lines: Sequence[Line], dateline: Dateline | None) -> str | None:
    if dateline is not None and dateline.source is not None:
        return dateline.source
    margins = [*lines[:_TOP_LINES], *lines[max(_TOP_LINES, len(lines) - _BOTTOM_LINES) :]]
    for read in (read_source_line, read_byline):
        for line in margins:
            name = read(line.text)
            if name is not None:
                return name
    story = [line.text for line in lines if is_sentence(line.text)]
    name = read_phrases(story)
    if name is not None:
        return name
    for sentence in story[:1] + story[-1:]:
        name = read_mark(sentence)
        if name is not None:
            return name
    return next(filter(None, (read_copyright(line.text) for line in margins)), None)
