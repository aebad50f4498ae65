"""``:delete`` and ``:update``: what is shown, asked for, changed and refused."""

from __future__ import annotations

import datetime
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from cli.repl.session_driver import SessionDriver

import diplosearch
from diplosearch import Document


class Agreement:
    """Answers questions, and remembers them."""

    def __init__(self, *, agrees: bool) -> None:
        self.agrees = agrees
        self.questions: list[str] = []

    def __call__(self, question: str) -> bool:
        self.questions.append(question)
        return self.agrees


def asked(own: SessionDriver, *, agrees: bool) -> Agreement:
    """Let somebody answer what a conversation asks."""
    agreement = Agreement(agrees=agrees)
    own.console = replace(own.console, agree=agreement)
    return agreement


def test_what_is_deleted_is_shown_and_asked_for(own: SessionDriver) -> None:
    """Documents are listed before anything goes; a no keeps all, a yes deletes them."""
    refused = asked(own, agrees=False)
    told = own.say(":delete source:Xinhua")
    assert "2 documents would be deleted." in told
    assert "Xinhua" in told
    assert told.endswith("nothing was deleted\n")
    assert ":undo does not bring them back; a sync or rebuild" in told
    assert refused.questions == ["Delete 2 documents?"]
    assert own.session.index.stats().documents == 5
    asked(own, agrees=True)
    assert own.say(":delete source:Xinhua").endswith("Deleted 2 documents.\n")
    assert own.session.documents == own.session.index.stats().documents == 3
    assert "No passage" in own.say("source:Xinhua")


def test_filters_and_numbers_choose_what_is_deleted(own: SessionDriver) -> None:
    """The filters hold as for a query; a number is the document of a passage."""
    asked(own, agrees=True)
    own.say("Çin")
    hit = own.session.pages.find_hit("1").document.id
    assert "Deleted 1 document." in own.say(":delete 1")
    assert hit not in own.session.index.ids()
    assert f"no document {hit!r}" in own.say(":delete 1")
    own.say(":lang tr")
    turkish = own.session.index.ids("lang:tr")
    own.say(":delete country:Çin OR country:Kazakistan")
    left = set(own.session.index.ids())
    assert left
    assert not left & set(turkish)


def test_nothing_found_asks_nothing(own: SessionDriver) -> None:
    """Where nothing answers there is nothing to ask."""
    agreement = asked(own, agrees=True)
    assert "No document answers the query" in own.say(":delete qwertyuiop")
    assert agreement.questions == []


def test_days_that_are_meant_are_shown(own: SessionDriver) -> None:
    """Before documents of *last month* go, the days that it was taken for are told."""
    asked(own, agrees=False)
    assert "date:last month is 20" in own.say(':delete date:"last month"')
    own.say(":since geçen yıl")
    assert "since geçen yıl: from " in own.say(":delete Çin")


def test_where_nobody_can_be_asked_nothing_goes(
    own: SessionDriver, capsys: pytest.CaptureFixture[str]
) -> None:
    """Through a pipe, and as JSON, documents are listed and stay."""
    told = own.say(":delete source:Xinhua")
    assert "nothing was deleted: nobody can be asked here" in told
    own.console = replace(own.console, is_json=True, agree=Agreement(agrees=True))
    own.say(":delete source:Xinhua")
    listed = json.loads(capsys.readouterr().out)
    assert (len(listed["documents"]), listed["deleted"]) == (2, 0)
    assert own.session.index.stats().documents == 5


def test_metadata_is_changed(own: SessionDriver) -> None:
    """By number or id: fields with spaces, quotes, apostrophes and an equals sign."""
    own.say("Çin")
    id = own.session.pages.find_hit("1").document.id
    told = own.say(
        ":update 1 date=2024-04-25 source=Anadolu Ajansı desk=Ankara'da desk=Bakü "
        'title="Yeni başlık" url=https://x.org/?a=b'
    )
    assert told == "1 document updated, 0 unchanged.\n"
    document = own.session.index.get(id)
    assert document.date == datetime.date(2024, 4, 25)
    assert (document.source, document.title) == ("Anadolu Ajansı", "Yeni başlık")
    assert document.url == "https://x.org/?a=b"
    assert document.own_fields["desk"] == ("Ankara'da", "Bakü")
    assert own.say(f":update {id} desk= url=") == "1 document updated, 0 unchanged.\n"
    document = own.session.index.get(id)
    assert (document.url, dict(document.own_fields)) == (None, {})
    assert own.say(f":update {id} url=") == "0 documents updated, 1 unchanged.\n"


@pytest.mark.parametrize("line", [":delete Çin", ":update 1 desk=Ankara"])
def test_several_indexes_are_only_read(own: SessionDriver, here: Path, line: str) -> None:
    """Of several indexes nothing is shown to be deleted that could not be."""
    shutil.copytree(here / "index", here / "archive")
    agreement = asked(own, agrees=True)
    own.say(":index index archive")
    own.say("Çin")
    assert "several indexes are only read; :index FOLDER turns to one" in own.say(line)
    assert agreement.questions == []


def test_an_index_in_memory_is_changed() -> None:
    """The demo's index, which is not kept, takes both commands as well."""
    document = Document(id="a", text="Ateşkes görüşmeleri sürüyor.")
    with diplosearch.rebuild([document], jobs=1) as index:
        own = SessionDriver(index)
        asked(own, agrees=True)
        assert "1 document updated" in own.say(":update a desk=Ankara")
        assert "Deleted 1 document." in own.say(":delete desk:Ankara")


def test_an_index_that_cannot_be_written(
    own: SessionDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the folder is read-only the reason is told, and all documents stay."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "index/LOCK")

    asked(own, agrees=True)
    monkeypatch.setattr("diplosearch.backends.disk.locks.os.open", refuse)
    for line in (":delete Çin", ":update 001_5fd5bd5f51019942 desk=Ankara"):
        told = own.say(line)
        assert "Permission denied" in told or "may not" in told, told
    monkeypatch.undo()
    assert own.session.index.stats().documents == 5


def test_each_engine_takes_both(location: str) -> None:
    """On disk, in memory and in a cluster: what is changed is what is found after it.

    What is asked for and refused loses nothing.
    """
    documents = [
        Document(id="a", text="Bakan İzmir'de konuştu.", source="AA"),
        Document(id="b", text="Ministers met in Geneva.", source="Xinhua"),
        Document(id="c", text="The treaty was signed in Geneva.", source="Xinhua"),
    ]
    with diplosearch.rebuild(documents, location, jobs=1) as index:
        own = SessionDriver(index)
        own.say("İzmir")
        told = own.say(":update 1 date=2024-06-02 source=Anadolu Ajansı desk=Bakü")
        assert told == "1 document updated, 0 unchanged.\n"
        assert "2024-06-02" in own.say('source:"Anadolu Ajansı" desk:Bakü')
        assert "no document 'nosuch'" in own.say(":update nosuch date=2024-06-02")
        assert "is no date" in own.say(":update a date=yesterday")
        asked(own, agrees=False)
        assert own.say(":delete source:Xinhua").endswith("nothing was deleted\n")
        assert index.stats().documents == 3
        asked(own, agrees=True)
        own.say("treaty")
        assert "Deleted 1 document." in own.say(":delete 1")
        assert "no document 'c'" in own.say(":delete 1")
        assert own.say(":delete Geneva").endswith("Deleted 1 document.\n")
        assert own.session.documents == 1
        assert "No passage" in own.say("Geneva")
        assert index.ids() == ["a"]
        assert index.get("a").own_fields["desk"] == ("Bakü",)
        assert index.check(full=True).ok
