"""Watches: what is new is told once, through rebuilds, deletions and changes."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

import diplosearch
from diplosearch import Document, Index, News
from diplosearch.errors import IndexDamagedError, NotFoundError, UsageError
from diplosearch.export.news import news_to_atom, news_to_html, news_to_text
from diplosearch.index import watches as module

TRUCE = Document(
    id="truce",
    text="Ateşkes görüşmeleri Ankara'da başladı.",
    date=datetime.date(2026, 3, 2),
)
TRADE = Document(
    id="trade", text="Ticaret heyeti Astana'ya gitti.", date=datetime.date(2026, 3, 1)
)
BOTH = Document(
    id="both", text="Ateşkes ve ticaret aynı gün konuşuldu.", date=datetime.date(2026, 3, 3)
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of two documents."""
    diplosearch.rebuild([TRUCE, TRADE], tmp_path / "index", jobs=1).close()
    return tmp_path / "index"


def told(news: News) -> list[tuple[str, tuple[str, ...], bool]]:
    """Return the id, the watches and the mark of change of each document."""
    return [(one.hit.document.id, one.watches, one.is_changed) for one in news]


def test_a_week(folder: Path) -> None:
    """What is new is told once each day, with all its watches, whatever happens between."""
    with diplosearch.open(folder) as index:
        index.watch("truce", "ateşkes", note="for the desk")
        index.watch("trade", "ticaret", language="tr")
        assert told(index.watches.run()) == []  # Monday: nothing old

        index.add(BOTH)  # Tuesday: one document, two watches
        assert told(index.watches.run()) == [("both", ("trade", "truce"), False)]
        assert told(index.watches.run()) == []

    # Wednesday: a rebuild, on another engine, with another id for what was known
    renamed = replace(TRUCE, id="renamed")
    diplosearch.rebuild([renamed, TRADE, BOTH], folder, engine="tantivy", jobs=1).close()
    with diplosearch.open(folder) as index:
        assert [one.note for one in index.watches.all()] == ["", "for the desk"]
        assert told(index.watches.run()) == []

        index.delete("both")  # Thursday: what is deleted is no news, nor when it is back
        assert told(index.watches.run()) == []
        index.add(BOTH)
        assert told(index.watches.run()) == []

        # Friday: a story is changed, and another one comes
        index.add(replace(BOTH, text=f"{BOTH.text} Görüşmeler sürüyor."))
        index.add(
            Document(
                id="later", text="Yeni ateşkes önerisi.", date=datetime.date(2026, 3, 6)
            )
        )
        assert told(index.watches.run()) == [
            ("later", ("truce",), False),
            ("both", ("trade", "truce"), True),
        ]

        index.add(BOTH)  # Saturday: the change is taken back, and all is built anew
        assert told(index.watches.run()) == []
        documents = list(index.documents())

    # a story is changed, one is gone and one is new in the course of a rebuild
    changed = replace(TRADE, text="Ticaret heyeti Astana'dan döndü.")
    kept = [one for one in documents if one.id not in ("renamed", "trade")]
    night = Document(id="night", text="Gece ateşkes bozuldu.")
    rebuilt = diplosearch.rebuild([*kept, changed, night], folder, engine="whoosh", jobs=1)
    with rebuilt as index:
        assert told(index.watches.run()) == [
            ("trade", ("trade",), True),
            ("night", ("truce",), False),
        ]
        assert told(index.watches.run()) == []
        index.add(renamed)  # it was known, though a rebuild had left it out
        assert told(index.watches.run()) == []
    diplosearch.rebuild(None, folder, from_index=folder, jobs=1).close()
    with diplosearch.open(folder) as index:
        assert told(index.watches.run()) == []

        index.watches.remove("trade")  # Sunday
        index.add(Document(id="sunday", text="Ticaret anlaşması imzalandı."))
        assert told(index.watches.run()) == []
        with pytest.raises(NotFoundError):
            index.watches.run(["trade"])


STORY = (
    "Dışişleri bakanları pazartesi günü Ankara'da buluştu ve 14 limanı kapsayan ateşkes "
    "belgesini imzaladı. Belge haziranda yürürlüğe giriyor, dedi sözcü Belin Aksoylu."
)
AGENCY = Document(
    id="agency", text=STORY, source="Ulak", date=datetime.date(2026, 3, 4), language="tr"
)


def retell(id: str, sentence: str) -> Document:
    """Return the story with a sentence more, as another paper prints it."""
    return replace(AGENCY, id=id, text=f"{STORY} {sentence}", source=id.title())


