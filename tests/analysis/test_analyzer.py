"""The analyzer: terms and offsets together."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from strategies import languages, texts

from diplosearch.analysis import analyzer, tokenizer, word_cache
from diplosearch.analysis.analyzer import analyze, analyzer_for, hash_terms
from diplosearch.analysis.term_list import STACK
from diplosearch.analysis.turkish.rules import TurkishRules
from diplosearch.analysis.word_rules import Terms
from diplosearch.model import Language, Token
from diplosearch.text.letters import APOSTROPHES, fold


def assert_analyzes(
    text: str, language: Language, expected: list[tuple[str, str, str, str | None]]
) -> None:
    """Assert words, exact forms, stems and prefixes, offsets included."""
    tokens = analyze(text, language)
    found = [
        (text[token.start : token.end], token.exact, token.stem, token.prefix)
        for token in tokens
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "İstanbul’daki Bakanlar",
            "tr",
            [
                ("İstanbul’daki", "istanbul", "istanbul", "istan"),
                ("Bakanlar", "bakanlar", "bakan", "bakan"),
            ],
        ),
        (
            "I\u0307zmir IRAK",
            "tr",
            [("I\u0307zmir", "izmir", "izmir", "izmir"), ("IRAK", "irak", "ırak", "irak")],
        ),
        (
            "China's ministers",
            "en",
            [
                ("China's", "china", "china", None),
                ("ministers", "ministers", "minist", None),
            ],
        ),
        ("A.B.D.'nin", "tr", [("A.B.D.'nin", "abd", "abd", "abd")]),
        ("U.S.", "en", [("U.S.", "us", "us", None)]),
        (
            "1.457 1,457",
            "tr",
            [("1.457", "1457", "1457", "1457"), ("1,457", "1457", "1457", "1457")],
        ),
        ("O'Brien", "tr", [("O'Brien", "obrien", "obrien", "obrie")]),
        ("北京", "en", [("北京", "beijing", "beijing", None)]),
        ("北京", "tr", [("北京", "beijing", "beijing", "beiji")]),
        ("5'inci", "tr", [("5'inci", "5", "5", "5")]),
        ("", "tr", []),
    ],
)
def test_analyze(
    text: str, language: Language, expected: list[tuple[str, str, str, str | None]]
) -> None:
    """Each word has one term a field, at its own span."""
    assert_analyzes(text, language, expected)


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("word", ["IMF", "imf", "İMF", "Imf", "ımf", "I\u0307MF"])
def test_i_family_meets(word: str, language: Language) -> None:
    """However its i is written, a word has one exact form in both languages."""
    assert analyze(word, language)[0].exact == "imf"


@pytest.mark.parametrize("mark", APOSTROPHES)
def test_apostrophes_meet(mark: str) -> None:
    """All apostrophes set off a suffix alike."""
    (token,) = analyze(f"Erdoğan{mark}ın", "tr")
    assert (token.exact, token.start, token.end) == ("erdogan", 0, 10)
    assert analyze(f"China{mark}s", "en")[0].exact == "china"


@pytest.mark.parametrize(
    ("word", "language", "is_stop"),
    [
        ("ve", "tr", True),
        ("için", "tr", True),
        ("the", "en", True),
        ("The", "en", True),
        ("THE", "en", False),
        ("IT", "en", False),
        ("Çin", "tr", False),
        ("iki", "tr", False),
    ],
)
def test_stop_words(word: str, language: Language, is_stop: bool) -> None:
    """Stop words are recognised, but an acronym is none."""
    assert analyze(word, language)[0].is_stop is is_stop


@given(texts, languages)
def test_spans_are_the_words(text: str, language: Language) -> None:
    """Offsets never go back, and each token can be read out of the text alone."""
    end_before = 0
    for token in analyze(text, language):
        assert end_before <= token.start < token.end <= len(text)
        end_before = token.end
        terms = analyzer_for(language).terms(text[token.start : token.end])
        assert token == Token(token.start, token.end, *terms)


@given(texts, languages)
def test_twice_is_the_same(text: str, language: Language) -> None:
    """The analyzer remembers nothing of what it read."""
    first = analyze(text, language)
    analyzer_for(language).terms.cache_clear()
    assert analyze(text, language) == first


@given(texts, languages)
def test_terms_are_sound(text: str, language: Language) -> None:
    """No term is empty or holds white space; exact is folded; prefix begins it."""
    for token in analyze(text, language):
        for term in _terms_of(token):
            assert term
            assert term.split() == [term]
        assert fold(token.exact) == token.exact
        if language == "tr":
            assert token.prefix == token.exact[:5]
        else:
            assert token.prefix is None


@given(texts, languages)
def test_composition_changes_no_term(text: str, language: Language) -> None:
    """Composed and decomposed text have the same terms."""
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", composed)
    assert [t.exact for t in analyze(decomposed, language)] == [
        t.exact for t in analyze(composed, language)
    ]


@given(texts, texts, languages)
def test_neighbours_change_nothing(left: str, right: str, language: Language) -> None:
    """Two texts with a space between them have the tokens of both."""
    joined = analyze(f"{left} {right}", language)
    separate = [*analyze(left, language), *analyze(right, language)]
    assert [_terms_of(token) for token in joined] == [
        _terms_of(token) for token in separate
    ]


def _terms_of(token: Token) -> list[str]:
    return [term for term in (token.exact, token.stem, token.prefix) if term is not None]


@pytest.mark.parametrize(
    ("word", "language", "exact", "stems"),
    [
        ("Ankara'da", "tr", "ankara", ("ankara",)),
        ("Bakanlar'ın", "tr", "bakanlar", ("bakan",)),
        ("IRAK", "tr", "irak", ("ırak",)),
        ("S-400'leri", "tr", "s400", ("s400",)),
        ("dis", "tr", "dis", ("dış", "diş")),
        ("ISI", "en", "isi", ("isi",)),
        ("F-16s", "en", "f16s", ("f16",)),
        ("Ministers", "en", "ministers", ("minist",)),
    ],
)
def test_words_of_a_query(
    word: str, language: Language, exact: str, stems: tuple[str, ...]
) -> None:
    """A word of a query is asked for as it is in a text, and by all that it may mean."""
    asked = analyzer_for(language)
    assert asked.exact(word) == exact
    assert asked.query_stems(word) == stems


@pytest.mark.parametrize(
    ("word", "stems"),
    [
        *(("COP29", ("cop29", "cop")), ("S-400", ("s400", "400")), ("F16", ("f16",))),
        *(("B1", ("b1",)), ("TF-X", ("tfx",)), ("Putin'in", ("putin",))),
    ],
)
def test_parts_of_a_designation(word: str, stems: tuple[str, ...]) -> None:
    """Letters and numbers that are asked for alone stand beside the whole."""
    assert analyzer_for("tr").terms(word).stems == stems


def test_a_text_without_turkish_letters() -> None:
    """From eight words on it is read as typed plainly: *sinir* may be a border."""
    text = "dun sabah ankara sinir kapisinda on iki kisi"
    plain = analyzer_for("tr").columns(text).stem
    written = analyzer_for("tr").columns(text.replace("dun", "dün")).stem
    assert plain[3].split(STACK) == ["sınır", "sinir"]
    assert plain[5].split(STACK) == ["on", "ön"]
    assert (written[3], written[5]) == ("sinir", "on")
    seven = analyzer_for("tr").columns(text.removeprefix("dun ")).stem
    assert (seven[2], seven[4]) == ("sinir", "on")


def test_long_word_has_short_terms() -> None:
    """A word of a million letters is a token, whose terms are cut."""
    (token,) = analyze("ş" * 1_000_000, "tr")
    assert (token.start, token.end) == (0, 1_000_000)
    assert max(map(len, _terms_of(token))) <= 64


def test_threads_share_an_analyzer() -> None:
    """Analyzers give the same terms to many threads at once."""
    text = " ".join(f"bakanlar{n} ministers{n} Çin'in" for n in range(200))
    expected = analyze(text, "tr")
    analyzer_for("tr").terms.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        for tokens in pool.map(lambda _: analyze(text, "tr"), range(32)):
            assert tokens == expected


@pytest.fixture
def fresh_caches() -> Iterator[None]:
    """Analyzers made anew, before and after."""
    analyzer_for.cache_clear()
    yield
    analyzer_for.cache_clear()


@pytest.mark.usefixtures("fresh_caches")
@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("stems", lambda self, word, **_: (word,)),
        ("cut_suffix", lambda self, word: word),
    ],
)
def test_fingerprint_changes_with_terms(
    change: str, rule: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rules that give other terms give another fingerprint."""
    before = hash_terms()
    analyzer_for.cache_clear()
    monkeypatch.setattr(TurkishRules, change, rule)
    assert hash_terms() != before


