"""What the analyzer asks of a Turkish word: its stems, its suffix behind an apostrophe."""

from __future__ import annotations

import re

from ...model import Language
from ...text.letters import APOSTROPHE, fold, lower
from ..word_rules import load_stop_words
from .lemmatizer import turkish_lemmatizer
from .root_lexicon import turkish_lexicon

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
# The inflections of a noun, more strictly, as no apostrophe tells where they begin.
_INFLECTION = re.compile(
    r"(?:l[ae]r)?"
    r"(?:[iu]m[iu]z|[iu]n[iu]z|[iu]m|[iu]n|s?[iu])?"
    r"(?:n?[iu]n|[yn]?[iu]|[yn]?[ae]|n?[dt][ae]n?|y?l[ae]|n?c[ae])?"
    r"(?:ki(?:l[ae]r)?(?:n?[iu]n|n?[iu]|n?[ae]|n?d[ae]n?)?)?"
    r"(?:[dt][iu]r|y?[dt][iu]|y?m[iu]s|y?s[ae]|y?ken)?"
)
_LONGEST_SUFFIX = 16  # letters; a guess, to bound the time


class TurkishRules:
    """Turkish, as :class:`~diplosearch.analysis.word_rules.WordRules`."""

    language: Language = "tr"

    def __init__(self) -> None:
        self._stop_words = load_stop_words("turkish")

    def cut_suffix(self, word: str) -> str:
        """Return ``word`` without its suffix: ``Erdoğan'ın`` → ``Erdoğan``."""
        return cut_turkish_suffix(word)

    def is_stop(self, small: str, exact: str) -> bool:  # noqa: ARG002
        """Tell whether a word is a stop word, also if typed without diacritics."""
        return exact in self._stop_words

    def stems(
        self, word: str, *, is_cut: bool = False, is_plain: bool = False
    ) -> tuple[str, ...]:
        """Return the lemmas of a word by the lexicon, or a guess; at least one.

        A name that its suffix was cut from (``is_cut``) is not cut again: *Putin*.
        """
        lemmatizer = turkish_lemmatizer()
        small = word.lower() if is_plain and word.isascii() else lower(word, "tr")
        if is_cut and lemmatizer.is_dictionary_form(small):
            return (small,)
        return lemmatizer.lemmas(small, is_capital=word != small, is_plain=is_plain)

    def query_stems(self, word: str) -> tuple[str, ...]:
        """Return the lemmas that a word of a query stands for, the likeliest first.

        A capital I is that of *ısı*, and where no Turkish letter stands, that of *İslam*.
        """
        lemmatizer = turkish_lemmatizer()
        small = lower(word, "tr")
        if "I" not in word or not word.isascii():
            return lemmatizer.query_lemmas(small)
        own = (small,) if lemmatizer.is_dictionary_form(small) else ()
        return tuple(dict.fromkeys((*own, *lemmatizer.query_lemmas(word.lower()))))

    def is_ambiguous(self, word: str) -> bool:
        """Tell whether other words than this one have the same plain spelling."""
        return turkish_lemmatizer().is_ambiguous(lower(word, "tr"))


def noun_shapes(stem: str) -> tuple[str, ...]:
    """Return a stem of a noun as it may look before its suffixes, folded.

    >>> noun_shapes("kitap"), noun_shapes("şehir")
    (('kitap', 'kitab'), ('sehir', 'sehr'))
    """
    shapes = (fold(shape) for shape in turkish_lexicon().noun_shapes(stem))
    return tuple(dict.fromkeys((fold(stem), *shapes)))


def is_noun_form(text: str, shapes: tuple[str, ...]) -> bool:
    """Tell whether a folded word has one of ``shapes`` and then inflections, or none.

    Ten times faster than to read the word.
    """
    return any(
        text.startswith(shape)
        and len(text) - len(shape) <= _LONGEST_SUFFIX
        and bool(_INFLECTION.fullmatch(text, len(shape)))
        for shape in shapes
    )


def begins_with_longer_word(text: str, shapes: tuple[str, ...]) -> bool:
    """Tell whether a common word longer than ``shapes`` begins a folded word.

    Then it may be a form of that one: *hatta* and *hatalar* of *hat*.
    """
    is_common = turkish_lexicon().is_common
    longest = max(len(shape) for shape in shapes if text.startswith(shape))
    return any(is_common(text[:end]) for end in range(longest + 1, len(text) + 1))


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
