"""The command line and the prompt in Turkish."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import Result

from diplosearch.cli import cli
from diplosearch.cli.repl.commands.table import COMMANDS
from diplosearch.messages import (
    INTERFACES,
    Interface,
    interface,
    translate,
    translate_written,
    use,
)
from diplosearch.query.parser import parse

Run = Callable[..., Result]


def test_help_is_turkish(run: Run) -> None:
    """With --ui tr no sentence of any help is English; names and examples stay."""
    english = {"the", "and", "only", "this", "which"}
    for name in ("", *cli.commands):
        shown = run("--ui", "tr", *([name] if name else []), "--help").stdout
        assert shown.startswith("Kullanım: diplosearch")
        assert "Seçenekler:" in shown
        assert "Bu iletiyi gösterip çıkar." in shown
        assert not english & set(shown.partition("Örnek:")[0].lower().split()), shown


def test_answers_are_turkish(run: Run) -> None:
    """Labels, counts and notes are Turkish, with the separators that Turkish has."""
    shown = run("--ui", "tr", "search", "(Çin", "--facets", "language", "--limit", "1")
    assert "Yerler: " in shown.stdout
    assert "\nDiller\n" in shown.stdout
    assert "14 pasaj; gösterilen: 1" in shown.stdout
    assert shown.stderr == "not: kapanmamış ayraç, “(Çin” yerinde; sonda kapatıldı\n"
    page = run("--ui", "tr", "search", "Çin", "--format", "html").stdout
    assert '<html lang="tr">' in page
    assert "Bu pasajlardaki adlar" in page


def test_errors_are_turkish(run: Run) -> None:
    """Wrong usage and failures are told in Turkish, and end with the same codes."""
    unknown = run("--ui", "tr", "who", "Zorblax")
    assert (unknown.exit_code, unknown.stderr) == (
        1,
        "diplosearch: 'Zorblax' diye bir ad yok\n",
    )
    wrong = run("--ui", "tr", "search", "Çin", "--since", "never")
    assert wrong.exit_code == 2
    assert "Hata: '--since' için geçersiz değer: 'never' tarih değil" in wrong.stderr


def test_prompt_is_turkish(run: Run) -> None:
    """The prompt answers, and refuses, in Turkish."""
    answer = run("--ui", "tr", "repl", input=":filter lang:tr\n:help sort\n:opne 1\n")
    assert "Bundan sonra: lang:tr, önce en iyiler." in answer.stdout
    assert "Örnek: :sort date" in answer.stdout
    assert ":open mi demek istediniz?" in answer.stderr


@pytest.mark.parametrize("ui", INTERFACES)
def test_help_of_the_prompt_fits_two_columns(ui: Interface) -> None:
    """What commands do is told in so few words that two of them fit a line of 80."""
    with use(ui):
        for command in COMMANDS:
            assert len(command.usage) < 18, command.usage
            assert len(translate(command.brief)) <= 22, command.brief


def test_json_is_the_same_in_both(run: Run) -> None:
    """What programs read does not depend on the language of the interface."""
    answers = [
        json.loads(run("--ui", ui, "search", "(Çin", "--json").stdout)
        for ui in ("tr", "en")
    ]
    for answer in answers:
        del answer["took"]
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "tr_TR.UTF-8"}, "tr"),
        ({"LANG": "tr_TR.UTF-8", "DIPLOSEARCH_UI": "en"}, "en"),
        ({"DIPLOSEARCH_UI": "tr"}, "tr"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_locale_is_followed(
    run: Run, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], language: str
) -> None:
    """Unless --ui or its variable says otherwise, the locale chooses the language."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    shown = run("--help").stdout
    assert shown.startswith("Kullanım" if language == "tr" else "Usage")
    assert run("--ui", "en", "--help").stdout.startswith("Usage")
    assert interface() == "en"


QUERIES = [
    *("(a b", "a)", "a ()", '"a b', 'a ""', "*foo", "a* b", '"a b"~', "foo~2", "AND a"),
    *("title: x", "author:x", "date:[2025 x", 'date:"2025"~3', "x" * 2001, "a " * 70),
    "(" * 17 + "a" + ")" * 17,
]


@pytest.mark.parametrize("query", QUERIES, ids=lambda one: one[:12])
def test_every_note_on_syntax_has_a_translation(query: str) -> None:
    """Each syntax error of a query is told in Turkish."""
    with use("tr"):
        for warning in parse(query).warnings:
            told = translate_written(warning)
            assert told != warning
            assert not {"at", "passed", "the", "is", "unclosed"} & set(told.split()), told


def test_a_default_is_what_to_type(run: Run) -> None:
    """Help in Turkish names the folder ``index`` as it is called, not by its word."""
    shown = " ".join(run("--ui", "tr", "export", "-h").stdout.split())
    assert "varsayılan: index]" in shown
    assert "varsayılan: dizin" not in shown
