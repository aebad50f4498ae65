"""Turkish words: suffixes behind an apostrophe, and stems by a lexicon."""

from __future__ import annotations

import re
from functools import cache

from ..model import Language
from ..resources import read_list
from ..text.letters import APOSTROPHE, fold
from .turkish_lemmas import TurkishLemmatizer
from .word_rules import load_words

_LEXICON = "turkish-lexicon.txt"
_VERB_MARK = "-"

# What may follow the apostrophe of a name or a number, folded: plural or
# ordinal, derivation, possessive, case, -ki, copula. Each group is optional.
_SUFFIX = re.compile(
    r"(?:[iu]?nc[iu]|s?[ae]r)?"
    r"(?:l[iu]k?|s[iu]z|c[iu])?"
    r"(?:l[ae]r)?"
    r"(?:[iu]m[iu]z|[iu]n[iu]z|[iu]m|[iu]n|s?[iu])?"
    r"(?:n?[iu]n|[yn]?[iu]|[yn]?[ae]|n?[dt][ae]n?|y?l[ae]|n?c[ae])?"
    r"(?:ki)?(?:l[ae]r)?(?:n?[iu]n|n?[iu]|n?[ae]|n?d[ae]n?)?"
    r"(?:[dt][iu]r|y?[dt][iu]|y?m[iu]s|y?s[ae]|y?ken)?"
)
_LONGEST_SUFFIX = 16  # letters; a guess, to bound the time


class TurkishRules:
    """Turkish, as :class:`~diplosearch.analysis.word_rules.WordRules`."""

    language: Language = "tr"

    def __init__(self) -> None:
        self._stop_words = load_words("turkish-stop.txt")
        self._lemmatizer = turkish_lemmatizer()

    def cut_suffix(self, word: str) -> str:
        """Return ``word`` without its suffix: ``Erdoğan'ın`` → ``Erdoğan``."""
        return cut_turkish_suffix(word)

    def is_stop(self, small: str, exact: str) -> bool:  # noqa: ARG002
        """Tell whether a word is a stop word, also if typed without diacritics."""
        return exact in self._stop_words

    def stem(self, word: str) -> str:
        """Return the folded stem by the lexicon."""
        return self._lemmatizer.stem(fold(word))


def cut_turkish_suffix(word: str) -> str:
    """Return ``word`` without the suffixes behind its apostrophes.

    Only Turkish suffixes and the English possessive are cut, so ``O'Brien`` and
    ``d'Ivoire`` do not change.
    """
    while True:
        base, apostrophe, suffix = word.rpartition(APOSTROPHE)
        if not apostrophe or len(suffix) > _LONGEST_SUFFIX:
            return word
        plain = fold(suffix)
        if plain != "s" and not _SUFFIX.fullmatch(plain):
            return word
        word = base


@cache
def turkish_lemmatizer() -> TurkishLemmatizer:
    """Return the lemmatizer with the built-in lexicon."""
    nouns, verbs = [], []
    for line in read_list(__spec__.parent, _LEXICON):
        if line.endswith(_VERB_MARK):
            verbs.append(line[: -len(_VERB_MARK)])
        else:
            nouns.append(line)
    return TurkishLemmatizer(nouns, verbs)


@cache
def turkish_words() -> frozenset[str]:
    """Return the folded nouns and stems of verbs of the built-in lexicon."""
    return frozenset(
        line.removesuffix(_VERB_MARK) for line in read_list(__spec__.parent, _LEXICON)
    )