def test_a_story_is_told_once(folder: Path) -> None:
    """With ``group`` whoever prints a story later brings no news; without it each does."""
    with diplosearch.open(folder) as index:
        index.watch("each", "ateşkes")
        index.watch("story", "ateşkes", group="story")
        index.watch("signed", "imzaladı", group="story")
        index.add([AGENCY, retell("vakit", "Görüşmeler sürüyor.")])
        news = index.watches.run()
        assert len(news) == 2
        (first,) = [one for one in news if "story" in one.watches]
        assert set(first.watches) >= {"story", "signed"}
        assert len([one for one in news if "each" in one.watches]) == 2
        grouped = index.watches.run(["story", "signed"], remember=False)
        assert told(grouped) == []

        # the day after, another paper has it; then the first ones are gone
        index.add(retell("telgraf", "Taraflar memnun."))
        assert told(index.watches.run()) == [("telgraf", ("each",), False)]
        index.delete(["agency", "vakit"])
        assert told(index.watches.run()) == []
        index.add(retell("bulten", "Tören yarın."))
        assert [one.watches for one in index.watches.run()] == [("each",)]

        # a story by itself is told again where its text was changed
        index.add(replace(TRUCE, text="Ateşkes görüşmeleri Ankara'da bitti."))
        assert told(index.watches.run()) == [("truce", ("each", "story"), True)]


def test_a_story_found_by_two_watches_is_one_item(folder: Path) -> None:
    """Two watches that find other documents of a story tell of it as one."""
    with diplosearch.open(folder) as index:
        index.watch("signed", "+imzaladı +bültende", group="story")
        index.watch("ports", "+limanı +telgrafta", group="story")
        index.add([retell("bulten", "Bültende böyle."), retell("telgraf", "Telgrafta da.")])
        (item,) = index.watches.run()
        assert item.watches == ("ports", "signed")
        (other,) = item.hit.others
        assert {other.id, item.hit.document.id} == {"bulten", "telgraf"}
        assert told(index.watches.run()) == []


def test_others_of_a_story_are_named(folder: Path) -> None:
    """Each format says who else has a story."""
    with diplosearch.open(folder) as index:
        index.watch("story", "ateşkes", group="story")
        index.add([AGENCY, retell("vakit", "Görüşmeler sürüyor.")])
        news = index.watches.run()
    (item,) = news
    (other,) = item.hit.others
    for written in (news_to_text(news), news_to_html(news), news_to_atom(news)):
        assert f"1 more of this story: {other.source}" in written
    assert news.to_dict()["documents"][0]["others"][0]["id"] == other.id


def test_known_stories_are_not_new(folder: Path) -> None:
    """What a watch finds when it is added is known with all documents of the story."""
    with diplosearch.open(folder) as index:
        index.add([AGENCY, retell("vakit", "Görüşmeler sürüyor.")])
        index.watch("story", "ateşkes", group="story")
        index.delete("agency")
        index.add(retell("telgraf", "Taraflar memnun."))
        assert told(index.watches.run()) == []
        (watch,) = index.watches.all()
        assert watch.options == {"group": "story"}


def test_news_stay_new_until_they_are_remembered(folder: Path) -> None:
    """A look does not take the news away from who reads them later."""
    with diplosearch.open(folder) as index:
        index.watch("truce", "ateşkes")
        index.add(BOTH)
        seen = index.watches.run(remember=False)
        assert told(index.watches.run(remember=False)) == told(seen) != []
        index.watches.remember(seen)
        assert told(index.watches.run()) == []
        (watch,) = index.watches.all()
        assert watch.last_run is not None
        assert watch.documents == 2


def test_filters_hold(folder: Path) -> None:
    """A watch asks with the filters that it was given, dates counted anew."""
    with diplosearch.open(folder) as index:
        index.watch("kept", "ateşkes", since=datetime.date(2026, 3, 3), match="all")
        index.add(BOTH)
        index.add(
            Document(id="old", text="Ateşkes sona erdi.", date=datetime.date(2025, 1, 1))
        )
        assert [id for id, _, _ in told(index.watches.run())] == ["both"]
        (watch,) = index.watches.all()
        assert watch.options == {"since": "2026-03-03", "match": "all"}


