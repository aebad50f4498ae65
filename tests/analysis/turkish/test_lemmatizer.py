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
        ("carsli", "carsli"),
        ("telefonlamak", "telefonla"),
        ("xyzağı", "xyzak"),
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


def lemmatizer_of(*lines: str, irregular: tuple[str, ...] = ()) -> TurkishLemmatizer:
    """Return a lemmatizer of a lexicon with these lines alone."""
    lexicon = Lexicon(make_table(lines))
    return TurkishLemmatizer(lexicon, turkish_suffixes(), irregular)


@pytest.mark.parametrize(
    ("form", "lemmas"),
    [
        ("evlide", ("evli", "ev")),
        ("evliliği", ("evlilik", "ev")),
        ("evsizlik", ("evsizlik", "ev")),
        ("evlemek", ("evle-",)),
        ("evlendi", ("evlen-", "evle-")),
        ("evlerin", ("ev",)),
    ],
)
def test_words_that_suffixes_make(form: str, lemmas: tuple[str, ...]) -> None:
    """A word made of another has its own dictionary form, its last letter hard again."""
    assert lemmatizer_of("ev\tn,50").lemmas(form) == lemmas


def test_a_made_word_is_found_by_a_word_and_not_by_a_name() -> None:
    """*denizli* is found by *deniz* where that is a word, though the name is oftener."""
    assert lemmatizer_of("deniz\tp,50").lemmas("denizlide") == ("denizli",)
    assert lemmatizer_of("deniz\tn,50").lemmas("denizlide") == ("denizli", "deniz")
    both = lemmatizer_of("deniz\tn,120;p,50")
    assert both.lemmas("denizlide") == ("denizli", "deniz")


def test_names_are_read_where_nothing_else_is() -> None:
    """A name in small letters is its form; what is of a name can be left out."""
    place = lemmatizer_of("türkiye\tp,50")
    assert place.lemmas("türkiyede") == ("türkiye",)
    assert [one.lemma for one in place.readings("türkiyeli")] == ["türkiyeli"]
    assert place.readings("türkiyede", with_names=False) == []
    assert place.readings("türkiyeli", with_names=False) == []


def test_irregular_forms() -> None:
    """They cost ten more than their word, and are read in plain letters as well."""
    some = lemmatizer_of("ben\tn,30", irregular=("ben bana", "şu şuna şunu"))
    costs = {
        form: [(one.lemma, one.cost) for one in some.readings(form)]
        for form in ("bana", "şuna", "suna", "sunu", "sana")
    }
    assert costs == {
        "bana": [("ben", 40)],
        "şuna": [("şu", 10)],
        "suna": [("şu", 10)],
        "sunu": [("şu", 10)],
        "sana": [],
    }


def test_a_made_word_may_be_typed_plainly() -> None:
    """*guclude* is a form of *güçlü* in a text without Turkish letters."""
    some = lemmatizer_of("güç\tn,50")
    assert some.lemmas("guclude", is_plain=True) == ("güçlü", "güç")
    assert some.readings("guclude") == []


def test_steps_of_suffixes() -> None:
    """They are those behind the word, or behind the word that they are made of."""
    some = lemmatizer_of("kitap\tns,60", "ev\tn,50")
    (book,) = some.readings("kitabındaki")
    assert some.steps("kitabındaki", book) == (
        *(("NOUN", "(s)I"), ("ITS", "ndA"), ("LOCATIVE", "ki"), ("RELATIVE", ".")),
    )
    (marriage,) = some.readings("evliliği")
    assert some.steps("evliliği", marriage) == (
        *(("NOUN", "+lI"), ("NOUN", "+lIK"), ("NOUN", "(y)I"), ("END", ".")),
    )


@pytest.mark.parametrize(
    "form", ["evde", "evlide", "türkiyede", "agac", "ağaca", "xyzqw", "güçlü"]
)
@pytest.mark.parametrize("is_plain", [False, True])
def test_what_is_known_does_not_depend_on_what_was_read(form: str, is_plain: bool) -> None:
    """A form is known or not, whatever texts it was read in before, plain or not."""

    def fresh() -> TurkishLemmatizer:
        return lemmatizer_of("ev\tn,50", "ağaç\tns,60", "türkiye\tp,50", "güç\tn,50")

    expected = [fresh().knows(form), fresh().knows(form, is_plain=True)]
    assert expected == [form in ("evde", "ağaca"), form in ("evde", "ağaca", "agac")]
    read = fresh()
    read.lemmas(form, is_plain=is_plain)
    read.lemmas(form, is_plain=is_plain, is_capital=True)
    for _ in range(2):
        assert [read.knows(form), read.knows(form, is_plain=True)] == expected


def test_a_query_in_plain_letters_is_the_likelier_word() -> None:
    """*baska* is *başka* and no form of *bask*; of likely ones the likelier comes first."""
    assert turkish_lemmatizer().query_lemmas("baska") == ("başka",)
    assert turkish_lemmatizer().query_lemmas("dis") == ("dış", "diş")


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
