"""What texts say of themselves."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paths import SEEDS

from diplosearch.corpus.page.dateline import read_dateline
from diplosearch.corpus.page.metadata import Metadata, read_metadata, read_source
from diplosearch.corpus.page.publisher import read_byline, read_phrases, read_source_line
from diplosearch.corpus.page.repeated_lines import line_key
from diplosearch.text.letters import fold, normalize, unify_apostrophes

SEED_METADATA = [
    (
        "000_5ae7ee6c3a254e72",
        (None, None, None),
        "Turkish president meets 1st secretary of China’s Communist Party",
        1,
    ),
    ("001_5fd5bd5f51019942", (date(2024, 4, 25), None, None), None, 0),
    ("002_cd0db7fd55b1c7af", (date(2026, 1, 29), "Xinhua", "Beijing"), None, 0),
    ("003_f40720ea0dd32924", (date(2025, 11, 4), "Xinhua", "Hangzhou"), None, 0),
    (
        "004_29f82568b48d26f3",
        (date(2022, 9, 14), "El.kz", None),
        "Chinese leader: We pay great attention to relations with Kazakhstan",
        2,
    ),
]

Stated = tuple[date | None, str | None, str | None]


def stated(metadata: Metadata) -> Stated:
    """Return date, source and dateline."""
    return metadata.date, metadata.source, metadata.dateline


@pytest.mark.parametrize(("name", "expected", "title", "printings"), SEED_METADATA)
def test_the_seeds_say_what_they_say(
    name: str, expected: Stated, title: str | None, printings: int
) -> None:
    """Each seed gives its date, source, place and headline, and nothing more."""
    text = (SEEDS / f"{name}.txt").read_text(encoding="utf-8")
    metadata = read_metadata(text)
    assert stated(metadata) == expected
    assert metadata.title == title
    assert [text[start:end] for start, end in metadata.title_spans] == [title] * printings


def test_a_machine_header_has_a_span() -> None:
    """The header spans to the first letter of the story, and a headline follows it."""
    text = (
        " date 2024-04-25 Erdogan in Ankara today\n\nThe president met the premier there."
    )
    metadata = read_metadata(text)
    assert metadata.header == (0, text.index("Erdogan"))
    assert metadata.date == date(2024, 4, 25)
    assert metadata.title == "Erdogan in Ankara today"


DATELINES = [
    ("BEİJİNG, 29 Ocak (Xinhua) -- Çin Dışişleri Bakanı", "Beijing", "Xinhua"),
    ("BEIJING, 29 Ocak (Xinhua) -- Çin Dışişleri Bakanı", "Beijing", "Xinhua"),
    ("HANGZHOU, 4 Kasım (Xinhua) -- Çin", "Hangzhou", "Xinhua"),
    ("BEIJING, Jan. 29 (Xinhua) -- Wang Yi met", "Beijing", "Xinhua"),
    ("ANKARA (AA) - Cumhurbaşkanı", "Ankara", "AA"),
    ("ANKARA (AA)", "Ankara", "AA"),
    ("IĞDIR (AA) - Iğdır'da ve", "Iğdır", "AA"),
    ("DIYARBAKIR (AA) - Diyarbakır'da bir", "Diyarbakır", "AA"),
    ("İSTANBUL-BHA", "İstanbul", "BHA"),
    ("ISTANBUL, Feb 5 (Reuters) - Turkish stocks", "Istanbul", "Reuters"),
    ("LONDON, Jan 5 (Reuters) - Oil", "London", "Reuters"),
    ("NEW YORK, Jan. 5 (Xinhua) -- The", "New York", "Xinhua"),
    ("UNITED NATIONS, Jan 5 (Xinhua) -- The", "United Nations", "Xinhua"),
    ("BİRLEŞMİŞ MİLLETLER, 29 Ocak (Xinhua) --", "Birleşmiş Milletler", "Xinhua"),
    ("ABU DHABI (WAM) -- The", "Abu Dhabi", "WAM"),
    ("MOSKOVA, 3 Mart /TASS/. Rusya", "Moskova", "TASS"),
    ("MOSCOW, March 3. /TASS/. Russia", "Moscow", "TASS"),
    ("BAKU, Azerbaijan, January 29. President", "Baku", None),
    ("Baku, January 29, AZERTAC", "Baku", "AZERTAC"),
    ("Ankara, 5 Mart (Hibya) - Dışişleri", "Ankara", "Hibya"),
    ("WASHINGTON, D.C. (AP) — The", "Washington, D.C.", "AP"),
    ("ANKARA, Jan 29 (New Wire) - Talks", "Ankara", "New Wire"),
    ("ANKARA — The president", "Ankara", None),
    ("ASTANA. KAZINFORM - President", "Astana", "Kazinform"),
]


@pytest.mark.parametrize(("line", "place", "source"), DATELINES)
def test_datelines_are_read(line: str, place: str, source: str | None) -> None:
    """A dateline gives its place in title case and its agency."""
    found = read_dateline(line)
    assert found is not None
    assert (found.place, found.source) == (place, source)


NO_DATELINES = [
    "BREAKING - Turkey says",
    "NATO - AB zirvesi",
    "ABD-AB zirvesi başladı",
    "COVID-19 (SARS) outbreak",
    "Avrupa Parlamentosu (AP) Başkan Yardımcısı",
    "Anadolu Ajansı (AA), seçim sonuçları",
    "Paris - Dakar rallisi",
    "ANKARA - BERLİN HATTI",
    "Turkish President Recep Tayyip Erdogan (AKP) said",
    "President, Jan 5 was",
    "",
]


DATED = [
    ("Brussels, 12 March 2024 – The Council", "Brussels", date(2024, 3, 12)),
    ("Ankara, 12 Mart 2024 - Bakan geldi", "Ankara", date(2024, 3, 12)),
    ("GENEVA (7 May 2024) – Experts urged", "Geneva", date(2024, 5, 7)),
    ("Ankara (12 Mart 2024) - Bakan geldi", "Ankara", date(2024, 3, 12)),
    ("GENEVA/BANGKOK (7 May 2024) – Experts", "Geneva/Bangkok", date(2024, 5, 7)),
    ("New York, 7 May 2024 — The council", "New York", date(2024, 5, 7)),
    ("Vienna, 3 June 2023. – The talks", "Vienna", date(2023, 6, 3)),
    ("Addis Ababa, 9 Feb. 2021 -- Leaders", "Addis Ababa", date(2021, 2, 9)),
    ("Lefkoşa, 20.07.2023 – Törene", "Lefkoşa", date(2023, 7, 20)),
    ("LONDON 1996-12-06", "London", date(1996, 12, 6)),
    ("LONDON, 6 Dec 1996", "London", date(1996, 12, 6)),
    ("BRUSSELS 22.08.1996", "Brussels", date(1996, 8, 22)),
]


@pytest.mark.parametrize(("line", "place", "day"), DATED)
def test_a_full_date_makes_a_dateline(line: str, place: str, day: date) -> None:
    """A place with a full date and a dash, or alone with it, needs no agency."""
    found = read_dateline(line)
    assert found is not None
    assert found.day is not None
    assert (found.place, found.day.date) == (place, day)


@pytest.mark.parametrize(
    "line",
    [
        "In London, 12 March 2024 – a day to remember",
        "Paris, 3 May – Ministers met",
        "Budget (2024) – The new plan",
        "The Minister, 12 March 2024",
        "BUDGET 2024-01-05",
        "Brussels, 12 March 2024, was cold",
    ],
)
def test_a_date_alone_makes_no_dateline(line: str) -> None:
    """A day without a year, a sentence, and capitals that are no place stay the story."""
    assert read_dateline(line) is None


SYMBOLS = [
    ("QA-15, 3 Mart 2024, Sözcünün Cevabı", date(2024, 3, 3), 0),
    ("JS-2, 5 January 2023, Joint Statement of the Ministers", date(2023, 1, 5), 0),
    ("SG/SM/22345", None, 1),
    ("SG/SM/22345\n7 May 2024", date(2024, 5, 7), 2),
    ("SC/15678-SG/SM/1234", None, 1),
    ("A/RES/78/123", None, 1),
    ("S/PV.9567", None, 1),
    ("QA-15", None, 1),
    ("F-16 Deal Signed in Ankara", None, 0),
    ("COVID-19 Measures Are Eased", None, 0),
]


@pytest.mark.parametrize(("head", "day", "title_line"), SYMBOLS)
def test_symbols_are_no_title_and_no_date(
    head: str, day: date | None, title_line: int
) -> None:
    """A symbol alone is passed over; one with a date gives the date, as a number does."""
    text = (
        f"{head}\nMinisters Urge Restraint in the Region\n\nThe ministers urged all "
        "parties to show restraint on Monday. They will meet again.\n"
    )
    metadata = read_metadata(text)
    assert (metadata.date, metadata.title) == (day, text.splitlines()[title_line])


def test_a_date_before_its_place_is_a_stamp() -> None:
    """``12 March 2024, Brussels`` on a line of its own is the date of the document."""
    text = "12 March 2024, Brussels\nThe council met today in the city. It voted."
    assert read_metadata(text).date == date(2024, 3, 12)


@pytest.mark.parametrize("line", NO_DATELINES)
def test_headlines_and_acronyms_are_no_datelines(line: str) -> None:
    """Brackets and dashes alone make no dateline."""
    assert read_dateline(line) is None


PHRASES = [
    ("Tokayev met Xi, El.kz reports with reference to Akorda.", "El.kz"),
    ("The president received the minister, Trend reports.", "Trend"),
    ("The parties met, AZERNEWS reports citing Xinhua.", "Azernews"),
    ("Talks will go on, TASS reported.", "TASS"),
    ("He met Fidan, according to a report by Anadolu Agency.", "Anadolu Agency"),
    ("AA muhabirinin edindiği bilgiye göre görüşme yapıldı.", "AA"),
    ("He met Xi, with reference to Akorda.", None),
    ("The ministry reports that exports rose.", None),
    ("Reuters reported on Monday that talks had failed.", None),
    ("The meeting addressed relations, says the Directorate on X.", None),
]


@pytest.mark.parametrize(("sentence", "source"), PHRASES)
def test_a_publisher_names_itself(sentence: str, source: str | None) -> None:
    """A phrase counts when an agency or a site reports in its own voice."""
    assert read_phrases([sentence]) == source


SOURCE_LINES = [
    ("Kaynak: AA", "AA"),
    ("Source: Reuters", "Reuters"),
    ("SOURCE: TRT World and agencies", "TRT World"),
    ("Source: Xinhua| 2026-01-29 18:28:05|Editor: huaxia", "Xinhua"),
    ("Kaynak: https://www.example.com/haber/1", "example.com"),
    ("Kaynak: Getty Images", None),
    ("Kaynak: güvenlik birimleri saldırının arkasında olduğunu söyledi.", None),
    ("Kaynaklar: AA", None),
]


@pytest.mark.parametrize(("line", "source"), SOURCE_LINES)
def test_source_lines_are_read(line: str, source: str | None) -> None:
    """A line of its own names the source; a picture bank is none."""
    assert read_source_line(line) == source


BYLINES = [
    ("By Daily Sabah with AA", "Daily Sabah"),
    ("BY DAILY SABAH WITH AP", "Daily Sabah"),
    ("By LI XIN | China Daily | Updated: 2026-01-30 07:12", "China Daily"),
    ("By Reuters", "Reuters"),
    ("By Ali Veli", None),
    ("By Friday the talks had collapsed.", None),
]


@pytest.mark.parametrize(("line", "source"), BYLINES)
def test_bylines_name_known_sources(line: str, source: str | None) -> None:
    """A byline gives a listed agency or site; a person is no source."""
    assert read_byline(line) == source


STORY = "\n\nThe two ministers met in Ankara and discussed regional issues.\n"

STAMPS = [
    ("14.09.2022 18:28", date(2022, 9, 14)),
    ("Güncelleme: 14.09.2022", date(2022, 9, 14)),
    ("Published: September 14, 2022", date(2022, 9, 14)),
    ("14 Eylül 2022, Çarşamba", date(2022, 9, 14)),
    ("Merve Berker   |31.08.2025 - Update : 01.09.2025", date(2025, 8, 31)),
    ("Son Güncelleme: 15.09.2022 Giriş: 14.09.2022 18:28", date(2022, 9, 14)),
    ("Oluşturulma Tarihi: Eylül 14, 2022 18:28", date(2022, 9, 14)),
    ("The treaty was signed on July 24, 1923.", None),
    ("Lozan Antlaşması 24 Temmuz 1923", None),
    ("31.02.2024 18:28", None),
    ("on Monday", None),
]


@pytest.mark.parametrize(("line", "day"), STAMPS)
@pytest.mark.parametrize("side", ["above", "below"])
def test_stamps_give_the_date(line: str, day: date | None, side: str) -> None:
    """A stamp dates the text, published before updated; a date in a story does not."""
    text = line + STORY if side == "above" else STORY + line
    assert read_metadata(text).date == day


def test_a_dateline_takes_its_year_from_an_update() -> None:
    """A December dateline under a January update belongs to the year before."""
    text = (
        "Updated: January 3, 2026\n\nANKARA, Dec 30 (Reuters) - They met there on Monday.\n"
    )
    assert stated(read_metadata(text)) == (date(2025, 12, 30), "Reuters", "Ankara")


def test_a_dateline_without_a_year_is_no_date() -> None:
    """Nothing is guessed: a day and a month are not a date."""
    assert (
        read_metadata("BAKU, Azerbaijan, January 29. They met, Trend reports.").date is None
    )


TITLES = [
    ("Fidan Pekin'e gitti" + STORY, "Fidan Pekin'e gitti"),
    ("Erdoğan ile Xi ne konuştu?" + STORY, "Erdoğan ile Xi ne konuştu?"),
    (
        "TÜRKİYE-ÇİN İLİŞKİLERİNDE YENİ DÖNEM!" + STORY,
        "TÜRKİYE-ÇİN İLİŞKİLERİNDE YENİ DÖNEM!",
    ),
    ('Gündem\nDünya\nFidan: "Barış şart"' + STORY, 'Fidan: "Barış şart"'),
    (
        "Avrupa Masası\nFidan, Brüksel'de temaslarda bulundu" + STORY,
        "Fidan, Brüksel'de temaslarda bulundu",
    ),
    ("Fidan visits Beijing - Daily Sabah" + STORY, "Fidan visits Beijing"),
    (
        "No: 226, 14 Eylül 2022, Sınırda Yaşananlar Hk." + STORY,
        "No: 226, 14 Eylül 2022, Sınırda Yaşananlar Hk.",
    ),
    ("The ministers met in Ankara." + STORY, None),
    ("Only one line without a stop", None),
    ("News" + STORY, None),
    ("Two ministers said:" + STORY, None),
    (
        "The president met the Chinese\nleader on Sunday, they said\nin a statement.",
        None,
    ),
    ("", None),
]


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_headlines_are_found(text: str, title: str | None) -> None:
    """A headline is short, ends unlike a sentence and stands above sentences."""
    assert read_metadata(text).title == title


def test_a_repeated_line_is_no_headline() -> None:
    """A line that comes back in many documents is passed over."""
    text = "Your window on the world\nFidan visits Beijing for talks" + STORY
    repeated = {line_key("Your window on the world")}
    assert read_metadata(text, repeated=repeated).title == "Fidan visits Beijing for talks"


def test_a_place_beside_a_stamp_is_the_dateline() -> None:
    """A known place in capitals counts between a headline and a stamp."""
    text = "Fidan meets Wang in Beijing\nBEIJING\nJanuary 29 2026 10:23:00" + STORY
    assert stated(read_metadata(text)) == (date(2026, 1, 29), None, "Beijing")


@given(st.text())
def test_any_text_has_metadata(text: str) -> None:
    """Spans lie within the text, and the headline is printed where they say."""
    metadata = read_metadata(text)
    for start, end in metadata.title_spans:
        assert 0 <= start < end <= len(text)
    assert (metadata.title is None) == (not metadata.title_spans)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["a ", "A", "A, ", "BAKU, January ", "14.09.2022 ", "(AA"]
)
def test_a_megabyte_is_read(piece: str) -> None:
    """A long single line and a hundred thousand lines are read to their end."""
    read_metadata(piece * (1_000_000 // len(piece)))
    read_metadata((piece + "x\n") * 50_000)


@given(st.text())
def test_a_line_is_normalized_word_by_word(text: str) -> None:
    """Lines are compared by their words, each with its apostrophes unified and folded."""
    by_word = (fold(unify_apostrophes(word)) for word in text.split())
    assert normalize(text) == " ".join(by_word)


@pytest.mark.parametrize(
    "path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem[:3]
)
def test_source_alone_is_the_same(path: Path) -> None:
    """The source that is read alone is the one that is read with all metadata."""
    text = path.read_text(encoding="utf-8")
    assert read_source(text) == read_metadata(text).source
