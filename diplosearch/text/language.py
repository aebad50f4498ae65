"""The language of a text, Turkish or English.

py3langid, limited to the two, reads the words that begin with a small letter: in
diplomatic news names come from everywhere, and a list of Turkish ministers does not
make an English sentence Turkish. Function words vote as well, which helps most in short
texts. Where distinctive words decide, as in nine of ten news, the model is not used.
"""

from __future__ import annotations

import math
import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import filterfalse
from typing import Any

from ..model import LANGUAGES, Language
from ..resources import read_list
from .letters import APOSTROPHES, drop_invisible, lower

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
"""The language of each code and name, which are in normal form."""

SAMPLE_LENGTH = 2_000
"""Characters read at the beginning of a long text, and as many in its middle."""

# In units of log odds. Measured on windows of two and four words: 2 was never worse than
# 1 or 3, and never much better.
_VOTE = 2.0
_FEWEST_SMALL_WORDS = 2  # that the model reads without the others; a guess
_CAPITALS_RATIO = 0.7  # of letters from which on a text is in capitals; a guess
_LARGEST_LOG_ODDS = 30.0  # at which the confidence is 1.0 to 13 digits

# Distinctive words decide if there are at least so many, so many for each one of the
# other language, and one in so many of all words. Measured: the model agreed, with a
# confidence of 0.99 and more, on every one of 108 thousand news, sentences and windows
# that these decide; of 15 thousand texts composed of both languages it doubted two.
_FEWEST_DISTINCTIVE = 3
_DISTINCTIVE_TO_OTHERS = 8
_WORDS_TO_DISTINCTIVE = 8

_LETTERS = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_WORD = re.compile(f"[{_LETTERS}]+(?:[{APOSTROPHES}][{_LETTERS}]+)*")
_TURKISH_WORD = re.compile("[a-zçöü]*[ğış][a-zâçğıîöşûü]*")

_model: Any = None
_model_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Identified:
    """A language and the probability (0.5 to 1) that it is the right one of the two."""

    language: Language
    confidence: float


@lru_cache(maxsize=4)  # a document of one paragraph is identified twice
def identify(text: str) -> Identified:
    """Return the language of ``text``.

    A text without a Latin letter gives English with a confidence of 0.5: nothing is
    known. Of a long text only a sample is read, so the time is bounded. Safe to call
    from several threads. The first text in doubt loads the model (about a second).
    """
    sample = unicodedata.normalize("NFC", drop_invisible(sample_text(text)))
    words = split_latin_words(sample)
    if not words:
        return Identified("en", 0.5)
    # Most English texts are ASCII, which is checked fast.
    non_ascii = [] if sample.isascii() else list(filterfalse(str.isascii, words))
    odds = _word_odds(words, non_ascii) or _model_odds(_lower_capitals(words))
    odds = max(-_LARGEST_LOG_ODDS, min(_LARGEST_LOG_ODDS, odds))
    confidence = 1.0 / (1.0 + math.exp(-abs(odds)))
    return Identified("tr" if odds > 0 else "en", confidence)


def split_latin_words(text: str) -> list[str]:
    """Return the words of Latin letters in ``text``, as they are written."""
    return _WORD.findall(text)


def _word_odds(words: list[str], non_ascii: list[str]) -> float:
    """Return the log odds for Turkish by distinctive words, 0 where they do not decide.

    Distinctive are function words, and words in small Turkish letters with a ğ, ı or
    ş, which are among ``non_ascii``.
    """
    found = list(filter(_all_function_words().__contains__, words))
    turkish = sum(map(function_words("tr").__contains__, found))
    turkish += sum(map(bool, map(_TURKISH_WORD.fullmatch, non_ascii)))
    english = sum(map(function_words("en").__contains__, found))
    most, least = max(turkish, english), min(turkish, english)
    if most < max(
        _FEWEST_DISTINCTIVE,
        _DISTINCTIVE_TO_OTHERS * least,
        len(words) / _WORDS_TO_DISTINCTIVE,
    ):
        return 0.0
    return _VOTE * (turkish - english)


def _model_odds(words: list[str]) -> float:
    """Return the log odds for Turkish by the model and the votes of function words."""
    small = [word for word in words if word[0].islower()]
    chosen = small if len(small) >= _FEWEST_SMALL_WORDS else words
    return _log_odds(" ".join(chosen)) + _VOTE * _vote(words)


def sample_text(text: str) -> str:
    """Return the beginning and a piece from the middle of a long text, else ``text``."""
    if len(text) <= 2 * SAMPLE_LENGTH:
        return text
    middle = (len(text) - SAMPLE_LENGTH) // 2
    middle = max(middle, SAMPLE_LENGTH)
    return f"{text[:SAMPLE_LENGTH]} {text[middle : middle + SAMPLE_LENGTH]}"


def _lower_capitals(words: list[str]) -> list[str]:
    """Return ``words``, in small letters if most of them are in capitals."""
    letters = "".join(words)
    capitals = sum(map(str.isupper, letters))
    if capitals <= _CAPITALS_RATIO * len(letters):
        return words
    # English casing on purpose: one Turkish name in an English headline would
    # otherwise turn all its I into ı.
    return [lower(word, "en") for word in words]


def _vote(words: list[str]) -> int:
    """Return the number of Turkish function words less that of English ones."""
    turkish, english = function_words("tr"), function_words("en")
    small = lower(" ".join(words), "en").split()
    return sum((word in turkish) - (word in english) for word in small)


def _log_odds(text: str) -> float:
    """Return the log odds for Turkish by the model."""
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
    """Return the function words of ``language`` that the other language hardly uses."""
    return frozenset(read_list(__spec__.parent, f"function_words_{language}.txt"))


@cache
def _all_function_words() -> frozenset[str]:
    return function_words("tr") | function_words("en")
