"""The recognizer as a whole: the sample corpus, pitfalls, and any text there is."""

from __future__ import annotations

import datetime
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import examples, texts

from diplosearch import Document, Index
from diplosearch.entities.base import Section
from diplosearch.entities.gazetteer.packed import default_gazetteer
from diplosearch.entities.recognizer import (
    DefaultRecognizer,
    default_recognizer,
    recognizer_with,
)
from diplosearch.entities.tagged_names import read_tagged
from diplosearch.entities.tagger.tagger import Tagged
from diplosearch.entities.tokens import read_sentence
from diplosearch.errors import UsageError
from diplosearch.model import Entity
from diplosearch.text.passages import split_passages

Find = Callable[..., list[tuple[str, str, str]]]

# The sample corpus


@pytest.fixture(scope="module")
def golden(repository: Path) -> dict[str, Any]:
    """Names that must be found in the sample corpus."""
    text = (repository / "tests/golden/entities.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def words_of(document: Document) -> list[tuple[str, Entity]]:
    return [(document.text[one.start : one.end], one) for one in document.entities]


def test_names_of_the_sample_corpus_are_found(
    seeds_index: Index, golden: dict[str, Any]
) -> None:
    """Every name is there with its type; a longer one that contains it counts as well."""
    missing = []
    for id, by_kind in golden["named"].items():
        mentions = words_of(seeds_index.get(id))
        ids = {one.id for _, one in mentions}
        for kind, names in by_kind.items():
            for name in names:
                if kind == "country":
                    found = f"country:{name}" in ids
                elif kind == "city":
                    found = any(
                        one.id.startswith("city:") and one.name == name
                        for _, one in mentions
                    )
                else:
                    found = any(
                        one.type == kind and (name in text or name == one.name)
                        for text, one in mentions
                    )
                if not found:
                    missing.append((id, kind, name))
    assert missing == []


@pytest.mark.parametrize("kind", ["same person", "same country"])
def test_forms_of_one_entity_have_one_id(
    seeds_index: Index, golden: dict[str, Any], kind: str
) -> None:
    """Whatever the documents of the index call it; forms that none uses are passed over."""
    type = "PERSON" if kind == "same person" else "GPE"
    by_form: dict[str, set[str]] = {}
    for document in seeds_index.documents():
        for text, one in words_of(document):
            if one.type == type:
                by_form.setdefault(text, set()).add(one.id)
    for forms in golden[kind]:
        ids = [by_form[form] for form in forms if form in by_form]
        assert ids
        assert len(set.union(*ids)) == 1, forms


def test_suffixes_of_the_sample_corpus_are_left_out(seeds_index: Index) -> None:
    """No name ends in an apostrophe's suffix, and none begins or ends in a space."""
    for document in seeds_index.documents():
        for text, _ in words_of(document):
            assert text == text.strip()
            assert not text.endswith(("'in", "'ın", "'nin", "'de", "'da", "'s", "’s"))


# What goes wrong easily


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Of course it was Nice.", []),
        ("Reading is good.", []),
        ("Fatih came home.", []),
        ("Çin ve Rusya anlaştı.", [("Çin", "country:CN"), ("Rusya", "country:RU")]),
        (
            "Çin-Azerbaycan ilişkileri",
            [("Çin", "country:CN"), ("Azerbaycan", "country:AZ")],
        ),
        ("Kazakh-Chinese relations", [("Kazakh", "norp:KZ"), ("Chinese", "norp:CN")]),
        ("Çin'in, Çin’deki", [("Çin", "country:CN"), ("Çin", "country:CN")]),
        ("People’s Republic of China’s", [("People’s Republic of China", "country:CN")]),
        ("AB'ye ve NATO'nun", [("AB", "org:european-union"), ("NATO", "org:nato")]),
        ("A.B.D.'nin", [("A.B.D.", "country:US")]),
        ("ABD'li yetkililer", [("ABD", "norp:US")]),
        ("Çinliler", [("Çinliler", "norp:CN")]),
        ("Dışişleri Bakanlığından", [("Dışişleri Bakanlığından", "org:foreign-ministry")]),
        ("Takım 5 golle yendi.", []),
        ("It may rain in May. They march in March.", []),
        ("On May 5", [("May 5", "date:--05-05")]),
        ("abd ve nato", []),
        ("IT and it, US and us", [("US", "country:US")]),
        (
            "CHINA AND RUSSIA SIGN DEAL IN BEIJING",
            [
                ("CHINA", "country:CN"),
                ("RUSSIA", "country:RU"),
                ("BEIJING", "city:1816670"),
            ],
        ),
        ("ÇİN VE RUSYA İMZALADI", [("ÇİN", "country:CN"), ("RUSYA", "country:RU")]),
        (
            "the XXIV Winter Olympic Games on February 5, 2022",
            [
                ("XXIV Winter Olympic Games", "event:xxiv-winter-olympic-games"),
                ("February 5, 2022", "date:2022-02-05"),
            ],
        ),
        ("Xi'an", [("Xi'an", "city:1790630")]),
        ("Türkiye-AB Zirvesi", [("Türkiye-AB Zirvesi", "event:eu-turkiye-summit")]),
        ("Côte d'Ivoire's president", [("Côte d'Ivoire", "country:CI")]),
    ],
)
def test_pitfalls(find_plainly: Find, text: str, expected: list[tuple[str, str]]) -> None:
    """Lists and rules alone, without a tagger, find this and no more."""
    assert [(name, id) for name, _, id in find_plainly(text)] == expected


