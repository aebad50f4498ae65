"""Names that are known, found in a sentence in any of their forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.entities.gazetteer import gazetteer as module
from diplosearch.entities.gazetteer.entry import GazetteerEntry
from diplosearch.entities.gazetteer.gazetteer import (
    Gazetteer,
    bases_of,
    is_acronym,
    is_in_capitals,
    key_of,
)
from diplosearch.entities.gazetteer.packed import default_gazetteer
from diplosearch.entities.tokens import Sentence

Read = Callable[[str], Sentence]
Make = Callable[[Sequence[str]], Gazetteer]

LINES = [
    "GPE | China; People's Republic of China; PRC | Çin; Çin Halk Cumhuriyeti | country:CN",
    "GPE | United States; US | Amerika Birleşik Devletleri; ABD | country:US",
    "NORP | Chinese | Çinli; Çin | norp:CN",
    "ORG | Foreign Ministry | Dışişleri Bakanlığı",
    "ORG | World Health Organization; WHO | Dünya Sağlık Örgütü; DSÖ",
    "ORG | G20 | G20",
    "TITLE | foreign minister | dışişleri bakanı",
    "TITLE | president | cumhurbaşkanı",
    "GPE | Guinea-Bissau | Gine-Bissau | country:GW",
    "GPE | Guinea | Gine | country:GN",
]


@pytest.fixture
def gazetteer(gazetteer_of: Make) -> Gazetteer:
    """A few names of every kind; ``Çin`` is the country, put in last."""
    made = gazetteer_of(LINES)
    made.put("Çin", GazetteerEntry("GPE", "country:CN", "China"))
    return made


def names_in(gazetteer: Gazetteer, sentence: Sentence) -> list[tuple[str, str]]:
    found = gazetteer.find(sentence)
    return [
        (" ".join(sentence.surfaces[one.first : one.last]), one.entry.id)
        for one in found
        if not one.is_small
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Çin'in tutumu", [("Çin'in", "country:CN")]),
        ("ÇİN açıkladı", [("ÇİN", "country:CN")]),
        ("Cin acikladi", [("Cin", "country:CN")]),
        ("çin açıkladı", []),
        (
            "Çin ve ABD",
            [("Çin", "country:CN"), ("ABD", "country:US")],
        ),
        ("abd, Abd ve who", []),
        (
            "the People’s Republic of China's",
            [("People’s Republic of China's", "country:CN")],
        ),
        ("Çin Halk Cumhuriyeti'ne", [("Çin Halk Cumhuriyeti'ne", "country:CN")]),
        ("Çin Halk Cumhuriyetinin", [("Çin Halk Cumhuriyetinin", "country:CN")]),
        ("Dışişleri Bakanlığından", [("Dışişleri Bakanlığından", "org:foreign-ministry")]),
        ("Çinin tutumu", []),
        ("Çinliler ile", [("Çinliler", "norp:CN")]),
        ("Çinlilere", [("Çinlilere", "norp:CN")]),
        ("çinliler", []),
        ("Gine-Bissau'da", [("Gine - Bissau'da", "country:GW")]),
        ("Gine Bissau", [("Gine Bissau", "country:GW")]),
        ("Gine", [("Gine", "country:GN")]),
        ("G20 zirvesi", [("G20", "org:g20")]),
        ("United", []),
        ("", []),
    ],
)
def test_names_are_found(
    gazetteer: Gazetteer, sentence_of: Read, text: str, expected: list[tuple[str, str]]
) -> None:
    """The longest name wins, folded; a suffix written together needs a longer name."""
    assert names_in(gazetteer, sentence_of(text)) == expected


def test_words_in_capitals_are_no_acronyms_in_a_headline(
    gazetteer: Gazetteer, sentence_of: Read
) -> None:
    """Where all is in capitals, an acronym that is a stop word counts for nothing."""
    headline = sentence_of("WHO SAYS US FIRMS LEAVE CHINA")
    assert ("WHO", "org:world-health-organization") not in names_in(gazetteer, headline)
    assert ("CHINA", "country:CN") in names_in(gazetteer, headline)
    found = names_in(gazetteer, sentence_of("The WHO said so"))
    assert found == [("WHO", "org:world-health-organization")]


def test_offices_need_no_capital(gazetteer: Gazetteer, sentence_of: Read) -> None:
    """An office in small letters is found, and said to be small."""
    small, large = (
        gazetteer.find(sentence_of(text))
        for text in ("dışişleri bakanının sözleri", "Dışişleri Bakanı geldi")
    )
    assert [(one.entry.id, one.is_small) for one in small] == [
        ("title:foreign-minister", True)
    ]
    assert [one.is_small for one in large] == [False]


def test_later_names_hide_earlier_ones(gazetteer_of: Make) -> None:
    """Of two entities of one name the later has it."""
    made = gazetteer_of(["ORG | Same | Bir", "ORG | Other; Same | İki"])
    entry = made.look_up("same", ("ORG",))
    assert entry is not None
    assert entry.id == "org:other"


def test_looking_up_asks_for_a_type(gazetteer: Gazetteer) -> None:
    """A name in any case is found only as one of the given types."""
    for name in ("ABD", "abd", "amerika birleşik devletleri"):
        assert gazetteer.look_up(name, ("GPE",)) is not None
        assert gazetteer.look_up(name, ("ORG", "PERSON")) is None
    assert gazetteer.look_up("", ("GPE",)) is None
    assert gazetteer.look_up("…", ("GPE",)) is None


def test_extending_leaves_the_first_alone(gazetteer: Gazetteer, gazetteer_of: Make) -> None:
    """A gazetteer with more names is another one, with another fingerprint."""
    other = gazetteer.extended([])
    more = gazetteer_of(["ORG | Mine | Benim"])
    assert gazetteer.look_up("Mine", ("ORG",)) is None
    assert len({gazetteer.fingerprint, more.fingerprint, other.fingerprint}) == 3


def test_extended_gazetteer_knows_both(gazetteer: Gazetteer) -> None:
    """Extending twice loses none of the names."""
    twice = gazetteer.extended([]).extended([])
    for name in ("Çin", "ABD", "Dışişleri Bakanlığı"):
        assert twice.look_up(name, ("GPE", "ORG")) == gazetteer.look_up(
            name, ("GPE", "ORG")
        )


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("bakanligindan", "bakanligi"),
        ("bakanliginin", "bakanligi"),
        ("bakani", "bakan"),
        ("bakanlar", "bakan"),
        ("orgutune", "orgutu"),
        ("partisinin", "partisi"),
        ("komitesindeki", "komitesi"),
        ("turkiyenin", "turkiye"),
        ("rusyaya", "rusya"),
        ("dolarlarla", "dolar"),
    ],
)
def test_suffixes_are_taken_off(word: str, base: str) -> None:
    """What a folded word is without its suffix is among its bases."""
    assert base in bases_of(word)


@pytest.mark.parametrize("word", ["", "a", "cin", "ve", "yen"])
def test_short_words_have_no_base(word: str) -> None:
    """A base has three letters at least."""
    assert bases_of(word) == ()


def test_bases_are_shorter_and_sorted() -> None:
    """The longest comes first, and each begins the word."""
    bases = bases_of("bakanliklarindakilerden")
    assert list(bases) == sorted(bases, key=len, reverse=True)
    assert all("bakanliklarindakilerden".startswith(base) for base in bases)


@given(st.text("abcdeiklnorstuyz", max_size=14))
def test_bases_are_what_stands_before_a_suffix(word: str) -> None:
    """No beginning of three letters is left out behind which a suffix stands."""
    ends = range(len(word) - 1, max(3, len(word) - module._LONGEST_SUFFIX) - 1, -1)
    expected = [word[:end] for end in ends if module._SUFFIX.fullmatch(word[end:])]
    assert list(bases_of(word)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ABD", True),
        ("ŞİÖ", True),
        ("G20", True),
        ("Abd", False),
        ("ABDDEF", True),
        ("ABCDEFG", False),
        ("A B", False),
        ("20", False),
    ],
)
def test_acronyms_are_short_and_in_capitals(name: str, expected: bool) -> None:
    """One word of at most six letters in capitals counts only so."""
    assert is_acronym(name) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ÇİN VE RUSYA", True),
        ("CHINA IN 2024 SIGNS", True),
        ("ABD VE", False),
        ("ÇİN ve RUSYA", False),
        ("Çin", False),
        ("2024 2025 2026", False),
        ("", False),
    ],
)
def test_headlines_are_told(sentence_of: Read, text: str, expected: bool) -> None:
    """A headline in capitals has three words at least, numbers apart."""
    assert is_in_capitals(sentence_of(text)) is expected


def test_keys_are_the_same_for_all_spellings() -> None:
    """Case, diacritics, spacing and kind of apostrophe count for nothing."""
    keys = {key_of(name) for name in ("Çin Halk", "CIN  HALK", "çin\thalk’ın")}
    assert keys == {"cin halk"}


@pytest.mark.parametrize(
    "name", ["Of", "Nice", "Reading", "Fatih", "Batman", "Mobile", "Ordu", "Van"]
)
def test_names_of_towns_that_are_words_are_weak(name: str) -> None:
    """Where a town's name is a word, or the town small, it says too little alone."""
    entry = default_gazetteer().look_up(name, ("GPE",))
    assert entry is None or entry.is_weak


