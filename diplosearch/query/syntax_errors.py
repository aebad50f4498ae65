"""Syntax errors of a query, and what the parser does about each."""

from __future__ import annotations

from dataclasses import dataclass

MAX_CHARACTERS = 2000
MAX_CLAUSES = 64
MAX_DEPTH = 16
"""Limits of a query: characters, clauses, nested brackets; guesses.

Each word is a clause, also in a phrase or joined to others by marks, and so is a filter.
64 frequent words are answered in less than half a second at 20 thousand passages.
"""

PATTERN_CLAUSES = 4
"""Clauses that a prefix or a misspelt word is: it stands for up to 64 words, and 16 of
them take as long as 64 words. Measured."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A syntax error: what is wrong, what the lenient parser did, what to do.

    The strict parser does not refuse a limit (``is_limit``). ``is_unfinished``
    marks errors that cutting a query that is too long may cause.
    """

    what: str
    done: str
    remedy: str
    is_limit: bool = False
    is_unfinished: bool = False


OPEN_QUOTE = Fault("unclosed quote", "passed over", "close or drop it", is_unfinished=True)
OPEN_RANGE = Fault(
    "unclosed range", "passed over", "write [2025 TO 2026]", is_unfinished=True
)
EMPTY_PHRASE = Fault("empty phrase", "passed over", "put words between the quotes")
SHORT_PREFIX = Fault(
    "prefix of fewer than 2 letters",
    "passed over: too many words begin with it",
    "write more letters before the *",
)
STRAY_STAR = Fault(
    "* that ends no word", "passed over", "* goes after letters, as in Azer*"
)
PHRASE_TILDE = Fault("~ after a phrase", "passed over", 'write it as "near these"~5')
DATE_TILDE = Fault("~ after a date", "passed over", "write a range of dates")
FUZZY_NUMBER = Fault("number after ~", "passed over", "write the word with ~ alone")

TOO_LONG = Fault(
    f"text after the first {MAX_CHARACTERS:,} characters",
    "passed over",
    "shorten it",
    is_limit=True,
)
TOO_MANY = Fault(
    f"clauses after the first {MAX_CLAUSES}", "passed over", "shorten it", is_limit=True
)
TOO_DEEP = Fault(
    f"bracket more than {MAX_DEPTH} deep", "passed over", "use fewer", is_limit=True
)
UNBALANCED = Fault("unbalanced bracket", "passed over", "open it before, or drop it")
UNCLOSED = Fault(
    "unclosed bracket", "closed at the end", "close it or drop it", is_unfinished=True
)
EMPTY = Fault("empty brackets", "passed over", "put words between them")
