"""Words of a shell's command line: read while they are typed, and written in quotes.

What is offered for completion comes from documents, and a shell runs what stands
unquoted on its line: ``;``, ``$(…)``, back quotes.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Quote = Literal["", "'", '"']
"""The quotes that are open where a word ends; empty for none."""

# Beyond ASCII no character has a meaning to a shell.
_SPECIAL = re.compile(r"[^\w@%+=:,./\-\x80-\U0010ffff]", re.ASCII)
_SPECIAL_IN_DOUBLE_QUOTES = re.compile(r'[$`"\\]')
_BLANKS = " \t\n"


class Word(NamedTuple):
    """A word as it is typed, what it stands for, and the quotes that it leaves open."""

    typed: str = ""
    value: str = ""
    quote: Quote = ""


def read_words(line: str) -> list[Word]:
    """Return the words of ``line``, of which the last is being typed, and may be empty.

    >>> [word.value for word in read_words("show 'Xi Jin")]
    ['show', 'Xi Jin']
    """
    words = []
    start = at = 0
    value = ""
    quote: Quote = ""
    while at < len(line):
        character = line[at]
        at += 1
        if quote == "" and character in _BLANKS:
            if start < at - 1:
                words.append(Word(line[start : at - 1], value))
            start, value = at, ""
        elif quote == "" and character == "'":
            quote = "'"
        elif quote == "" and character == '"':
            quote = '"'
        elif character == quote:
            quote = ""
        elif character == "\\" and quote != "'" and at < len(line):
            is_escape = quote == "" or _SPECIAL_IN_DOUBLE_QUOTES.match(line[at])
            value += line[at] if is_escape else f"\\{line[at]}"
            at += 1
        elif character != "\\" or quote == "'":
            value += character
    return [*words, Word(line[start:], value, quote)]


def write_quoted(text: str, quote: Quote = "") -> str:
    """Return ``text`` such that a shell reads it as it is, behind quotes that are open.

    >>> print(write_quoted("d1;touch x"))
    d1\\;touch\\ x
    """
    if quote == "'":
        return text.replace("'", "'\\''")
    if quote == '"':
        escaped = _SPECIAL_IN_DOUBLE_QUOTES.sub(r"\\\g<0>", text)
        # Bash keeps a backslash before it, and without one takes it for its history.
        return escaped.replace("!", '"\\!"')
    return _SPECIAL.sub(r"\\\g<0>", text)


def complete_in_bash(word: Word, replaced: str, text: str) -> str | None:
    """Return what makes ``text`` of ``word`` if put in the place of its end ``replaced``.

    None where the beginning that stays is that of another word.
    """
    if not word.typed.endswith(replaced):
        return None
    kept = read_words(word.typed[: len(word.typed) - len(replaced)])[-1]
    if not text.startswith(kept.value):
        return None
    written = write_quoted(text[len(kept.value) :], kept.quote)
    # Readline closes quotes that are open, but not behind another such quote.
    is_closed = kept.quote and written.endswith(kept.quote)
    return f"{written}{kept.quote}" if is_closed else written
