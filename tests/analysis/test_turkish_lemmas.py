"""The stem of a Turkish word by a lexicon."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from diplosearch.analysis.analyzer import analyzer_for
from diplosearch.analysis.turkish import turkish_lemmatizer
from diplosearch.analysis.turkish_lemmas import TurkishLemmatizer
from diplosearch.text.letters import fold

NOUNS = """
bakanı bakan
bakanlar bakan
bakanlarının bakan
bakanlığının bakanlik
ülkelerin ulke
ülkesinde ulke
ülkelerimizin ulke
başkanının baskan
cumhurbaşkanımız cumhurbaskani
toplantısına toplanti
toplantılarda toplanti
anlaşmasının anlasma
anlaşmalar anlasma
antlaşması antlasma
ticaretin ticaret
savunmasını savunma
güvenliğin guvenlik
ekonomisi ekonomi
gündemindeki gundem
seçimlerinde secim
ateşkesin ateskes
yaptırımları yaptirim
devletlerin devlet
hükümetinin hukumet
hükûmetinin hukumet
heyetleri heyet
liderlerin lider
zirvede zirve
sınırında sinir
saldırıları saldiri
büyükelçisi buyukelci
müzakereleri muzakere
barışın baris
savaşı savas
ilişkilerin iliski
ilişkilerinin iliski
ilişkisi iliski
görüşmelerde gorusme
başkentinde baskent
"""

SOFTENED = """
kitabı kitap
kitabın kitap
ağacın agac
sonucu sonuc
sonuçları sonuc
rengi renk
ortağı ortak
ortağımız ortak
topluluğu topluluk
işbirliğini isbirligi
işbirliğinin isbirligi
uçağı ucak
uçakları ucak
desteğini destek
desteği destek
taslağı taslak
kaynağı kaynak
"""

DROPPED = """
ismi isim
şehri sehir
şehrin sehir
fikri fikir
fikrini fikir
oğlu ogul
akla akil
vakti vakit
hükmü hukum
nehri nehir
metni metin
metin metin
izni izin
burnu burun
"""

VERBS = """
imzaladı imzala
imzalayacak imzala
imzalamak imzala
görüştü gorus
görüştüler gorus
görüşecek gorus
söyledi soyle
söyledim soyle
söylemişti soyle
söylediğini soyle
söyleyerek soyle
yaptı yap
yapıyor yap
yaparak yap
yapmıştır yap
açıkladı acikla
geldi gel
gelen gel
geliyor gel
düzenleyen duzenle
belirtti belirt
belirten belirt
vurguladı vurgula
vurgulayan vurgula
kınadı kina
gidiyor git
gitti git
giden git
gidecek git
ediyor et
etti et
eden et
oldu ol
olacak ol
verdi ver
verecek ver
saldırdı saldir
katıldı katil
"""

VERBAL_NOUNS = """
görüşmesinde gorusme
görüşmeler gorusme
açıklamasında aciklama
açıklamalar aciklama
imzalanması imzala
yapılması yap
kurulması kur
"""

PASSIVES = """
imzalandı imzala
imzalanan imzala
yapıldı yap
yapılan yap
yapılacak yap
açıklandı acikla
düzenlendi duzenle
düzenlenecek duzenle
belirtildi belirt
vurgulandı vurgula
öldürüldü oldur
korundu koru
okundu oku
kurulan kur
seçildi sec
verildi ver
"""

NAMES = """
Putin'in putin
Moskova'da moskova
Bişkek biskek
Bişkekte biskek
Brükselde bruksel
Türkiyenin turkiye
Ankarada ankara
Azerbaycanın azerbaycan
Tokayevin tokayev
Zelenskiyin zelenskiy
"""

NAMES_LIKE_FORMS = """
Astana astana
Astanada astana
Almatı'nın almati
Havana havana
Amman amman
Dubaide dubai
Adana adana
Bursa bursa
Konya konya
Alanya alanya
Bosna bosna
Atatürk'ün ataturk
Biden biden
Bidenın biden
Modi modi
Meloni meloni
Abe abe
Hürmüz'den hurmuz
Aksa aksa
"""

FORMS_LIKE_NAMES = """
havanın hava
havalar hava
bitti bit
biten bit
adalar ada
alanda alan
burslar burs
boşta bos
kavunu kavun
hamam hamam
kimin kim
kimse kimse
yanyana yan
araya ara
erkenden erken
"""


def rows(table: str) -> list[list[str]]:
    """Return the lines of a table as words and stems."""
    return [line.split() for line in table.split("\n") if line]


ALL = rows(
    NOUNS
    + SOFTENED
    + DROPPED
    + VERBS
    + VERBAL_NOUNS
    + PASSIVES
    + NAMES
    + NAMES_LIKE_FORMS
    + FORMS_LIKE_NAMES
)


@pytest.mark.parametrize(("word", "stem"), ALL)
def test_inflected_word_has_its_stem(word: str, stem: str) -> None:
    """Cases, persons, softened consonants, dropped vowels and voices are undone."""
    assert analyzer_for("tr").terms(word).stem == stem


@pytest.mark.parametrize("word", [word for word, _ in ALL])
def test_diacritics_do_not_change_the_stem(word: str) -> None:
    """A word typed in plain letters has the stem of the word typed right."""
    analyzer = analyzer_for("tr")
    plain = "'".join(fold(piece) for piece in word.split("'"))

    assert analyzer.terms(plain).stem == analyzer.terms(word).stem


@pytest.mark.parametrize(
    ("word", "readings"),
    [
        ("katilan", ["katil"]),
        ("gelecekler", ["gelecek", "gel"]),
        ("gorusme", ["gorusme", "gorus"]),
        ("xyzqw", []),
    ],
)
def test_readings_are_the_words_that_it_may_be(word: str, readings: list[str]) -> None:
    """The longest reading comes first, each comes once."""
    found = turkish_lemmatizer().readings(word)

    assert [one for one in found if one in readings] == readings
    assert list(found) == sorted(found, key=len, reverse=True)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("eve", "ev"),
        ("evdeki", "ev"),
        ("yazildi", "yaz"),
        ("yazmak", "yaz"),
        ("kitaba", "kitap"),
        ("sehre", "sehir"),
        ("bilinmeyenler", "bilinmeyen"),
        ("q", "q"),
        ("", ""),
    ],
)
def test_small_lexicon(word: str, stem: str) -> None:
    """Only the lexicon given counts; what it lacks loses a noun's suffixes alone."""
    lemmatizer = TurkishLemmatizer(["ev", "kitap", "sehir"], ["yaz"])

    assert lemmatizer.stem(word) == stem


