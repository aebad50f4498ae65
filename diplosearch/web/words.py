"""The words of the pages in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ..model import Language
from ..resources import read_list

_COLUMNS: dict[Language, int] = {"en": 1, "tr": 2}


@cache
def words_of(language: Language) -> Mapping[str, str]:
    """Return the messages in a language by their keys."""
    column = _COLUMNS[language]
    rows = (line.split("\t") for line in read_list(__spec__.parent, "words.txt"))
    return {row[0]: row[column] for row in rows}
