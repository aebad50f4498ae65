"""Turkish words: what an apostrophe sets off, and stems as a text writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from strategies import texts

from diplosearch.analysis.turkish.rules import (
    TurkishRules,
    begins_with_longer_word,
    is_noun_form,
    noun_shapes,
)
from diplosearch.text.letters import APOSTROPHE, unify_apostrophes

RULES = TurkishRules()


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("Erdoğan'ın", "Erdoğan"),
        ("AB'ye", "AB"),
        ("6'da", "6"),
        ("TBMM'deki", "TBMM"),
        ("5'inci", "5"),
        ("3'üncü", "3"),
        ("1990'lı", "1990"),
        ("80'lerde", "80"),
        ("2'şer", "2"),
        ("Çin'in", "Çin"),
        ("Çin'dekiler", "Çin"),
        ("Çin'dekilerin", "Çin"),
        ("ABD'li", "ABD"),
        ("ABD'lilerin", "ABD"),
        ("İMF'nin", "İMF"),
        ("NATO'nunki", "NATO"),
        ("Ankara'dan", "Ankara"),
        ("Ankara'yla", "Ankara"),
        ("Ankara'ymış", "Ankara"),
        ("Ankara'dır", "Ankara"),
        ("Ankara'sız", "Ankara"),
        ("Bakanlığı'nca", "Bakanlığı"),
        ("İnisiyatifi'ni", "İnisiyatifi"),
        ("Milletler'in", "Milletler"),
        ("TRT'ci", "TRT"),
        # Sixteen letters at most.
        ("Ankara'larımızdakilerin", "Ankara"),
        ("Ankara'larımızdakilerini", "Ankara'larımızdakilerini"),
        ("BAKANI'NIN", "BAKANI"),
        ("Xi'an'da", "Xi'an"),
        ("Moody's'in", "Moody"),
        ("McDonald's", "McDonald"),
        # What Turkish cannot put there stays.
        ("O'Brien", "O'Brien"),
        ("O'Neill'ın", "O'Neill"),
        ("d'Ivoire", "d'Ivoire"),
        ("Kur'an", "Kur'an"),
        ("Kur'an'ın", "Kur'an"),
        ("D'Artagnan", "D'Artagnan"),
        ("L'Oréal'in", "L'Oréal"),
        ("Xi'an", "Xi'an"),
        ("Ta'if", "Ta'if"),
        ("bakan", "bakan"),
        ("", ""),
    ],
)
def test_cut_suffix(word: str, base: str) -> None:
    """Suffixes of Turkish are cut from names and numbers, and nothing else."""
    assert RULES.cut_suffix(word) == base


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("bakan", "bakan"),
        ("Salı", "salı"),
        ("Çin", "çin"),
        ("IRAK", "ırak"),
        ("ISI", "ısı"),
        ("BAKANLAR", "bakan"),
        ("ülkeler", "ülke"),
    ],
)
def test_stem(word: str, stem: str) -> None:
    """Case counts by the rules of Turkish; names and offices stay whole."""
    assert RULES.stems(word)[0] == stem


def test_name_is_not_cut_again() -> None:
    """A name whose suffix stood behind an apostrophe keeps the rest: *Putin*, *Tamer*."""
    assert RULES.stems("Putin", is_cut=True) == ("putin",)
    assert RULES.stems("Tamer", is_cut=True) == ("tamer",)
    assert RULES.stems("Bakanlığı", is_cut=True) == ("bakanlık",)


@pytest.mark.filterwarnings("ignore:Surrogate character")
@given(texts)
def test_cut_suffix_keeps_the_beginning(text: str) -> None:
    """Only an ending behind an apostrophe is cut; twice is the same."""
    word = unify_apostrophes(text)
    base = RULES.cut_suffix(word)
    assert word.startswith(base)
    assert base == word or word[len(base)] == APOSTROPHE
    assert RULES.cut_suffix(base) == base


@pytest.mark.parametrize("piece", ["lar", "in", "'in", "'", "i", "nda"])
def test_long_words_return(piece: str) -> None:
    """A word of many letters or many suffixes is cut in the end."""
    RULES.cut_suffix("A'" + piece * 30_000)
    RULES.cut_suffix("A" + f"'{piece}" * 200)


@pytest.mark.parametrize(
    ("typed", "stem"),
    [
        *(("Insa", "inşa"), ("Islam", "islam"), ("Israil", "israil"), ("INSAN", "insan")),
        *(("Istanbul", "istanbul"), ("ISI", "ısı"), ("ILIK", "ılık"), ("Irak", "ırak")),
    ],
)
def test_capital_i_of_a_plain_query(typed: str, stem: str) -> None:
    """A word typed without Turkish letters may mean either i by its capital I."""
    assert stem in RULES.query_stems(typed)


@pytest.mark.parametrize(("typed", "stem"), [("IŞIK", "işik"), ("İslam", "ıslam")])
def test_capital_i_beside_a_turkish_letter(typed: str, stem: str) -> None:
    """Beside a Turkish letter a capital I is the one that is written."""
    assert stem not in RULES.query_stems(typed)


def test_the_word_itself_comes_first() -> None:
    """Of what a capital I may be, the word that it is in Turkish comes first."""
    assert RULES.query_stems("ISI")[0] == "ısı"
    assert RULES.stems("ISI") == ("ısı",)


@pytest.mark.parametrize(
    ("word", "is_ambiguous"), [("ACI", True), ("ISI", False), ("SALDIRI", False)]
)
def test_a_word_in_capitals_is_ambiguous_as_in_small_letters(
    word: str, is_ambiguous: bool
) -> None:
    """A capital I is a dotless one."""
    assert RULES.is_ambiguous(word) is is_ambiguous


@pytest.mark.parametrize(
    ("text", "is_form"),
    [
        *(("kitap", True), ("kitaplar", True), ("kitabindaki", True), ("kitaptir", True)),
        *(("kitabevi", False), ("kita", False), ("kitapxyz", False)),
        # As many letters as are looked at, and one more.
        *(("kitaplarimizdakilerin", True), ("kitaplarimizdakilerini", False)),
    ],
)
def test_forms_of_a_noun(text: str, is_form: bool) -> None:
    """A form has one of the noun's shapes, and behind it inflections alone."""
    assert noun_shapes("kitap") == ("kitap", "kitab")
    assert is_noun_form(text, noun_shapes("kitap")) is is_form


@pytest.mark.parametrize(
    ("text", "is_longer"), [("hatta", True), ("hatalar", True), ("hatlar", False)]
)
def test_a_longer_word_may_be_meant(text: str, is_longer: bool) -> None:
    """*hatalar* begins with *hat*, and with *hata*, by one letter longer."""
    assert begins_with_longer_word(text, ("hat",)) is is_longer
