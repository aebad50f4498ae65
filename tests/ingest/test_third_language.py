"""A text in a third language is named in the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from paths import SEEDS

import diplosearch
from diplosearch.ingest.third_language import is_third_language

FOREIGN = {
    "German": "Der Bundeskanzler ist am Montag nach Ankara gereist, um mit dem "
    "türkischen Präsidenten über die Lage im Nahen Osten zu sprechen."
    " Beide Seiten betonten nach dem Treffen, dass sie die "
    "wirtschaftliche Zusammenarbeit vertiefen wollen.",
    "French": "Le ministre des Affaires étrangères s'est rendu mardi à Pékin "
    "pour des entretiens avec son homologue chinois. Les deux pays "
    "souhaitent renforcer leur coopération dans les domaines de "
    "l'énergie et des transports.",
    "Spanish": "El presidente del Gobierno viajó este lunes a Turquía para "
    "reunirse con su homólogo y hablar de la situación en Oriente "
    "Medio. Ambos países quieren ampliar el comercio y firmarán un "
    "acuerdo sobre energía el próximo año.",
    "Azerbaijani": "Azərbaycan Prezidenti bazar ertəsi Ankaraya rəsmi səfərə gəlib. "
    "Görüşdə iki ölkə arasında iqtisadi əməkdaşlığın "
    "genişləndirilməsi məsələləri müzakirə olunub. Tərəflər enerji və"
    " nəqliyyat sahəsində yeni sazişlər imzalayıblar.",
    "Kurdish": "Serokê Herêma Kurdistanê roja duşemê li gel balyozê Fransayê "
    "civiya. Di civînê de rewşa siyasî ya Iraqê û têkiliyên di "
    "navbera Hewlêr û Bexdayê de hatin nirxandin. Her du aliyan bal "
    "kişandin ser girîngiya aramî û ewlehiyê.",
    "Dutch": "De minister van Buitenlandse Zaken heeft dinsdag in Ankara "
    "gesproken over de betrekkingen tussen beide landen. Volgens een "
    "woordvoerder willen zij meer samenwerken op het gebied van "
    "handel en veiligheid.",
    "Uzbek": "Prezident dushanba kuni Anqaraga rasmiy tashrif bilan keldi. "
    "Uchrashuvda ikki mamlakat oʻrtasidagi iqtisodiy hamkorlikni "
    "kengaytirish masalalari muhokama qilindi. Tomonlar energetika va"
    " transport sohasida yangi bitimlar imzoladilar.",
    "Russian": "Министр иностранных дел прибыл в понедельник в Анкару, чтобы "
    "обсудить положение на Ближнем Востоке.",
    "Chinese": "外交部长周一抵达安卡拉，与土耳其外长就中东局势举行"
    "会谈。双方希望扩大贸易合作。",
}
TURKISH = (
    "Bakan, iki ülke arasındaki ticaret hacminin artırılması için yeni anlaşmaların "
    "imzalandığını ve görüşmelerin gelecek ay da süreceğini söyledi."
)
ENGLISH = (
    "The minister said that both countries had signed new agreements to increase the "
    "volume of trade between them, and that the talks would go on next month."
)


@pytest.mark.parametrize("language", FOREIGN)
def test_third_languages_are_found(language: str) -> None:
    """Neighbours of both languages and other scripts are told from them."""
    assert is_third_language(FOREIGN[language])


@pytest.mark.parametrize(
    "text",
    [
        TURKISH,
        ENGLISH,
        f"{TURKISH} {ENGLISH}",
        TURKISH.upper(),
        "Xi Jinping, Wang Yi, Emmanuel Macron, Olaf Scholz, Ursula von der Leyen",
        "Shr 20 cts vs 14 cts Net 2.4 mln vs 1.7 mln Revs 136.7 mln vs 174.4 mln avg shrs",
        "Guten Tag",
        "北京",
        "",
        "1 2 3",
    ],
)
def test_nothing_else_is_taken_for_one(text: str) -> None:
    """Both languages, mixed ones, names, figures and texts of a few words are none."""
    assert not is_third_language(text)


def test_samples_are_in_the_two_languages() -> None:
    """None of the sample documents is taken for foreign."""
    assert not any(is_third_language(path.read_text()) for path in SEEDS.rglob("*.txt"))


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_report_names_a_third_language(tmp_path: Path, jobs: int) -> None:
    """A file and a row in German are indexed as before, and named in the report."""
    german = FOREIGN["German"]
    (tmp_path / "a.txt").write_text(german)
    rows = [{"id": "r", "text": f"{german} Ende."}, {"id": "s", "text": TURKISH}]
    (tmp_path / "b.jsonl").write_text("\n".join(map(json.dumps, rows)))
    with diplosearch.rebuild(tmp_path, jobs=jobs, entities=False) as index:
        assert sorted(index.ids()) == ["a", "r", "s"]
        assert index.report.notes == [
            "a: looks like neither Turkish nor English: indexed as en",
            "r: looks like neither Turkish nor English: indexed as en",
        ]
