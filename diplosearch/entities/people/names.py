"""The words of a person's name, what they sound like, and which is the surname."""

from __future__ import annotations

import re
from functools import lru_cache

from ...model import LANGUAGES
from ...text.letters import fold
from ...text.phonetics import skeleton, sound
from ..word_lists import entries_of, words_by_kind, words_of

NameWords = tuple[str, ...]
"""The words of a name, folded."""

_CACHED_NAMES = 1 << 15
"""A guess."""

_ARTICLE = re.compile(
    r"(?<!\w)(?:[ae]l|[ae][drszntş]|[ae]sh)-(?=\w)|(?<=\w )[ae]l (?=\w)", re.IGNORECASE
)
"""The Arabic article before a name, in the spellings of both languages: *el-*, *ash-*."""

_SAME_LETTERS = tuple(
    (re.compile(letters), letter)
    for letters, letter in (
        ("kh", "h"),
        ("dzh|dj", "c"),
        ("(?<=[aeiou])y(?=[aeiou])", ""),
        ("y", "i"),
        ("w", "v"),
        (r"(.)\1+", r"\1"),
    )
)
"""Letters that one sound of a name has in the spellings of one language."""

_VOWELS = tuple("aeiou")

_WORDS_WITHOUT_RANK = 2
"""Words of a name to which a royal title may belong."""

_BEFORE_FATHER = "before a name and its father's"
_OR_GIVEN = "before a name and its father's, or a given name"
"""Kinds of words of royal rank; the second are given names of others."""


@lru_cache
def _titles() -> frozenset[str]:
    """Return the folded words of rank that a name may begin with: *Sheikh*, *Sir*."""
    ranks = {fold(word.rstrip("-")) for word in entries_of("honorifics")}
    return words_by_kind("function-words")["before any name"] | ranks


def without_rank(name: str) -> str:
    """Return a name without the word of rank in front: *Sheikh Tamim bin Hamad*."""
    _, _, rest = name.partition(" ")
    words = tuple(map(fold, name.split(" ")))
    is_rank = words[0] in _titles() or _has_royal_rank(words)
    return rest if is_rank and len(words) > _WORDS_WITHOUT_RANK else name


def _has_royal_rank(words: NameWords) -> bool:
    """Return whether a name begins with a royal rank: *Sultan Haitham bin Tariq*.

    *Sheikh Hasina* is how she is called, and *Sultan* in *Sultan Ayşe Demir* a given name.
    """
    if len(words) <= _WORDS_WITHOUT_RANK:
        return False
    kinds = words_by_kind("function-words")
    if words[0] in kinds[_OR_GIVEN]:
        return not (kinds["son of"] | kinds["family of"]).isdisjoint(words[2:])
    return words[0] in kinds[_BEFORE_FATHER]


@lru_cache(_CACHED_NAMES)
def split_name(name: str) -> NameWords:
    """Return the words of a name, folded; a hyphen separates words.

    Without the Arabic article, without an honorific in front, and without *Sheikh* in
    front of two words or more; *Sheikh Hasina* is how she is called.
    """
    plain = _ARTICLE.sub("", name) or name
    words = tuple(fold(word) for word in plain.replace("-", " ").split())
    is_titled = len(words) > 1 and words[0] in _titles()
    return words[1:] if is_titled or _has_royal_rank(words) else words


@lru_cache
def ranks() -> frozenset[str]:
    """Return the folded words of rank that a ruler's name may begin with: *Emir Tamim*."""
    return words_by_kind("function-words")[_OR_GIVEN]


@lru_cache(_CACHED_NAMES)
def sounds_of(words: NameWords) -> tuple[str, ...]:
    """Return the phonetic keys of a name: in English, in Turkish, and without variants."""
    keys = {" ".join(sound(word, language) for word in words) for language in LANGUAGES}
    keys |= {" ".join(_plain_sound(word) for word in words)}
    return tuple(sorted(keys))


@lru_cache(_CACHED_NAMES)
def _plain_sound(word: str) -> str:
    """Return the sound of a word with one letter for those that spellings exchange."""
    spelling = word
    for letters, letter in _SAME_LETTERS:
        spelling = letters.sub(letter, spelling)
    return sound(spelling, "tr" if spelling.startswith("c") else "en")


def consonants_of(surname: str) -> str:
    """Return the consonants of a surname; one vowel at its beginning is as another."""
    key = skeleton(_plain_sound(surname), "en")
    return "a" + key[1:] if key[:1] in _VOWELS else key


def is_mixed(name: str) -> bool:
    """Return whether a name is a byline in capitals and another: *OYA ER Ali Can*."""
    words = [word for word in name.split() if len(word) > 2]
    capitals = sum(word.isupper() for word in words)
    return 0 < capitals < len(words)


def surname_sounds(words: NameWords) -> set[str]:
    """Return the phonetic keys of the surname."""
    return set(sounds_of((surname_of(words),)))


def surname_of(words: NameWords) -> str:
    """Return the surname in a full name; Chinese, Korean and Vietnamese ones come first."""
    return words[0] if words[0] in words_of("family-first") else words[-1]


def sound_of(word: str) -> str:
    """Return what a folded word sounds like in English."""
    return sound(word, "en")


def is_initial(word: str) -> bool:
    """Return whether a word of a name is its first letter alone: ``m.``."""
    return word[1:] == "." and word[0].isalpha()
