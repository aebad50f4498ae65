"""The publisher of a story, where the text names it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from ...text.letters import normalize
from .dateline import agency_name
from .word_lists import alternatives, sections, spellings

_LEAD_SENTENCES = 3
_LONGEST_LEAD = 2000  # characters of a sentence that are searched
_LONGEST_BYLINE = 100  # characters; like the two above a guess
_CUT = re.compile(
    r"\s?[|/;•·]\s?|\s[-–—]\s|\s{2,}|,? and agencies\b|,? ve ajanslar\b", re.IGNORECASE
)
_SITE = re.compile(
    r"(?:https?://)?(?:www\.)?([a-z0-9-]{2,40}(?:\.[a-z]{2,6}){1,3})(?:/\S{0,200})?",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"\W{0,2}by\s(?P<names>.{2,})", re.IGNORECASE)
_BESIDE = re.compile(r"\s(?:with|and)\s|,", re.IGNORECASE)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)[\s©(c)]{0,6}(?:[0-9]{4}(?:\s?[-–]\s?[0-9]{4})?)?[\s,|.]{0,3}",
    re.IGNORECASE,
)
_OPENING_MARK = re.compile(r"(?:[^\W_][\w.]{0,10} [\w.]{1,10} ?)?\(([^()]{2,30})\) ?[-–—]")
_CLOSING_MARK = re.compile(r"[.!?][\"”’']? {0,2}\(([^()]{2,30})\)$")
_SITE_REPORTS = re.compile(
    r"(?<![\w.@/-])(?P<name>[A-Z][A-Za-z0-9-]{1,20}\.[a-z]{2,4}) "
    r"(?:reports?|reported|informs?|informed|writes)"
    r"(?=[.,:;]|\s(?:with reference|citing|via|referring|that|on)\b|\s?$)"
)


def read_source_line(line: str) -> str | None:
    """Return the source that a line such as ``Kaynak: AA`` names, or None.

    An unknown name counts when it is short and no sentence. Picture banks are the
    source of a photograph and not of the story.
    """
    if len(line) > 160:
        return None
    opening = _source_label().match(line)
    if opening is None:
        return None
    value = line[opening.end() :].strip()
    site = _SITE.fullmatch(value)
    if site is not None and agency_name(value) is None:
        return site[1]
    name = _CUT.split(value, maxsplit=1)[0].strip(" .,;()[]\"'“”")
    if normalize(name) in sections("publishers")["picture banks"]:
        return None
    known = agency_name(name)
    if known is not None:
        return known
    is_name = 0 < len(name.split()) <= 5 and name[0].isupper() and not value.endswith(".")
    return name if is_name and value == name else None


def read_byline(line: str) -> str | None:
    """Return the known agency or site that a byline names, or None.

    ``By Daily Sabah with AA`` gives the first name, ``By Li Xin | China Daily`` the
    one after the bar.
    """
    match = _BYLINE.match(line)
    if match is None or len(line) > _LONGEST_BYLINE:
        return None
    names = (_BESIDE.split(name, maxsplit=1)[0] for name in match["names"].split("|"))
    return next(filter(None, map(agency_name, names)), None)


def read_copyright(line: str) -> str | None:
    """Return the known agency or site that a copyright line names, or None."""
    match = _COPYRIGHT.search(line[:120])
    if match is None or len(line) > 300:
        return None
    words = line[match.end() : match.end() + 60].split()
    for count in range(min(4, len(words)), 0, -1):
        name = agency_name(" ".join(words[:count]))
        if name is not None:
            return name
    return None


def read_mark(line: str) -> str | None:
    """Return the known agency in brackets that begins or ends a story, or None.

    ``Jan 29 (Reuters) - ...`` begins one without a place, ``... dedi. (AA)`` ends one.
    Brackets within a sentence do not count, since they explain acronyms as well.
    """
    match = _OPENING_MARK.match(line) or _CLOSING_MARK.search(line[-40:])
    return agency_name(match[1]) if match is not None else None


def read_phrases(sentences: Iterable[str]) -> str | None:
    """Return the publisher that the first sentences name as reporting, or None.

    ``El.kz reports with reference to Akorda`` gives El.kz: the first name that reports
    counts, if it is a listed one or looks like a site. It must end its sentence or
    clause, since a story may also be about a report.
    """
    for number, sentence in enumerate(sentences):
        if number < _LEAD_SENTENCES:
            name = _reporting_name(sentence[:_LONGEST_LEAD])
            if name is not None:
                return name
        if "muhabir" in sentence:
            correspondent = _correspondents().search(sentence)
            if correspondent is not None:
                return agency_name(correspondent[1])
    return None


def _reporting_name(sentence: str) -> str | None:
    if not any(verb in sentence for verb in ("report", "inform", "writes")):
        return None
    searches = (_SITE_REPORTS.search(sentence), _agency_reports().search(sentence))
    matches = [match for match in searches if match is not None]
    if not matches:
        return None
    first = min(matches, key=lambda match: match.start())
    name: str = next(filter(None, first.groups()))
    return agency_name(name) or name


@cache
def _source_label() -> re.Pattern[str]:
    labels = alternatives("publishers", "source labels")
    return re.compile(rf"\W{{0,3}}(?:{labels})\s?:\s?", re.IGNORECASE)


@cache
def _agency_names() -> str:
    names = sorted(spellings("agencies").values(), key=len, reverse=True)
    upper = [name.upper() for name in names if name.upper() != name]
    return "|".join(re.escape(name) for name in [*names, *upper])


@cache
def _agency_reports() -> re.Pattern[str]:
    name = rf"(?:the )?({_agency_names()})(?: news agency| agency| correspondent)?"
    ends = r"(?=[.,:;]|\s(?:with reference|citing|via|referring|quoting)\b|\s?$)"
    return re.compile(
        rf"(?:[,;\"”] |[–—-] |^)(?:as )?{name}"
        rf" (?:reports?|reported|informs?|informed){ends}"
        rf"|\b(?:reports|reported by|informs|according to a report by) {name}{ends}"
    )


@cache
def _correspondents() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({_agency_names()})(?: \([A-ZİÇŞĞÜÖ]{{2,5}}\))? muhabir")
