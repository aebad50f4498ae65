"""The kinds of questions; a new one is a line here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How questions of a kind are made from a sentence.

    ``words`` content words are taken; ``is_phrase`` takes neighbours,
    ``is_filtered`` adds the language and a span of dates, ``is_plain`` takes
    away diacritics and capitals. ``needs`` names what a system must be able to
    do beyond finding words.
    """

    name: str
    words: int = 3
    is_phrase: bool = False
    is_filtered: bool = False
    is_translated: bool = False
    is_plain: bool = False

    @property
    def needs(self) -> str | None:
        """What a system must be able to do: ``phrase``, ``translation`` or nothing."""
        if self.is_phrase:
            return "phrase"
        return "translation" if self.is_translated else None


KINDS = (
    Kind(name="one word", words=1),
    Kind(name="three words"),
    Kind(name="phrase", words=2, is_phrase=True),
    Kind(name="with filters", is_filtered=True),
    Kind(name="with translation", is_translated=True),
    Kind(name="without diacritics", is_plain=True),
)

KNOWN_ITEMS = (
    Kind(name="as written", words=3),
    Kind(name="typed plainly", words=3, is_plain=True),
)
"""How a document is looked for by some words of one of its sentences."""
