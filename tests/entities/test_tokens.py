"""The words of a sentence, and where a name ends before its suffix."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from strategies import texts

from diplosearch.entities.tokens import _WORD, Sentence, form_of, read_sentence

Read = Callable[[str], Sentence]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Wang Yi geldi.", ["Wang", "Yi", "geldi", "."]),
        ("Çin-Azerbaycan", ["Çin", "-", "Azerbaycan"]),
        ("Çin'in başkenti", ["Çin'in", "başkenti"]),
        ("A.B.D.'nin tutumu", ["A.B.D.'nin", "tutumu"]),
        ("(SCO)", ["(", "SCO", ")"]),
        ("Côte d'Ivoire", ["Côte", "d'Ivoire"]),
        ("States' role", ["States", "'", "role"]),
        ("$50 billion", ["$", "50", "billion"]),
        ("I\u0307zmir'de", ["I\u0307zmir'de"]),
        ("", []),
        (" \n\t", []),
    ],
)
def test_text_is_cut_into_words(sentence_of: Read, text: str, words: list[str]) -> None:
    """Hyphens and brackets separate words, apostrophes and combining marks do not."""
    assert list(sentence_of(text).surfaces) == words


@pytest.mark.parametrize(
    ("word", "name", "suffix"),
    [
        ("Çin'in", "Çin", "in"),
        ("Çin’deki", "Çin", "deki"),
        ("AB'ye", "AB", "ye"),
        ("2024'te", "2024", "te"),
        ("6'ncı", "6", "nci"),
        ("A.B.D.'nin", "A.B.D.", "nin"),
        ("China's", "China", "s"),
        ("O'Brien", "O'Brien", ""),
        ("D'nin", "D", "nin"),
        ("D’de", "D", "de"),
        ("D'Artagnan", "D'Artagnan", ""),
        ("O'nun", "O'nun", ""),
        ("I'da", "I'da", ""),
        ("l'de", "l'de", ""),
        ("O'Brien's", "O'Brien", "s"),
        ("d'Ivoire's", "d'Ivoire", "s"),
        ("N'Djamena'da", "N'Djamena", "da"),
        ("Xi'an", "Xi'an", ""),
        ("Rusyaya", "Rusyaya", ""),
        ("Bakanlığından", "Bakanlığından", ""),
    ],
)
def test_suffix_behind_an_apostrophe_is_no_part_of_the_name(
    word: str, name: str, suffix: str
) -> None:
    """A suffix that an apostrophe sets off is cut; one written together stays."""
    form = form_of(word)
    assert (form.name, form.suffix) == (name, suffix)
    assert word[: form.length] == name


@pytest.mark.parametrize(
    ("word", "is_capitalised", "is_capitals", "is_number"),
    [
        ("Çin", True, False, False),
        ("çin", False, False, False),
        ("ŞİÖ", True, True, False),
        ("ŞİÖ'nün", True, True, False),
        ("A", True, False, False),
        ("G20", True, True, False),
        ("2024", False, False, True),
        ("(", False, False, False),
        ("北京", False, False, False),
    ],
)
def test_forms_know_their_case(
    word: str, is_capitalised: bool, is_capitals: bool, is_number: bool
) -> None:
    """What a word is depends on the name, not on its suffix."""
    form = form_of(word)
    assert (form.is_capitalised, form.is_capitals, form.is_number) == (
        is_capitalised,
        is_capitals,
        is_number,
    )


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Çin'in", "cin"),
        ("People’s Republic of China's", "people's republic of china"),
        ("Şanghay  İşbirliği\tÖrgütü'nün", "sanghay isbirligi orgutu"),
        ("Kassym-Jomart", "kassym - jomart"),
    ],
)
def test_keys_are_folded(sentence_of: Read, text: str, key: str) -> None:
    """A suffix counts within a name and not at its end; spacing never does."""
    sentence = sentence_of(text)
    assert sentence.key(0, len(sentence)) == key


def test_gap_counts_what_stands_between(sentence_of: Read) -> None:
    """Words that touch have a gap of none, suffix and all."""
    sentence = sentence_of("Çin'in XX. yılı")
    assert [sentence.gap(position) for position in range(3)] == [1, 0, 1]


def test_mark_behind_a_period_belongs_to_it(sentence_of: Read) -> None:
    """A combining mark is never a word of its own behind another one."""
    assert list(sentence_of("A.B.\u0307").surfaces) == ["A.B.\u0307"]


@given(texts.filter(lambda text: not re.search(r"\.[\u0300-\u036f]", text)))
def test_words_are_spans_of_the_text(text: str) -> None:
    """Words stand in order, contain no white space, and cut no letter from its marks."""
    sentence = read_sentence(text, 0, len(text))
    last = 0
    for position, surface in enumerate(sentence.surfaces):
        start, end = sentence.start(position), sentence.end(position)
        whole = start + len(surface)
        assert text[start:whole] == surface
        assert last <= start < end <= whole
        assert not (sentence.forms[position].is_word and any(map(str.isspace, surface)))
        assert end == len(text) or unicodedata.category(text[end])[0] != "M"
        last = whole


@given(texts)
def test_words_are_those_of_the_pattern(text: str) -> None:
    """What is all letters is one word, as the pattern would find it."""
    for piece in text.split():
        assert read_sentence(piece, 0, len(piece)).surfaces == _WORD.findall(piece)


@given(texts, texts)
def test_words_do_not_depend_on_where_the_text_stands(before: str, text: str) -> None:
    """A sentence within a text has the words that it has alone."""
    shift = len(before) + 1
    alone = read_sentence(text, 0, len(text))
    within = read_sentence(before + "\n" + text, shift, shift + len(text))
    assert within.surfaces == alone.surfaces
    assert [start - shift for start in within.starts] == list(alone.starts)


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("a", "x"),
        ("ve", "xx"),
        ("bakan", "xx"),
        ("A", "X"),
        ("Bu", "Xx"),
        ("Çin", "Xxx"),
        ("AKParti", "XXxx"),
        ("COP30", "XX99"),
        ("McKinsey", "XxXxx"),
        ("AB-Türkiye", "XX-Xxx"),
        ("北京", "xx"),
    ],
)
def test_shapes(word: str, shape: str) -> None:
    """Letters by their size, digits, and no more than two of a kind in a row."""
    assert form_of(word).shape == shape
