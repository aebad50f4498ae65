"""Mojibake: text that was once decoded with the wrong encoding is repaired.

Three accidents are common in Turkish news: UTF-8 decoded as Windows-1252 or Latin-1
(``TÃ¼rkiye``), Windows-1254 decoded as either (``Ýstanbul``), and Windows-1252 or -1254
decoded as Latin-1, which turns quotation marks into control characters. Intact text must
not change, so each repair needs evidence.
"""

from __future__ import annotations

import re

from ..text.letters import ZERO_WIDTH_NO_BREAK_SPACE
from .mojibake_turkish import is_turkish, known_stem, may_be_turkish

NO_BREAK_SPACE = "\u00a0"
RIGHT_DOUBLE_QUOTATION_MARK = "\u201d"


def _bytes_of_letters() -> dict[str, int]:
    table = {chr(byte): byte for byte in range(0x80, 0xF5)}
    for byte in range(0x80, 0xA0):
        shown = bytes([byte]).decode("cp1252", "ignore")
        if shown:
            table[shown] = byte
    # Windows-1254 shows these two leading bytes of UTF-8 as Turkish letters.
    return table | {"Ğ": 0xD0, "ğ": 0xF0}


_BYTES = _bytes_of_letters()
_FOLLOWING = "".join(char for char, byte in _BYTES.items() if byte < 0xC0)
# Marks that may follow a capital in intact text: “AMANHÔ, «HYVÄ».
_PUNCTUATION = NO_BREAK_SPACE + "‘’“”‚„‹›«»–—…•™"
_DECISIVE = "".join(char for char in _FOLLOWING if char not in _PUNCTUATION)
_ANY = f"[{re.escape(_FOLLOWING)}]"

_CERTAIN = re.compile(
    f"(?:[Â-ßĞ]{_ANY}){{2,}}"
    f"|(?:[à-ï]{_ANY}{_ANY}){{2,}}"
    f"|[ÃÄÅ][{re.escape(_DECISIVE)}]"
    "|Â[¡-ª¬-º¼-¿]"
    f"|â[€‚„†ˆ\x80-\x82\x84\x86\x88]{_ANY}"
    "|â[€\x80]\ufffd?"
    f"|[ðğ][Ÿ\x9f]{_ANY}{_ANY}"
    "|ï»¿"
)
_C1_CONTROL = re.compile("[\x80-\x9f]")
_NEXT_LINE = "\x85"
_SHOWN_CONTROLS = {
    chr(byte): shown
    for byte in range(0x80, 0xA0)
    if (shown := bytes([byte]).decode("cp1252", "ignore"))
}
_OTHER_CONTROL = re.compile("[\x80-\x84\x86-\x9f]")
_LINE_END = re.compile(
    f"(?<=[.!?:\"'”’\x92\x94{_NEXT_LINE}]){_NEXT_LINE}(?=[^\\s{_NEXT_LINE}])"
)
# Before a space, a closing mark or another dot a line does not end.
_ELLIPSIS = re.compile(f"{_NEXT_LINE}(?=[ \t.,;:!?)\\]\"'’”»\n\r])")

_CAPITAL_O = re.compile(r"Ã(?<!\wÃ)–(?=[^\W\d_])")
_LIKELY = re.compile(f"[ÂÃÄÅÌÎÏÐÑØÙ]{_ANY}|[áâï]{_ANY}{_ANY}")
# Begins with a set of letters, so that the search is fast in intact text.
_SUSPICIOUS = re.compile(
    f"[Â-ðĞğ][{re.escape(_FOLLOWING)}][Â-ðĞğ{re.escape(_FOLLOWING)}\ufffd]*"
)

_LOST_LETTERS = "ÐÝÞðýþ"
_TURKISH = str.maketrans(_LOST_LETTERS, "ĞİŞğış")
_LOST_WORD = re.compile(rf"[^\W\d_]{{0,60}}[{_LOST_LETTERS}][^\W\d_]{{0,60}}")


