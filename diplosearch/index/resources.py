"""Words and names of a user's own, beside the built-in lexicon and recognizer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ..entities.base import Recognizer
from ..entities.provider import RecognizerProvider
from ..lexicon.glossary import read_glossary

if TYPE_CHECKING:
    from ..entities.gazetteer.gazetteer import Gazetteer
    from ..lexicon.lexicon import Lexicon


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """What an index is built and searched with, beside what is built in.

    Args:
        lexicon: a glossary that comes before the built-in one: a text file with a
            Turkish term, a tab and an English term a line.
        gazetteer: names that come before the built-in ones: a text file with
            ``TYPE | English names | Turkish names`` a line.
        recognizer: finds entities instead of the built-in one; not beside a
            gazetteer.
    """

    lexicon: str | Path | None = None
    gazetteer: str | Path | None = None
    recognizer: Recognizer | None = None


class LoadedResources:
    """The lexicon, gazetteer and recognizer of an index, loaded when first used.

    A glossary of the user's is read at once, so that an unsound one is told early.
    """

    def __init__(self, resources: Resources | None = None) -> None:
        """Read the user's files.

        Raises :class:`UsageError` for an unsound file, and for both a gazetteer and
        a recognizer.
        """
        own = resources or Resources()
        self._glossary = [] if own.lexicon is None else read_glossary(own.lexicon)
        self.finder = RecognizerProvider(gazetteer=own.gazetteer, own=own.recognizer)

    @cached_property
    def _lexicon(self) -> Lexicon:
        from ..lexicon.lexicon import default_lexicon

        built_in = default_lexicon()
        return built_in.extended(self._glossary) if self._glossary else built_in

    def lexicon(self) -> Lexicon:
        """Return the lexicon by which queries are translated."""
        return self._lexicon

    def gazetteer(self) -> Gazetteer:
        """Return the gazetteer by which names in a query are known."""
        from ..entities.gazetteer.packed import default_gazetteer

        return getattr(self.finder.chosen, "gazetteer", None) or default_gazetteer()
