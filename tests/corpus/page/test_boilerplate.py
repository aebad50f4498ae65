"""Which lines belong to the page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paths import SEEDS

from diplosearch.corpus.page.boilerplate import RepeatedLines, find_boilerplate, line_key
from diplosearch.corpus.page.metadata import read_metadata
from diplosearch.corpus.page.word_lists import sections
from diplosearch.text.letters import normalize

SEED_BOILERPLATE = [
    (
        "000_5ae7ee6c3a254e72",
        [
            "X",
            "Sitelerimizde reklam",
            "Bu çerezler",
            "İnternet sitemizin",
            "Bu çerezlere izin",
        ],
    ),
    ("001_5fd5bd5f51019942", []),
    ("002_cd0db7fd55b1c7af", []),
    ("003_f40720ea0dd32924", []),
    (
        "004_29f82568b48d26f3",
        [
            "498.55",
            "524.28",
            "4.75",
            "News",
            "Фото: Akorda",
            "Share:",
            "Telegram Subscribe",
        ],
    ),
]


def boilerplate(text: str) -> list[str]:
    """Return the lines that are marked."""
    return [text[start:end] for start, end in find_boilerplate(text)]


@pytest.mark.parametrize(("name", "openings"), SEED_BOILERPLATE)
def test_the_seeds_lose_their_page(name: str, openings: list[str]) -> None:
    """The page's lines of each seed are marked, and no others."""
    marked = boilerplate((SEEDS / f"{name}.txt").read_text(encoding="utf-8"))
    assert len(marked) == len(openings)
    for line, opening in zip(marked, openings, strict=True):
        assert line.startswith(opening)


STORY = "The two ministers met in Ankara and discussed regional issues on Monday."

PAGE_LINES = """
News
GÜNDEM
Son Dakika
Anasayfa > Gündem > Dünya
Home | World | Politics
X
Share:
Paylaş
12 Shares
Facebook Twitter WhatsApp Telegram
Tweet
Abone ol
ABONE OL
Haberin devamı
Read more
Read more: Fidan visits Tehran
Also read: Fidan visits Tehran
İlgili haber: Fidan Tahran'da
Comments (0)
Yorumlar (12)
0 Yorum
851 views
5 min read
Okuma süresi: 3 dk
3 dakika okuma süresi
2 saat önce
498.55
%0,42
USD 41,20
DOLAR 43,20 %0,12
BIST 100 10.870
18:28
* * *
14.09.2022 18:28
Güncelleme: 14.09.2022
Published: September 14, 2022
14 Eylül 2022, Çarşamba
Ahmet Yılmaz   |29.01.2026 - Güncelleme : 30.01.2026
Фото: Akorda 14.09.2022 18:28 851
Fotoğraf: AA
Foto: İHA
Photo: Reuters
[Photo/Xinhua]
(Photo by Li Xin/Xinhua)
REUTERS/Umit Bektas
AA Photo
Xi Jinping meets with Ilham Aliyev in Beijing on Jan. 29, 2026. (Xinhua/Yue Yuewei)
Kaynak: AA
Source: Reuters
By Daily Sabah with AA
BY DAILY SABAH WITH AA
Reporting by Liz Lee; Editing by Toby Chopra
Telegram Subscribe to our Telegram channel and be the first to know the news!
Follow us on Twitter @AzerNewsAz
Bizi Google News'te takip edin
Haberler için WhatsApp kanalımıza katılın
Stay up-to-date with more news on Trend News Agency's WhatsApp channel
Sign up for our newsletter
© 2025 TRT World
Copyright © 2022 Anadolu Agency
All rights reserved.
Tüm hakları saklıdır.
Bu içerik kaynak gösterilmeden kullanılamaz.
#Türkiye #Çin
#Hakan Fidan#Çin
Etiketler: Fidan, Çin
Tags: China, Türkiye
Tel: 0312 292 10 00 Faks: 0312 292 27 19
E-mail: press@example.org
bilgi@example.com.tr
www.mfa.gov.tr
Contact: press@example.org
Accept all cookies
KVKK Aydınlatma Metni
Gizlilik Politikası
Advertisement
REKLAM
On Tue, Dec 1, 2026 at 10:04 AM Ayşe Yılmaz <ayse@example.org> wrote:
On 01/12/2026 10:04, Ayşe Yılmaz wrote:
> On Dec 1, 2026, at 10:04 AM, Desk <desk@example.org> wrote:
Ayşe Yılmaz wrote on 1 December 2026 10:04:
Ayşe Yılmaz <ayse@example.org>, 1 Ara 2026 Sal, 10:04 tarihinde şunu yazdı:
1.12.2026 10:04 tarihinde Ayşe Yılmaz şunları yazdı:
Ayşe Yılmaz şunları yazdı (1 Ara 2026 10:04):
-----Original Message-----
---------- İletilen ileti ---------
Sent from my iPhone
iPhone'umdan gönderildi
Xinhua
Anadolu Ajansı
Our Standards: The Thomson Reuters Trust Principles.
We use cookies on our website to give you a better experience and personalised ads.
Size daha iyi bir deneyim sunmak için sitemizde çerezler kullanıyoruz.
""".strip().splitlines()