def known_in(gazetteer: Gazetteer, sentence: Sentence) -> list[str]:
    return [found.entry.id for found in gazetteer.find(sentence)]


def test_words_alone_are_known_by_the_newest_table(
    sentence_of: Read, gazetteer_of: Make
) -> None:
    """What a word was said to be does not outlive the names that it was found by."""
    gazetteer = gazetteer_of(["GPE | China | Çin | country:CN"])
    assert known_in(gazetteer, sentence_of("Çin ve Gine")) == ["country:CN"]
    gazetteer.put("Gine", GazetteerEntry("GPE", "country:GN", "Guinea"))
    assert known_in(gazetteer, sentence_of("Çin ve Gine")) == ["country:CN", "country:GN"]


def test_pairs_are_known_by_the_newest_table(sentence_of: Read, gazetteer_of: Make) -> None:
    """A pair of words is a name from when it was put, and one without it stays none."""
    gazetteer = gazetteer_of(["GPE | Yeni Gine | Yeni Gine | country:PG"])
    sentences = [sentence_of(text) for text in ("Yeni Zelanda", "Yeni Gine'de", "Yeni yol")]
    for _ in range(2):
        assert [known_in(gazetteer, one) for one in sentences] == [[], ["country:PG"], []]
    gazetteer.put("Yeni Zelanda", GazetteerEntry("GPE", "country:NZ", "New Zealand"))
    assert [known_in(gazetteer, one) for one in sentences] == [
        ["country:NZ"],
        ["country:PG"],
        [],
    ]


def test_words_alone_differ_in_headlines(sentence_of: Read, gazetteer_of: Make) -> None:
    """An acronym that is a stop word counts, but not where all is in capitals."""
    gazetteer = gazetteer_of(["ORG | IN | IN | org:in"])
    headline, plain = sentence_of("MEETING IN ANKARA NOW"), sentence_of("he said IN won")
    for _ in range(2):
        assert known_in(gazetteer, headline) == []
        assert known_in(gazetteer, plain) == ["org:in"]


def test_words_alone_are_many(
    sentence_of: Read, gazetteer_of: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More words than are kept, in several threads, change no answer and are let go."""
    monkeypatch.setattr(module, "_CACHED_WORDS", 8)
    gazetteer = gazetteer_of(["GPE | China | Çin | country:CN"])
    sentences = [sentence_of(f"Kent{one} Çin Köy{one} Çin") for one in range(40)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda one: known_in(gazetteer, one), sentences * 5))
    assert answers == [["country:CN"] * 2] * len(answers)
    assert len(gazetteer._alone) <= 8 + 4
