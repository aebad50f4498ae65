"""Invented stories in both languages, as papers rewrite them, and what only looks alike.

Each story is told by sentences of invented people, places and numbers. A paper cuts it,
gives it another headline and dateline, and puts other words for some. Near misses are the
same event in other words, templates (rates, weather, readouts of calls) and a review that
holds the beginnings of many stories.
"""

# ruff: noqa: E501 - sentences stand on one line each

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass

from diplosearch import Document
from diplosearch.model import Language

_GIVEN = [
    "Arda",
    "Belin",
    "Ceren",
    "Doruk",
    "Elvan",
    "Ferit",
    "Gonca",
    "Hakan",
    "Ilgaz",
    "Jale",
    "Kaan",
    "Lale",
]
_FAMILY = [
    "Aksoylu",
    "Bozdere",
    "Cankaya",
    "Denizer",
    "Ertekin",
    "Firatli",
    "Gokalp",
    "Hisarci",
    "Ilterli",
]
_PLACES = [
    "Varnoza",
    "Lestara",
    "Oruvia",
    "Kelmar",
    "Tavşanlıova",
    "Brenhold",
    "Sarvik",
    "Mondera",
    "Ulken",
]
_AGENCIES = ["Ulak", "Haberci", "Telgraf", "Postacı", "Bülten", "Vakit"]


@dataclass(frozen=True)
class _Words:
    """The sentences of a language, their synonyms, headlines, and templates."""

    sentences: tuple[str, ...]
    retold: tuple[str, ...]
    parts: dict[str, tuple[str, ...]]
    synonyms: dict[str, str]
    headlines: tuple[str, ...]
    rates: str
    weather: str
    readout: str


