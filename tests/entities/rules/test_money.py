"""Amounts of money in both languages, and numbers that are none."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import texts

from diplosearch.entities.rules.money import (
    currencies,
    find_money,
    find_money_in_words,
    may_have_money,
)
from diplosearch.entities.tokens import read_sentence


def in_words(text: str) -> list[tuple[str, str | None]]:
    """Return the amounts whose number is in words, with their ids."""
    sentence = read_sentence(text, 0, len(text))
    return [
        (text[one.start : one.end], one.id) for one in find_money_in_words(text, sentence)
    ]


@pytest.mark.parametrize(
    ("text", "amount", "id", "name"),
    [
        ("nearly $50 billion trade", "$50 billion", "USD-50000000000", "50 billion USD"),
        (
            "50 milyar dolarlık hacim",
            "50 milyar dolarlık",
            "USD-50000000000",
            "50 billion USD",
        ),
        ("€3,5 milyon", "€3,5 milyon", "EUR-3500000", "3.5 million EUR"),
        ("3.5 milyon avroluk", "3.5 milyon avroluk", "EUR-3500000", "3.5 million EUR"),
        ("1.250,75 TL ödedi", "1.250,75 TL", "TRY-1250.75", "1250.75 TRY"),
        ("1,250.75 dollars", "1,250.75 dollars", "USD-1250.75", "1250.75 USD"),
        ("100 bin avro", "100 bin avro", "EUR-100000", "100000 EUR"),
        ("US$3bn deal", "US$3bn", "USD-3000000000", "3 billion USD"),
        ("3 Swiss francs", "3 Swiss francs", "CHF-3", "3 CHF"),
        ("5 lira'lık", "5 lira", "TRY-5", "5 TRY"),
        ("5 yen ödedi", "5 yen", "JPY-5", "5 JPY"),
        ("1,457 euros", "1,457 euros", "EUR-1457", "1457 EUR"),
        ("1.457 avro", "1.457 avro", "EUR-1457", "1457 EUR"),
        ("₺20", "₺20", "TRY-20", "20 TRY"),
        ("20 ₺", "20 ₺", "TRY-20", "20 TRY"),
        (
            "10 million U.S. dollars",
            "10 million U.S. dollars",
            "USD-10000000",
            "10 million USD",
        ),
        ("10 milyon ABD doları", "10 milyon ABD doları", "USD-10000000", "10 million USD"),
        ("7 dolardan", "7 dolardan", "USD-7", "7 USD"),
    ],
)
def test_amounts_are_read(text: str, amount: str, id: str, name: str) -> None:
    """The number, its scale and its currency are the amount, whatever the language."""
    (found,) = find_money(text, 0, len(text))
    assert text[found.start : found.end] == amount
    assert (found.id, found.name) == (f"money:{id}", name)


@pytest.mark.parametrize(
    "text",
    [
        "Takım 5 golle yendi",
        "3 yendi, 4 yeni bina, 2 yenilgi",
        "50 milyon kişi",
        "25 Nisan 2024",
        "dolar yükseldi",
        "$",
        "",
        "3 wonderful days",
    ],
)
def test_other_numbers_are_no_money(text: str) -> None:
    """A currency is a word of its own: no yen in *yendi*."""
    assert list(find_money(text, 0, len(text))) == []


def test_only_the_stretch_is_read() -> None:
    """What stands before the start or after the end makes no amount."""
    text = "$50 billion dollars"
    assert list(find_money(text, 1, 3)) == []
    assert [text[one.start : one.end] for one in find_money(text, 0, 3)] == ["$50"]


def test_currencies_are_known_in_both_languages() -> None:
    """The table loads; names of both languages mean one currency."""
    known = currencies()
    assert known.names["dolar"] == known.names["dollar"] == known.signs["$"] == "USD"
    assert known.names["avro"] == known.names["euro"] == "EUR"


money = st.lists(
    st.sampled_from(
        [
            *("$", "€", "1", "50", "1.5", "1,5", ",", ".", " ", " ", "bin", "milyon"),
            *(
                "billion",
                "dolar",
                "dolarlık",
                "TL",
                "U.S.",
                "yen",
                "m",
                "\n",
                "\xa0",
                "İ",
                "'",
            ),
        ]
    ),
    max_size=14,
).map("".join)


@given(money | texts)
def test_amounts_are_spans(text: str) -> None:
    """Amounts are in order, do not overlap, and contain a digit."""
    last = 0
    for found in find_money(text, 0, len(text)):
        assert last <= found.start < found.end <= len(text)
        written = text[found.start : found.end]
        assert any(map(str.isdigit, written))
        assert written == written.strip()
        last = found.end


@given(money, st.data())
def test_amounts_stay_within(text: str, data: st.DataObject) -> None:
    """No amount reaches over the borders that are given."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for found in find_money(text, start, end):
        assert start <= found.start < found.end <= end


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("$5-10 million", "money:USD-5000000"),
        ("€1.5–2 billion", "money:EUR-1500000000"),
        ("$5-10", "money:USD-5"),
    ],
)
def test_scale_of_a_range_is_that_of_both_ends(text: str, id: str) -> None:
    """The amount is the lower end, in full."""
    assert [one.id for one in find_money(text, 0, len(text))] == [id]


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("12 bin 500 dolar", "USD-12500"),
        ("1 milyon 250 bin 300 lira", "TRY-1250300"),
        ("3 katrilyon 714 trilyon lira", "TRY-3714000000000000"),
        ("2 million 300 thousand dollars", "USD-2300000"),
        ("85 bin 40 avroluk", "EUR-85040"),
        ("4 milyar 20 milyon avro", "EUR-4020000000"),
        ("2 buçuk milyar dolarlık", "USD-2500000000"),
        ("3 and a half billion euros", "EUR-3500000000"),
        ("$5B", "USD-5000000000"),
        ("$3T", "USD-3000000000000"),
        ("$5MM", "USD-5000000"),
        ("€7bn", "EUR-7000000000"),
        ("5 Mrd euro", "EUR-5000000000"),
        ("£2.5B", "GBP-2500000000"),
        ("500 000 dolar", "USD-500000"),
        ("1 250 000 avro", "EUR-1250000"),
        ("US$ 40\u00a0000", "USD-40000"),
        ("3 200,50 lira", "TRY-3200.5"),
        ("75\u202f000 euros", "EUR-75000"),
    ],
)
def test_sums_and_thousands_set_apart_are_one_amount(text: str, id: str) -> None:
    """Numbers that add up and groups of thousands behind a space are one amount."""
    (found,) = find_money(text, 0, len(text))
    assert (text[found.start : found.end], found.id) == (text, f"money:{id}")