def test_passive_is_that_of_a_known_verb_only() -> None:
    """``yapıl`` is the passive of ``yap``; ``al`` is not that of a verb ``a``."""
    lemmatizer = TurkishLemmatizer([], ["yap", "al", "gel", "oku"])

    assert lemmatizer.active("yapil") == "yap"
    assert lemmatizer.active("okun") == "oku"
    assert lemmatizer.active("al") == "al"
    assert lemmatizer.active("bilin") == "bilin"


@given(texts | st.text("abcdefghiklmnoprstuvyz", max_size=45))
def test_stem_of_any_word_is_sound(text: str) -> None:
    """A stem is not empty, the same each time, and no longer than its word can be."""
    word = fold(text)
    lemmatizer = turkish_lemmatizer()

    stem = lemmatizer.stem(word)

    assert stem == lemmatizer.stem(word)
    assert bool(stem) == bool(word)
    assert len(stem) <= len(word)


@given(st.sampled_from("aeilnrmsdty"), st.integers(1, 5))
def test_long_words_are_read(letter: str, more: int) -> None:
    """A word of a megabyte, also of suffixes alone, is taken as it stands."""
    word = (letter * more + "lerindeki") * 90_000

    assert turkish_lemmatizer().stem(word) == word
    assert turkish_lemmatizer().readings(word) == ()


@pytest.mark.parametrize(
    "chain", ["lerin", "ilin", "indan", "mamis", "sasi", "kika", "yayi"]
)
def test_chains_of_suffixes_are_read(chain: str) -> None:
    """The longest word that is stemmed may be all suffixes."""
    word = (chain * 40)[:40]

    assert turkish_lemmatizer().stem(word)