@pytest.mark.parametrize(
    ("name", "query", "options", "message"),
    [
        ("", "x", {}, "no name for a watch"),
        ("../up", "x", {}, "no name for a watch"),
        ("x" * 61, "x", {}, "no name for a watch"),
        ("empty", "", {}, "has no query"),
        ("blank", " \t", {}, "has no query"),
        ("brackets", "()", {}, "has no query"),
        ("day", "ateşkes date:2025-02-30", {}, "'day' cannot be kept: date:2025-02-30"),
        ("month", "date:2025-13..2026", {}, "cannot be kept: date:2025-13"),
        ("language", "ateşkes lang:xx", {}, "cannot be kept: lang:xx"),
        ("quote", 'ateşkes "ticaret', {}, "cannot be kept: unclosed quote"),
        ("odd", "x", {"facets": ["year"]}, "facets is no option of a watch"),
        ("odd", "x", {"since": "never"}, "since='never'"),
        ("odd", "x", {"group": "source"}, "group='source'"),
        ("odd", "x", {"since": 2025}, "cannot keep"),
        ("taken", "y", {}, "there is a watch 'taken' already"),
        ("long", "x", {"note": "n" * 3000}, "note"),
    ],
)
def test_bad_watches(
    folder: Path, name: str, query: str, options: dict[str, object], message: str
) -> None:
    """A watch that cannot be kept says why, and none is made."""
    with diplosearch.open(folder) as index:
        index.watch("taken", "ateşkes")
        with pytest.raises(UsageError, match=message):
            index.watch(name, query, **options)  # type: ignore[arg-type]
        assert [one.name for one in index.watches.all()] == ["taken"]


def test_what_was_understood_comes_with_a_watch(folder: Path) -> None:
    """A watch that was added tells what a search would; nothing of it is kept."""
    with diplosearch.open(folder) as index:
        (warning,) = index.watch("recent", "ateşkes", since="last month").warnings
        assert warning.startswith("since last month: from ")
        assert index.watch("plain", "ateşkes").warnings == ()
        assert [one.warnings for one in index.watches.all()] == [(), ()]


def test_too_much_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A query that finds more than can be remembered is refused by name."""
    monkeypatch.setattr(module, "MOST_DOCUMENTS", 1)
    with (
        diplosearch.open(folder) as index,
        pytest.raises(UsageError, match="'all' finds 2 documents, at most 1"),
    ):
        index.watch("all", "ateşkes OR ticaret")


@pytest.mark.parametrize("harm", ["flip", "fields", "json"])
def test_a_damaged_watch_is_named(folder: Path, harm: str) -> None:
    """A file that was altered is an error that names it; the index is not affected."""
    with diplosearch.open(folder) as index:
        index.watch("truce", "ateşkes")
        (path,) = (folder / "watches").glob("*.json")
        data = path.read_bytes()
        if harm == "flip":
            path.write_bytes(data.replace(b"truce", b"trace", 1))
        elif harm == "json":
            path.write_bytes(data[:20])
        else:
            body = json.loads(data)
            del body["watch"]["query"]
            path.write_text(json.dumps(body))
        with pytest.raises(IndexDamagedError, match="truce-"):
            index.watches.run()
        assert index.search("ateşkes").total == 1


def test_without_a_folder(tmp_path: Path) -> None:
    """An index in memory has no folder for watches, but may be given one."""
    index: Index = diplosearch.rebuild([TRUCE], ":memory:", jobs=1)
    with pytest.raises(UsageError, match="has no folder for watches"):
        index.watch("truce", "ateşkes")
    watches = index.watches_in(tmp_path / "watches")
    watches.add("truce", "ateşkes")
    index.add(BOTH)
    assert len(watches.run()) == 1


HOSTILE = Document(
    id='<x>&"',
    title="<script>alert(1)</script> ateşkes",
    text="Ateşkes \u202e]]> & <b>\x0b\ufffe son.",
    url="javascript:alert(1)",
    date=datetime.date(2026, 3, 5),
)


def test_formats(folder: Path) -> None:
    """Text, page and feed hold the news; nothing of a document is markup there."""
    feedparser = pytest.importorskip("feedparser")
    with diplosearch.open(folder) as index:
        index.watch("truce", "ateşkes", note="<i>note</i>")
        index.add([BOTH, HOSTILE])
        news = index.watches.run()
        assert json.loads(json.dumps(news.to_dict()))["documents"][0]["watches"] == [
            "truce"
        ]
        text, page, feed = news_to_text(news), news_to_html(news), news_to_atom(news)
    assert text.startswith("2 new documents for 1 watch\n")
    assert "for truce" in text
    assert "<script>" not in page
    assert "<i>note" not in page
    assert "javascript:" not in page + feed
    read = feedparser.parse(feed)
    assert not read.bozo
    assert read.version == "atom10"
    assert read.feed.id == "urn:diplosearch:watches:truce"
    assert [one.title for one in read.entries] == [
        item.hit.document.title or item.hit.document.id for item in news
    ]
    assert {tag.term for one in read.entries for tag in one.tags} == {"truce"}
    assert all(one.updated_parsed and one.id and one.summary for one in read.entries)
    root = ElementTree.fromstring(feed)
    names = {"a": "http://www.w3.org/2005/Atom"}
    entries = root.findall("a:entry", names)
    assert len(entries) == 2
    for entry in (root, *entries):
        for needed in ("id", "title", "updated"):
            assert entry.findtext(f"a:{needed}", namespaces=names)
    assert {one.get("term") for one in root.iterfind(".//a:category", names)} == {"truce"}
