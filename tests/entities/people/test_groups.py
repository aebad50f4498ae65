"""Which names of people mean one person, and which do not."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.entities.people.groups import group_names

GIVEN = ["Ali", "Olzhas", "Oljas", "Recep", "Xi", "Mihail", "Mikhail", "Ayşe", "Ayse"]
FAMILY = [
    "Yılmaz",
    "Yilmaz",
    "Bektenov",
    "Erdoğan",
    "Erdogan",
    "Jinping",
    "Mişustin",
    "Mishustin",
]

names = st.lists(st.sampled_from(GIVEN + FAMILY), min_size=1, max_size=3).map(" ".join)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            ["Recep Tayyip Erdoğan", "Recep Tayyip Erdogan", "Erdoğan", "Erdogan"],
            "Recep Tayyip Erdoğan",
        ),
        (["Olzhas Bektenov", "Oljas Bektenov", "Bektenov"], "Olzhas Bektenov"),
        (["Xi Jinping", "Xi"], "Xi Jinping"),
        (["Cai Qi", "Cai"], "Cai Qi"),
        (["Mihail Mişustin", "Mişustin"], "Mihail Mişustin"),
        (["Mihail Mişustin", "Mikhail Mishustin"], "Mihail Mişustin"),
        (
            ["Recep Tayyip Erdoğan", "Tayyip Erdoğan", "Recep Erdoğan"],
            "Recep Tayyip Erdoğan",
        ),
        (
            ["Kassym-Jomart Tokayev", "Kassym Jomart Tokayev", "Tokayev"],
            "Kassym-Jomart Tokayev",
        ),
        (["İbrahim Kalın", "Ibrahim Kalin", "KALIN"], "İbrahim Kalın"),
        (["Mehmet Ali Erbil", "M. Ali Erbil", "Erbil"], "Mehmet Ali Erbil"),
        (["Recep Tayyip Erdoğan", "R. Tayyip Erdoğan"], "Recep Tayyip Erdoğan"),
        (["Vladimir Putin", "V. Putin", "Putin"], "Vladimir Putin"),
        (["Mehmet Âkif Ersoy", "M. A. Ersoy"], "Mehmet Âkif Ersoy"),
        (["John Fitzgerald Kennedy", "John F. Kennedy"], "John Fitzgerald Kennedy"),
    ],
)
def test_names_of_one_person_are_one(written: list[str], shown: str) -> None:
    """Spellings, shortened names and a bare surname go by the fullest name."""
    counts = dict.fromkeys(written, 1)
    counts[shown] = 2
    assert group_names(counts) == dict.fromkeys(written, shown)


@pytest.mark.parametrize(
    "written",
    [
        ["Ali Yılmaz", "Cevdet Yılmaz"],
        ["Ali Yılmaz", "Cevdet Yılmaz", "Yılmaz"],
        ["Li Qiang", "Li Keqiang"],
        ["Li Qiang", "Li Xi", "Li"],
        ["Xi Jinping", "Jinping"],
        ["Kim Jong Un", "Kim Yo Jong"],
        ["Mehmet Yılmaz", "Murat Yılmaz", "M. Yılmaz"],
        ["Ayşe Yılmaz", "M. Yılmaz"],
        ["Mehmet Ali Erbil", "M. Can Erbil"],
        ["George W. Bush", "George H. Bush"],
    ],
)
def test_two_people_stay_two(written: list[str]) -> None:
    """People with one surname are not merged, nor is the bare surname with one of two."""
    assert group_names(dict.fromkeys(written, 1)) == {name: name for name in written}


def test_surname_goes_to_the_far_more_frequent() -> None:
    """One who stands ten times as often as the others has the bare surname."""
    shown = group_names({"Xi Jinping": 40, "Xi Nobody": 3, "Xi": 5})
    assert shown["Xi"] == "Xi Jinping"
    assert shown["Xi Nobody"] == "Xi Nobody"
    assert group_names({"Xi Jinping": 29, "Xi Nobody": 3, "Xi": 5})["Xi"] == "Xi"


def test_shortened_name_of_two_stays_alone() -> None:
    """A name that two longer ones contain is merged with neither."""
    written = ["Ali Can Yılmaz", "Ali Cem Yılmaz", "Ali Yılmaz"]
    assert group_names(dict.fromkeys(written, 1)) == {name: name for name in written}


def test_diacritics_break_a_tie() -> None:
    """Of spellings as frequent, the one with diacritics is shown."""
    assert set(group_names({"Erdogan": 1, "Erdoğan": 1}).values()) == {"Erdoğan"}
    assert set(group_names({"Erdogan": 2, "Erdoğan": 1}).values()) == {"Erdogan"}


def test_nobody_is_nobody() -> None:
    """No names make no groups."""
    assert group_names({}) == {}


@given(st.dictionaries(names, st.integers(1, 30), max_size=7), st.randoms())
def test_order_makes_no_difference(counts: dict[str, int], random: Random) -> None:
    """The same names as often give the same groups, however they come."""
    items = list(counts.items())
    random.shuffle(items)
    shown = group_names(counts)
    assert group_names(dict(items)) == shown
    assert shown.keys() == counts.keys()
    assert all(shown[best] == best for best in shown.values())


@given(st.dictionaries(st.text(max_size=12), st.integers(1, 3), max_size=6))
def test_any_names_can_be_grouped(counts: dict[str, int]) -> None:
    """Nothing that may stand in a text raises."""
    assert group_names(counts).keys() == counts.keys()
