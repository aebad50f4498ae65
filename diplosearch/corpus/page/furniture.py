"""Lines that belong to the page, as the line alone shows: labels, credits, contacts.

The words are in ``data/boilerplate.txt``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ...text.letters import normalize
from .dateline import agency_name
from .lines import plain_line
from .publisher import read_source_line
from .timestamps import is_press_release_number, read_stamps
from .word_lists import alternatives, phrases, sections, words_pattern

LONGEST_FURNITURE = 400
"""Characters of a line that may belong to the page by itself: a guess."""

# Guesses as well.
_LONGEST_OPENING = 200  # characters of a line that begins like one of the page
_LONGEST_BYLINE = 80  # characters
_MOST_WORDS = 20  # of a label, a credit or a contact
_MOST_ACTIONS = 12  # words of a row of buttons

_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+")
_SEPARATOR = re.compile(r"\s?[|>/*,:\\]+\s?|\s--?\s")
_VIEWS = re.compile(r"bu (?:haber|icerik|yazi|sayfa) [0-9.,]{1,12} (?:kez|defa|kere)\b")
_COPYRIGHT_SIGN = re.compile(r"^\W{0,3}(?:©|\(c\) ?(?:19|20)[0-9]{2})", re.IGNORECASE)
_BYLINE = re.compile(r"by [a-z][a-z .&,|/'-]{2,70}$")
_ADDRESS_OR_TIME = re.compile(r"[\w.+-]@[\w-]|\b[0-9]{1,2}[:.][0-9]{2}\b")
_QUOTES = ('"', "“", "”", "«")


def is_furniture(line: str) -> bool:
    """Tell whether a line belongs to the page, whatever its context.

    Labels of menus and buttons, tickers, timestamps, credits, contacts, tags,
    subscription and copyright lines do. Lines over ``LONGEST_FURNITURE`` never do.
    """
    return len(line) <= LONGEST_FURNITURE and _is_furniture(line)


@lru_cache(maxsize=4096)  # metadata and boilerplate read the same lines
def _is_furniture(line: str) -> bool:
    if _LETTER.search(line) is None:
        return True
    plain = plain_line(line)
    if _is_legal(line, plain) or _is_photo_credit(plain):
        return True
    if len(line) > _LONGEST_OPENING:
        return False
    return (
        plain.lstrip("-*>#[]{} ~").startswith(phrases("boilerplate", "openings"))
        or _VIEWS.match(plain) is not None
        or _is_stamp(line)
        or _is_request(line, plain)
        or is_attribution(line)
        or (plain.count(" ") < _MOST_WORDS and _is_short_furniture(line, plain))
    )


def _is_short_furniture(line: str, plain: str) -> bool:
    return _is_label(plain) or _is_credit(line, plain) or _is_contact(line)


def opens_list(line: str) -> bool:
    """Tell whether a line is the label of a list of other stories or of tags."""
    return len(line) <= _LONGEST_BYLINE and _words(normalize(line)) in _labels("lists")


@cache
def _labels(*names: str) -> frozenset[str]:
    return frozenset(
        _words(normalize(entry))
        for name in names
        for entry in sections("boilerplate")[name]
    )


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
    if first in sections("boilerplate")["home"] and (">" in plain or "/" in plain):
        return True
    labels = _labels("labels", "actions", "lists")
    return all(piece in labels or agency_name(piece) for piece in (first, second, *pieces))


def _is_row_of_actions(words: list[str]) -> bool:
    actions = _labels("actions")
    if not 2 <= len(words) <= _MOST_ACTIONS:
        return False
    start = 0
    while start < len(words):
        for length in (4, 3, 2, 1):
            if " ".join(words[start : start + length]) in actions:
                start += length
                break
        else:
            return False
    return True


def _is_legal(line: str, plain: str) -> bool:
    if _COPYRIGHT_SIGN.match(line) is not None:
        return True
    by_sign = _phrases_by_sign()
    signs = by_sign.keys() & plain.replace("(", " ").split()
    found = (phrase in plain for sign in signs for phrase in by_sign[sign])
    return any(found) and not _is_quoted(line)


@cache
def _phrases_by_sign() -> dict[str, list[str]]:
    """Return the phrases to search for in a line, by a word (sign) of the line.

    Most lines hold no sign and need no search. The last word of a phrase is no sign,
    because it may have a suffix in a text; the first one may follow a quotation mark,
    so a phrase without an inner word is searched for with every sign.
    """
    by_sign: dict[str, list[str]] = {}
    short = []
    for phrase in phrases("boilerplate", "phrases"):
        first, *inner, _ = phrase.split()
        if inner:
            by_sign.setdefault(max(inner, key=len), []).append(phrase)
        else:
            by_sign.setdefault(first, [])
            short.append(phrase)
    return {sign: own + short for sign, own in by_sign.items()}


def _is_photo_credit(plain: str) -> bool:
    if plain.endswith((")", "]", ").", "].")):
        return _credit_in_brackets().search(plain) is not None
    return plain.endswith(_credits_after_slash()) or _credit().match(plain) is not None


@cache
def _credit_in_brackets() -> re.Pattern[str]:
    opening = alternatives("boilerplate", "credits in brackets")
    return re.compile(rf"[\[(](?:file )?(?:{opening})[^\])]{{0,60}}[\])]\.?$")


@cache
def _credit() -> re.Pattern[str]:
    owners = alternatives("boilerplate", "credits before photo")
    names = alternatives("boilerplate", "credits before a slash")
    return re.compile(
        rf"(?:file )?(?:{owners})"
        r"(?: file)? (?:photos?|images?|foto|fotograf)(?:$| ?[/|-])"
        rf"|(?:{names}) ?/ ?[a-z .'-]{{2,60}}$"
        r"|\[[0-9]{1,2}/[0-9]{1,2}\] ?[a-z]"
    )


@cache
def _credits_after_slash() -> tuple[str, ...]:
    credits = sections("boilerplate")["credits after a slash"]
    return tuple(f" {mark} {credit}" for mark in "/|" for credit in credits)


def _is_quoted(line: str) -> bool:
    return any(mark in line for mark in _QUOTES)


def _is_stamp(line: str) -> bool:
    return bool(read_stamps(line)) and not is_press_release_number(line)


def _is_credit(line: str, plain: str) -> bool:
    if read_source_line(line) is not None:
        return True
    if len(line) > _LONGEST_BYLINE or _BYLINE.match(plain) is None:
        return False
    small_words = sections("boilerplate")["byline words"]
    return all(
        word[0].isupper() or word in small_words or not word[0].isalpha()
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
    rest, count = _address().subn(" ", line)
    return count > 0 and len(_WORD.findall(rest)) <= 4


@cache
def _address() -> re.Pattern[str]:
    return re.compile(
        r"[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,20}){1,4}|https?://\S+|www\.\S+"
        rf"|(?<![\w@.])[\w-]{{2,40}}\.(?:{alternatives('boilerplate', 'domains')})"
        r"(?:\.[a-z]{2})?(?:/\S*)?(?![\w@])"
    )


def is_attribution(line: str) -> bool:
    """Tell whether a line says whose mail is quoted below, and when it was written.

    It holds an address or a time of day, which a story that quotes somebody does not.
    """
    if not line.endswith(":") or _ADDRESS_OR_TIME.search(line) is None:
        return False
    return _attribution().fullmatch(plain_line(line.lstrip("> "))) is not None


@cache
def _attribution() -> re.Pattern[str]:
    return re.compile(alternatives("boilerplate", "attributions"))


def _is_request(line: str, plain: str) -> bool:
    if not plain.rstrip(" .!>").endswith(phrases("boilerplate", "requests")) or _is_quoted(
        line
    ):
        return False
    return words_pattern("boilerplate", "subjects of requests").search(plain) is not None