@pytest.mark.parametrize("line", PAGE_LINES)
def test_lines_of_the_page_are_marked(line: str) -> None:
    """Each of these lines is marked between two paragraphs, and they are not."""
    assert boilerplate(f"{STORY}\n\n{line}\n\n{STORY}\n") == [line]


STORY_LINES = """
Shares rose on Monday as investors shrugged off the news.
Share prices of Chinese companies fell after the announcement in Beijing.
Photos showed the two leaders walking in the garden.
Photo opportunities were limited, the ministers' aides told reporters.
Zelenskyy wrote on his Telegram channel that Russia had launched 100 drones.
Follow-up talks will be held in Ankara, the minister told reporters.
Avrupa Parlamentosu, çerez yasasını onayladı; siteler kişisel reklam için onay alacak.
Çerezler, kullanıcıların tarayıcılarında saklanan küçük dosyalardır.
The court said the cookie policy broke GDPR, and users can reject personalised ads.
"We use cookies on our website," the company said of its personalised advertising.
Copyright law reform was discussed by the two ministers.
Subscribers to the newspaper told Reuters they were unhappy with its privacy policy.
Fidan, "Bu savaş bitmeli. Bizi takip edin" dedi.
Reklam yasağı 1 Ocak 2025 tarihinde yürürlüğe girdi.
Contact between the two sides was resumed on 5 May 2024.
Tüm hakları ellerinden alınan göçmenler için yeni yasa hazırlandı.
By Friday, the talks had collapsed.
Kaynak: güvenlik birimleri saldırının arkasında örgütün olduğunu söyledi.
Documents were signed, according to the ministry's site www.example.com on Monday.
Lozan Antlaşması 24 Temmuz 1923
(c) the Parties shall cooperate in trade;
On Monday, the minister wrote:
On 5 May 2024, in a letter to the Security Council, the two governments wrote:
Lavrov, 5 Mayıs 2024 tarihinde sosyal medya hesabından şunları yazdı:
Bakan şunu yazdı:
Original messages of both sides were kept, the ministry said.
Article 1
Cooperation in mining and electricity
The deal is worth $5 billion, or 14.09 percent of trade in 2022.
İletişim Başkanlığı, paylaşılan e-posta yazışmalarının sahte olduğunu duyurdu.
""".strip().splitlines()


@pytest.mark.parametrize("line", STORY_LINES)
def test_lines_of_a_story_are_kept(line: str) -> None:
    """A story may speak of shares, cookies, photos, channels and copyright."""
    assert boilerplate(f"{STORY}\n\n{line}\n\n{STORY}\n") == []


def test_a_long_paragraph_is_never_lost() -> None:
    """No marker makes a long paragraph of a story boilerplate."""
    markers = (
        "Photo: Share: subscribe to our newsletter, all rights reserved, privacy policy. "
    )
    assert boilerplate(f"{STORY}\n\n{STORY} {markers * 6}\n\n{STORY}") == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("On Tue, Dec 1, 2026 at 10:04 AM Ayşe Yılmaz <ayse@example.org>", "wrote:"),
        ("> On Tue, 1 Dec 2026 10:04:05 +0300, Ayşe", "> Yılmaz wrote:"),
        ("Ayşe Yılmaz <ayse@example.org>, 1 Ara 2026 Sal, 10:04 tarihinde", "şunu yazdı:"),
    ],
)
def test_attributions_in_two_lines_are_marked(first: str, second: str) -> None:
    """Mail is wrapped, and whose it is that is quoted may stand in two lines."""
    text = f"{STORY}\n\n{first}\n{second}\n\n{STORY}"
    assert boilerplate(text) == [first, second]


def test_neighbours_of_a_notice_are_of_it() -> None:
    """A line about cookies counts beside a notice, and stands alone otherwise."""
    notice = "By continuing to browse our site, you agree to our use of cookies."
    beside = "Cookies help to understand how visitors browse."
    assert boilerplate(f"{STORY}\n\n{notice}\n\n{beside}") == [notice, beside]
    assert boilerplate(f"{STORY}\n\n{beside}\n\n{STORY}") == []


