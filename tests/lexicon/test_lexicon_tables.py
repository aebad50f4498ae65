"""Compiled entries: packed, read back, overlaid, written."""

from __future__ import annotations

import gzip
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplosearch.lexicon.lexicon import default_lexicon
from diplosearch.lexicon.tables import (
    Rendering,
    Tables,
    load_tables,
    pack,
    table_names,
    unpack,
)

LARGEST = 3 * 1024 * 1024

_renderings = st.lists(
    st.builds(
        Rendering,
        st.text("abcçğış -'", min_size=1, max_size=12),
        st.sampled_from([1.0, 0.8, 0.667, 0.4, 0.05]),
        st.sampled_from(["glossary", "dictionary"]),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda one: one.text,
)


@given(_renderings)
def test_what_is_packed_comes_back(renderings: list[Rendering]) -> None:
    """Packing keeps texts, weights, origins and their order."""
    assert unpack(pack(renderings)) == renderings


def test_overlaid_entries_come_first() -> None:
    """The entries of an overlay come before a table's own and replace equal ones."""
    own = Tables(english={"a": pack([Rendering("x", 1.0, "dictionary")]), "b": "y=1=d"})
    other = Tables(english={"a": pack([Rendering("x", 0.5, "glossary")]), "c": "z=1=g"})

    merged = own.overlaid(other)

    assert unpack(merged.english["a"]) == [Rendering("x", 0.5, "glossary")]
    assert set(merged.english) == {"a", "b", "c"}
    assert set(own.english) == {"a", "b"}


@pytest.mark.slow
@pytest.mark.parametrize("name", table_names())
def test_every_line_of_a_table_is_sound(name: str) -> None:
    """Each entry of the package's tables is read: a text, a weight, an origin."""
    table = getattr(load_tables(), name)

    assert len(table) > 1000
    for key, packed in table.items():
        assert key == key.strip() != ""
        for text, weight, origin in unpack(packed):
            assert text
            assert 0 < weight <= 1
            assert origin in ("glossary", "dictionary")


@pytest.mark.parametrize("name", table_names())
def test_no_key_of_a_table_is_doubled(name: str) -> None:
    """A table holds each key once, in order, under a header that names its source."""
    data = files("diplosearch.lexicon").joinpath(f"data/{name}.tsv.gz").read_bytes()
    lines = gzip.decompress(data).decode("utf-8").splitlines()
    keys = [line.split("\t")[0] for line in lines if not line.startswith("#")]

    assert "FreeDict" in lines[0]
    assert keys == sorted(set(keys))


def test_data_is_small() -> None:
    """All data files of the lexicon together stay under 3 MB."""
    folder = files("diplosearch.lexicon").joinpath("data")

    assert sum(len(file.read_bytes()) for file in folder.iterdir()) < LARGEST


def test_parts_of_a_term_are_no_renderings() -> None:
    """What the dictionary ranks low and is a part of the word's term alone is left out."""
    lexicon = default_lexicon()
    assert "red" not in {one.stem for one in lexicon.to_english("Kızılhaç")}
    stems = {one.stem for one in lexicon.to_english("ateşkes")}
    assert {"ceasefir", "truce"} <= stems
    assert "fire" not in stems
    # By itself, *exchange* is what *borsa* means most.
    assert "exchang" in {one.stem for one in lexicon.to_english("borsa")}
    assert "fire" in {one.stem for one in lexicon.to_english("yangın")}
