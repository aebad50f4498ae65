"""A user's own stop words and protected words: text files with a word a line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..analysis.analyzer import analyzer_for
from ..analysis.tokenizer import words_of
from ..errors import UsageError
from ..model import LANGUAGES
from ..paths import read_path
from ..resources import read_user_text


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Words that a user wants to be passed over in queries, or searched as typed only.

    Both hold exact forms, so case, diacritics and what follows an apostrophe are ignored.
    """

    stop: frozenset[str] = frozenset()
    protected: frozenset[str] = frozenset()

    def is_stop(self, word: str) -> bool:
        """Tell whether the user calls ``word`` a stop word."""
        return bool(self.stop) and not self.stop.isdisjoint(_exact_forms([word]))

    def is_protected(self, word: str) -> bool:
        """Tell whether ``word`` is neither stemmed nor expanded."""
        return bool(self.protected) and not self.protected.isdisjoint(_exact_forms([word]))


def read_own_words(
    stop_words: str | Path | None, protected_words: str | Path | None
) -> OwnWords:
    """Return the words of two files, either of which may be None.

    Raises :class:`UsageError` when a file cannot be read, and with the number of a line
    that is not one word.
    """
    return OwnWords(
        _exact_forms(_read("stop_words", stop_words)),
        _exact_forms(_read("protected_words", protected_words)),
    )


def _exact_forms(words: Iterable[str]) -> frozenset[str]:
    return frozenset(
        analyzer_for(language).terms(word).exact for word in words for language in LANGUAGES
    )


def _read(option: str, given: str | Path | None) -> list[str]:
    if given is None:
        return []
    path = Path(read_path(option, given))
    try:
        text = read_user_text(path)
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: the words cannot be read ({error})") from error
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        word = line.strip()
        if word and not word.startswith("#"):
            if words_of(word) != [word]:
                raise UsageError(f"{path}, line {number}: write one word a line")
            found.append(word)
    return found
