"""Letters: what casing, folding and apostrophes make one."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import languages, texts

from diplosearch.model import LANGUAGES, Language
from diplosearch.text import letters
from diplosearch.text.letters import (
    APOSTROPHES,
    fold,
    lower,
    normalize,
    replace_surrogates,
    unify_apostrophes,
)

SURROGATES_APART = pytest.mark.filterwarnings("ignore:Surrogate character")
"""That folding warns of lone surrogates is a fact of its own; see below."""


@pytest.mark.parametrize(
    ("text", "turkish", "english"),
    [
        ("ISPARTA", "ısparta", "isparta"),
        ("İSTANBUL", "istanbul", "istanbul"),
        ("I\u0307zmir", "izmir", "izmir"),
        ("DIŞİŞLERİ", "dışişleri", "dişişleri"),
        ("IMF", "ımf", "imf"),
        ("Ğ Ü Ş Ö Ç", "ğ ü ş ö ç", "ğ ü ş ö ç"),
        ("S\u0327I\u0307O\u0308", "şiö", "şiö"),
        ("ΣΑΣ", "σας", "σας"),
        ("", "", ""),
    ],
)
def test_lower(text: str, turkish: str, english: str) -> None:
    """Capitals become the small letters of the language, composed."""
    assert lower(text, "tr") == turkish
    assert lower(text, "en") == english


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Şişli", "sisli"),
        ("DIŞİŞLERİ", "disisleri"),
        ("dışişleri", "disisleri"),
        ("Erdoğan", "erdogan"),
        ("mübâlağa", "mubalaga"),
        ("naïve", "naive"),
        ("Straße", "strasse"),
        ("北京", "beijing"),
        ("Москва", "moskva"),
        ("O'Brien", "obrien"),
        ("Kazakh-Chinese", "kazakh-chinese"),
        ("ﬁnans", "finans"),
        ("１２", "12"),
        ("𝛢", "a"),
        ("𝛼", "a"),
        ("ℿ", "p"),
        ("", ""),
    ],
)
def test_fold(word: str, folded: str) -> None:
    """A word is folded to plain small letters, whatever its script."""
    assert fold(word) == folded


@pytest.mark.parametrize("letter", ["i", "İ", "ı", "I", "I\u0307", "i\u0307", "í", "Î"])
def test_one_i(letter: str) -> None:
    """The whole family of i folds to one letter, at every position of a word."""
    assert fold(letter) == "i"
    assert fold(f"{letter}m{letter}") == "imi"


@pytest.mark.parametrize("mark", APOSTROPHES)
def test_one_apostrophe(mark: str) -> None:
    """Every apostrophe becomes U+0027, and folds away inside a word."""
    assert unify_apostrophes(f"Çin{mark}in") == "Çin'in"
    assert normalize(f"Çin{mark}in") == normalize("Çin'in") == "cinin"


def test_apostrophes_are_eight() -> None:
    """The apostrophes that people and pages write are known, each once."""
    assert sorted(APOSTROPHES) == sorted("'\u2019\u2018\u02bc`\u00b4\uff07\u2032")


def test_normalize_keeps_words_apart() -> None:
    """Words are folded one by one, with single spaces between."""
    assert normalize("  Yeni\tŞafak \n GAZETESİ ") == "yeni safak gazetesi"
    assert normalize("北京 日報") == "beijing ribao"
    assert normalize(" \n") == ""


def test_no_capital_is_left_by_folding() -> None:
    """Every capital that Unicode has becomes small, whether Unidecode knows it or not."""
    capitals = [
        letter
        for letter in map(chr, range(sys.maxunicode + 1))
        if letter.isupper() or letter.istitle()
    ]
    left = [
        letter
        for letter in capitals
        if fold(letter) != fold(letter).lower() or any(map(str.isupper, fold(letter)))
    ]
    assert len(capitals) > 1000
    assert left == []


@SURROGATES_APART
@given(texts)
def test_fold_is_idempotent(text: str) -> None:
    """What is folded is folded; a second time changes nothing."""
    assert fold(fold(text)) == fold(text)


@SURROGATES_APART
@given(texts)
def test_fold_is_empty_only_for_nothing(text: str) -> None:
    """Something is left of every text that is not empty."""
    assert bool(fold(text)) == bool(text)


@SURROGATES_APART
@given(texts)
def test_fold_asks_not_for_composition(text: str) -> None:
    """Composed and decomposed letters fold alike."""
    composed = unicodedata.normalize("NFC", text)
    assert fold(unicodedata.normalize("NFD", composed)) == fold(composed)


@pytest.mark.parametrize(
    ("text", "mended"),
    [("Çin", "Çin"), ("\ud800", "\ufffd"), ("Ç\udfffn\ud800", "Ç\ufffdn\ufffd")],
)
def test_lone_surrogates_are_mended(text: str, mended: str) -> None:
    """A lone surrogate becomes U+FFFD, and other text is returned as it is."""
    assert replace_surrogates(text) == mended
    assert (replace_surrogates(text) is text) == (text == mended)


@pytest.mark.parametrize("word", ["\ud800", "a\udfffb"])
def test_fold_takes_surrogates_in_silence(word: str) -> None:
    """A lone surrogate is folded without a warning: queries may hold one."""
    letters._fold.cache_clear()
    assert fold(word)
    assert normalize(word)


@given(st.text(alphabet="aıiİIçğöşüÇĞÖŞÜâîû ", max_size=20), languages)
def test_fold_forgets_casing(text: str, language: Language) -> None:
    """Cased by either language first, Turkish and English letters fold the same."""
    assert fold(lower(text, language)) == fold(text)


@pytest.mark.parametrize("text", ["I\u0307\u0301", "\u0130\u0300", "J\u030c"])
def test_lower_is_composed(text: str) -> None:
    """What small letters can be composed of, they are."""
    for language in LANGUAGES:
        assert unicodedata.is_normalized("NFC", lower(text, language))


@given(texts, languages)
def test_lower_is_idempotent(text: str, language: Language) -> None:
    """What is in small letters stays so, however many dots an i has but two."""
    assume("\u0307\u0307" not in unicodedata.normalize("NFD", text))
    assert lower(lower(text, language), language) == lower(text, language)


@SURROGATES_APART
@given(texts)
def test_normalize_is_idempotent(text: str) -> None:
    """What is normalized stays so."""
    assert normalize(normalize(text)) == normalize(text)


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "tr_TR.UTF-8", "en_US.UTF-8"])
def test_process_locale_is_never_asked(locale: str) -> None:
    """The locale of the process changes no letter."""
    code = (
        "import locale, sys\n"
        "try: locale.setlocale(locale.LC_ALL, '')\n"
        "except locale.Error: pass\n"
        "from diplosearch.text.letters import fold, lower\n"
        "found = fold('I\\u0130\\u0131i'), lower('I\\u0130', 'tr'), lower('I', 'en')\n"
        "print(ascii([*found]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "LC_ALL": locale, "LANG": locale},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == ascii(["iiii", "ıi", "i"])


@given(texts)
def test_normalized_words_are_folded_words(text: str) -> None:
    """A text is normalized word by word, with every apostrophe taken for one."""
    assert normalize(text) == " ".join(map(fold, unify_apostrophes(text).split()))


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Əliyev", "aliyev"),
        ("Azərbaycan", "azerbaycan"),
        ("Məmməd-Əli", "memmed-ali"),
        ("Әзірбайжан", "azirbaizhan"),
        ("Oʻzbekiston", "ozbekiston"),
        ("Gʻafur", "gafur"),
        ("Ňazar ýagşy ž", "nazar yagsy z"),
        ("Kurdî êvar û", "kurdi evar u"),
        ("Qırımñı", "qirimni"),
        ("Dış\u00adişleri\u200b", "disisleri"),
    ],
)
def test_letters_of_neighbours(written: str, plain: str) -> None:
    """Letters of Turkic languages and Kurdish fold to those that Turkish writes."""
    assert normalize(written) == plain
