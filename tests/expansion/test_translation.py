"""Searches across languages, from the query to what is shown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paths import GOLDEN, SEEDS
from strategies import examples, queries

import diplosearch
from diplosearch import Document, Index
from diplosearch.errors import UsageError
from diplosearch.query import tree
from diplosearch.text.letters import fold

TEXTS = {
    "truce": ("en", "The two sides agreed on a truce. A ceasefire agreement was signed."),
    "peace": ("en", "Talks on lasting peace were held in Geneva on Monday morning."),
    "ateskes": ("tr", "İki taraf ateşkes anlaşması imzaladı. Ateşkes pazartesi başladı."),
    "savunma": (
        "tr",
        "Bakanlar savunma sanayii alanında birlikte çalışacaklarını söyledi.",
    ),
    "nato": ("tr", "Kuzey Atlantik Antlaşması Örgütü üyeleri Ankara'da toplandı."),
    "un": ("en", "The United Nations General Assembly opened its session in New York."),
    "jeyhun": ("tr", "Azerbaycanlı bakan Ceyhun dün akşam Bakü'den ayrıldı."),
    "cooperation": (
        "en",
        "Both countries want closer cooperation in many fields this year.",
    ),
    "union": ("en", "The workers' union and the military unit held separate events."),
    "road": ("tr", "Kuşak ve Yol projeleri ele alındı."),
    "roads": ("tr", "Yol kenarında bir kuşak bulundu, polis inceleme başlattı."),
}


@pytest.fixture(scope="module")
def seeds_in_memory() -> Iterator[Index]:
    """The sample corpus in memory."""
    with diplosearch.rebuild(SEEDS) as index:
        yield index


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    """Short news in both languages."""
    documents = [
        Document(id=name, text=text, language=language)  # type: ignore[arg-type]
        for name, (language, text) in TEXTS.items()
    ]
    with diplosearch.rebuild(documents, keep_duplicates=True) as made:
        yield made


def found(index: Index, query: str, *, translate: bool = True) -> list[str]:
    """Return the ids of the documents that a query finds, the best first."""
    results = index.search(query, per_document=1, limit=50, translate=translate)
    return [hit.document.id for hit in results]


def golden() -> list[dict[str, Any]]:
    """Return the golden searches across languages; any of several may be on top."""
    text = (GOLDEN / "translations.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("row", golden(), ids=lambda row: row["query"])
def test_golden_searches_across_languages(seeds_index: Index, row: dict[str, Any]) -> None:
    """Each golden query has its document on top, on every engine."""
    tops = row["top"] if isinstance(row["top"], list) else [row["top"]]
    assert found(seeds_index, row["query"])[0] in tops, row["why"]


def test_golden_searches_are_enough_and_differ() -> None:
    """There are at least 25 golden searches, none twice, each with a reason."""
    rows = golden()

    assert len(rows) >= 25
    assert len({row["query"] for row in rows}) == len(rows)
    assert all(row["why"] for row in rows)


@given(query=queries | st.sampled_from([row["query"] for row in golden()]))
def test_no_translation_without_translating(seeds_in_memory: Index, query: str) -> None:
    """With ``translate=False`` no hit of any query has a match through translation."""
    for hit in seeds_in_memory.search(query, translate=False):
        kinds = {match.kind for match in (*hit.matches, *hit.title_matches)}
        assert "translation" not in kinds
        assert "dictionary" not in str(hit.explain())


@given(query=queries)
def test_translating_adds_hits_and_takes_none(seeds_in_memory: Index, query: str) -> None:
    """What is found without translation is found with it, unless words are excluded."""
    if re.search(r"NOT|-", query):
        return

    assert set(found(seeds_in_memory, query, translate=False)) <= set(
        found(seeds_in_memory, query)
    )


def test_translation_is_marked_in_every_format(index: Index) -> None:
    """A match through translation is labelled and marked wherever a hit is shown."""
    hit = next(hit for hit in index.search("ateşkes") if hit.document.id == "truce")

    kinds = {hit.document.text[one.start : one.end]: one.kind for one in hit.matches}
    assert kinds["ceasefire"] == "translation"
    assert [one["kind"] for one in hit.to_dict()["matches"]] == ["translation"] * len(kinds)
    assert re.search(r"<mark[^>]*translation[^>]*>ceasefire</mark>", hit.to_html())
    assert re.search(r"\x1b\[[0-9;]+mceasefire\x1b\[", hit.to_ansi())
    assert re.search(r"[*_]+ceasefire[*_]+", hit.to_markdown())
    assert hit.to_text() == TEXTS["truce"][1]


def test_own_words_are_no_translation(index: Index) -> None:
    """A word that stands as typed is exact, however many translations there are."""
    hit = next(hit for hit in index.search("ceasefire") if hit.document.id == "truce")

    kinds = {hit.document.text[one.start : one.end]: one.kind for one in hit.matches}
    assert kinds["ceasefire"] == "exact"


@pytest.mark.parametrize(
    ("query", "id", "origin"),
    [
        ("ateşkes", "truce", "glossary"),
        ("morning", "ateskes", "dictionary"),
        ("Mishustin", "003_f40720ea0dd32924", "spelling"),
    ],
)
def test_explanation_names_the_origin(
    seeds_in_memory: Index, query: str, id: str, origin: str
) -> None:
    """An explanation says what knew that a word stands for another."""
    texts = {"truce": "A ceasefire was agreed.", "ateskes": "Sabah yola çıktılar."}
    if id in texts:
        made = diplosearch.rebuild([Document(id=id, text=texts[id])])
    else:
        made = seeds_in_memory
    hit = next(hit for hit in made.search(query) if hit.document.id == id)

    explanation = hit.explain()
    assert {reason.kind for reason in explanation.reasons} == {"translation"}
    assert re.search(rf"\(.*\b{origin}\b.*\)", str(explanation))


def test_quoted_phrase_is_translated_whole(index: Index) -> None:
    """A phrase that is one term finds its rendering, the words side by side."""
    assert "savunma" in found(index, '"defence industry"')
    assert "truce" in found(index, '"ateşkes anlaşması"')


def test_quoted_phrase_with_a_stop_word_is_translated(index: Index) -> None:
    """A term with a stop word within is found in quotes too, in this order alone."""
    hits = found(index, '"Belt and Road"')

    assert "road" in hits
    assert "roads" not in hits


@pytest.mark.parametrize(
    "query", ['"signed ceasefire"', '"ateşkes cooperation"', '"two sides of"']
)
def test_quoted_words_are_not_translated_one_by_one(index: Index, query: str) -> None:
    """A phrase that is no term of the glossary is looked for as it stands."""
    kinds = {one.kind for hit in index.search(query) for one in hit.matches}

    assert "translation" not in kinds


@pytest.mark.parametrize(
    ("query", "id"),
    [
        ("NATO", "nato"),
        ("BM Genel Kurulu", "un"),
        ("BM", "un"),
        ("Birleşmiş Milletler", "un"),
        ("UNGA", "un"),
    ],
)
def test_acronyms_meet_full_names(index: Index, query: str, id: str) -> None:
    """An acronym finds the name written out in the other language."""
    assert found(index, query)[:1] == [id]


@pytest.mark.parametrize(
    ("name", "acronym"),
    [
        ("Türk Devletleri Teşkilatı", "The OTS met in Gabala."),
        ("Shanghai Cooperation Organization", "ŞİÖ liderleri Astana'da toplandı."),
        ("Avrupa Birliği", "The EU imposed tariffs."),
        ("United Nations", "BM heyeti Şam'a gitti."),
    ],
)
def test_full_names_meet_acronyms(name: str, acronym: str) -> None:
    """A name written out finds its acronym in the other language."""
    with diplosearch.rebuild([Document(id="a", text=acronym)]) as made:
        assert found(made, name) == ["a"]
        assert found(made, name, translate=False) == []


@pytest.mark.parametrize("query", ["anlaşma -ceasefire", "anlaşma NOT ceasefire"])
def test_excluded_words_are_translated(index: Index, query: str) -> None:
    """Excluding a word takes away what it is in the other language, too."""
    assert "ateskes" in found(index, "anlaşma")
    assert "ateskes" not in found(index, query)


@pytest.mark.parametrize("query", ["iş birliği", "is birligi", "işbirliği", "isbirligi"])
def test_word_that_is_a_stop_word_elsewhere_stays_in_its_term(
    index: Index, query: str
) -> None:
    """``iş`` folds to English ``is``, yet ``iş birliği`` is cooperation."""
    assert "cooperation" in found(index, query)


@pytest.mark.parametrize("query", ["iş birliği", "can kaybı", "askerî üs", "ön anlaşma"])
def test_no_turkish_word_is_an_english_stop_word(
    seeds_in_memory: Index, query: str
) -> None:
    """A Turkish word is not taken for the English stop word that it folds to."""
    for hit in seeds_in_memory.search(query):
        if hit.passage.language == "tr":
            assert "not in the language" not in str(hit.explain())


def test_name_of_few_consonants_is_found(index: Index) -> None:
    """``Jeyhun`` finds ``Ceyhun``, though the two have but two consonants in common."""
    assert "jeyhun" in found(index, "Jeyhun")


def test_word_of_the_lexicon_is_no_name(index: Index) -> None:
    """Common words are not taken for names that sound alike."""
    kinds = {one.kind for hit in index.search("bakan") for one in hit.matches}

    assert kinds <= {"exact", "stem", "prefix", "translation"}
    node = {
        str(reason) for hit in index.search("bakan") for reason in hit.explain().reasons
    }
    assert not any("spelling" in reason for reason in node)


def seed_words() -> list[str]:
    """Return the words of the samples that hold a letter outside ASCII."""
    text = " ".join(path.read_text(encoding="utf-8") for path in sorted(SEEDS.iterdir()))
    words = dict.fromkeys(re.findall(r"[^\W\d_]{2,}", text))
    return [word for word in words if not word.isascii() and re.search("[a-z]", fold(word))]


@settings(max_examples=examples(150))
@given(word=st.sampled_from(seed_words()))
def test_diacritics_may_be_left_out(seeds_in_memory: Index, word: str) -> None:
    """A word of the samples is found where it stands when typed in plain letters."""
    plain = fold(word)
    if plain in ("is", "us", "on", "an", "can", "in", "at", "as", "so"):
        return  # typed so, it is an English stop word

    assert marks(seeds_in_memory, word) <= marks(seeds_in_memory, plain)


def marks(index: Index, query: str) -> set[tuple[str, int, int]]:
    """Return the places of a query's own forms: passages and spans."""
    return {
        (hit.passage.id, one.start, one.end)
        for hit in index.search(query, limit=None, per_document=None)
        for one in hit.matches
        if one.kind in ("exact", "stem")
    }