@pytest.mark.parametrize(
    ("text", "amount", "id"),
    [
        ("$5 million 20 people", "$5 million", "USD-5000000"),
        ("12 bin 1500 dolar", "1500 dolar", "USD-1500"),
        ("2019 500 000 dolar", "500 000 dolar", "USD-500000"),
        ("$5 Bay Street", "$5", "USD-5"),
        ("$5 T", "$5", "USD-5"),
        ("2 bin 3 milyar lira", "3 milyar lira", "TRY-3000000000"),
    ],
)
def test_other_numbers_beside_an_amount_do_not_belong_to_it(
    text: str, amount: str, id: str
) -> None:
    """Numbers that cannot be one sum are apart, and a letter behind a space is no scale."""
    (found,) = find_money(text, 0, len(text))
    assert (text[found.start : found.end], found.id) == (amount, f"money:{id}")


@pytest.mark.parametrize(
    ("text", "amount", "id"),
    [
        ("iki milyar dolar verdi", "iki milyar dolar", "USD-2000000000"),
        ("bir buçuk milyar dolarlık", "bir buçuk milyar dolarlık", "USD-1500000000"),
        ("yüz elli bin lira ödedi", "yüz elli bin lira", "TRY-150000"),
        ("YÜZELLİ BİN LİRA", "YÜZELLİ BİN LİRA", "TRY-150000"),
        ("yarım milyon avro", "yarım milyon avro", "EUR-500000"),
        ("on beş dolar", "on beş dolar", "USD-15"),
        ("bin dolardan az", "bin dolardan", "USD-1000"),
        ("üç milyon iki yüz bin lira", "üç milyon iki yüz bin lira", "TRY-3200000"),
        ("half a billion dollars", "half a billion dollars", "USD-500000000"),
        ("twenty-five million euros", "twenty-five million euros", "EUR-25000000"),
        ("a hundred dollars", "a hundred dollars", "USD-100"),
        (
            "two and a half billion dollars",
            "two and a half billion dollars",
            "USD-2500000000",
        ),
        (
            "one hundred and fifty thousand pounds",
            "one hundred and fifty thousand pounds",
            "GBP-150000",
        ),
    ],
)
def test_amounts_in_words_are_read(text: str, amount: str, id: str) -> None:
    """A number in words is an amount like one in digits."""
    assert in_words(text) == [(amount, f"money:{id}")]


