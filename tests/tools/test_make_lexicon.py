"""Making the data files of the lexicon from a dictionary and lists."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from diplosearch.analysis.turkish import turkish_lemmatizer
from diplosearch.lexicon.tables import table_names

pytest.importorskip("babel")

from tools import make_lexicon

GLOSSARY = "# mine\nateşkes\tceasefire | truce\ngörüşmelerde bulunmak\thold talks\n"
VOCABULARY = "# mine\nbook = kitap\nroad = yol\nmeet = görüşmek, buluşmak\nroad = cadde\n"
NAMES = "# mine\nankara\n"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for what the tool makes, all of whose files are in a test's folder."""
    data = tmp_path / "tools" / "data"
    data.mkdir(parents=True)
    (data / "vocabulary.txt").write_text(VOCABULARY, encoding="utf-8")
    (data / "turkish-names.txt").write_text(NAMES, encoding="utf-8")
    (tmp_path / "made").mkdir()
    glossary = tmp_path / "made" / "glossary.tsv"
    glossary.write_text(GLOSSARY, encoding="utf-8")
    monkeypatch.setattr(make_lexicon, "HERE", tmp_path / "tools")
    monkeypatch.setattr(make_lexicon, "GLOSSARY", glossary)
    monkeypatch.setattr(make_lexicon, "LEXICON", tmp_path / "made" / "turkish-lexicon.txt")
    return tmp_path / "made"


def make(made: Path, dictionary: Path) -> dict[str, bytes]:
    """Run the tool and return the files that it wrote."""
    argv, sys.argv = sys.argv, ["make_lexicon.py", str(dictionary)]
    try:
        make_lexicon.main()
    finally:
        sys.argv = argv
        turkish_lemmatizer.cache_clear()
    return {
        path.name: path.read_bytes()
        for path in made.iterdir()
        if path != make_lexicon.GLOSSARY
    }


def test_files_are_reproducible(made: Path, dictionary: Path) -> None:
    """Equal input gives equal files, byte for byte: the tables and the word list."""
    first = make(made, dictionary)

    assert first == make(made, dictionary)
    assert set(first) == {
        "turkish-lexicon.txt",
        *(f"{name}.tsv.gz" for name in table_names()),
    }


def test_word_list_holds_nouns_and_verbs(made: Path, dictionary: Path) -> None:
    """Words of all sources are there, folded, once, verbs as stems with a hyphen."""
    lines = make(made, dictionary)["turkish-lexicon.txt"].decode("utf-8").splitlines()
    words = [line for line in lines if not line.startswith("#")]

    assert {"kitap", "ateskes", "yol", "ankara", "almanya"} <= set(words)
    assert {"gorus-", "dur-"} <= set(words)
    assert len(set(words)) == len(words)
    assert "FreeDict" in "".join(line for line in lines if line.startswith("#"))


def test_word_list_holds_no_inflected_word(made: Path, dictionary: Path) -> None:
    """An inflected noun before a light verb is no word of its own."""
    words = make(made, dictionary)["turkish-lexicon.txt"].decode("utf-8").splitlines()

    assert "gorusmelerde" not in words


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


def test_nouns_and_verbs_are_counted() -> None:
    """Infinitives are verbs, single words nouns, and a light verb gives its noun."""
    nouns: Counter[str] = Counter()
    verbs: Counter[str] = Counter()
    phrases = ["gelmek", "Kitap", "yardım etmek", "uzun yol", "Çin'in", "ekmek"]

    make_lexicon.count_words(iter(phrases), 2, (nouns, verbs))

    assert nouns == {"kitap": 2, "yardim": 1, "ekmek": 2}
    assert verbs == {"gel": 2, "et": 2}


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