def test_two_countries_are_two_with_the_tagger(find_fully: Find) -> None:
    """A tagged span with *and* in it is two names."""
    ids = [id for _, _, id in find_fully("Çin ve Rusya anlaştı.")]
    assert ids == ["country:CN", "country:RU"]


def test_full_stop_is_no_part_of_a_name() -> None:
    """Where the tagger takes the end of the sentence in, the name ends before it."""
    text = "He was in Beijing ."
    sentence = read_sentence(text, 0, len(text))
    (one,) = read_tagged(sentence, Tagged(3, 5, "LOC"))
    assert text[one.start : one.end] == "Beijing"


def test_words_of_days_are_read_against_the_date(find_plainly: Find) -> None:
    """The day of publication is handed to the rules."""
    found = find_plainly("He came yesterday.", datetime.date(2026, 1, 29))
    assert found == [("yesterday", "DATE", "date:2026-01-28")]


def test_recognizer_works_without_a_tagger(plain_recognizer: DefaultRecognizer) -> None:
    """It has a fingerprint of its own, and finds what is listed."""
    assert plain_recognizer.fingerprint != default_recognizer().fingerprint
    assert len(plain_recognizer.fingerprint) == 32
    again = DefaultRecognizer(default_gazetteer(), None)
    assert again.fingerprint == plain_recognizer.fingerprint


def test_sections_keep_names_apart(plain_recognizer: DefaultRecognizer) -> None:
    """Only what stands in a section is read, and no name reaches into another one."""
    text = "Çin geldi. United Nations gitti. Rusya"
    cut = text.index("Nations")
    sections = [Section(11, cut, "en"), Section(cut, 32, "tr")]
    assert plain_recognizer.recognize(text, sections) == []
    assert plain_recognizer.recognize(text, []) == []


def test_surname_is_known_in_every_section(plain_recognizer: DefaultRecognizer) -> None:
    """A name in full in one section counts in short in another, earlier or later."""
    text = "Erdoğan geldi. Recep Tayyip Erdoğan gitti."
    found = plain_recognizer.recognize(text, [Section(0, 14, "tr"), Section(15, 42, "tr")])
    assert [one.id for one in found] == ["person:recep-tayyip-erdogan"] * 2


# Any text