def repair(text: str) -> tuple[str, str | None]:
    """Return the repaired text and a note on the repair; None where nothing changed.

    >>> repair("TÃ¼rkiye")
    ('Türkiye', 'repaired text that was once decoded as windows-1252')
    """
    if text.isascii():
        return text, None
    repaired, encoding = _repair_utf8(text)
    if encoding:
        return _repair_controls(
            repaired
        ), f"repaired text that was once decoded as {encoding}"
    repaired = _repair_controls(text)
    is_latin_1 = repaired != text
    text, repaired = repaired, _repair_turkish(repaired)
    if repaired != text:
        wrong = "latin-1" if is_latin_1 else "windows-1252"
        return repaired, f"repaired windows-1254 text that was once decoded as {wrong}"
    note = "repaired windows-1252 text that was once decoded as latin-1"
    return text, note if is_latin_1 else None


def _repair_controls(text: str) -> str:
    """Return ``text`` with the characters that Windows-1252 has for C1 controls.

    U+0085 is an ellipsis there, and in text from some machines the end of a line. It is
    an ellipsis where what follows goes on with the line, and beside other controls
    except between the end of a sentence and the next.
    """
    if not _C1_CONTROL.search(text):
        return text
    if _NEXT_LINE in text:
        text = _ELLIPSIS.sub("…", text)
        if _OTHER_CONTROL.search(text):
            text = _NEXT_LINE.join(
                line.replace(_NEXT_LINE, "…") for line in _LINE_END.split(text)
            )
    return _OTHER_CONTROL.sub(_show_control, text)


def _show_control(match: re.Match[str]) -> str:
    return _SHOWN_CONTROLS.get(match[0], match[0])


def _repair_utf8(text: str) -> tuple[str, str | None]:
    """Return text whose UTF-8 sequences are letters again, and the wrong encoding.

    Each sequence is judged by itself, so that one broken paragraph of an intact page
    is repaired too. Text may have been broken twice (``TÃƒÂ¼rkiye``). The encoding is
    None where nothing changed.
    """
    encoding = None
    for _ in range(3):
        if not _SUSPICIOUS.search(text):
            break
        repaired = _SUSPICIOUS.sub(_decode_certain, _CAPITAL_O.sub("Ö", text))
        if repaired == text:
            break
        encoding = encoding or ("latin-1" if _C1_CONTROL.search(text) else "windows-1252")
        text = _LIKELY.sub(_decode_sequence, repaired)
    return text.removeprefix(ZERO_WIDTH_NO_BREAK_SPACE) if encoding else text, encoding


def _decode_certain(match: re.Match[str]) -> str:
    return _CERTAIN.sub(_decode_unless_intact, match[0])


def _decode_unless_intact(match: re.Match[str]) -> str:
    # Letters with a space or a quotation mark behind each: "Spaß", "Ø", …
    is_intact = len(match[0]) > 2 and all(mark in _PUNCTUATION for mark in match[0][1::2])
    return match[0] if is_intact else _decode_sequence(match)


def _decode_sequence(match: re.Match[str]) -> str:
    # Windows-1252 has no character for the last byte of this quotation mark, so it
    # is often missing.
    if match[0].rstrip("\ufffd") in ("â€", "â\x80"):
        return RIGHT_DOUBLE_QUOTATION_MARK
    try:
        return bytes(_BYTES[char] for char in match[0]).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def _repair_turkish(text: str) -> str:
    if not any(letter in text for letter in _LOST_LETTERS):
        return text
    if not any(letter in text for letter in "ğşıİŞĞ"):
        return _repair_words(text, everywhere=is_turkish(text, _TURKISH))
    # Intact Turkish may name Guðni or Ýmir: here a line needs more evidence.
    return "".join(
        _repair_words(line, everywhere=_is_surely_turkish(line))
        for line in text.splitlines(keepends=True)
    )


def _is_surely_turkish(line: str) -> bool:
    """Tell whether a line lost letters in three words, one of them a listed one."""
    return is_turkish(line, _TURKISH, least_words=3) and any(
        known_stem(word, word.translate(_TURKISH)) for word in _LOST_WORD.findall(line)
    )


def _repair_words(text: str, *, everywhere: bool) -> str:
    """Return ``text`` with the lost letters of its Turkish words.

    everywhere: whether all words that may be Turkish are repaired, or only those that
    begin with a listed Turkish word, such as ``Ýstanbul`` in an English text.
    """

    def repair_word(match: re.Match[str]) -> str:
        word = match[0].translate(_TURKISH)
        if everywhere and may_be_turkish(word):
            return word
        return word if known_stem(match[0], word) else match[0]

    return _LOST_WORD.sub(repair_word, text)
