"""Names of one event, in another order, with other words, in the other language."""

from __future__ import annotations

from itertools import permutations

import pytest

from diplosearch.entities.gazetteer.ids import make_id
from diplosearch.entity_index.event_aliases import alias_events
from diplosearch.entity_index.names import Naming


def aliased(*names: str) -> list[set[str]]:
    """Return the names that are one event; each is in fewer documents than the former."""
    namings = [
        Naming(make_id("EVENT", name), name, len(names) - place)
        for place, name in enumerate(names)
    ]
    aliases = alias_events(namings)
    groups: dict[str, set[str]] = {}
    for one in namings:
        groups.setdefault(aliases.get(one.id, one.id), set()).add(one.name)
    return list(groups.values())


@pytest.mark.parametrize(
    "names",
    [
        ("2019 FIBA Dünya Kupası", "FIBA 2019 Dünya Kupası", "2019 FIBA World Cup"),
        ("2022 World Cup", "2022 Dünya Kupası", "2022 FIFA Dünya Kupası"),
        (
            "2020 Avrupa Futbol Şampiyonası Elemeleri",
            "2020 UEFA Avrupa Şampiyonası Elemeleri",
        ),
        ("2023 Turkish presidential election", "2023 Türkiye cumhurbaşkanlığı seçimi"),
        ("2021 German elections", "2021 Almanya seçimleri"),
        ("31 Mart yerel seçimleri", "31 Mart seçimleri", "31 Mart Yerel Seçimi"),
        ("14 Mayıs 2023 genel seçimleri", "14 Mayıs seçimleri"),
        ("31 Mart seçimleri", "31 Mart 2019 seçimleri", "2019 yerel seçimleri"),
        ("31 Mart yerel seçimleri", "31 Mart 2024 yerel seçimleri"),
        ("23 Haziran seçimleri", "23 Haziran 2019 İstanbul seçimi"),
        ("Gulf War", "1991 Körfez Savaşı"),
        ("Iranian Revolution", "1979 İran Devrimi"),
        ("Bayanlar Basketbol Birinci Ligi", "Türkiye Bayanlar Basketbol Ligi"),
        ("Güneş Cup", "Güneş Cup Turnuvası"),
        (
            "7'nci Ormancılık Kongresi",
            "Yedinci Ormancılık Kongresi",
            "7. Ormancılık Kongresi",
        ),
        ("25th Caspian Summit", "25. Hazar Zirvesi"),
        ("Basketbol Marmara Kupası Güney Grubu", "Marmara Kupası Güney Grubu"),
        ("Avrupa Şampiyonlar Kupası Güney Grubu", "Şampiyonlar Kupası Güney Grubu"),
        ("2002 World Cup", "17. Dünya Kupası", "2002 Dünya Kupası"),
    ],
)
def test_names_of_one_event_are_one(names: tuple[str, ...]) -> None:
    """Order, language, the organizer, an edition in words, a left-out kind: one event."""
    assert aliased(*names) == [set(names)]


@pytest.mark.parametrize(
    "names",
    [
        ("2018 FIFA World Cup", "2022 FIFA World Cup"),
        ("2019 FIBA Dünya Kupası", "2019 FIVB Dünya Kupası"),
        ("2019 Avrupa Basketbol Şampiyonası", "2019 Avrupa Voleybol Şampiyonası"),
        ("2023 Turkish presidential election", "2023 Turkish parliamentary election"),
        ("2021 German elections", "2021 Dutch elections"),
        ("31 Mart seçimleri", "31 Mayıs yerel seçimleri"),
        ("2018 seçimleri", "2018 yerel seçimleri", "2018 genel seçimleri"),
        ("31 Mart seçimleri", "2019 yerel seçimleri", "2024 yerel seçimleri"),
        ("31 Mart seçimleri", "2023 genel seçimleri"),
        ("Birinci Lig", "İkinci Lig"),
        ("1965 Indo-Pakistani War", "1971 Indo-Pakistani War"),
        ("24th Caspian Summit", "25th Caspian Summit"),
        ("Bayanlar Voleybol Ligi", "Voleybol Ligi"),
        (
            "Basketbol Marmara Kupası Güney Grubu",
            "Voleybol Marmara Kupası Güney Grubu",
            "Marmara Kupası Güney Grubu",
        ),
    ],
)
def test_two_events_stay_two(names: tuple[str, ...]) -> None:
    """Another year, edition, sport, country or day is another event."""
    assert len(aliased(*names)) == len(names)


def test_aliases_do_not_depend_on_the_order_of_names() -> None:
    """The same names give the same aliases, whatever came first."""
    names = "31 Mart seçimleri", "31 Mart yerel seçimleri", "31 Mart yerel seçimi"
    namings = [Naming(make_id("EVENT", name), name, 1) for name in names]
    assert (
        len({tuple(sorted(alias_events(one).items())) for one in permutations(namings)})
        == 1
    )


def test_ids_of_a_users_gazetteer_are_no_aliases() -> None:
    """An id that is not made of its name is left as it is."""
    namings = [
        Naming("event:mine", "2019 FIBA Dünya Kupası", 1),
        Naming(make_id("EVENT", "FIBA 2019 Dünya Kupası"), "FIBA 2019 Dünya Kupası", 3),
    ]
    assert alias_events(namings) == {}
