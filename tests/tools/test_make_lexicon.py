"""Making the data files of the lexicon from a dictionary and lists."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import pytest

from diplosearch.lexicon.tables import table_names

pytest.importorskip("babel")

from tools import make_lexicon

GLOSSARY = "# mine\nateşkes\tceasefire | truce\ngörüşmelerde bulunmak\thold talks\n"
VOCABULARY = "# mine\nbook = kitap\nroad = yol\nmeet = görüşmek, buluşmak\nroad = cadde\n"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for what the tool makes, all of whose files are in a test's folder."""
    data = tmp_path / "tools" / "data"
    data.mkdir(parents=True)
    (data / "vocabulary.txt").write_text(VOCABULARY, encoding="utf-8")
    (tmp_path / "made").mkdir()
    glossary = tmp_path / "made" / "glossary.tsv"
    glossary.write_text(GLOSSARY, encoding="utf-8")
    monkeypatch.setattr(make_lexicon, "HERE", tmp_path / "tools")
    monkeypatch.setattr(make_lexicon, "GLOSSARY", glossary)
    return tmp_path / "made"


@pytest.fixture
def kenet(tmp_path: Path) -> Path:
    """A folder with a wordnet of two synsets of each language."""
    folder = tmp_path / "kenet"
    folder.mkdir()
    synset = "<SYNSET><ID>{}</ID><SYNONYM>{}</SYNONYM>{}<POS>n</POS></SYNSET>"
    literal = "<LITERAL>{}<SENSE>1</SENSE></LITERAL>"
    english = [("e1", ("road", "way"), ""), ("e2", ("kiosk", "news stand"), "")]
    turkish = [("t1", ("yol", "güzergâh"), "e1"), ("t2", ("büfe", "(kulübe)"), "e2")]
    for name, synsets in (
        ("english_wordnet_version_31.xml", english),
        ("turkish_wordnet.xml", turkish),
    ):
        lines = (
            synset.format(
                id,
                "".join(map(literal.format, words)),
                f"<ILR>{link}<TYPE>SYNONYM</TYPE></ILR>" if link else "",
            )
            for id, words, link in synsets
        )
        text = f"<SYNSETS>{''.join(lines)}</SYNSETS>"
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def make(made: Path, dictionary: Path, kenet: Path) -> dict[str, bytes]:
    """Run the tool and return the files that it wrote."""
    argv, sys.argv = sys.argv, ["make_lexicon.py", str(dictionary), str(kenet)]
    try:
        make_lexicon.main()
    finally:
        sys.argv = argv
    return {
        path.name: path.read_bytes()
        for path in made.iterdir()
        if path != make_lexicon.GLOSSARY
    }


def test_files_are_reproducible(made: Path, dictionary: Path, kenet: Path) -> None:
    """Equal input gives equal files, byte for byte."""
    first = make(made, dictionary, kenet)

    assert first == make(made, dictionary, kenet)
    assert set(first) == {f"{name}.tsv.gz" for name in table_names()}


def test_linked_words_translate_where_nothing_else_does(
    made: Path, dictionary: Path, kenet: Path
) -> None:
    """A synset gives an English word Turkish ones if it has none, and Turkish words all."""
    found = {
        name: dict(
            line.split("\t")
            for line in gzip.decompress(packed).decode().splitlines()
            if "\t" in line
        )
        for name, packed in make(made, dictionary, kenet).items()
    }

    assert "büfe" in found["english.tsv.gz"]["kiosk"]
    assert "güzergah" not in found["english.tsv.gz"]["road"]
    assert "road" in found["turkish.tsv.gz"]["güzergah"]
    assert "kiosk" in found["turkish.tsv.gz"]["büfe"]
    assert not any("kulübe" in packed for packed in found["english.tsv.gz"].values())


def test_vocabulary_joins_lines_of_one_word(made: Path) -> None:
    """A word that stands twice has the phrases of both lines."""
    vocabulary = make_lexicon.read_vocabulary(make_lexicon.HERE / "data" / "vocabulary.txt")

    assert vocabulary == {
        "book": ["kitap"],
        "road": ["yol", "cadde"],
        "meet": ["görüşmek", "buluşmak"],
    }


def test_countries_have_both_names() -> None:
    """Each country of CLDR is an entry with one name on each side."""
    entries = {one.turkish[0]: one.english[0] for one in make_lexicon.country_entries()}

    assert entries["Kazakistan"] == "Kazakhstan"
    assert entries["Almanya"] == "Germany"
    assert len(entries) > 200


def test_hand_written_vocabulary_is_sound(repository: Path) -> None:
    """Each line is a comment or an English word and its Turkish phrases."""
    path = repository / "tools" / "data" / "vocabulary.txt"

    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        headword, sign, phrases = line.partition(" = ")
        assert sign, number
        assert headword == headword.lower().strip(), number
        assert headword.isascii(), number
        assert all(part.strip() for part in phrases.split(",")), number
