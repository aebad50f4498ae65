"""Lines that belong to the page, told from the line alone."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ...text.letters import normalize
from .dateline import agency_name
from .lines import plain_line
from .publisher import read_source_line
from .timestamps import is_press_release_number, read_stamps
from .word_lists import sections

LONGEST_FURNITURE = 400
_LONGEST_OPENING = 200
_LONGEST_BYLINE = 80
_MOST_WORDS = 20
_MOST_ACTIONS = 12

_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+")
_SEPARATOR = re.compile(r"\s?[|>/*,:\\]+\s?|\s--?\s")
_HOME = frozenset(["home", "homepage", "anasayfa", "ana sayfa", "main", "haberler"])
_ADDRESS = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,20}){1,4}|https?://\S+|www\.\S+"
    r"|(?<![\w@.])[\w-]{2,40}\.(?:com|org|net|gov|info|kz|az|ru|tr)(?:\.[a-z]{2})?(?:/\S*)?(?![\w@])"
)
_PHOTO_IN_BRACKETS = re.compile(
    r"[\[(](?:file )?(?:photo|foto|fotograf|xinhua/|reuters/|getty"
    r"|(?:ap|aa|afp|iha|dha) photo)[^\])]{0,60}[\])]\.?$"
)
_PHOTO_CREDIT = re.compile(
    r"(?:file )?(?:aa|afp|ap|iha|dha|reuters|epa|xinhua|ihlas|tass|getty|shutterstock)"
    r"(?: file)? (?:photos?|images?|foto|fotograf)(?:$| ?[/|-])"
    r"|(?:reuters|(?:ap )?photo|afp|epa|getty images|xinhua|ap|aa|anadolu)"
    r" ?/ ?[a-z .'-]{2,60}$"
    r"|\[[0-9]{1,2}/[0-9]{1,2}\] ?[a-z]"
)
_PHOTO_AFTER_SLASH = tuple(
    f" {mark} {agency}"
    for mark in "/|"
    for agency in (
        "aa",
        "ap",
        "afp",
        "reuters",
        "epa",
        "getty images",
        "anadolu",
        "iha",
        "dha",
    )
)
_VIEWS = re.compile(r"bu (?:haber|icerik|yazi|sayfa) [0-9.,]{1,12} (?:kez|defa|kere)\b")
_COPYRIGHT_SIGN = re.compile(r"^\W{0,3}(?:©|\(c\) ?(?:19|20)[0-9]{2})", re.IGNORECASE)
_BYLINE = re.compile(r"by [a-z][a-z .&,|/'-]{2,70}$")
_SMALL_BYLINE_WORDS = frozenset(
    ["by", "with", "and", "of", "the", "in", "for", "de", "van", "al"]
)
_PAGE_WORD = re.compile(
    r"\b(?:bizi|kanal\w{0,9}|bulten\w{0,9}|hesab\w{0,9}|sosyal medya\w{0,4}|google"
    r"|uygulama\w{0,9}"
    r"|telegram\w{0,4}|whatsapp\w{0,4}|instagram\w{0,4}|twitter\w{0,4}|facebook\w{0,4}"
    r"|youtube\w{0,4}|buraya|burayi|tiklayin(?:iz)?)\b"
)
_QUOTES = ('"', "“", "”", "«")


def is_furniture(line: str) -> bool:
    """Tell whether a line without its context belongs to the page.

    Labels of menus and buttons, tickers, stamps, credits, contacts, tags,
    subscription and copyright lines do. Long lines never do here.
    """
    return len(line) <= LONGEST_FURNITURE and _is_furniture(line)


@lru_cache(maxsize=4096)  # metadata and cleaning ask of the same lines
def _is_furniture(line: str) -> bool:
    if _LETTER.search(line) is None:
        return True
    plain = plain_line(line)
    if _is_legal(line, plain) or _is_photo_credit(plain):
        return True
    if len(line) > _LONGEST_OPENING:
        return False
    return (
        plain.lstrip("-*>#[]{} ~").startswith(_entries("openings"))
        or _VIEWS.match(plain) is not None
        or _is_stamp(line)
        or _is_request(line, plain)
        or (plain.count(" ") < _MOST_WORDS and _is_short_furniture(line, plain))
    )


def _is_short_furniture(line: str, plain: str) -> bool:
    return _is_label(plain) or _is_credit(line, plain) or _is_contact(line)


def opens_list(line: str) -> bool:
    """Tell whether a line stands above links to other stories or above tags."""
    return len(line) <= _LONGEST_BYLINE and _words(normalize(line)) in _labels("lists")


@cache
def _labels(*names: str) -> frozenset[str]:
    return frozenset(
        _words(normalize(entry))
        for name in names
        for entry in sections("boilerplate")[name]
    )


@cache
def _entries(name: str) -> tuple[str, ...]:
    return tuple(normalize(entry) for entry in sections("boilerplate")[name])


def _words(plain: str) -> str:
    return " ".join(_WORD.findall(plain))


def _is_label(plain: str) -> bool:
    words = _words(plain)
    if words in _labels("labels", "actions", "lists"):
        return True
    if _is_row_of_actions(words.split()):
        return True
    pieces = filter(None, map(_words, _SEPARATOR.split(plain)))
    first, second = next(pieces, ""), next(pieces, "")
    if not second:
        return agency_name(plain) is not None
    if first in _HOME and (">" in plain or "/" in plain):
        return True
    labels = _labels("labels", "actions", "lists")
    return all(piece in labels or agency_name(piece) for piece in (first, second, *pieces))


def _is_row_of_actions(words: list[str]) -> bool:
    actions = _labels("actions")
    if not 2 <= len(words) <= _MOST_ACTIONS:
        return False
    position = 0
    while position < len(words):
        for length in (4, 3, 2, 1):
            if " ".join(words[position : position + length]) in actions:
                position += length
                break
        else:
            return False
    return True


def _is_legal(line: str, plain: str) -> bool:
    if _COPYRIGHT_SIGN.match(line) is not None:
        return True
    phrases = _phrases_by_sign()
    signs = phrases.keys() & plain.replace("(", " ").split()
    found = (phrase in plain for sign in signs for phrase in phrases[sign])
    return any(found) and not _is_quoted(line)


@cache
def _phrases_by_sign() -> dict[str, list[str]]:
    """Return the phrases that a line may hold which holds a certain word.

    A line without any such sign is passed quickly. The last word of a phrase
    may go on in a text, so it is no sign; nor is the first one safe behind a
    quotation mark, so a phrase that has no other is looked for with every sign.
    """
    phrases: dict[str, list[str]] = {}
    short = []
    for phrase in _entries("phrases"):
        first, *inner, _ = phrase.split()
        if inner:
            phrases.setdefault(max(inner, key=len), []).append(phrase)
        else:
            phrases.setdefault(first, [])
            short.append(phrase)
    return {sign: own + short for sign, own in phrases.items()}


def _is_photo_credit(plain: str) -> bool:
    if plain.endswith((")", "]", ").", "].")):
        return _PHOTO_IN_BRACKETS.search(plain) is not None
    return plain.endswith(_PHOTO_AFTER_SLASH) or _PHOTO_CREDIT.match(plain) is not None


def _is_quoted(line: str) -> bool:
    return any(mark in line for mark in _QUOTES)


def _is_stamp(line: str) -> bool:
    return bool(read_stamps(line)) and not is_press_release_number(line)


def _is_credit(line: str, plain: str) -> bool:
    if read_source_line(line) is not None:
        return True
    if len(line) > _LONGEST_BYLINE or _BYLINE.match(plain) is None:
        return False
    return all(
        word[0].isupper() or word in _SMALL_BYLINE_WORDS or not word[0].isalpha()
        for word in line.split()
    )


def _is_contact(line: str) -> bool:
    words = line.split()
    if all(len(word) > 1 and word[0] in "#@" for word in words):
        return True
    if line[0] == "#" and line.count("#") > 1 and line[-1] not in ".!?":
        return True
    if line.endswith((".", "!", "?")):
        return False
    rest, count = _ADDRESS.subn(" ", line)
    return count > 0 and len(_WORD.findall(rest)) <= 4


def _is_request(line: str, plain: str) -> bool:
    if not plain.rstrip(" .!>").endswith(_entries("requests")) or _is_quoted(line):
        return False
    return _PAGE_WORD.search(plain) is not None
