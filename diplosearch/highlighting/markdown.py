r"""A passage as Markdown: for notes, issues, chats.

A match is ``**bold**``, one found only by translation ``***bold italic***``.
CommonMark does not read asterisks everywhere: not between a letter and marked
punctuation (``**A.B.D.**ye``), and not where two marks touch. There, and only
there, ``<strong>`` and ``<em>`` say the same. An entity is ``*italic*`` where it is
no match.

Renderers do not agree on what a backslash escapes: Python-Markdown leaves ``\<`` and
``\~`` as they are, tag included. So a backslash stands before the characters that all of
them know, and the others are character references.

Taking away the unescaped asterisks, these tags and the backslash before ASCII
punctuation, and reading the references gives the text back.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

from .control_characters import show_controls
from .marks import Mark, split

_LINE = re.compile(r"[^\n]*+\n?")

_ITALIC = "*"
_BOLD = "**"
_BOLD_ITALIC = "***"
_TAGS = {
    _ITALIC: ("<em>", "</em>"),
    _BOLD: ("<strong>", "</strong>"),
    _BOLD_ITALIC: ("<em><strong>", "</strong></em>"),
}

# What Python-Markdown does not read behind a backslash.
_REFERENCES = {
    "<": "&lt;",
    ">": "&gt;",
    "&": "&amp;",
    **{character: f"&#{ord(character)};" for character in "~{:=|"},
}

# Each pattern ends just before the character to escape or to name.
_ANYWHERE = re.compile(
    r"""(?=[*_`\[<~\\])                   # emphasis, code, links, tags, strikethrough
    | (?=\{)                              # attributes of what stands before them
    | (?=&\#?[0-9A-Za-z]+;)               # character references
    | (?=://)                             # bare addresses, which GitHub links as they
    | (?<=\b[Ww][Ww][Ww])(?=\.\S)         # stand, escapes included
    | (?=\#[ \t]*$)                       # the end of a heading
    """,
    re.VERBOSE | re.MULTILINE,
)
_AT_LINE_START = re.compile(
    r"""^[ \t]*+
    (?: (?=[#>])                          # headings, quotations
    | (?=[-+](?:[ \t]|$))                 # bullets
    | (?=:[ \t])                          # definitions
    | (?=[-=|:][-=|:\ \t]*$)              # rules, underlined headings, tables
    | \d++(?=[.)](?:[ \t]|$))             # ordered lists: "30. olağan toplantı"
    )""",
    re.VERBOSE | re.MULTILINE,
)
_INDENTED_CODE = re.compile(r"^(?=[ ]{4}|[ ]{0,3}\t)(?=[ \t]*+[^\n])", re.MULTILINE)
_HARD_BREAK = re.compile(r"(?<=[^ \t\n])[ \t]* (?= \n)")


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of escaped text in one style; "" is no style."""

    source: str
    style: str


def to_markdown(text: str, start: int, end: int, marks: Iterable[Mark]) -> str:
    """Return ``text[start:end]`` as CommonMark that shows every character of it.

    Only what Markdown could take for markup where it stands is escaped, so a
    plain sentence stays as it is. Marks are closed at line ends and leave out
    the white space at their edges.
    """
    runs = [*_runs(text, start, end, marks), _Run("", "")]
    written: list[str] = []
    before = ""
    is_after_asterisks = False
    for run, following in pairwise(runs):
        opening = closing = ""
        if run.style:
            # What touches a marked run is a tag, since asterisks would merge.
            after = "<" if following.style else following.source[:1]
            if is_after_asterisks or not _can_flank(before, run.source, after):
                opening, closing = _TAGS[run.style]
            else:
                opening = closing = run.style
        written += [opening, run.source, closing]
        before = (run.source + closing)[-1:]
        is_after_asterisks = closing.startswith("*")
    return "".join(written)


def _runs(text: str, start: int, end: int, marks: Iterable[Mark]) -> Iterator[_Run]:
    """Yield runs in order; none is empty, and neighbours differ in style."""
    characters = _escaped(show_controls(text[start:end]))
    offset = 0
    stretches = _stretches(text, start, end, marks)
    for style, group in groupby(stretches, key=itemgetter(0)):
        first = offset
        offset += sum(len(stretch) for _, stretch in group)
        yield _Run("".join(characters[first:offset]), style)


def _stretches(
    text: str, start: int, end: int, marks: Iterable[Mark]
) -> Iterator[tuple[str, str]]:
    """Yield styles and the stretches under them, unmarked at all line ends."""
    pieces = split(text, start, end, marks)
    for style, group in groupby(pieces, key=lambda piece: _style(piece.marks)):
        shown = show_controls("".join(piece.text for piece in group))
        for line in _LINE.findall(shown):
            core = line.strip()
            left, _, right = line.partition(core) if core else (line, "", "")
            stretches = ("", left), (style, core), ("", right)
            yield from (stretch for stretch in stretches if stretch[1])


def _style(marks: tuple[Mark, ...]) -> str:
    if not marks:
        return ""
    kinds = {mark.kind for mark in marks if mark.layer == "match"}
    if not kinds:
        return _ITALIC
    return _BOLD_ITALIC if kinds == {"translation"} else _BOLD


def _escaped(text: str) -> list[str]:
    """Return the characters of ``text``, each as Markdown has to spell it."""
    characters = list(text)
    for pattern in (_ANYWHERE, _AT_LINE_START):
        for match in pattern.finditer(text):
            character = text[match.end()]
            characters[match.end()] = _REFERENCES.get(character, f"\\{character}")
    # White space cannot be escaped, only written as a reference.
    for pattern in (_INDENTED_CODE, _HARD_BREAK):
        for match in pattern.finditer(text):
            characters[match.end()] = f"&#{ord(text[match.end()])};"
    return characters


def _can_flank(before: str, source: str, after: str) -> bool:
    """Tell whether asterisks around ``source`` open and close in CommonMark."""
    return _can_stand(before, source[0]) and _can_stand(after, source[-1])


def _can_stand(outer: str, inner: str) -> bool:
    """Tell whether asterisks between these two characters mark ``inner``.

    They mark a letter or digit anywhere, but punctuation only beside a gap.
    Where versions of CommonMark differ on what is punctuation (symbols since
    0.31), the answer is no.
    """
    category = unicodedata.category(inner)[0]
    if category in "LMN":
        return True
    return category in "PS" and (
        outer in ("", "\n", "\t")
        or outer in string.punctuation
        or unicodedata.category(outer) == "Zs"
        or unicodedata.category(outer)[0] == "P"
    )
