"""Text that was decoded wrongly is repaired, and intact text is unchanged."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from diplosearch.corpus.mojibake import repair

SOUND_WORDS = """Cumhurbaşkanı Erdoğan İstanbul'da Çin Dışişleri ĞÜŞİÖÇ ağaç hikâye Ana’nın
    Şanghay President the summit café naïve Ñandú São Ângela Hôtel Côte d’Ivoire Łódź Dvořák
    Spaß Ärger HYVÄ AMANHÃ Åland Ø Þórður Guðmundsson Ýmir Íslandi það Baýramow Aşgabat
    Türkmenistanyň český nový Москва Путин 北京 東京 العربية Ελλάδα 25°C §4 €5 ½ №7 ™ © 🇹🇷
    """.split()  # noqa: SIM905
LOST_LETTERS = frozenset("ÐÝÞðýþ")
BROKEN_UTF8 = [
    "Türkiye",
    "İstanbul",
    "Erdoğan",
    "ş",
    "Çin Dışişleri Bakanlığı",
    "BEİJİNG",
    "AVRUPA BİRLİĞİ",
    "Özgür Ülke",
    "hikâye",
    "“Barış” dedi – İran’ın… 5 €",
    "Си и Путин",
    "北京",
    "🇹🇷 Türkiye",
]


def as_windows_1252(data: bytes) -> str:
    """Return bytes as browsers read Windows-1252: none of them is an error."""
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in data)


@pytest.mark.parametrize("text", BROKEN_UTF8)
def test_utf8_read_as_windows_1252_or_latin_1_is_repaired(text: str) -> None:
    """UTF-8 that was read as either comes back, also when that happened twice."""
    data = text.encode()
    once = as_windows_1252(data)
    for broken in (once, data.decode("latin-1"), as_windows_1252(once.encode())):
        repaired, note = repair(broken)
        assert repaired == text
        assert note
        assert "once decoded as" in note


def test_broken_part_of_a_sound_text_is_repaired() -> None:
    """One broken word is repaired while the intact ones around it stay."""
    assert repair("Cumhurbaşkanı ErdoÄŸan “geldi”")[0] == "Cumhurbaşkanı Erdoğan “geldi”"


def test_lost_last_byte_of_a_quotation_mark() -> None:
    """A closing quotation mark whose last byte got lost is one again."""
    assert repair("â€œEvetâ€ dedi")[0] == "“Evet” dedi"


@pytest.mark.parametrize(
    "text",
    [
        "İstanbul",
        "Şişli",
        "Erdoğan",
        "DIŞİŞLERİ BAKANLIĞI",
        "Bu iş çok zor",
        "Cumhurbaşkanı Erdoğan, Çin Dışişleri Bakanı ile görüştü.",
        "İşçiler sınır kapısında eylem yaptı ve yolu kapattı.",
        "President Erdoğan met his guest in İstanbul on Monday.",
    ],
)
def test_windows_1254_read_as_windows_1252_is_repaired(text: str) -> None:
    """Lost Turkish letters come back, in a sentence and in a known name alone."""
    repaired, note = repair(text.encode("cp1254").decode("cp1252"))
    assert repaired == text
    assert note
    assert "windows-1254" in note


@pytest.mark.parametrize(
    "text",
    [
        "Ýmir",
        "Þórður Guðmundsson var í Reykjavík og Ýmir líka.",
        "Alþingi og þýska þjóðin ræddu við ráðherra",
        "Prime Minister Þórdís Kolbrún met Guðni at Þingvellir with Ýmir.",
        "İzlanda Cumhurbaşkanı Guðni ile Sigurður ve Ýmir görüştü.",
        "Guðni Bakan ile bir araya geldi",
        "Český premiér a nový ministr ve vládě, Rudý právo",
        "Türkmenistanyň Prezidenti Aşgabatda baýramçylyk bilen gutlady, Ýagşygeldi",
        "Berdimuhamedow baýramy gutlady we Ýaş nesil bilen duşuşdy",
        "“AMANHÔ e «HYVÄ» på—“Hei” Spaß»",
        "Í Føroyum býr Páll á Reynatúgvu, og Ýmir siglir",
    ],
)
def test_names_with_these_letters_are_left_alone(text: str) -> None:
    """Icelandic, Faroese, Czech and Turkmen text is intact."""
    assert repair(text) == (text, None)


def test_foreign_name_survives_beside_repaired_words() -> None:
    """In an English text only known Turkish words change."""
    text = "President Erdoðan met Guðni Jóhannesson in Ýstanbul."
    assert repair(text)[0] == "President Erdoğan met Guðni Jóhannesson in İstanbul."


def test_broken_line_of_a_sound_turkish_text() -> None:
    """A line that lost its letters is repaired among lines that did not."""
    line = "Türkiye ile İran arasında yapılan görüşmeler başarılı geçti."
    broken = line.encode("cp1254").decode("cp1252")
    assert (
        repair(f"İlk satır sağlam.\r\n{broken}\nSon")[0]
        == f"İlk satır sağlam.\r\n{line}\nSon"
    )


@example(["Spaß", "Ø", "Cumhurbaşkanı"], "\u00a0")
@given(
    st.lists(st.sampled_from(SOUND_WORDS), max_size=12),
    st.sampled_from([" ", ", ", " – ", "… ", "\n", "” “", "’ ‘", "; «", "\u00a0"]),
)
def test_sound_words_in_any_order_are_left_alone(words: list[str], between: str) -> None:
    """Words of many languages with typographic marks come back unchanged.

    Three words and more with the letters that Windows-1254 gave away are left
    out: in any order, and with no sentence around them, they are what broken
    Turkish looks like.
    """
    assume(len({word for word in words if LOST_LETTERS.intersection(word)}) < 3)
    text = between.join(words)
    assert repair(text) == (text, None)


@given(st.text())
def test_repair_never_fails_and_twice_is_the_same(text: str) -> None:
    """Any text is taken, and a repaired text has nothing left to repair."""
    once, _ = repair(text)
    assert repair(once)[0] == once or len(once) < len(text)


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["Ã", "ÃÂ", "Ã¼", "â€", "þ", "þý ", "Ä±", "à¤", "ðŸ"])
def test_large_hostile_text_returns(unit: str) -> None:
    """A megabyte of suspicious letters is dealt with."""
    assert repair(unit * (1_000_000 // len(unit)))[0]


@pytest.mark.parametrize(
    ("broken", "repaired"),
    [
        ("Bush\x92un", "Bush’un"),
        ("\x93Evet\x94 dedi, \x91hayır\x92 demedi", "“Evet” dedi, ‘hayır’ demedi"),
        ("\x95 madde \x96 iki\x85 \x80 5", "• madde – iki… € 5"),
        ("Bekle\x85 gel.", "Bekle… gel."),
        ("\x93Bekle\x85\x94 dedi", "“Bekle…” dedi"),
        ("Bush\x92un\x85ve", "Bush’un…ve"),
        ("5 mm (4 ft 8 1â\x81„2 in)", "5 mm (4 ft 8 1⁄2 in)"),
        ("Ýstanbul\x92da bakanlýðýn açýklamasý", "İstanbul’da bakanlığın açıklaması"),
    ],
)
def test_controls_are_the_signs_of_windows_1252(broken: str, repaired: str) -> None:
    """C1 controls become the signs of these bytes in Windows-1252; a note says so."""
    text, note = repair(broken)
    assert text == repaired
    assert note
    assert repair(text) == (text, None)


@pytest.mark.parametrize(
    "text",
    [
        "line one\x85line two\x85\x85line three\x85",
        "Birinci satır.\x85İkinci satır.\x85",
        "a\x81b",
    ],
)
def test_line_ends_of_other_machines_stay(text: str) -> None:
    """U+0085 that ends lines is no ellipsis, and what no encoding shows stays."""
    assert repair(text) == (text, None)


def test_line_ends_beside_signs_stay() -> None:
    """U+0085 between two sentences ends a line even where other controls are signs."""
    assert repair("Bush\x92un sözü.\x85İkinci satır")[0] == "Bush’un sözü.\x85İkinci satır"
