"""The catalogue of messages: the same in both languages, and all that code says."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import diplosearch
from diplosearch.cli import cli
from diplosearch.cli.output.hits import NOTHING_FOUND
from diplosearch.cli.repl.commands.table import COMMANDS
from diplosearch.export.names import GROUP_HEADINGS
from diplosearch.export.phrases import (
    _FACET_HEADINGS,
    KIND_NAMES,
    LANGUAGE_NAMES,
    NO_HITS,
    TYPE_NAMES,
)
from diplosearch.messages import (
    count,
    interface,
    interface_of_locale,
    translate,
    translate_written,
    use,
    write_number,
)
from diplosearch.web import labels

PACKAGE = Path(diplosearch.__file__).parent
TABLES = tomllib.loads((PACKAGE / "data" / "messages.toml").read_text(encoding="utf-8"))
ALL = [*TABLES["message"], *TABLES.get("library", ())]


def placeholders(text: str) -> Counter[str]:
    """Return the placeholders of a message."""
    return Counter(re.findall(r"\{\w+\}", text))


def literals(name: str, position: int) -> Iterator[str]:
    """Yield the literal arguments of all calls of a function in the package."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and len(node.args) > position:
                given = node.args[position]
                is_called = isinstance(node.func, ast.Name) and node.func.id == name
                if is_called and isinstance(given, ast.Constant):
                    assert isinstance(given.value, str), (path, node.lineno)
                    yield given.value


def constants() -> set[str]:
    """Return all strings in the code of the package."""
    return {
        node.value
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def helped() -> Iterator[str]:
    """Yield the help texts of all commands, paragraph by paragraph."""
    groups = [one for one in cli.commands.values() if isinstance(one, click.Group)]
    inner = [command for group in groups for command in group.commands.values()]
    for command in (cli, *cli.commands.values(), *inner):
        for paragraph in re.split(r"\n\s*\n", command.help or ""):
            if not paragraph.lstrip().startswith("\b"):
                yield " ".join(paragraph.split())
        for one in command.params:
            if isinstance(one, click.Option) and one.help:
                yield one.help
    for prompted in COMMANDS:
        yield from (prompted.brief, prompted.summary)


def said_by_pages() -> Iterator[str]:
    """Yield what the pages of a server say."""
    for path in (PACKAGE / "web" / "data").glob("*.html"):
        text = path.read_text(encoding="utf-8")
        for quoted in re.findall(r"""\bsay\(("[^"]*"|'[^']*')""", text):
            yield quoted[1:-1]
    for table in (labels.KINDS, labels.KIND, labels.SORTS, labels.MATCHES, labels.STEPS):
        yield from table.values()
    yield from labels.DATES.values()
    yield from (name for _, name in labels.PAGES.values())
    yield from labels.HELP


def said() -> set[str]:
    """Return all messages that the code says or shows as help."""
    tables = (GROUP_HEADINGS, KIND_NAMES, TYPE_NAMES, LANGUAGE_NAMES, _FACET_HEADINGS)
    return {
        *literals("translate", 0),
        *literals("count", 1),
        NO_HITS,
        NOTHING_FOUND,
        *helped(),
        *said_by_pages(),
        *(value for table in tables for value in table.values()),
    }


def test_each_message_is_there_once() -> None:
    """No English message stands twice, and none is empty in either language."""
    english = Counter(one["en"] for one in ALL)
    assert [message for message, times in english.items() if times > 1] == []
    assert all(one.keys() == {"en", "tr"} for one in ALL)
    assert all(one["en"].strip() and one["tr"].strip() for one in ALL)


@pytest.mark.parametrize("message", ALL, ids=lambda one: one["en"][:40])
def test_placeholders_are_the_same(message: dict[str, str]) -> None:
    """A message has the same placeholders in both languages, each once in English."""
    english = placeholders(message["en"])
    assert english == placeholders(message["tr"])
    assert max(english.values(), default=1) == 1


def test_the_catalogue_holds_what_is_said() -> None:
    """What code says is in the catalogue, and the catalogue says nothing else."""
    known = {one["en"] for one in TABLES["message"]}
    assert said() - known == set()
    assert known - said() - constants() == set()


def test_messages_are_filled_in() -> None:
    """Placeholders take values, braces in which are left as they are."""
    assert translate("lacks: {listed}", listed="{x}") == "lacks: {x}"
    with use("tr"):
        assert translate("lacks: {listed}", listed="{x}") == "eksik: {x}"
        assert translate("unheard of") == "unheard of"
    assert interface() == "en"


def test_numbers_are_written_as_the_language_does() -> None:
    """English has plurals and commas; Turkish one form, and points."""
    assert count(1, "passage") == "1 passage"
    assert count(1457, "passage") == "1,457 passages"
    with use("tr"):
        assert count(1457, "passage") == "1.457 pasaj"
        assert write_number(12) == "12"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "tr_TR.UTF-8"}, "tr"),
        ({"LANG": "tr_TR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "tr_CY"}, "tr"),
        ({"LC_ALL": "", "LANG": "tr"}, "tr"),
        ({"LANG": "trv_TW"}, "en"),
    ],
)
def test_the_locale_chooses(environment: dict[str, str], language: str) -> None:
    """The first variable of the locale that is set tells the language."""
    assert interface_of_locale(environment) == language


def test_what_the_library_wrote_is_found_by_its_form() -> None:
    """A message that has its values in it already is translated with them."""
    with use("tr"):
        assert translate_written("No passages.") == "Pasaj yok."
        assert translate_written("lacks No passages.") == "eksik: Pasaj yok."
        assert translate_written("something else") == "something else"
    assert translate_written("lacks: x") == "lacks: x"


@pytest.mark.parametrize(
    "said",
    [
        "give words to look for",
        "a name for a watch that is not there",
        "one watch and 2 more",
        "Page 9 of a book",
    ],
)
def test_what_is_not_known_stays_whole(said: str) -> None:
    """What the catalogue lacks is not taken for a sentence that code fills in itself."""
    with use("tr"):
        assert translate_written(said) == said
