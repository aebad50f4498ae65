"""Counts of documents in words."""

from __future__ import annotations

from collections.abc import Mapping

from ...export.phrases import LANGUAGE_NAMES
from ...messages import translate, write_number


def list_languages(languages: Mapping[str, int]) -> str:
    """Return languages with their numbers of documents, the most frequent first."""
    ordered = sorted(languages.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(
        f"{translate(LANGUAGE_NAMES.get(name, 'unknown'))} {write_number(number)}"
        for name, number in ordered
    )