@pytest.mark.usefixtures("fresh_caches")
def test_fingerprint_changes_with_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tokenizer that finds other words gives another fingerprint."""
    before = hash_terms()
    found = tokenizer.find_words
    monkeypatch.setattr(analyzer, "find_words", lambda text: list(found(text))[1:])
    assert hash_terms() != before


@pytest.mark.usefixtures("fresh_caches")
def test_fingerprint_changes_with_sounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another rule for sounds gives another fingerprint."""
    before = hash_terms()
    analyzer_for.cache_clear()
    monkeypatch.setattr(analyzer, "skeleton", lambda *_: "x")
    assert hash_terms() != before


@pytest.mark.slow
@pytest.mark.parametrize(
    "setting",
    [
        {"LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1"},
        {"LC_ALL": "C", "PYTHONHASHSEED": "2", "PYTHONUTF8": "0"},
        {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "3", "PYTHONOPTIMIZE": "2"},
    ],
    ids=lambda setting: setting["LC_ALL"],
)
def test_fingerprint_is_the_same_everywhere(setting: dict[str, str]) -> None:
    """Neither the process nor its locale changes the fingerprint."""
    code = (
        "import locale\n"
        "try: locale.setlocale(locale.LC_ALL, '')\n"
        "except locale.Error: pass\n"
        "from diplosearch.analysis.analyzer import hash_terms; print(hash_terms())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **setting},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == hash_terms()


@given(texts, languages)
def test_columns_are_the_terms_of_the_tokens(text: str, language: Language) -> None:
    """Indexing sees the terms that highlighting sees, in order."""
    tokens = analyze(text, language)
    columns = analyzer_for(language).columns(text)
    for name, column in zip(columns._fields, columns, strict=True):
        terms = [getattr(token, name) for token in tokens]
        if name == "stem":
            terms = [STACK.join(token.stems) for token in tokens]
        assert list(column) == [term for term in terms if term is not None]


@pytest.mark.parametrize("size", [0, 1, 2])
def test_columns_do_not_depend_on_the_cache(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However few pieces are cached, and however long they are, the terms are the same."""
    expected = analyzer_for("tr").columns("Bakan, Çin'e gitti. " * 3 + "Çin-" * 40)
    monkeypatch.setattr(word_cache, "_CACHED_PIECES", size)
    fresh = analyzer.Analyzer(TurkishRules())
    assert fresh.columns("Bakan, Çin'e gitti. " * 3 + "Çin-" * 40) == expected
    assert len(fresh._words) <= max(size, 1)


def test_pieces_of_the_old_generation_are_used_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A piece is analysed again only after it has left both generations of the cache."""
    analyzed: list[str] = []

    def terms(word: str) -> Terms:
        analyzed.append(word)
        return analyzer_for("en").terms(word)

    monkeypatch.setattr(word_cache, "_CACHED_PIECES", 2)
    cache = word_cache.WordCache(terms)
    for word in ("one", "two", "three", "one", "four", "five", "two"):
        assert cache[word][0] == word
    # "one" was in the old generation; "two" had left it by then.
    assert analyzed == ["one", "two", "three", "four", "five", "two"]
