"""What finds a part of a concept neither holds it nor is credited for it."""

from __future__ import annotations

import pytest

from diplosearch import Index

TEXTS = {
    "bank": "Dünya Bankası raporunda kredi koşulları anlatıldı; Evrensel gazetesi "
    "raporu ilk sayfadan verdi.",
    "bank-en": "The World Bank lent the money, and a bank in the capital paid it out.",
    "press": "Evrensel yazarları ile banka çalışanları buluştu.",
    "crossing": "Red buses wait where the line crosses the road.",
    "tax": "The capital kept its value although the tax was higher.",
    "tax-tr": "Katma bütçenin değer kaybı, toplanan vergi ile karşılandı.",
    "assad": "Bashar al-Assad met the envoy at the palace.",
    "article": "The al-Rashid hotel stands by the river.",
    "sanction": "Yeni yaptırımlar konuşuldu; yaptığı açıklamada bunu söyledi.",
    "gap": "Dış ticaret toplam açığı geçen ay daraldı.",
    "far": "Dış siyaset görüşülürken ticaret heyeti bütçe açığı için ayrıldı.",
    "sound": "Ödülü bu yıl Cezdi ailesi kazanmıştı.",
}


def marked(index: Index, query: str, id: str) -> set[str]:
    """Return the words of a document that are marked for a query."""
    (hit,) = [one for one in index.search(query, limit=None) if one.document.id == id]
    return {hit.document.text[one.start : one.end] for one in hit.matches}


@pytest.mark.parametrize(
    ("query", "id", "words"),
    [
        ("World Bank", "bank", {"Dünya Bankası"}),
        ("World Bank", "bank-en", {"World Bank"}),
        ("World Bank", "press", {"Evrensel", "banka"}),
        ("yaptırım", "sanction", {"yaptırımlar"}),
    ],
)
def test_parts_are_marked_only_without_the_whole(
    index: Index, query: str, id: str, words: set[str]
) -> None:
    """Where a passage holds a concept, what may stand for a part of it marks nothing."""
    assert marked(index, query, id) == words


def test_scattered_words_of_a_name_do_not_hold_it(index: Index) -> None:
    """A name that the index lacks is missing, wherever its words stand."""
    results = index.search("Red Cross")
    assert results.missing == ("Red Cross",)
    assert results.whole == 0
    (hit,) = [one for one in results if one.document.id == "crossing"]
    assert hit.missing == ("Red Cross",)
    assert all(one.part_of == "Red Cross" for one in hit.explain().reasons)


def test_translations_of_its_words_do_not_hold_a_term(index: Index) -> None:
    """Each word of a term may mean another thing; the words as they are typed hold it."""
    missing = {hit.document.id: hit.missing for hit in index.search("katma değer vergisi")}
    assert missing["tax-tr"] == ()
    assert missing["tax"] == ("katma değer vergisi",)


def test_articles_of_a_name_are_no_parts(index: Index) -> None:
    """What shares no more with a name than *al-* is not found by it."""
    for query in ("Bashar al-Assad", "al-Assad"):
        assert [hit.document.id for hit in index.search(query)] == ["assad"]


def test_form_of_a_word_is_no_spelling_of_a_name(index: Index) -> None:
    """A form of a Turkish word, in small letters, does not sound like a name."""
    assert not index.search("gezdi")
    assert [hit.document.id for hit in index.search("Gezdi")] == ["sound"]


def test_words_of_a_known_name_suggest_nothing(index: Index) -> None:
    """No other spelling is suggested for a word of a name that is found as a whole."""
    assert index.search("Bashar al-Assad").suggestion is None


@pytest.mark.parametrize("query", ["dış ticaret açığı", "trade deficit"])
def test_one_word_may_stand_within_a_term(index: Index, query: str) -> None:
    """A term with another word between its words comes before its words anywhere."""
    results = index.search(query, language="tr")
    assert [hit.document.id for hit in results][:2] == ["gap", "far"]
    reason = results[0].explain().reasons[0]
    assert reason.found == ("Dış ticaret", "açığı")
