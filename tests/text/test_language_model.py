"""The model of two languages: the answers of the whole one, in less memory."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from diplosearch.text import language
from diplosearch.text.language_model import load_model
from diplosearch.text.letters import lower

# What `identify` takes for words.
words = st.text(
    st.characters(max_codepoint=0x24F).filter(language._WORD.fullmatch)
    | st.sampled_from(" '’"),
    max_size=30,
)
LETTERS = "aAbcçÇdeEfgğhıIiİnoöŞştuüyz’ "
TEXTS = [
    "Bakan, iki ülke",
    "görüştüler",
    "the talks between",
    "ERDOĞAN İLE",
    "Ankara’da",
    "",
]


@pytest.fixture(scope="module")
def whole() -> LanguageIdentifier:
    """The model as py3langid has it, for the same two languages."""
    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(["tr", "en"])
    return model


@pytest.fixture(scope="module")
def cut() -> LanguageIdentifier:
    """The model cut down."""
    return load_model(("tr", "en"), [*LETTERS, *set("".join(TEXTS))])


@pytest.mark.parametrize("text", TEXTS)
def test_texts_have_the_language_of_the_whole_model(
    text: str, whole: LanguageIdentifier, cut: LanguageIdentifier
) -> None:
    """The same language with the same confidence."""
    assert cut.classify(text) == whole.classify(text)


@given(st.text(LETTERS, max_size=40))
def test_any_text_of_the_letters_has(
    whole: LanguageIdentifier, cut: LanguageIdentifier, text: str
) -> None:
    """Whatever the letters are put together to, however they are cased."""
    assert cut.classify(text) == whole.classify(text)


@given(words)
def test_words_that_are_asked_about_have(whole: LanguageIdentifier, text: str) -> None:
    """Of all letters that a word may have, as they are and in small letters."""
    model = language._load_model()
    for one in (text, text.upper(), lower(text, "en")):
        assert model.classify(one) == whole.classify(one)


def test_letters_may_come_once() -> None:
    """A letter is known in both cases, whichever of them was given."""
    capitals, both = load_model(("tr", "en"), ["Ş", "E"]), load_model(("tr", "en"), "ŞşEe")
    assert capitals.classify("şe") == both.classify("şe")


def test_most_of_the_model_is_let_go(
    whole: LanguageIdentifier, cut: LanguageIdentifier
) -> None:
    """What is left takes a third at most, and fewer states."""
    sizes = [len(one.tk_nextmove) * one.tk_nextmove.itemsize for one in (whole, cut)]
    assert sizes[1] < sizes[0] / 3
    assert len(cut.tk_row) < len(whole.tk_row)
