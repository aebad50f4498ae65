"""Cookie and data protection notices, which are written in whole sentences.

A story may be about cookies. A notice is told by the page speaking of itself
(*our site*, *sitemizde*) and by several words of the matter in one line; its
neighbours need fewer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...text.letters import normalize
from .lines import Line

_LONGEST_NOTICE = 3000
_MATTER_MARKERS = 4  # the first so many of the markers name the matter itself
_MATTER = (
    "erez",
    "EREZ",
    "ookie",
    "OOKIE",
    "6698",
    "KVKK",
    "GDPR",
    "işisel ver",
    "isisel ver",
    "İŞİSEL VER",
    "işisel Ver",
    "rivacy",
    "RIVACY",
    "ersonal data",
)
"""Pieces of the words of the matter, cheap to look for in every line."""

_MARKERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\bcerez|\bcookies?\b",
        r"\bkisisel veri|\bpersonal (?:data|information)\b",
        r"\bkvkk\b|\b6698\b|\bgdpr\b",
        r"\baydinlatma metni|\bgizlilik (?:politika|bildirim|sozlesme)|\bveri politika"
        r"|\b(?:privacy|cookie) (?:policy|notice|statement|settings|preferences)\b",
        r"\breklam|\badvert|\bads\b|\bmarketing\b|\bpazarlama",
        r"\bkisisellestir|\bpersonali[sz]",
        r"\bdeneyim|\bexperience\b",
        r"\btarayici|\bbrowsers?\b|\bcihaz|\bdevices?\b",
        r"\bkonumlandir|\bziyaret|\bvisitors?\b|\bvisits?\b|\bbrowsing\b",
        r"\bizin ver|\bonay|\briza|\bkabul e|\bconsent\b|\baccept|\bagree|\breject",
        r"\bmevzuat|\bthird[ -]part|\bucuncu (?:taraf|kisi)|\bpartners?\b|\banaly[sz]e",
        r"\bcontinu(?:e|ing) (?:to|using|browsing)|\bdevam eder|\bkullanmaya devam",
    )
)
_PAGE_SPEAKS = re.compile(
    r"\b(?:site|sayfa)(?:miz|lerimiz|larimiz)|\bsizlere?\b|\bsizin\b|m[ae]ktayiz\b"
    r"|\b\w{2,20}[iu]yoruz\b|\bizin vermeniz|\bbilgi icin\b|\bamacimiz"
    r"|\bour (?:web ?sites?|sites?|pages?|partners|services|cookies?|privacy)\b"
    r"|\b(?:this|the) (?:web ?site|site|page) uses\b"
    r"|\bwe (?:and our|use|may|value|care|store|process)\b"
    r"|\byou (?:agree|accept|consent|can|may)\b"
    r"|\byour (?:experience|consent|browser|device|preferences|privacy|data)\b"
)
_REPORTED = re.compile(
    r"\b(?:said|says|told|added|announced|stated|fined|ruled|parliament|court|minister"
    r"|commission|dedi|soyledi|belirtti|acikladi|kaydetti|ifade etti|vurguladi|bildirdi"
    r"|duyurdu|mahkeme|parlamento|bakan|komisyonu|komitesi)\b"
)


def find_notices(lines: Sequence[Line]) -> set[int]:
    """Return the positions of the lines that belong to such notices.

    A line that names the matter but not the page counts beside a notice, and
    so does the rest of a notice in which the page speaks.
    """
    matters = [
        position
        for position, line in enumerate(lines)
        if len(line.text) <= _LONGEST_NOTICE and any(word in line.text for word in _MATTER)
    ]
    notices = {position for position in matters if _is_notice(lines[position].text)}
    for step in (1, -1):
        for position in sorted(notices, reverse=step < 0):
            neighbour = position + step
            while (
                0 <= neighbour < len(lines)
                and neighbour not in notices
                and _continues(lines[neighbour].text)
            ):
                notices.add(neighbour)
                neighbour += step
    return notices


def _is_notice(line: str) -> bool:
    plain = normalize(line)
    if not _is_told_by_page(line, plain) or not _names_matter(plain):
        return False
    return _PAGE_SPEAKS.search(plain) is not None and _count(plain) >= 2


def _continues(line: str) -> bool:
    if len(line) > _LONGEST_NOTICE:
        return False
    plain = normalize(line)
    if not _is_told_by_page(line, plain):
        return False
    if _names_matter(plain):
        return True
    return _count(plain) >= 2 and _PAGE_SPEAKS.search(plain) is not None


def _is_told_by_page(line: str, plain: str) -> bool:
    return '"' not in line and "“" not in line and _REPORTED.search(plain) is None


def _names_matter(plain: str) -> bool:
    return any(marker.search(plain) for marker in _MARKERS[:_MATTER_MARKERS])


def _count(plain: str) -> int:
    return sum(marker.search(plain) is not None for marker in _MARKERS)