PIECES = [
    *(
        "Çin",
        "China's",
        "Çin'in",
        "Recep Tayyip Erdoğan",
        "Erdoğan",
        "Xi Jinping",
        "Xi",
        "Li",
    ),
    *(
        "Dışişleri",
        "Bakanı",
        "Minister",
        "of",
        "and",
        "ve",
        "Trade",
        "the",
        "NATO",
        "(NATO)",
    ),
    *(
        "Shanghai Cooperation Organization",
        "(SCO)",
        "25th",
        "Summit",
        "XXIV",
        "$50",
        "billion",
    ),
    *(
        "5",
        "May",
        "2024",
        "29 Ocak",
        "dolarlık",
        "geçen",
        "hafta",
        "Monday",
        "ABD'li",
        "A.B.D.",
    ),
    *(
        "Of",
        "Nice",
        "-",
        "-",
        "'",
        "’",
        "(",
        ")",
        ",",
        ".",
        "\n",
        "\n\n",
        " ",
        "\u0301",
        "\u0307",
    ),
    *("İ", "I\u0307", "\ud800", "北京", "🇹🇷", "\x00", "\u2028", "HEADLINE", "\x1f", "\xad"),
]

news = st.lists(st.sampled_from(PIECES), max_size=16).flatmap(
    lambda some: st.sampled_from(["", " "]).map(lambda glue: glue.join(some))
)


def is_mark(character: str) -> bool:
    return character != "" and unicodedata.category(character)[0] == "M"


def check(text: str, sections: list[Section], found: list[Entity]) -> None:
    """Assert what is true of the entities of any text."""
    last = 0
    for one in found:
        written = text[one.start : one.end]
        assert last <= one.start < one.end <= len(text)
        last = one.end
        assert any(
            section.start <= one.start and one.end <= section.end for section in sections
        )
        assert written == written.strip()
        assert not is_mark(written[0])
        # See test_marks_stay_with_their_letter.
        is_known = one.type in ("DATE", "MONEY") or written.endswith(".")
        assert is_known or not is_mark(text[one.end : one.end + 1])
        lines = [line for line in written.splitlines() if line.strip()]
        # Text that is wrapped at a fixed width goes on with a small letter.
        assert all(line.lstrip()[0].islower() for line in lines[1:])
        assert one.id
        assert one.name
        assert one.id.partition(":")[2]


@pytest.mark.parametrize(
    "tagger",
    [pytest.param(True, id="tagger"), pytest.param(False, id="no tagger")],
)
@given(text=texts | news)
def test_entities_of_any_text(
    full_recognizer: DefaultRecognizer,
    plain_recognizer: DefaultRecognizer,
    tagger: bool,
    text: str,
) -> None:
    """Spans are not empty, in order, apart, within a section and whole letters."""
    recognizer = full_recognizer if tagger else plain_recognizer
    sections = [Section(0, len(text), "tr")]
    found = recognizer.recognize(text, sections)
    check(text, sections, found)
    assert recognizer.recognize(text, sections) == found


def test_lone_surrogates_are_letters_like_others(
    full_recognizer: DefaultRecognizer,
) -> None:
    """Half a character is no error, beside a name or alone."""
    text = "Çin\ud800 Rusya \udfff"
    found = full_recognizer.recognize(text, [Section(0, len(text), "tr")])
    check(text, [Section(0, len(text), "tr")], found)


@pytest.mark.parametrize(
    "text", ["0$\u0300", "1 OCAK\u0300", "5 şekel".replace("ş", "s\u0327")]
)
def test_marks_stay_with_their_letter(find_plainly: Find, text: str) -> None:
    """A letter written with a combining mark is one letter, in amounts and dates too."""
    assert [name for name, _, _ in find_plainly(text)] in ([], [text])
    assert find_plainly(text) or "$" in text or "OCAK" in text


def test_unit_separators_are_white_space() -> None:
    """What Python takes for white space is no word."""
    assert read_sentence("Cin\x1fA", 0, 5).surfaces == ["Cin", "A"]


days = st.dates(datetime.date(2, 1, 1), datetime.date(9998, 1, 1))


@given(text=texts | news, date=st.none() | days)
def test_entities_of_passages(
    full_recognizer: DefaultRecognizer, text: str, date: datetime.date | None
) -> None:
    """Cut into passages, a text has its entities within them."""
    sections = [
        Section(one.start, one.end, one.language)
        for one in split_passages(text, excluded=(), language="en")
    ]
    check(text, sections, full_recognizer.recognize(text, sections, date=date))


