"""The word lists of this folder, in the forms in which lines are compared with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ...resources import read_sections
from ...text.letters import normalize


def sections(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the entries of ``data/<name>.txt`` by section, as they are written."""
    return read_sections(__spec__.parent, f"{name}.txt")


@cache
def spellings(name: str) -> dict[str, str]:
    """Return the displayed spelling of each entry of a list by its normal form."""
    return {normalize(entry): entry for entry in sections(name)[""]}


@cache
def phrases(name: str, section: str) -> tuple[str, ...]:
    """Return the entries of a section in normal form."""
    return tuple(map(normalize, sections(name)[section]))


def alternatives(name: str, section: str) -> str:
    """Return the entries of a section as alternatives of a regular expression."""
    return "|".join(sections(name)[section])


@cache
def words_pattern(name: str, section: str) -> re.Pattern[str]:
    """Return a pattern for any entry of a section, as whole words.

    The entries are regular expressions; what they are searched in is normalized.
    """
    return compile_words(alternatives(name, section))


def compile_words(expression: str) -> re.Pattern[str]:
    """Return a pattern for what a regular expression matches, as whole words."""
    return re.compile(rf"\b(?:{expression})\b")
