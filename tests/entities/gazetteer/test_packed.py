"""The gazetteer as a file: what was packed is what is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from diplosearch.entities.gazetteer import packed as packing
from diplosearch.entities.gazetteer.entry import GazetteerEntry
from diplosearch.entities.gazetteer.gazetteer import Gazetteer
from diplosearch.entities.gazetteer.packed import default_gazetteer, pack
from diplosearch.entities.gazetteer.user_table import parse_entries
from diplosearch.entities.tagger.name_lists import person_names

Make = Callable[[Sequence[str]], Gazetteer]

LINES = [
    "ORG | Shanghai Cooperation Organization; SCO | Şanghay İşbirliği Örgütü; ŞİÖ",
    "GPE | China | Çin | country:CN",
    "PERSON | Kassym-Jomart Tokayev | ",
]


@pytest.fixture
def packed(monkeypatch: pytest.MonkeyPatch) -> tuple[Gazetteer, Gazetteer]:
    """A gazetteer, and the one that is read from its file."""
    made = Gazetteer()
    for entry in parse_entries(LINES, origin="test"):
        for name in entry.names:
            made.put(name, GazetteerEntry(entry.type, entry.id, entry.name))
    made.put("Nice", GazetteerEntry("GPE", "city:1", "Nice", is_weak=True))
    made.put("Foreign Ministry", GazetteerEntry("ORG", "org:fm", "FM", is_institution=True))
    packed = pack(made)
    monkeypatch.setattr(packing, "read_data", lambda *where: packed[where[-1]])
    return made, default_gazetteer.__wrapped__()


def test_what_was_packed_is_read(packed: tuple[Gazetteer, Gazetteer]) -> None:
    """Names, acronyms, flags and lengths come back as they were."""
    made, read = packed
    for name in ("shanghai cooperation organization", "cin", "nice", "foreign ministry"):
        assert made.names.find(name) == read.names.find(name) is not None
    assert made.acronyms.find("sio") == read.acronyms.find("sio") is not None
    assert read.longest == made.longest
    assert pack(read) == pack(made)


def test_order_makes_no_difference_to_the_file(gazetteer_of: Make) -> None:
    """Equal gazetteers give equal text, in whatever order they were filled."""
    lines = LINES[:2]
    assert pack(gazetteer_of(lines)) == pack(gazetteer_of(lines[::-1]))


@pytest.mark.parametrize(
    "entry",
    [
        GazetteerEntry("GPE", "country:CN", "China"),
        GazetteerEntry("GPE", "city:1", "Of", is_weak=True),
        GazetteerEntry("ORG", "org:fm", "Foreign Ministry", is_institution=True),
    ],
)
def test_entities_are_lines(entry: GazetteerEntry) -> None:
    """What was packed into a line comes out of it."""
    assert GazetteerEntry.unpack(entry.pack()) == entry
    assert "\n" not in entry.pack()


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("China", "country:CN"),
        ("Çin", "country:CN"),
        ("cin", "country:CN"),
        ("People's Republic of China", "country:CN"),
        ("Türkiye", "country:TR"),
        ("Turkey", "country:TR"),
        ("Kazakistan", "country:KZ"),
        ("ABD", "country:US"),
        ("Beijing", "city:1816670"),
        ("Pekin", "city:1816670"),
        ("ŞİÖ", "org:shanghai-cooperation-organization"),
        ("SCO", "org:shanghai-cooperation-organization"),
        ("BM", "org:united-nations"),
        ("UN", "org:united-nations"),
        ("AB", "org:european-union"),
        ("EU", "org:european-union"),
    ],
)
def test_names_of_both_languages_mean_one(name: str, id: str) -> None:
    """The built-in gazetteer has countries, cities and organisations in both languages."""
    entry = default_gazetteer().look_up(name, ("GPE", "ORG"))
    assert entry is not None
    assert entry.id == id


def test_every_packed_line_is_sound() -> None:
    """Each name has an entity with an id of a kind, and is measured by its words."""
    gazetteer = default_gazetteer()
    for known in (gazetteer.names, gazetteer.acronyms):
        for key, line in known.lines().items():
            entry = GazetteerEntry.unpack(line)
            assert key == key.strip() != ""
            assert ":" in entry.id
            assert entry.name
    assert all(most > 1 for most in gazetteer.longest.values())


def test_names_of_people_are_folded_and_apart() -> None:
    """A name that is a word as well is in the ambiguous list only."""
    names = person_names()
    assert not names.given & names.ambiguous_given
    assert not names.surnames & names.ambiguous_surnames
    assert {"recep", "hakan"} <= names.given | names.ambiguous_given
    assert min(map(len, (names.given, names.surnames))) > 1_000