@settings(max_examples=examples(30))
@given(text=news, shift=texts)
def test_entities_do_not_depend_on_where_the_text_stands(
    plain_recognizer: DefaultRecognizer, text: str, shift: str
) -> None:
    """What stands outside the sections changes nothing but offsets."""
    alone = plain_recognizer.recognize(text, [Section(0, len(text), "en")])
    begin = len(shift) + 1
    whole = f"{shift}\n{text}"
    within = plain_recognizer.recognize(whole, [Section(begin, len(whole), "en")])
    assert [(one.start - begin, one.end - begin, one.id) for one in within] == [
        (one.start, one.end, one.id) for one in alone
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        *("A" * 200_000, "(" * 100_000, "A.B." * 50_000, "1," * 100_000, "Ve " * 60_000),
        *(
            "'" * 100_000,
            "A'" * 50_000,
            "\u0301" * 100_000,
            "Çin-" * 20_000,
            "\n" * 100_000,
        ),
        *(
            "$1 " * 20_000,
            "Xi Jinping " * 10_000,
            "Minister of Trade and " * 5_000,
            "1" * 200_000,
        ),
        *("\ud800" * 50_000, "北京" * 50_000, "2001 the " * 10_000, "25th A " * 10_000),
    ],
    ids=lambda text: ascii(text[:8]),
)
def test_hostile_texts_come_to_an_end(
    full_recognizer: DefaultRecognizer, text: str
) -> None:
    """Long runs of whatever makes rules try again and again are read to their end."""
    sections = [Section(0, len(text), "en")]
    check(text, sections, full_recognizer.recognize(text, sections))


# A user's own names


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A gazetteer of a user's own."""
    path = tmp_path / "own.txt"
    path.write_text(
        "# mine\n"
        "ORG | Foobar Council; FBC | Fubar Konseyi\n"
        "GPE | Old Town; Beijing | Eski Şehir | city:mine\n"
        "ORG | Istanbul Plan | Kırmızı | org:plan\n",
        encoding="utf-8",
    )
    return path


OLD_TOWN = "Governor Old Town said so, Mr. Old Town told the Washington Post."


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("He left the Foobar Council.", "org:foobar-council"),
        ("FBC açıkladı.", "org:foobar-council"),
        ("Fubar Konseyi'nden geldi.", "org:foobar-council"),
        ("Beijing ve Astana", "city:mine"),
        ("Kırmızı açıkladı.", "org:plan"),
        ("China ve Rusya", "country:CN"),
    ],
)
def test_own_names_are_known_first(own: Path, text: str, id: str) -> None:
    """A user's names take precedence over the built-in ones, which are still found."""
    recognizer = recognizer_with(own)
    found = recognizer.recognize(text, [Section(0, len(text), "en")])
    assert id in [one.id for one in found]
    assert recognizer.fingerprint != default_recognizer().fingerprint


def test_own_name_has_its_own_type(own: Path) -> None:
    """Where the tagger takes a user's name for something else, the user's word counts."""
    recognizer = recognizer_with(own)
    sections = [Section(0, len(OLD_TOWN), "en")]
    found = recognizer.recognize(OLD_TOWN, sections)
    assert [one.id for one in found if "Old" in one.name] == ["city:mine"] * 2


def test_unsound_gazetteer_is_refused(tmp_path: Path) -> None:
    """The error names the file and the line."""
    path = tmp_path / "bad.txt"
    path.write_text("ORG | a | b\nBAD | a | b\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"bad\.txt, line 2"):
        recognizer_with(path)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Turkey's Erdogan will visit.", ["country:TR", "person:erdogan"]),
        ("Fidan-Lavrov görüşmesi bitti.", ["person:fidan", "person:lavrov"]),
        ("Erdogan–Putin talks began.", ["person:erdogan", "person:putin"]),
    ],
)
def test_names_that_stand_close_are_parted(text: str, ids: list[str]) -> None:
    """A possessive behind a country, and a dash between two surnames, separate names."""
    found = default_recognizer().recognize(text, [Section(0, len(text), "en")])
    assert [one.id for one in found] == ids


def test_small_letters_name_nobody() -> None:
    """What has no capital and no digit is no name that the tagger could find."""
    text = "uluslararası sistemi el üstünde tutmak"
    assert default_recognizer().recognize(text, [Section(0, len(text), "tr")]) == []


