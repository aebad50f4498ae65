"""Which of the two languages a text is written in.

py3langid, limited to Turkish and English, reads the words that begin with a
small letter: in diplomatic news the names come from everywhere, and a list of
Turkish ministers does not make an English sentence Turkish. Function words
vote beside it, which helps most where a text is short. The model is not asked
where the words are plain: they are in nine of ten news.
"""

from __future__ import annotations

import math
import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..model import LANGUAGES, Language
from ..resources import read_list
from .letters import APOSTROPHES, lower

LANGUAGE_NAMES: dict[str, Language] = {
    "tr": "tr",
    "tur": "tr",
    "turkce": "tr",
    "turkish": "tr",
    "en": "en",
    "eng": "en",
    "english": "en",
    "ingilizce": "en",
}
"""Codes and names of the languages, normalized."""

SAMPLE_LENGTH = 2_000
"""Characters looked at from the beginning of a long text, and from its middle."""

# In units of log odds. On windows of two and four words 2 was never behind 1 or 3,
# and never far ahead.
_VOTE = 2.0
_FEWEST_SMALL_WORDS = 2
_CAPITALS_SHARE = 0.7
_LARGEST_LOG_ODDS = 30.0

# Words that tell are plain when they are so many, so many for one of the other
# language, and one in so many of all. Of 108 thousand news, sentences and windows
# the model said the same of every one that is plain by this, with a confidence of 0.99
# and more; of 15 thousand texts put together of both languages, it doubted two.
_FEWEST_TELLING = 3
_TELLING_AGAINST_OTHERS = 8
_WORDS_TO_TELLING = 8

_LETTERS = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_WORD = re.compile(f"[{_LETTERS}]+(?:[{APOSTROPHES}][{_LETTERS}]+)*")
_TURKISH_WORD = re.compile("[a-zçöü]*[ğış][a-zâçğıîöşûü]*")

_model: Any = None
_model_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Identified:
    """A language and the probability (0.5 to 1) that it is the right of the two."""

    language: Language
    confidence: float


@lru_cache(maxsize=4)  # a document of one paragraph is asked about twice
def identify(text: str) -> Identified:
    """Return the language of ``text``.

    A text without a Latin letter gives English with a confidence of 0.5, which
    says that nothing is known. Of a long text only a sample is read, so the
    time is bounded. Safe to call from several threads; the first that is in doubt
    loads the model (about a second).
    """
    sample = unicodedata.normalize("NFC", _sample(text))
    words = _WORD.findall(sample)
    if not words:
        return Identified("en", 0.5)
    # Most English texts have no word with a mark, which is seen at once.
    marked = [] if sample.isascii() else [one for one in words if not one.isascii()]
    odds = _plain_odds(words, marked) or _asked_odds(_in_small_letters(words))
    odds = max(-_LARGEST_LOG_ODDS, min(_LARGEST_LOG_ODDS, odds))
    confidence = 1.0 / (1.0 + math.exp(-abs(odds)))
    return Identified("tr" if odds > 0 else "en", confidence)


def _plain_odds(words: list[str], marked: list[str]) -> float:
    """Return the log odds by words that tell a language at sight, 0 where in doubt.

    Function words do, and words in small Turkish letters with a ğ, ı or ş; they are
    among the ``marked`` ones, which have letters beyond ASCII.
    """
    turkish = sum(map(function_words("tr").__contains__, words))
    turkish += sum(map(bool, map(_TURKISH_WORD.fullmatch, marked)))
    english = sum(map(function_words("en").__contains__, words))
    most, least = max(turkish, english), min(turkish, english)
    if most < max(
        _FEWEST_TELLING,
        _TELLING_AGAINST_OTHERS * least,
        len(words) / _WORDS_TO_TELLING,
    ):
        return 0.0
    return _VOTE * (turkish - english)


def _asked_odds(words: list[str]) -> float:
    """Return the log odds by the model and the votes of the function words."""
    small = [word for word in words if word[0].islower()]
    telling = small if len(small) >= _FEWEST_SMALL_WORDS else words
    return _log_odds(" ".join(telling)) + _VOTE * _vote(words)


def _sample(text: str) -> str:
    if len(text) <= 2 * SAMPLE_LENGTH:
        return text
    middle = (len(text) - SAMPLE_LENGTH) // 2
    middle = max(middle, SAMPLE_LENGTH)
    return f"{text[:SAMPLE_LENGTH]} {text[middle : middle + SAMPLE_LENGTH]}"


def _in_small_letters(words: list[str]) -> list[str]:
    """Return the words of a text in capitals in small letters, others as they are."""
    letters = "".join(words)
    capitals = sum(map(str.isupper, letters))
    if capitals <= _CAPITALS_SHARE * len(letters):
        return words
    # English casing on purpose: one Turkish name in an English headline would
    # otherwise turn all its I into ı.
    return [lower(word, "en") for word in words]


def _vote(words: list[str]) -> int:
    """Return how many more words are Turkish function words than English ones."""
    turkish, english = function_words("tr"), function_words("en")
    small = lower(" ".join(words), "en").split()
    return sum((word in turkish) - (word in english) for word in small)


def _log_odds(text: str) -> float:
    """Return the logarithm of the odds that ``text`` is Turkish."""
    language, probability = _load_model().classify(text)
    probability = min(float(probability), 1.0 - 1e-9)
    odds = math.log(probability / (1.0 - probability))
    return odds if language == "tr" else -odds


def _load_model() -> Any:
    global _model
    if _model is None:
        with _model_lock:
            if _model is None:
                from .language_model import load_model

                latin = map(chr, range(ord("A"), 0x250))
                letters = [one for one in latin if _WORD.fullmatch(one)]
                letters += [lower(one, "en") for one in letters]
                _model = load_model(LANGUAGES, [" ", *APOSTROPHES, *letters])
    return _model


@lru_cache(maxsize=2)
def function_words(language: Language) -> frozenset[str]:
    """Return the function words of ``language`` that the other one hardly uses."""
    return frozenset(read_list(__spec__.parent, f"function_words_{language}.txt"))
