"""Reading the dictionary of the FreeDict project."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tools.freedict import read_dictionary


def phrases(path: Path) -> dict[str, list[str]]:
    """Return the phrases of each headword, the first first."""
    found = read_dictionary(path)
    return {headword: [one.text for one in many] for headword, many in found.items()}


@pytest.mark.parametrize(
    ("headword", "expected"),
    [
        ("ceasefire", ["ateşkes", "mütareke"]),
        ("color", ["renk", "boya"]),
        ("colour", ["renk", "boya"]),
        ("border", ["sınır", "kenar", "kıyı"]),
        ("istanbul", ["istanbul"]),
    ],
)
def test_headword_has_its_phrases(
    dictionary: Path, headword: str, expected: list[str]
) -> None:
    """Senses, lines run on, remarks in brackets and references are read."""
    assert phrases(dictionary)[headword] == expected


def test_hyphen_is_read_as_a_space(dictionary: Path) -> None:
    """A headword with a hyphen stands as two words."""
    found = phrases(dictionary)

    assert found["go between"] == ["aracı", "arabulucu"]
    assert "go-between" not in found


def test_examples_are_no_translations(dictionary: Path) -> None:
    """English that runs on into a sense, and its Turkish, are left out."""
    found = phrases(dictionary)

    assert found["book"] == ["kitap", "defter", "yer ayırtmak"]
    assert found["law"] == ["kanun", "yasa", "hukuk"]
    assert all("cease" not in phrase for phrase in found["cease"])


def test_derived_words_have_entries(dictionary: Path) -> None:
    """A derived word behind two spaces has its translation."""
    assert phrases(dictionary)["ceaselessly"] == ["durmaksızın"]


def test_places_count_from_one(dictionary: Path) -> None:
    """The phrases of a headword are numbered over all of its senses."""
    found = read_dictionary(dictionary)

    assert [one.rank for one in found["border"]] == [1, 2, 3]


@pytest.mark.parametrize("suffix", [".dz", ".gz"])
def test_compressed_dictionary_is_the_same(dictionary: Path, suffix: str) -> None:
    """A compressed file reads as the plain one."""
    packed = dictionary.with_name(dictionary.name + suffix)
    packed.write_bytes(gzip.compress(dictionary.read_bytes()))

    assert phrases(packed) == phrases(dictionary)


def test_empty_dictionary_has_no_entries(tmp_path: Path) -> None:
    """A file without a headword gives nothing."""
    path = tmp_path / "eng-tur.dict"
    path.write_text("no headword here\n1. bir\n", encoding="utf-8")

    assert phrases(path) == {}
