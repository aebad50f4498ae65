"""English words: contractions, irregular forms, British spellings, Snowball (Porter 2)."""

from __future__ import annotations

import re
from functools import cache

import snowballstemmer

from ..model import Language
from ..resources import read_columns, read_list
from ..text.letters import APOSTROPHE, fold, lower
from .word_rules import load_stop_words

_SHORTEST_STEM = 2  # letters; a shorter stem says nothing, and the word is taken
_LAST_LATIN_LETTER = "\u02af"

_SHORTEST_BRITISH = 4
"""Letters of the shortest British spelling in the table."""

_VERBS = frozenset({"re", "ll", "ve", "d", "m"})
"""What is contracted behind a pronoun: they're, she'll, we've, who'd, I'm."""

# Before these letters -is- is part of the word (supervise, precise, raise, noise), or a
# noun with another stem belongs to it (revision, appraisal).
_ISE = re.compile(
    r"([a-z]{3,})(?<![aouv])(?<!prec)(?<!conc)(?<!exc)(?<!inc)(?<!exerc)(?<!circumc)(?<!advert)is"
    r"(e|es|ed|er|ers|ing|ings|ingly|ation|ations|ational|able|ably|ement|ements)"
)
_YSE = re.compile(r"([a-z]*(?:[aot]l|ro)y)s(e|ed|er|ers|es|ing)")


class EnglishRules:
    """English, as :class:`~diplosearch.analysis.word_rules.WordRules`."""

    language: Language = "en"

    def __init__(self) -> None:
        self._stop_words = load_stop_words("english")
        self._stemmer = snowballstemmer.stemmer("english")

    def cut_suffix(self, word: str) -> str:
        """Return ``word`` without possessive and contracted verb: ``China's`` → ``China``.

        A verb is contracted behind a pronoun: ``they're`` → ``they``, not ``O'Re``.
        """
        base, apostrophe, suffix = word.rpartition(APOSTROPHE)
        if not apostrophe:
            return word
        if suffix in ("s", "S"):
            return base
        if suffix.lower() in _VERBS and fold(base) in self._stop_words:
            return self.cut_suffix(base)
        return word

    def is_stop(self, small: str, exact: str) -> bool:
        """Tell whether a word is a stop word; Turkish ``iş`` is not ``is``."""
        return exact in self._stop_words and small.isascii()

    def stems(
        self,
        word: str,
        *,
        is_cut: bool = False,  # noqa: ARG002
        is_plain: bool = False,  # noqa: ARG002
    ) -> tuple[str, ...]:
        """Return the stem of a word, the only one."""
        return self.query_stems(word)

    def query_stems(self, word: str) -> tuple[str, ...]:
        """Return the stem of a word, the only one."""
        small = lower(word, "en")
        stem = fold(self.stem(small))
        return (stem if len(stem) >= _SHORTEST_STEM else fold(small),)

    def is_ambiguous(self, word: str) -> bool:  # noqa: ARG002
        """Return False: English words have no letters that others are typed for."""
        return False

    def stem(self, word: str) -> str:
        """Return Snowball's stem of a word, or of its base form if it is irregular.

        British spellings have the stem of the American ones, which Snowball knows.
        Latin letters lose their diacritics first, so that a Turkish name in an English
        text has one stem, typed with or without them.
        """
        plain = fold(word) if max(word) <= _LAST_LATIN_LETTER else word
        base = irregular_forms().get(plain) or read_american(plain)
        return str(self._stemmer.stemWord(base))


@cache
def irregular_forms() -> dict[str, str]:
    """Return the base form of each irregular form."""
    forms = {}
    for line in read_list(__spec__.parent, "english-irregular.txt"):
        base, *irregular = line.split()
        forms.update(dict.fromkeys(irregular, base))
    return forms


def read_american(word: str) -> str:
    """Return a word in small letters in a spelling that its British form shares.

    >>> read_american("organised"), read_american("neighbourhood")
    ('organized', 'neighborhood')
    """
    beginnings, lengths, whole = _british()
    if word[:_SHORTEST_BRITISH] in beginnings:
        spellings = american_spellings()
        for length in lengths:
            head = word[:length]
            if head in spellings and (head not in whole or head == word):
                word = spellings[head] + word[length:]
                break
    # Most words have neither, which is found faster than that a pattern does not match.
    if "is" in word and (found := _ISE.fullmatch(word)):
        return f"{found[1]}iz{found[2]}"
    if "ys" in word and (found := _YSE.fullmatch(word)):
        return f"{found[1]}z{found[2]}"
    return word


@cache
def american_spellings() -> dict[str, str]:
    """Return how each British beginning of a word, or whole word, is read."""
    pairs = read_columns(__spec__.parent, "english-spellings.txt")
    return {british.removesuffix("."): american for british, american in pairs}


@cache
def _british() -> tuple[frozenset[str], tuple[int, ...], frozenset[str]]:
    """Return the first letters of British spellings, their lengths, and the whole words.

    Lengths come from the longest to the shortest. What is no whole word begins one.
    """
    written = [pair[0] for pair in read_columns(__spec__.parent, "english-spellings.txt")]
    spellings = [one.removesuffix(".") for one in written]
    return (
        frozenset(one[:_SHORTEST_BRITISH] for one in spellings),
        tuple(sorted(set(map(len, spellings)), reverse=True)),
        frozenset(one.removesuffix(".") for one in written if one.endswith(".")),
    )
