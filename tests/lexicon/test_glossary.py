"""Glossaries: the package's own and what a user may bring."""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from strategies import texts

from diplosearch.errors import UsageError
from diplosearch.expansion.word_forms import split_words
from diplosearch.lexicon.glossary import GlossaryEntry, parse_glossary, read_glossary
from diplosearch.lexicon.lexicon import Lexicon, default_lexicon, stems_of
from diplosearch.lexicon.phrases import is_infinitive
from diplosearch.lexicon.tables import Tables
from diplosearch.model import Language
from diplosearch.text.letters import fold, normalize

LEAST_ENTRIES = 5000


@cache
def own_glossary() -> list[GlossaryEntry]:
    """Return the entries of the package's glossary."""
    return read_glossary(str(files("diplosearch.lexicon").joinpath("data/glossary.tsv")))


def reached(phrase: str, language: Language, lexicon: Lexicon) -> tuple[set[str], set[str]]:
    """Return the renderings of a phrase as a term, and the stems of its words."""
    words = split_words(phrase)
    translate = lexicon.to_english if language == "tr" else lexicon.to_turkish
    terms = {
        rendering.text
        for term in lexicon.find_terms(words)
        if term.language != language
        for rendering in term.renderings
    }
    return terms, {one.stem for word in words for one in translate(word)}


def is_reached(
    phrase: str, language: Language, equivalents: tuple[str, ...], lexicon: Lexicon
) -> bool:
    """Tell whether looking up a phrase gives one of its equivalents whole."""
    other: Language = "en" if language == "tr" else "tr"
    terms, stems = reached(phrase, language, lexicon)
    for term in terms:
        stems.update(stems_of(term, other))
    return any(set(stems_of(one, other)) <= stems for one in equivalents)


@pytest.mark.slow
def test_own_glossary_is_large_and_sound() -> None:
    """The glossary holds enough entries, and each term has a stem to look up."""
    entries = own_glossary()

    assert len(entries) >= LEAST_ENTRIES
    for entry in entries:
        assert all(stems_of(term, "en") for term in entry.english), entry
        assert any(stems_of(term, "tr") for term in entry.turkish), entry


def test_no_term_is_doubled() -> None:
    """No Turkish term has two entries, and no side of an entry a term twice."""
    entries = own_glossary()
    counts = Counter(normalize(term) for entry in entries for term in entry.turkish)

    assert [term for term, count in counts.items() if count > 1] == []
    for entry in entries:
        assert len({term.casefold() for term in entry.english}) == len(entry.english)


def test_own_glossary_names_its_source() -> None:
    """The file says what it holds, who wrote it and under which licence."""
    path = files("diplosearch.lexicon").joinpath("data/glossary.tsv")
    header = path.read_text(encoding="utf-8").split("\n\n")[0]

    assert all(line.startswith("#") for line in header.splitlines())
    assert "by hand for diplosearch, GPL-3.0-or-later" in header


def test_terms_are_written_plainly() -> None:
    """Terms are composed, with single spaces and no marks of the file itself."""
    for entry in own_glossary():
        for term in (*entry.turkish, *entry.english):
            assert term == " ".join(term.split())
            assert not set(term) & set("|=\t#")


def test_terms_are_in_dictionary_form() -> None:
    """A verb is one with all its equivalents: an infinitive, in English without *to*."""
    for entry in own_glossary():
        verbs = [is_infinitive(fold(term.split()[-1])) for term in entry.turkish]
        assert all(verbs) or not any(verbs), entry
        assert not any(term.startswith("to ") for term in entry.english), entry


@pytest.mark.slow
def test_every_entry_is_in_use() -> None:
    """Each alternative of each entry leads to an equivalent on the other side."""
    lexicon = default_lexicon()
    sides: list[tuple[str, Language, tuple[str, ...]]] = []
    for entry in own_glossary():
        sides += [(phrase, "tr", entry.english) for phrase in entry.turkish]
        sides += [(phrase, "en", entry.turkish) for phrase in entry.english]

    lost = [side for side in sides if not is_reached(*side, lexicon)]

    assert lost == []


@pytest.mark.parametrize(
    ("line", "word", "phrase"),
    [
        ("su krizi\twater crisis", "kriz", "su krizi"),
        ("genel müdür\tdirector general", "genel", "genel müdürü"),
        ("zarar etmek\tmake a loss", "zarar", "zarar etti"),
        ("teslim olmak\tsurrender arms", "teslim", "teslim oldu"),
    ],
)
def test_term_is_not_found_by_one_of_its_words(line: str, word: str, phrase: str) -> None:
    """A stop word or a light verb of a Turkish term counts where one word is left."""
    lexicon = Lexicon(Tables()).extended(parse_glossary(line, "mine"))
    english = line.partition("\t")[2]

    assert reached(word, "tr", lexicon) == (set(), set())
    assert reached(phrase, "tr", lexicon)[0] == {english}


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("ateşkes\tceasefire", GlossaryEntry(("ateşkes",), ("ceasefire",))),
        (" a | b \t c|d |", GlossaryEntry(("a", "b"), ("c", "d"))),
    ],
)
def test_lines_are_read(line: str, entry: GlossaryEntry) -> None:
    """Bars separate equivalents; spaces around them count for nothing."""
    assert list(parse_glossary(f"# first\n\n{line}\n", "mine")) == [entry]


@pytest.mark.parametrize(
    "line", ["ateşkes ceasefire", "\tceasefire", "a\t", "a\tb\tc", "|\tb"]
)
def test_unsound_line_is_named(tmp_path: Path, line: str) -> None:
    """A line that is not two sides is refused by file and number."""
    path = tmp_path / "mine.tsv"
    path.write_text(f"# mine\nateşkes\tceasefire\n{line}\n", encoding="utf-8")

    with pytest.raises(UsageError, match=r"mine\.tsv, line 3: .*tab"):
        read_glossary(path)


@pytest.mark.parametrize("content", [None, b"ate\xfekes\tceasefire\n"])
def test_unreadable_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    """A file that is missing or no UTF-8 is refused by its name."""
    path = tmp_path / "mine.tsv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(UsageError, match=r"mine\.tsv: the lexicon cannot be read"):
        read_glossary(path)


def test_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    """A file saved with a byte order mark reads as one without."""
    path = tmp_path / "mine.tsv"
    path.write_text("ateşkes\tceasefire\n", encoding="utf-8-sig")

    assert read_glossary(path) == [GlossaryEntry(("ateşkes",), ("ceasefire",))]


@given(texts)
def test_any_text_is_read_or_refused(text: str) -> None:
    """A glossary of any content gives whole entries or a UsageError."""
    try:
        entries = list(parse_glossary(text, "mine"))
    except UsageError:
        with pytest.raises(UsageError, match=r"^mine, line [0-9]+: "):
            list(parse_glossary(text, "mine"))
    else:
        assert all(entry.turkish and entry.english for entry in entries)