_ENGLISH = _Words(
    sentences=(
        "{who} said in {where} on Monday that the {topic} would {verb} within {n} weeks.",
        "According to {who}, {n} delegates from {where} had {asked} a {kind} review of it.",
        "The ministry in {where} {announced} a {kind} plan worth {n} million crowns for the {topic}.",
        "Officials {asked} the council to {verb} the {topic} before the {kind} summit of {where}.",
        "A spokesman for {who} {announced} that {n} of the proposals were {kind}.",
        "Critics in {where} {warned} that the {topic} could {verb} without a {kind} guarantee.",
        "{who} {warned} reporters that talks on the {topic} might last {n} days.",
        "The {kind} agreement, signed by {who}, covers {n} ports and the whole {topic}.",
        "Neighbours of {where} {announced} that they would {verb} their part of the {topic}.",
        "Earlier this year {n} experts had {warned} of a {kind} delay to the {topic}.",
    ),
    retold=(
        "In remarks at {where}, {who} set out when work around the {topic} ends: {n} weeks.",
        "It was {who} whose signature put {n} harbours under one roof.",
        "Nobody at {where} doubts any more that {n} million crowns are going to be spent.",
        "Asked by journalists, {who} spoke of a matter of {n} days, no longer.",
        "There are {n} specialists who have long seen trouble coming for {where}.",
    ),
    parts={
        "topic": (
            "grain corridor",
            "fisheries treaty",
            "rail link",
            "visa scheme",
            "border market",
            "water accord",
            "student exchange",
            "customs union",
            "gas pipeline",
        ),
        "verb": ("resume", "collapse", "expand", "be postponed", "be ratified", "fail"),
        "kind": ("binding", "regional", "temporary", "secret", "costly", "joint", "modest"),
        "asked": ("urged", "requested", "begged", "pressed for"),
        "announced": ("announced", "disclosed", "made known"),
        "warned": ("warned", "cautioned", "stressed"),
    },
    synonyms={
        "said": "stated",
        "according": "as",
        "would": "will",
        "plan": "programme",
        "worth": "of",
        "talks": "negotiations",
        "might": "may",
        "whole": "entire",
        "covers": "includes",
        "before": "ahead",
        "could": "might",
        "experts": "analysts",
        "delay": "holdup",
        "reporters": "journalists",
        "earlier": "previously",
        "last": "take",
        "signed": "initialled",
        "part": "share",
        "without": "lacking",
        "officials": "authorities",
    },
    headlines=(
        "New turn over the {topic}",
        "{where} waits for an answer",
        "What comes after the {topic}",
        "{n} days that decide",
    ),
    rates="The dollar was traded at {a}.{b} and the euro at {c}.{d} in the free market of {where} this morning. The stock exchange of {where} opened the day with a rise of {e}.{f} per cent at {g} points, while gold was sold at {h} crowns a gram and silver at {i} crowns.",
    weather="It will be partly cloudy in {where} today, with temperatures of {a} degrees by day and {b} degrees at night. Winds from the north will blow at {c} kilometres an hour. In {other} rain is expected, and temperatures are put at {d} degrees by day and {e} degrees at night, said the weather service.",
    readout="{who} spoke by telephone with {whom}, the foreign minister of {where}, on {a} March. The two ministers discussed bilateral relations and exchanged views on regional developments. They agreed to stay in close contact and to meet in {other} in the coming period.",
)
_TURKISH = _Words(
    sentences=(
        "{who}, pazartesi günü {where} kentinde {topic} konusunun {n} hafta içinde {verb} söyledi.",
        "{who} tarafından verilen bilgiye göre {where} heyetinden {n} temsilci {kind} bir inceleme {asked}.",
        "{where} yönetimi, {topic} için {n} milyon kronluk {kind} bir planı {announced}.",
        "Yetkililer, {kind} zirve öncesinde {where} meclisinden {topic} dosyasını {asked}.",
        "{who} adına konuşan sözcü, önerilerden {n} tanesinin {kind} olduğunu {announced}.",
        "Muhalifler, {kind} bir güvence olmadan {topic} sürecinin {verb} konusunda {where} yönetimini {warned}.",
        "{who}, gazetecilere {topic} görüşmelerinin {n} gün sürebileceğini {announced}.",
        "{who} imzasını taşıyan {kind} anlaşma, {n} limanı ve bütün {topic} alanını kapsıyor.",
        "{where} ile komşu ülkeler, {topic} payının {verb} konusunda ortak tutum {announced}.",
        "Yılın başında {n} uzman, {topic} için {kind} bir gecikme olacağı yönünde {warned}.",
    ),
    retold=(
        "{topic} etrafındaki çalışmanın ne zaman biteceği {where} ziyaretinde belli oldu: {n} hafta sonra, dedi {who}.",
        "Tam {n} limanı tek çatı altına alan imza {who} elinden çıktı.",
        "Harcanacak paranın {n} milyon kronu bulacağından {where} sokaklarında artık kimse kuşku duymuyor.",
        "Muhabirlerin sorusu üzerine {who}, işin {n} günden fazla uzamayacağını anlattı.",
        "Sıkıntının {where} kapısına dayanacağını {n} bilim insanı çoktandır biliyordu.",
    ),
    parts={
        "topic": (
            "tahıl koridoru",
            "balıkçılık antlaşması",
            "demiryolu bağlantısı",
            "vize kolaylığı",
            "sınır pazarı",
            "su paylaşımı",
            "öğrenci değişimi",
            "gümrük birliği",
            "doğal gaz hattı",
        ),
        "verb": (
            "yeniden başlayacağını",
            "çökeceğini",
            "genişleyeceğini",
            "erteleneceğini",
            "onaylanacağını",
        ),
        "kind": ("bağlayıcı", "bölgesel", "geçici", "gizli", "pahalı", "ortak", "ölçülü"),
        "asked": ("istedi", "talep etti", "bekledi"),
        "announced": ("açıkladı", "duyurdu", "bildirdi"),
        "warned": ("uyardı", "uyarıda bulundu", "ikaz etti"),
    },
    synonyms={
        "söyledi": "belirtti",
        "bilgiye": "habere",
        "temsilci": "delege",
        "inceleme": "araştırma",
        "yönetimi": "idaresi",
        "planı": "programı",
        "yetkililer": "görevliler",
        "öncesinde": "evvelinde",
        "dosyasını": "konusunu",
        "konuşan": "açıklama yapan",
        "güvence": "teminat",
        "muhalifler": "eleştirenler",
        "gazetecilere": "basına",
        "görüşmelerinin": "müzakerelerin",
        "bütün": "tüm",
        "kapsıyor": "içeriyor",
        "komşu": "sınırdaş",
        "tutum": "tavır",
        "uzman": "araştırmacı",
        "gecikme": "aksama",
    },
    headlines=(
        "{topic} için yeni dönem",
        "{where} yanıt bekliyor",
        "{topic} sonrası ne olacak",
        "Belirleyici {n} gün",
    ),
    rates="{where} serbest piyasasında dolar bu sabah {a},{b} krondan, avro {c},{d} krondan işlem gördü. {where} borsası güne yüzde {e},{f} yükselişle {g} puandan başlarken altının gramı {h} krondan, gümüşün gramı {i} krondan satıldı.",
    weather="{where} bölgesinde bugün hava parçalı bulutlu olacak, sıcaklık gündüz {a}, gece {b} derece ölçülecek. Rüzgâr kuzeyden saatte {c} kilometre hızla esecek. {other} çevresinde yağmur bekleniyor; meteoroloji, sıcaklığın gündüz {d}, gece {e} derece olacağını bildirdi.",
    readout="{who}, {where} Dışişleri Bakanı {whom} ile {a} Mart günü bir telefon görüşmesi yaptı. Görüşmede iki ülke arasındaki ilişkiler ele alındı ve bölgesel gelişmeler hakkında görüş alışverişinde bulunuldu. Bakanlar yakın temasta kalmak ve önümüzdeki dönemde {other} kentinde buluşmak konusunda anlaştı.",
)
_WORDS: dict[Language, _Words] = {"en": _ENGLISH, "tr": _TURKISH}


