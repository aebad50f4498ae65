"""Sentences that were annotated by hand, and tables that were written by hand."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from diplosearch.entities.gazetteer.user_table import parse_entries
from diplosearch.entities.tokens import read_sentence
from diplosearch.model import ENTITY_TYPES, Span
from diplosearch.resources import read_list, split_column
from tools.annotated import AnnotatedText, read_annotated

LANGUAGES = ("en", "tr")


def read(tmp_path: Path, text: str) -> list[list[AnnotatedText]]:
    path = tmp_path / "some.txt"
    path.write_text(text, encoding="utf-8")
    return list(read_annotated(path))


def test_names_are_marked_in_place(tmp_path: Path) -> None:
    """The text has no markup, and spans are offsets into it."""
    ((one,),) = read(tmp_path, "[PERSON Cai Qi] met [GPE Çin]’in heyeti.")
    assert one == AnnotatedText(
        "Cai Qi met Çin’in heyeti.", ((Span(0, 6), "PERSON"), (Span(11, 14), "GPE"))
    )


def test_empty_lines_part_articles(tmp_path: Path) -> None:
    """Comments are passed over, and no article is empty."""
    articles = read(tmp_path, "# mine\n\nOne.\nTwo.\n\n\n# more\nThree.\n")
    assert [len(one) for one in articles] == [2, 1]
    assert read(tmp_path, "# mine\n") == []


@pytest.mark.parametrize(
    "line",
    [
        "[NOBODY Cai Qi]",
        "[PERSON Cai",
        "Cai]",
        "[PERSON [GPE Çin] Bey]",
        "[PERSON]",
        "[gpe Çin]",
    ],
)
def test_unsound_markup_is_named(tmp_path: Path, line: str) -> None:
    """A bracket that marks no name is an error with its line."""
    with pytest.raises(ValueError, match=r"some\.txt, line 2"):
        read(tmp_path, f"Fine.\n{line}\n")


def test_sentences_of_the_repository_are_sound(repository: Path) -> None:
    """All parse, all mark words, and each language has 12,000 tokens at least."""
    tokens: Counter[str] = Counter()
    types: Counter[str] = Counter()
    for path in sorted((repository / "tools/data/sentences").glob("*.txt")):
        language = path.name.partition("-")[0]
        assert language in LANGUAGES
        for article in read_annotated(path):
            for sentence in article:
                tokens[language] += len(read_sentence(sentence.text, 0, len(sentence.text)))
                for (start, end), type in sentence.names:
                    name = sentence.text[start:end]
                    assert name == name.strip() != "", (path.name, sentence.text)
                    types[type] += 1
    assert all(tokens[language] >= 12_000 for language in LANGUAGES), tokens
    assert types.keys() == set(ENTITY_TYPES)


TABLES = (
    *("countries", "organizations", "institutions", "people", "regions", "facilities"),
    *("offices", "events"),
)


@pytest.mark.parametrize("name", TABLES)
def test_tables_hold_no_doubles(repository: Path, name: str) -> None:
    """Each line is an entity, and no two of a table are the same."""
    path = repository / f"tools/data/gazetteer/{name}.txt"
    entries = list(parse_entries(path.read_text("utf-8").splitlines(), origin=name))
    assert entries
    counts = Counter((entry.type, entry.id) for entry in entries)
    doubles = [
        id
        for (_, id), count in counts.items()
        if count > 1 and not id.startswith("country:")
    ]
    assert doubles == []


@pytest.mark.parametrize("name", TABLES)
def test_names_of_tables_mean_one_entity(repository: Path, name: str) -> None:
    """Within a table no name stands for two entities, as it is written."""
    path = repository / f"tools/data/gazetteer/{name}.txt"
    owners: dict[str, set[str]] = {}
    for entry in parse_entries(path.read_text("utf-8").splitlines(), origin=name):
        for one in entry.names:
            owners.setdefault(one, set()).add(entry.id)
    assert {one: ids for one, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("name", ["cities", "demonyms"])
def test_lists_with_columns_of_their_own_hold_no_doubles(
    repository: Path, name: str
) -> None:
    """Each line has its columns, and none stands twice."""
    lines = (
        (repository / f"tools/data/gazetteer/{name}.txt").read_text("utf-8").splitlines()
    )
    rows = [line.split("|") for line in lines if line.strip() and not line.startswith("#")]
    assert {len(row) for row in rows} == {4 if name == "cities" else 3}
    assert len({tuple(map(str.strip, row)) for row in rows}) == len(rows)


def test_there_are_organisations_enough(repository: Path) -> None:
    """By hand, at least 350 with names in both languages."""
    path = repository / "tools/data/gazetteer/organizations.txt"
    lines = path.read_text("utf-8").splitlines()
    rows = [line.split("|") for line in lines if line.strip() and not line.startswith("#")]
    both = [row for row in rows if split_column(row[1]) and split_column(row[2])]
    assert len(both) >= 350


@pytest.mark.parametrize("name", ["given-names", "surnames"])
def test_names_of_people_stand_once(repository: Path, name: str) -> None:
    """A name is ambiguous or not, and stands once."""
    lines = (repository / f"tools/data/names/{name}.txt").read_text("utf-8").splitlines()
    names = [
        line.lstrip("?") for line in lines if line.strip() and not line.startswith("#")
    ]
    doubles = [one for one, count in Counter(names).items() if count > 1]
    assert doubles == []


def test_word_lists_of_the_rules_stand_once() -> None:
    """The lists of the rules contain no line twice."""
    package = "diplosearch.entities"
    for name in sorted(one.name for one in files(package).joinpath("data").iterdir()):
        if not name.endswith(".txt"):
            continue
        lines = read_list(package, name)
        assert len(set(lines)) == len(lines), name


def test_packed_data_are_small(repository: Path) -> None:
    """All that the recognizer reads is 4 MB at most."""
    data = repository / "diplosearch/entities/data"
    assert sum(path.stat().st_size for path in data.iterdir()) <= 4 * 1024 * 1024