@pytest.mark.parametrize(
    "text",
    [
        "pressure on euro markets",
        "a dollar crisis",
        "bir euro bölgesi ülkesi",
        "two euro zone countries",
        "several hundred thousand dollars",
        "birkaç bin dolar",
        "beşer bin dolar",
        "2 bin dolar",
        "milyonlarca dolar",
        "iki bin kişi",
        "Yüz dolayında kişi",
    ],
)
def test_other_words_are_no_amount(text: str) -> None:
    """Articles, open numbers, and numbers that count something else are no amount."""
    assert in_words(text) == []


def test_an_area_of_a_currency_is_no_amount() -> None:
    """In *19 euro zone countries* the number counts the countries."""
    text = "19 euro zone countries; 20 avro bölgesi ülkesi"
    assert list(find_money(text, 0, len(text))) == []


@given(texts)
def test_amounts_in_words_are_spans(text: str) -> None:
    """Amounts in words lie within the sentence, whatever it is."""
    assert all(amount and amount == amount.strip() for amount, _ in in_words(text))


@pytest.mark.parametrize(
    ("text", "amount", "id"),
    [
        ("iki milyar 500 milyon dolar", "iki milyar 500 milyon dolar", "USD-2500000000"),
        ("İki bin 500 lira verdi", "İki bin 500 lira", "TRY-2500"),
        ("bin 250 avro", "bin 250 avro", "EUR-1250"),
        ("yüz elli bin 300 dolar", "yüz elli bin 300 dolar", "USD-150300"),
        (
            "two billion 500 million dollars",
            "two billion 500 million dollars",
            "USD-2500000000",
        ),
        ("üç milyon 200 bin 50 lira", "üç milyon 200 bin 50 lira", "TRY-3200050"),
        ("iki bin 2500 lira", "2500 lira", "TRY-2500"),
        ("birkaç bin 500 lira", "500 lira", "TRY-500"),
        ("iki bin lira", "iki bin lira", "TRY-2000"),
    ],
)
def test_digits_behind_a_number_in_words(
    find_fully: Callable[..., list[tuple[str, str, str]]], text: str, amount: str, id: str
) -> None:
    """Digits that the last word of a number leaves open are part of the amount."""
    found = [(name, id) for name, type, id in find_fully(text) if type == "MONEY"]
    assert found == [(amount, f"money:{id}")]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "500 TL",
            "5 dolarlık",
            "USD 500",
            "USD500",
            "500$",
            "5 Türk lirasını",
            "5 yen'e",
        ),
        *("500 U.S. dollars", "two million euros", "iki milyar avroluk", "5dolar", "R$ 50"),
    ],
)
def test_amounts_are_looked_for_where_one_may_be(text: str) -> None:
    """A sign, the end of a currency's name, or letters behind digits are enough."""
    assert may_have_money(read_sentence(text, 0, len(text)))


@pytest.mark.parametrize("text", ["500 kişi", "1.250 öğrenci geldi", "two million people"])
def test_amounts_are_not_looked_for_among_other_words(text: str) -> None:
    """Numbers alone are no money."""
    assert not may_have_money(read_sentence(text, 0, len(text)))


_WORDS = st.sampled_from(
    [
        *("5", "1.250,75", "iki", "bin", "million", "milyar", "$", "€", "-", ".", ",", "'"),
        *("TL", "USD", "dolar", "doları", "avroluk", "euros", "u.s.", "Türk", "liraya"),
        *("bir", "buçuk", "kişi", "S", "x", "\u0301", "\u200b", "₺", "yen", "5B"),
    ]
)


@given(st.lists(st.tuples(_WORDS, st.sampled_from(["", " ", "\u00a0"])), max_size=12))
def test_no_amount_is_where_none_may_be(pieces: list[tuple[str, str]]) -> None:
    """Every amount is in a sentence of which :func:`may_have_money` is true."""
    text = "".join(word + gap for word, gap in pieces)
    sentence = read_sentence(text, 0, len(text))
    if len(sentence) and not may_have_money(sentence):
        start, end = sentence.start(0), sentence.end(len(sentence) - 1)
        assert list(find_money(text, start, end)) == []
        assert list(find_money_in_words(text, sentence)) == []