@dataclass(frozen=True)
class MadeSet:
    """Documents, and for each the story that it tells; near misses are their own."""

    documents: tuple[Document, ...]
    stories: dict[str, str]


def make_set(stories: int, *, seed: int = 1, rewritten: float = 0.06) -> MadeSet:
    """Return a set of ``stories`` in each language, four papers each, and near misses.

    ``rewritten`` is the share of words that a paper replaces, beside synonyms.
    """
    documents: list[Document] = []
    told: dict[str, str] = {}
    for language, words in _WORDS.items():
        rng = random.Random(f"{seed} {language}")
        maker = _Maker(rng, language, words, rewritten)
        for number in range(stories):
            story = f"{language}-{number}"
            for one in maker.tell(story):
                documents.append(one)
                told[one.id] = story
        for one in maker.near_misses(stories):
            documents.append(one)
            told[one.id] = one.id
    random.Random(seed).shuffle(documents)
    return MadeSet(tuple(documents), told)


class _Maker:
    """Makes stories and near misses in one language."""

    def __init__(
        self, rng: random.Random, language: Language, words: _Words, rewritten: float
    ) -> None:
        self._rng = rng
        self._language = language
        self._words = words
        self._rewritten = rewritten
        self._beginnings: list[str] = []

    def tell(self, story: str) -> Iterator[Document]:
        """Yield a story as four papers print it."""
        rng, values = self._rng, self._values()
        shuffled = rng.sample(self._words.sentences, len(self._words.sentences))
        sentences = [self._fill(one, values) for one in shuffled]
        self._beginnings.append(sentences[0])
        yield self._document(f"{story}-whole", sentences, values)
        for number, share in enumerate((0.4, 0.6, 0.9)):
            count = max(3, round(len(sentences) * share))
            kept = sentences[:count] if rng.random() < 0.7 else sentences[-count:]
            rewritten = [self._rewrite(one) for one in kept]
            yield self._document(f"{story}-{number}", rewritten, values)

    def near_misses(self, stories: int) -> Iterator[Document]:
        """Yield documents that look alike, as many as there are stories."""
        words, rng, made = self._words, self._rng, self._language
        for number in range(stories // 4):
            yield self._document(f"{made}-rates-{number}", [self._numbers(words.rates, 0)])
            yield self._document(
                f"{made}-weather-{number}", [self._numbers(words.weather, 1)]
            )
            readout = words.readout.format(
                who=_name(rng),
                whom=_name(rng),
                a=rng.randint(1, 31),
                where=_PLACES[number % 9],
                other=rng.choice(_PLACES),
            )
            yield self._document(f"{made}-readout-{number}", [readout])
            values = self._values()
            yield self._document(
                f"{made}-told-{number}",
                [self._fill(one, values) for one in words.sentences[:6]],
            )
            yield self._document(
                f"{made}-retold-{number}", [self._fill(one, values) for one in words.retold]
            )
        yield self._document(f"{made}-review", self._beginnings)

    def _values(self) -> dict[str, list[str]]:
        rng = self._rng
        return {
            "who": [_name(rng) for _ in range(3)],
            "where": rng.sample(_PLACES, 3),
            "n": [str(rng.randint(3, 960)) for _ in range(5)],
            "topic": [rng.choice(self._words.parts["topic"])],
        }

    def _fill(self, sentence: str, values: dict[str, list[str]]) -> str:
        rng = self._rng
        chosen = {name: rng.choice(given) for name, given in self._words.parts.items()}
        return sentence.format(
            **{**chosen, **{name: rng.choice(given) for name, given in values.items()}}
        )

    def _rewrite(self, sentence: str) -> str:
        rng, synonyms = self._rng, self._words.synonyms
        words = sentence.split()
        others = [word for word in words if word.islower()]
        return " ".join(
            rng.choice(others)
            if word.islower() and rng.random() < self._rewritten
            else synonyms.get(word, word)
            if rng.random() < 0.5
            else word
            for word in words
        )

    def _numbers(self, template: str, seed: int) -> str:
        rng = self._rng
        numbers = {name: str(rng.randint(10 + seed, 99)) for name in "abcdefghi"}
        return template.format(where=_PLACES[0], other=_PLACES[1], **numbers)

    def _document(
        self, id: str, sentences: list[str], values: dict[str, list[str]] | None = None
    ) -> Document:
        rng = self._rng
        title = self._fill(rng.choice(self._words.headlines), values or self._values())
        paragraphs = [
            " ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)
        ]
        return Document(
            id=id,
            title=title,
            text="\n\n".join(paragraphs),
            source=rng.choice(_AGENCIES),
            date=datetime.date(2025, 3, rng.randint(1, 9)),
            language=self._language,
        )


def _name(rng: random.Random) -> str:
    return f"{rng.choice(_GIVEN)} {rng.choice(_FAMILY)}"
