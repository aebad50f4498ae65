"""Words and names of a user's own, beside the built-in lexicon and recognizer."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ..entities.provider import RecognizerProvider, Resources, check_resources
from ..lexicon.glossary import read_glossary
from ..lexicon.own_words import read_own_words

if TYPE_CHECKING:
    from ..entities.gazetteer.gazetteer import Gazetteer
    from ..lexicon.lexicon import Lexicon


class LoadedResources:
    """The lexicon, gazetteer and recognizer of an index, loaded when first used.

    A user's glossary and words are read at once, so that an unsound file is told early.
    """

    def __init__(self, resources: Resources | None = None) -> None:
        """Read the user's files.

        Raises :class:`UsageError` for an unsound file, and for both a gazetteer and
        a recognizer.
        """
        own = check_resources(resources)
        self._glossary = [] if own.lexicon is None else read_glossary(own.lexicon)
        self.words = read_own_words(own.stop_words, own.protected_words)
        """The user's stop words and protected words."""

        self.provider = RecognizerProvider(own)

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

        return getattr(self.provider.chosen, "gazetteer", None) or default_gazetteer()