def test_own_glossary_comes_first(tmp_path: Path) -> None:
    """A term of the user's glossary is rendered as it says there, and so marked."""
    path = tmp_path / "mine.tsv"
    path.write_text("gözbebeği proje\tflagship scheme\nzirvecik\tminisummit\n", "utf-8")
    documents = [
        Document(id="a", text="The minisummit ended."),
        Document(id="b", text="Rain."),
    ]
    folder = tmp_path / "index"
    diplosearch.rebuild(documents, folder).close()

    with diplosearch.open(folder) as without:
        assert found(without, "zirvecik") == []
    with diplosearch.open(folder, resources=diplosearch.Resources(lexicon=path)) as index:
        assert found(index, "zirvecik") == ["a"]
        assert "glossary" in str(index.search("zirvecik")[0].explain())


def test_own_glossary_wins_over_the_packages(tmp_path: Path) -> None:
    """A word that both glossaries have is rendered first as the user's says."""
    path = tmp_path / "mine.tsv"
    path.write_text("ateşkes\tstandstill\n", "utf-8")
    documents = [
        Document(id="mine", text="The standstill holds in the north.", language="en"),
        Document(id="theirs", text="The ceasefire holds in the north.", language="en"),
    ]
    folder = tmp_path / "index"
    diplosearch.rebuild(documents, folder).close()

    with diplosearch.open(folder, resources=diplosearch.Resources(lexicon=path)) as index:
        assert set(found(index, "ateşkes")) == {"mine", "theirs"}


