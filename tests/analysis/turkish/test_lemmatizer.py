"""Dictionary forms of Turkish words: which words a form is read as."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from diplosearch.analysis.analyzer import analyzer_for
from diplosearch.analysis.turkish.lemmatizer import (
    MOST_READINGS,
    TurkishLemmatizer,
    turkish_lemmatizer,
)
from diplosearch.analysis.turkish.letters import to_plain
from diplosearch.analysis.turkish.root_lexicon import Lexicon, make_table
from diplosearch.analysis.turkish.suffixes import turkish_suffixes

NOUNS = """
bakanlar bakan
bakanlarının bakan
bakanlığının bakanlık
ülkelerin ülke
ülkesinde ülke
ülkelerimizin ülke
başkanının başkan
toplantısına toplantı
toplantılarda toplantı
anlaşmasının anlaşma
antlaşması antlaşma
ticaretin ticaret
güvenliğin güvenlik
ekonomisi ekonomi
gündemindeki gündem
seçimlerinde seçim
ateşkesin ateşkes
yaptırımları yaptırım
devletlerin devlet
hükümetinin hükümet
hükûmetinin hükümet
heyetleri heyet
zirvede zirve
sınırında sınır
saldırıları saldırı
saldırısı saldırı
acısı acı
çantası çanta
adası ada
büyükelçisi büyükelçi
barışın barış
ilişkilerinin ilişki
başkentinde başkent
insanın insan
halinde hal
saatinde saat
kabulü kabul
başında baş
dışişlerinin dışişleri
milletvekillerinin milletvekili
zeytinyağları zeytinyağı
"""

CHANGED = """
kitabı kitap
ağacın ağaç
sonucu sonuç
rengi renk
ortağımız ortak
işbirliğinin işbirliği
uçağı uçak
desteği destek
taslağı taslak
ismi isim
şehri şehir
fikrini fikir
oğlu oğul
vakti vakit
nehri nehir
metni metin
izni izin
burnu burun
hakkı hak
hissi his
psikoloğu psikolog
"""

VERBS = """
imzaladı imzala-
imzalayacak imzala-
imzalamak imzala-
söylediğini söyle-
yapıyor yap-
yapmıştır yap-
açıkladı açıkla-
geliyor gel-
düzenleyen düzenle-
kınıyoruz kına-
kınadı kına-
hedefliyor hedefle-
istiyor iste-
gidiyor git-
gitti git-
ediyor et-
oldu ol-
olacak ol-
aldı al-
öldü öl-
buldu bul-
diyor de-
diyecek de-
yiyebilir ye-
gelemeyeceklermiş gel-
yapamadılar yap-
verilmiş ver-
edilen et-
olduğunu ol-
olmayan ol-
olması ol-
diyen de-
imzalanması imzala-
kurulması kur-
yapılacak yap-
vurgulandı vurgula-
"""

NAMES = """
Putin'in putin
Moskova'da moskova
Bişkekte bişkek
Türkiyenin türkiye
Ankarada ankara
Azerbaycanın azerbaycan
Astanada astana
Havana havana
Bosna bosna
Atatürk'ün atatürk
Cengiz cengiz
İranlılar iranlı
"""


def rows(table: str) -> list[list[str]]:
    """Return the lines of a table as words and stems."""
    return [line.split() for line in table.split("\n") if line]


@pytest.mark.parametrize(("form", "lemma"), rows(NOUNS + CHANGED + VERBS + NAMES))
def test_inflected_form_has_its_word(form: str, lemma: str) -> None:
    """Cases, persons, voices and participles are undone, and changed roots found."""
    assert lemma in analyzer_for("tr").terms(form).stems


@pytest.mark.parametrize(
    ("form", "wrong"),
    [
        ("aldı", "alt"),
        ("buldu", "bulut"),
        ("kurdu", "kürt"),
        ("adaya", "adam"),
        ("gazı", "gazi"),
        ("Cengiz", "cenk"),
        ("yiyebilir", "yi"),
        ("istiyor", "ısıt-"),
        ("için", "iç"),
        ("öldü", "ol-"),
        ("oldu", "öl-"),
        ("sinirli", "sınır"),
        ("dişini", "dış"),
        ("büzülen", "buzul"),
        ("İranlı", "iran"),
        ("Ankaralılar", "ankara"),
    ],
)
def test_form_of_another_word_is_kept_apart(form: str, wrong: str) -> None:
    """What only looks alike, or would break vowel harmony, is no reading."""
    assert wrong not in analyzer_for("tr").terms(form).stems


@pytest.mark.parametrize(
    ("form", "base"),
    [
        *(("açıkça", "açık"), ("kısaca", "kısa"), ("gizlice", "gizli")),
        *(("dikkatlice", "dikkatli"), ("zekice", "zeki"), ("düşmanca", "düşman")),
        *(("önemli", "önem"), ("güçlü", "güç"), ("gerekliliği", "gereklilik")),
        *(("gerekli", "gerek"), ("etkisiz", "etki"), ("hızlıdır", "hız")),
        *(("ücretsizdi", "ücret"), ("düzenli", "düzen"), ("yetersiz", "yeter")),
    ],
)
def test_made_word_is_found_by_its_base(form: str, base: str) -> None:
    """Adverbs in *-ca* and adjectives in *-lı* and *-sız* are found by their base."""
    assert base in turkish_lemmatizer().lemmas(form)


@pytest.mark.parametrize(
    ("form", "base"),
    [
        *(("milli", "mil"), ("belli", "bel"), ("emekli", "emek"), ("elli", "el")),
        *(("ilçe", "il"), ("düşünce", "düşün"), ("derece", "dere"), ("halı", "ha")),
        *(("önce", "ön"), ("telsiz", "tel"), ("çoktan", "tan"), ("bahçe", "bah")),
    ],
)
def test_word_that_looks_made_is_one(form: str, base: str) -> None:
    """A word in which no reader hears a base is not found by what looks like one."""
    assert base not in turkish_lemmatizer().lemmas(form)


@pytest.mark.parametrize(
    ("form", "lemmas"),
    [
        ("altı", {"altı", "alt"}),
        ("adaya", {"ada", "aday"}),
        ("alanda", {"alan", "al-"}),
        ("kurdu", {"kur-", "kurt"}),
        ("tarafından", {"tarafından", "taraf"}),
        ("öldürdü", {"öldür-", "öl-"}),
        ("çıkarılması", {"çıkar-", "çık-"}),
    ],
)
def test_two_words_stand_at_one_position(form: str, lemmas: set[str]) -> None:
    """A form that is truly several words has all of them, and so has a causative."""
    assert lemmas <= set(turkish_lemmatizer().lemmas(form))


@pytest.mark.parametrize(
    ("typed", "lemmas"),
    [
        ("kınama", ("kına-",)),
        ("kınadı", ("kına-",)),
        ("almak", ("al-",)),
        ("ada", ("ada",)),
        ("öldü", ("öl-",)),
        ("ölmek", ("öl-",)),
        ("olmek", ("öl-",)),
        ("sinir", ("sinir", "sınır")),
        ("sınır", ("sınır",)),
        ("dış", ("dış",)),
        ("saldiri", ("saldırı",)),
        ("bakanlik", ("bakanlık",)),
        ("yokmak", ("yok",)),
    ],
)
def test_query_means_what_is_typed(typed: str, lemmas: tuple[str, ...]) -> None:
    """A Turkish letter means itself; a plain word any that it is the spelling of."""
    assert turkish_lemmatizer().query_lemmas(typed) == lemmas


@pytest.mark.parametrize(
    ("typed", "is_ambiguous"),
    [
        ("sinir", True),
        ("sınır", True),
        ("diş", True),
        ("saldırı", False),
        ("saldiri", False),
        ("erdoğan", False),
        ("xyzqw", False),
    ],
)
def test_ambiguous_without_its_letters(typed: str, is_ambiguous: bool) -> None:
    """A word is ambiguous if another one is typed alike in plain letters."""
    assert turkish_lemmatizer().is_ambiguous(typed) is is_ambiguous


@pytest.mark.parametrize(
    ("form", "stem"),
    [
        ("mişustinle", "misusti"),
        ("zaharovanın", "zaharova"),
        ("sudani", "sudani"),
        ("merzden", "merzden"),
        ("schallenbergin", "schallenberg"),
        ("q", "q"),
    ],
)
def test_unknown_word_loses_a_nouns_suffixes(form: str, stem: str) -> None:
    """A word that no lexicon has is cut behind five letters, where suffixes agree."""
    assert turkish_lemmatizer().guess(form) == stem


def test_plain_word_in_any_text_has_its_meaning() -> None:
    """A word that nothing begins as it is written is read as typed plainly."""
    assert turkish_lemmatizer().lemmas("guvenlik") == ("güvenlik",)
    assert turkish_lemmatizer().lemmas("bakanligi") == ("bakanlık",)


def test_small_lexicon() -> None:
    """Only the lexicon given counts."""
    lines = ["ev\tn,50", "kitap\tns,60", "şehir\tnd,60", "yaz\ti,70;n,60"]
    lemmatizer = TurkishLemmatizer(Lexicon(make_table(lines)), turkish_suffixes())

    assert lemmatizer.lemmas("evdeki") == ("ev",)
    assert lemmatizer.lemmas("kitaba") == ("kitap",)
    assert lemmatizer.lemmas("şehre") == ("şehir",)
    assert lemmatizer.lemmas("yazıldı") == ("yaz-",)
    assert lemmatizer.readings("kitapı") == []
    assert lemmatizer.readings("evlar") == []


@given(texts | st.text("abcçdefgğhıiklmnoöprsştuüvyz", min_size=1, max_size=45))
def test_lemmas_of_any_word_are_sound(text: str) -> None:
    """There are one to three lemmas, none empty, and the same each time."""
    lemmatizer = turkish_lemmatizer()
    for word in text.lower().split():
        found = lemmatizer.lemmas(word)
        assert 1 <= len(found) <= MOST_READINGS
        assert all(found)
        assert found == lemmatizer.lemmas(word)


@given(st.text("abcçdefgğhıiklmnoöprsştuüvyz", min_size=1, max_size=12))
def test_plain_query_finds_what_the_typed_one_does(word: str) -> None:
    """Whatever a dictionary form means, it means as well when it is typed plainly."""
    lemmatizer = turkish_lemmatizer()
    if lemmatizer.is_dictionary_form(word):
        assert set(lemmatizer.query_lemmas(word)) <= set(
            lemmatizer.query_lemmas(to_plain(word))
        )


@given(st.sampled_from("aeilnrmsdty"), st.integers(1, 5))
def test_long_words_are_taken_as_they_are(letter: str, more: int) -> None:
    """A word of a megabyte, also of suffixes alone, is not read."""
    word = (letter * more + "lerindeki") * 90_000

    assert turkish_lemmatizer().lemmas(word) == (word,)
    assert turkish_lemmatizer().readings(word) == []


@pytest.mark.parametrize(
    "chain", ["lerin", "ilin", "ından", "mamış", "sası", "kika", "yayı", "dırt", "abil"]
)
def test_chains_of_suffixes_end(chain: str) -> None:
    """The longest word that is read may be all suffixes."""
    assert turkish_lemmatizer().lemmas(("al" + chain * 40)[:40])