@pytest.mark.parametrize(
    ("text", "name", "id"),
    [
        (
            "Sultan Haitham bin Tariq landed.",
            "Sultan Haitham bin Tariq",
            "haitham-bin-tariq",
        ),
        ("Sultan Heysem bin Tarık geldi.", "Sultan Heysem bin Tarık", "haitham-bin-tariq"),
        ("Emir Temim dün görüştü.", "Emir Temim", "tamim-bin-hamad"),
        ("King Faisal bin Nasser spoke.", "King Faisal bin Nasser", "faisal-bin-nasser"),
        ("Şeyh Nevvaf bin Cabir konuştu.", "Şeyh Nevvaf bin Cabir", "nevvaf-bin-cabir"),
        ("Sheikh Hasina resigned.", "Sheikh Hasina", "sheikh-hasina"),
        ("Emir Can Demir gol attı.", "Emir Can Demir", "emir-can-demir"),
        ("Sultan Demir konuştu.", "Sultan Demir", "sultan-demir"),
    ],
)
def test_a_ruler_has_no_rank_in_the_id(
    find_fully: Find, text: str, name: str, id: str
) -> None:
    """Sultan, emir, king and sheikh are none of the name, unless they are a given name."""
    assert (name, "PERSON", f"person:{id}") in find_fully(text)


@pytest.mark.parametrize(
    ("text", "name", "type", "id"),
    [
        (
            "Beşiktaş Ali Sami Yen'de kazandı.",
            "Ali Sami Yen",
            "FAC",
            "ali-sami-yen-stadium",
        ),
        ("Beşiktaş İnönü'de kazandı.", "İnönü", "FAC", "inonu-stadium"),
        ("Beşiktaş İnönü'de kazandı.", "Beşiktaş", "ORG", "besiktas-jk"),
        ("Ali Sami Yen'deki maç bitti.", "Ali Sami Yen", "FAC", "ali-sami-yen-stadium"),
        (
            "Bakan Adnan Menderes'te konuştu.",
            "Adnan Menderes",
            "FAC",
            "adnan-menderes-airport",
        ),
        (
            "They landed at Charles de Gaulle.",
            "Charles de Gaulle",
            "FAC",
            "charles-de-gaulle-airport",
        ),
        (
            "Ali Sami Yen'in kurduğu kulüp kazandı.",
            "Ali Sami Yen",
            "PERSON",
            "ali-sami-yen",
        ),
        ("İsmet İnönü'de bunu görüyorum.", "İsmet İnönü", "PERSON", "ismet-inonu"),
        (
            "Charles de Gaulle's speech was long.",
            "Charles de Gaulle",
            "PERSON",
            "charles-de-gaulle",
        ),
        (
            "Students shouted at Charles Dickens.",
            "Charles Dickens",
            "PERSON",
            "charles-dickens",
        ),
        (
            "Critics took aim at John F. Kennedy over Cuba.",
            "John F. Kennedy",
            "PERSON",
            "john-f-kennedy",
        ),
        (
            "The flight to Washington stopped at John F. Kennedy.",
            "John F. Kennedy",
            "FAC",
            "jfk-airport",
        ),
        (
            "Suç Adnan Menderes'te değildi.",
            "Adnan Menderes",
            "PERSON",
            "adnan-menderes",
        ),
        (
            "Uçağı Adnan Menderes'te bekliyor.",
            "Adnan Menderes",
            "FAC",
            "adnan-menderes-airport",
        ),
    ],
)
def test_a_stadium_or_airport_goes_by_a_persons_name(
    find_fully: Find, text: str, name: str, type: str, id: str
) -> None:
    """One is meant where something happens at it, and the gazetteer knows it."""
    assert (name, type, f"{type.lower()}:{id}") in find_fully(text)


def test_a_person_of_a_users_own_is_no_stadium(tmp_path: Path) -> None:
    """A user's gazetteer has the last word."""
    own = tmp_path / "own.txt"
    own.write_text("PERSON | Ali Sami Yen |", encoding="utf-8")
    text = "Beşiktaş Ali Sami Yen'de kazandı."
    found = recognizer_with(own).recognize(text, [Section(0, len(text), "tr")])
    assert [one.type for one in found if one.name == "Ali Sami Yen"] == ["PERSON"]