@pytest.mark.parametrize(
    ("content", "message"), [("a b\n", r"mine\.tsv, line 1: "), (None, r"mine\.tsv: ")]
)
def test_unsound_glossary_is_refused(
    tmp_path: Path, content: str | None, message: str
) -> None:
    """Opening with a glossary that cannot be read names the file and the line."""
    folder, path = tmp_path / "index", tmp_path / "mine.tsv"
    diplosearch.rebuild([Document(id="a", text="Rain.")], folder).close()
    if content is not None:
        path.write_text(content, "utf-8")

    with pytest.raises(UsageError, match=message):
        diplosearch.open(folder, resources=diplosearch.Resources(lexicon=path))


def test_long_query_is_translated() -> None:
    """A query of a thousand words is answered."""
    words = [word for text in TEXTS.values() for word in text[1].split()]
    query = " ".join(islice((word for _ in range(20) for word in words), 1000))

    with diplosearch.rebuild([Document(id="a", text="A ceasefire was agreed.")]) as made:
        assert found(made, query) == ["a"]


def test_origins_are_those_of_the_tree() -> None:
    """The origins that an explanation may name are the ones the tree knows."""
    assert set(get_args(tree.Origin)) == {"", "dictionary", "glossary", "spelling"}


def test_turkish_word_is_no_english_stop_word(seeds_index: Index) -> None:
    """``iş`` and ``trade``, which it renders, do not find the English *is*."""
    for query in ("iş", "trade"):
        for hit in seeds_index.search(query, limit=50, per_document=None):
            text = hit.document.text
            assert "is" not in {text[one.start : one.end] for one in hit.matches}
