"""What a reader is told, in English or in Turkish: one catalogue for all surfaces.

Code says everything in English; :func:`translate` returns it in the language in use,
which is chosen by :func:`use`, for this thread or task alone. What it says in Turkish
stands in ``data/messages.toml``, next to the English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Literal, get_args

from .resources import read_data

Interface = Literal["en", "tr"]
"""A language in which readers are spoken to."""

INTERFACES: tuple[Interface, ...] = get_args(Interface)

_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_LONGEST = 1000
"""Characters of a written message that is looked for; longer ones quote a query."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")

_used: ContextVar[Interface] = ContextVar("interface", default="en")


def interface() -> Interface:
    """Return the language in use; English unless another was chosen."""
    return _used.get()


def set_interface(language: Interface) -> None:
    """Speak ``language`` from now on, in this thread or task."""
    _used.set(language)


@contextmanager
def use(language: Interface) -> Iterator[None]:
    """Speak ``language`` until the end of the block."""
    token = _used.set(language)
    try:
        yield
    finally:
        _used.reset(token)


def interface_of_locale(environment: Mapping[str, str]) -> Interface:
    """Return the language that the variables of a POSIX locale ask for."""
    for name in _LOCALE_VARIABLES:
        if value := environment.get(name):
            return "tr" if re.match(r"tr(?![a-z])", value) else "en"
    return "en"


def translate(message: str, **values: object) -> str:
    """Return an English message in the language in use, its placeholders filled in.

    Turkish has one form after any number, so a message is found by its singular.

    >>> translate("{number} of them", number=3)
    '3 of them'
    """
    found = message if interface() == "en" else catalogue().get(message, message)
    return _PLACEHOLDER.sub(lambda name: str(values[name[1]]), found) if values else found


def count(number: int, noun: str) -> str:
    """Return ``number`` with ``noun``: ``2 passages``, and in Turkish ``2 pasaj``."""
    if interface() == "tr":
        return f"{write_number(number)} {translate(noun)}"
    if number != 1:
        noun = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun}"


def write_number(number: int) -> str:
    """Return a number with the separators of thousands of the language in use."""
    return f"{number:,}".replace(",", ".") if interface() == "tr" else f"{number:,}"


def translate_written(message: str) -> str:
    """Return what the library wrote in English in the language in use.

    Its errors and notes have their values in them already; they are found by the
    messages of the catalogue that have placeholders there. What is not found stays
    English.
    """
    if interface() == "en" or len(message) > _LONGEST:
        return message
    if message in catalogue():
        return catalogue()[message]
    for pattern, template in _patterns():
        if found := pattern.fullmatch(message):
            return _fill(template, found.groupdict())
    return message


def _fill(template: str, values: Mapping[str, str]) -> str:
    """Return a template with values that may be messages themselves."""
    return _PLACEHOLDER.sub(lambda name: translate_written(values[name[1]]), template)


@cache
def catalogue() -> dict[str, str]:
    """Return the Turkish messages by the English ones."""
    return {english: turkish for table in _tables().values() for english, turkish in table}


@cache
def _tables() -> dict[str, list[tuple[str, str]]]:
    """Return the English and Turkish messages of each table of the catalogue."""
    import tomllib  # only Turkish needs it

    text = read_data(__spec__.parent, "data", "messages.toml").decode()
    return {
        name: [(one["en"], one["tr"]) for one in table]
        for name, table in tomllib.loads(text).items()
    }


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Return what finds each message that the library fills in, the longest first."""
    templates = [one for one in _tables()["library"] if _PLACEHOLDER.search(one[0])]
    templates.sort(key=lambda one: -len(_PLACEHOLDER.sub("", one[0])))
    return [(_pattern(english), turkish) for english, turkish in templates]


def _pattern(template: str) -> re.Pattern[str]:
    parts = _PLACEHOLDER.split(template)
    written = [
        f"(?P<{part}>.*?)" if number % 2 else re.escape(part)
        for number, part in enumerate(parts)
    ]
    return re.compile("".join(written), re.DOTALL)
