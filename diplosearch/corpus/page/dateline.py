"""Datelines: ``BEİJİNG, 29 Ocak (Xinhua) --`` at the beginning of a story."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from ...model import LANGUAGES, Language, Span
from ...text import dates
from ...text.language import function_words
from ...text.letters import lower, normalize
from .word_lists import alternatives, sections, spellings

_PLACE = (
    r"(?P<place>\p{Lu}[\p{L}\p{M}'’.]{1,24}+"
    r"(?:(?: |-|/|, (?=D\.C\.))\p{Lu}[\p{L}\p{M}'’.]{0,24}+|-(?:au|de|la|el|al)){0,4})"
)
_REGION = r"(?:, ?\p{Lu}[\p{L}.'’]{1,20}+(?: \p{Lu}[\p{L}.'’]{1,20}+){0,2})?"
_DATE_TEXT = r"(?P<date>[\p{L}0-9][\p{L}0-9.]{0,12}+(?:,? [\p{L}0-9.]{1,12}+){0,3}?)"
_NAME = r"\p{Lu}[\p{L}\p{M}.'’&/ -]{1,40}"
_DASH = r"\s{0,3}(?:--?|–|—|―)"
_WITH_BRACKETS = regex.compile(
    rf"{_PLACE}{_REGION}(?:, ?{_DATE_TEXT}\.?)?"
    rf"(?: ?[-–—])?\s{{0,3}}[(/\[](?P<agency>{_NAME})[)/\]](?P<tail>\.?{_DASH}|[.:]|$)?"
)
_WITH_COMMAS = regex.compile(
    rf"{_PLACE}{_REGION}, ?{_DATE_TEXT},? ?[-–—]?\s?"
    rf"(?P<agency>{_NAME}?)(?P<tail>{_DASH}|[.:,]|$)"
)
_WITH_HYPHEN = regex.compile(
    r"(?P<place>\p{Lu}[\p{L}\p{M} ]{1,30}?)(?:\s?[-–—/]\s?|\. )"
    rf"(?P<agency>\p{{Lu}}{{2,10}}+)(?P<tail>{_DASH}|[:]|$|\s)"
)
_PLACE_AND_DATE = regex.compile(
    rf"{_PLACE}{_REGION}, ?{_DATE_TEXT}(?P<tail>\.?{_DASH}|\.|(?<=[0-9]\.)|:)(?=\s|$)"
)
_DATE_IN_BRACKETS = regex.compile(
    rf"{_PLACE}{_REGION} ?\({_DATE_TEXT}\)(?P<tail>\.?{_DASH}|[.:]|$)"
)
_PLACE_AND_DATE_LINE = regex.compile(
    r"(?P<place>\p{Lu}[\p{L}\p{M}'’. -]{1,30}?),? (?P<date>[0-9][\p{L}0-9./ -]{5,20})$"
)
_PLACE_ALONE = regex.compile(rf"{_PLACE}(?P<tail>\s{{1,3}}(?:--?|–|—|―)\s|:\s)")
_MARK = regex.compile(r"[-–—―,:./(\[]")
_LONGEST_LOOSE_PLACE = 32  # that of _WITH_HYPHEN, whose words may begin small
_FOREIGN_LETTER = regex.compile("[QWXqwx]")
_WORD = regex.compile(r"(?<!\.)\p{L}[\p{L}\p{M}]*")
_INITIALS = regex.compile(r"(?:\p{Lu}\.)+")


@dataclass(frozen=True, slots=True)
class Dateline:
    """The place, agency and day of a story; ``span`` is within the line.

    ``day`` is the date as it is printed, often without a year.
    """

    place: str
    source: str | None
    day: dates.FoundDate | None
    span: Span


def agency_name(name: str) -> str | None:
    """Return the listed spelling of a known agency or site, or None.

    >>> agency_name("anadolu ajansi")
    'Anadolu Ajansı'
    """
    known = spellings("agencies")
    trimmed = name.strip(" .,:;-–—|/()[]\"'“”")
    if len(trimmed.split()) > _most_words_of_agency():
        return None
    return known.get(normalize(trimmed)) or known.get(
        normalize(trimmed.removeprefix("The "))
    )


@cache
def _most_words_of_agency() -> int:
    # "The" may stand before a name.
    return 1 + max(len(name.split()) for name in spellings("agencies"))


def read_dateline(line: str) -> Dateline | None:
    """Return the dateline at the beginning of a line, or None.

    The place must be in capitals, or have a known agency or a full date beside it; with
    only a dash after it, it must be a listed place.
    """
    head = line[:160]
    if not _may_open(head):
        return _read_place_and_date(line)
    return (
        (_has_any(head, "([/") and _read(_WITH_BRACKETS.match(head), line))
        or ("(" in head and _read(_DATE_IN_BRACKETS.match(head), line))
        or ("," in head and _read(_WITH_COMMAS.match(head), line))
        or ("," in head and _read(_PLACE_AND_DATE.match(head), line))
        or (_has_any(head, "-–—/.") and _read(_WITH_HYPHEN.match(head), line))
        or (_has_any(head, "-–—―:") and _read_place_alone(head, line))
        or _read_place_and_date(line)
        or None
    )


def _has_any(head: str, marks: str) -> bool:
    """Tell whether a line has any of the marks that a pattern needs; a quick check."""
    return any(map(head.__contains__, marks))


def _may_open(head: str) -> bool:
    """Tell whether all before the first mark may be a place; most lines fail here."""
    if not head or not head[0].isupper():
        return False
    place, *rest = _MARK.split(head, maxsplit=1)
    if not rest:
        return False
    return len(place) <= _LONGEST_LOOSE_PLACE or all(
        word[0].isupper() for word in place.split()
    )


def _read(match: regex.Match[str] | None, line: str) -> Dateline | None:
    if match is None:
        return None
    groups = match.groupdict()
    day = None
    if groups.get("date"):
        found = next(dates.find(groups["date"]), None)
        if found is None or found.span != (0, len(groups["date"].rstrip("., "))):
            return None
        day = found
    place, agency = match["place"], groups.get("agency")
    source = agency_name(agency) if agency else None
    if (
        agency
        and source is None
        and not _may_be_agency(match, agency, has_day=day is not None)
    ):
        return None
    is_certain = match["tail"] is not None and source is not None
    if not place.isupper() and (not is_certain or match.re is _WITH_HYPHEN):
        is_dated = match.re in (_PLACE_AND_DATE, _DATE_IN_BRACKETS) and _is_full(day)
        has_dash = bool((match["tail"] or "").strip(".:"))
        if not (is_dated and has_dash and _may_be_place(place)):
            return None
    if match.re is _DATE_IN_BRACKETS and not (_is_full(day) or match["tail"]):
        return None
    if agency is not None and source is None:
        source = agency.strip()
    end = match.end()
    return Dateline(display_place(place, _language_of(line)), source, day, Span(0, end))


def _may_be_place(place: str) -> bool:
    """Tell whether words with capitals may be a place: not *In London*."""
    first = lower(place.split()[0], "en")
    return not any(first in function_words(language) for language in LANGUAGES)


def _is_full(day: dates.FoundDate | None) -> bool:
    return day is not None and day.date is not None


def _may_be_agency(match: regex.Match[str], agency: str, *, has_day: bool) -> bool:
    """Tell whether a name that is not listed must be an agency, by what surrounds it."""
    if match.re is not _WITH_BRACKETS or len(agency.split()) > 4:
        return False
    return (
        bool(match["tail"]) and (has_day or agency.isupper()) and match["place"].isupper()
    )


def _read_place_alone(head: str, line: str) -> Dateline | None:
    match = _PLACE_ALONE.match(head)
    if match is None or normalize(match["place"]) not in spellings("places"):
        return None
    # "Paris - Dakar" and a headline in capitals are no datelines.
    if not match["place"].isupper() or line[match.end() :].isupper():
        return None
    return Dateline(
        display_place(match["place"], _language_of(line)), None, None, Span(0, match.end())
    )


def _read_place_and_date(line: str) -> Dateline | None:
    """Return the dateline of a line that is only a listed place and a full date."""
    if len(line) > 60 or not line[-1:].isdecimal():
        return None
    match = _PLACE_AND_DATE_LINE.match(line)
    if match is None or not match["place"].isupper():
        return None
    if normalize(match["place"]) not in spellings("places"):
        return None
    day = next(dates.find(match["date"]), None)
    if not _is_full(day) or day is None or day.span != (0, len(match["date"])):
        return None
    place = display_place(match["place"], _language_of(line))
    return Dateline(place, None, day, Span(0, len(line)))


def read_place_line(line: str, context: str) -> Dateline | None:
    """Return the dateline of a line that is only a listed place in capitals, or None.

    Sites print it between the byline and the timestamp.

    context: text of the story, which shows its language.
    """
    if len(line) > 40 or not line.isupper() or normalize(line) not in spellings("places"):
        return None
    place = display_place(line, _language_of(context))
    return Dateline(place, None, None, Span(0, len(line)))


def display_place(place: str, language: Language) -> str:
    """Return a place in title case, with the i of ``language``.

    In Turkish a listed place gets its listed spelling (``DIYARBAKIR`` →
    ``Diyarbakır``, ``BEIJING`` → ``Beijing``); in English only where that has the
    same capitals.
    """
    if not place.isupper() or _INITIALS.fullmatch(place):
        return place
    listed = spellings("places").get(normalize(place))
    if listed is not None and (language == "tr" or listed.upper() == place):
        return listed
    if _FOREIGN_LETTER.search(place):
        language = "en"
    titled: str = _WORD.sub(lambda word: word[0][0] + lower(word[0][1:], language), place)
    return titled


def _language_of(line: str) -> Language:
    """Return the likely language of a dateline and the text behind it."""
    head = line[:400]
    if _turkish_months().search(head[:80]) is not None:
        return "tr"
    words = [lower(word, "tr") for word in _WORD.findall(head)]
    turkish, english = (
        sum(map(sections("datelines")[name].__contains__, words))
        for name in ("turkish words", "english words")
    )
    if turkish != english:
        return "tr" if turkish > english else "en"
    return "tr" if regex.search("[ğışĞŞİ]", head) is not None else "en"


@cache
def _turkish_months() -> regex.Pattern[str]:
    months = alternatives("datelines", "turkish months")
    return regex.compile(months, regex.IGNORECASE)
