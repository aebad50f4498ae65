"""Names in two alphabets' spellings."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import languages, texts

from diplosearch.expansion.name_spellings import _LIKE
from diplosearch.model import Language
from diplosearch.text.letters import fold
from diplosearch.text.phonetics import (
    have_like_vowels,
    likeness,
    skeleton,
    sound,
    syllables,
)

SAME = [
    ("Mişustin", "Mishustin"),
    ("Oljas", "Olzhas"),
    ("Ceyhun", "Jeyhun"),
    ("Zelenskiy", "Zelenskyy"),
    ("Zelenskiy", "Zelensky"),
    ("Şi", "Xi"),
    ("Cinping", "Jinping"),
    ("Vladimiroviç", "Vladimirovich"),
    ("Tokayev", "Tokayev"),
    ("Tokayev", "Tokaev"),
    ("Caparov", "Japarov"),
    ("Caparov", "Zhaparov"),
    ("Paşinyan", "Pashinyan"),
    ("Kasım", "Qasym"),
    ("Mirziyoyev", "Mirziyoev"),
    ("Lukaşenko", "Lukashenko"),
    ("Hamaney", "Khamenei"),
    ("Pezeşkiyan", "Pezeshkian"),
    ("Şara", "Sharaa"),
    ("Nahçıvan", "Nakhchivan"),
    ("Hankendi", "Khankendi"),
    ("Kobahidze", "Kobakhidze"),
    ("Berdimuhamedov", "Berdimuhamedow"),
    ("Zaharova", "Zakharova"),
    ("Harkiv", "Kharkiv"),
    ("Şoygu", "Shoigu"),
    ("Kadirov", "Kadyrov"),
    ("Nazarbayev", "Nazarbaev"),
    ("Cafarov", "Jafarov"),
    ("Hangçou", "Hangzhou"),
    ("Abdülaziz", "Abdulaziz"),
    ("Hüseyin", "Hussein"),
    ("Muhammed", "Mohammed"),
    ("Şolz", "Scholz"),
]

UNLIKE = [
    ("Putin", "Biden"),
    ("Erdoğan", "Aliyev"),
    ("Fidan", "Putin"),
    ("Lavrov", "Macron"),
    ("Tokayev", "Tusk"),
    ("Mişustin", "Medvedev"),
    ("Bayramov", "Bayraktar"),
    ("Zelenskiy", "Kuleba"),
    ("Paşinyan", "Pompeo"),
    ("Trump", "Tramboukis"),
]

small_words = st.text("abcçdefgğhıijklmnoöpqrsştuüvwxyz", max_size=30)


@pytest.mark.parametrize(("turkish", "english"), SAME)
def test_spellings_of_one_name_meet(turkish: str, english: str) -> None:
    """Both spellings of a name have one skeleton and are like enough to count."""
    one, other = fold(turkish), fold(english)

    assert skeleton(one, "tr") == skeleton(other, "en")
    assert likeness(one, "tr", other, "en") >= _LIKE


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_other_names_do_not_meet(one: str, other: str) -> None:
    """Two persons are told apart by the skeleton or by the likeness."""
    turkish, english = fold(one), fold(other)

    meet = skeleton(turkish, "tr") == skeleton(english, "en")

    assert not (meet and likeness(turkish, "tr", english, "en") >= _LIKE)


@pytest.mark.parametrize(
    ("english", "heard"),
    [
        ("xi", "si"),
        ("felix", "feliks"),
        ("george", "ceorce"),
        ("cecil", "sesil"),
        ("clinton", "klinton"),
        ("dzhabarov", "cabarov"),
        ("philip", "filip"),
        ("wang", "vang"),
        ("zelenskyy", "zelenski"),
    ],
)
def test_english_letters_are_written_as_turkish_ones(english: str, heard: str) -> None:
    """The letters that English writes otherwise become those of Turkish."""
    assert sound(english, "en") == heard


@given(small_words, languages, small_words, languages)
def test_likeness_is_a_share(
    one: str, language: Language, other: str, second: Language
) -> None:
    """Likeness lies from 0 to 1, and a name is wholly like itself."""
    assert 0 <= likeness(one, language, other, second) <= 1
    assert likeness(one, language, one, language) == 1


@given(small_words, languages, small_words, languages)
@example("ab", "tr", "ba", "tr")
def test_likeness_does_not_ask_which_name_comes_first(
    one: str, language: Language, other: str, second: Language
) -> None:
    """The two names may be given in either order."""
    assert likeness(one, language, other, second) == likeness(other, second, one, language)


@given(small_words)
@example("kiyi")
@example("ayyiyy")
def test_sound_of_turkish_changes_no_more(name: str) -> None:
    """What has been written by its sound stays as it is."""
    once = sound(name, "tr")

    assert sound(once, "tr") == once


@given(texts, languages)
def test_no_text_is_refused(text: str, language: str) -> None:
    """Any text has a sound and a skeleton, the skeleton never longer."""
    name = fold(text)

    heard, bones = sound(name, language), skeleton(name, language)

    assert len(bones) <= len(heard)
    assert bones[:1] == heard[:1]


@pytest.mark.parametrize(
    ("one", "other", "is_like"),
    [
        ("mishustin", "misustin", True),
        ("osama", "usame", True),
        ("nasrallah", "nasrullah", True),
        ("tokayev", "tokayev", True),
        ("ahmadinejad", "ahmedinecad", True),
        ("hussein", "huseyin", True),
        ("zelenskyy", "zelenskiy", True),
        ("biden", "baden", False),
        ("lavrov", "lavrovo", False),
        ("merkel", "markul", False),
    ],
)
def test_vowels_tell_names_apart(one: str, other: str, *, is_like: bool) -> None:
    """Vowels that no two spellings of a name exchange make another name."""
    assert have_like_vowels(one, "en", other, "tr") is is_like
    assert have_like_vowels(other, "tr", one, "en") is is_like


@pytest.mark.parametrize(
    ("english", "turkish", "is_same"),
    [
        ("suleiman", "suleyman", True),
        ("aliev", "aliyev", True),
        ("uighur", "uygur", True),
        ("shoigu", "soygu", True),
        ("chernobyl", "cernobil", True),
        ("ouattara", "vatara", True),
        ("chad", "cihad", False),
        ("banega", "bango", False),
        ("hussein", "hsien", False),
        ("bayern", "baran", False),
        ("johnson", "johansson", False),
    ],
)
def test_spellings_have_as_many_syllables(
    english: str, turkish: str, *, is_same: bool
) -> None:
    """A glide between vowels makes no syllable; a vowel between consonants does."""
    assert (syllables(english, "en") == syllables(turkish, "tr")) is is_same