def test_lists_of_other_stories_are_of_the_page() -> None:
    """Below the story, headlines under such a label go until a sentence comes."""
    links = ["Most read", "Fidan visits Tehran", "Altın fiyatları neden yükseliyor?"]
    text = "\n".join([STORY, *links, STORY])
    assert boilerplate(text) == links


def test_the_headline_is_never_marked() -> None:
    """All printings of a headline stay, also one that is known to come back."""
    headline = "Fidan visits Beijing for talks"
    text = f"Gündem\n{headline}\n{STORY}\nRelated news\n{headline}\nOther headline here\n"
    assert boilerplate(text) == ["Gündem", "Related news", "Other headline here"]


def test_lines_that_come_back_are_marked() -> None:
    """Keys of repeated lines mark lines however they are cased or numbered."""
    text = f"{STORY}\n\nYour window on the world 12\n"
    repeated = {line_key("YOUR  window on the world 7")}
    spans = find_boilerplate(text, repeated=repeated)
    assert [text[start:end] for start, end in spans] == ["Your window on the world 12"]
    assert find_boilerplate(text) == ()


def counted(documents: int, *, with_line: int, source: str | None = "AA") -> RepeatedLines:
    """Return a counter of documents of which some hold one line of the page."""
    lines = RepeatedLines()
    for number in range(documents):
        extra = "Window on the world\nWindow on the world" if number < with_line else ""
        lines.count(f"Story {'abcdefghij'[number % 10] * (number + 1)}\n{extra}", source)
    return lines


@pytest.mark.parametrize(
    ("documents", "with_line", "is_found"),
    [(5, 5, True), (5, 4, False), (300, 6, True), (300, 5, False)],
)
def test_a_repeated_line_is_in_enough_documents(
    documents: int, with_line: int, is_found: bool
) -> None:
    """It takes 5 documents and 2 % of the source's, each counted once."""
    lines = counted(documents, with_line=with_line)
    assert (line_key("window on the world") in lines.of("AA")) is is_found
    assert lines.of("Xinhua") == frozenset()


def test_story_sentences_are_not_counted() -> None:
    """Long sentences and long lines never come back."""
    lines = RepeatedLines()
    sentence = "word " * 31 + "end."
    for _ in range(9):
        lines.count(f"{sentence}\n{'x' * 401}", None)
    assert lines.of(None) == frozenset()


@pytest.mark.parametrize("source", ["AA", None])
def test_what_was_learned_survives_as_json(source: str | None) -> None:
    """A state read back from JSON knows the same keys."""
    lines = counted(9, with_line=9, source=source)
    again = RepeatedLines.from_state(json.loads(json.dumps(lines.to_state())))
    assert again.of(source) == lines.of(source) != frozenset()
    assert again.to_state() == lines.to_state()


def test_memory_is_bounded() -> None:
    """Beyond the capacity rare lines are forgotten and frequent ones kept."""
    lines = RepeatedLines(capacity=100)
    for number in range(60):
        rare = "\n".join("abcdefghij"[digit] * (number + 2) for digit in range(10))
        lines.count(f"{rare}\nWindow on the world", "AA")
    assert line_key("Window on the world") in lines.of("AA")
    assert sum(len(counts) for counts in lines._lines.values()) <= 100


@given(st.text(), st.sampled_from(["\n", "\r\n", "\u2028"]))
def test_spans_are_whole_lines_in_order(text: str, end: str) -> None:
    """Spans are sorted, apart, without white space at their ends, and no headline."""
    text = f"News{end}{text}{end}Share:{end}{STORY}"
    spans = find_boilerplate(text)
    titles = read_metadata(text).title_spans
    last = 0
    for span in spans:
        assert last <= span.start < span.end <= len(text)
        line = text[span.start : span.end]
        assert line == line.strip()
        assert "\n" not in line
        assert span not in titles
        last = span.end


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["a ", "çerez ", '"', "[photo ", "1.", "we use cookies ", "a@"]
)
def test_a_megabyte_is_cleaned(piece: str) -> None:
    """A long single line and many short ones are read to their end."""
    find_boilerplate(piece * (1_000_000 // len(piece)))
    find_boilerplate((piece * 20 + "\n") * 5_000)


def test_the_list_holds_no_doubles() -> None:
    """No section of the list says a thing twice."""
    for name, entries in sections("boilerplate").items():
        plain = [normalize(entry) for entry in entries]
        assert sorted(set(plain)) == sorted(plain), name


@pytest.mark.parametrize(
    "path", sorted(SEEDS.glob("*.txt")), ids=lambda path: path.stem[:3]
)
def test_a_headline_may_be_known_before(path: Path) -> None:
    """The same lines are marked whether the headline is found here or was before."""
    text = path.read_text(encoding="utf-8")
    known = read_metadata(text).title_spans
    assert find_boilerplate(text, title_spans=known) == find_boilerplate(text)
