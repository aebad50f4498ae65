"""``diplosearch watch``: keeping queries, and what is new to them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]

NEW = "Çin ve Kazakistan Astana'da yeni bir mutabakat imzaladı.\n"


def test_a_walk(run: Run, here: Path) -> None:
    """A watch is added, listed, run with and without news, noted and removed."""
    added = run("watch", "add", "pact", "mutabakat", "--lang", "tr")
    assert "pact is watched" in added.stdout
    quiet = run("watch", "run")
    assert (quiet.exit_code, quiet.stdout.startswith("0 new documents")) == (3, True)

    (here / "seeds" / "new.txt").write_text(NEW, encoding="utf-8")
    run("sync", "seeds", "--quiet")
    peeked = run("watch", "run", "--peek", "--format", "json")
    assert [one["id"] for one in json.loads(peeked.stdout)["documents"]] == ["new"]
    news = run("watch", "run")
    assert news.exit_code == 0
    assert "yeni bir mutabakat" in news.stdout
    assert run("watch", "run").exit_code == 3

    run("watch", "note", "pact", "for", "the", "brief")
    (listed,) = json.loads(run("watch", "list", "--json").stdout)
    assert (listed["name"], listed["note"]) == ("pact", "for the brief")
    assert listed["options"] == {"language": "tr"}
    assert run("watch", "remove", "pact").exit_code == 0
    assert "there are no watches" in run("watch", "list").stderr


def test_a_feed_in_a_file(run: Run, here: Path) -> None:
    """News go to a file in the format that was asked for."""
    run("watch", "add", "pact", "mutabakat")
    (here / "seeds" / "new.txt").write_text(NEW, encoding="utf-8")
    run("sync", "seeds", "--quiet")
    answer = run("watch", "run", "--format", "atom", "--output", "feed.xml")
    assert (answer.exit_code, answer.stdout) == (0, "")
    assert "<entry>" in (here / "feed.xml").read_text(encoding="utf-8")


def test_a_story_once(run: Run, here: Path) -> None:
    """With --group what another paper prints of a story that was told is no news."""
    run("watch", "add", "pact", "mutabakat", "--group", "story")
    assert "(group=story)" in run("watch", "list").stdout
    story = NEW.strip() + " Belge 14 maddeden oluşuyor ve haziran ayında yürürlüğe giriyor."
    (here / "seeds" / "new.txt").write_text(story, encoding="utf-8")
    run("sync", "seeds", "--quiet")
    assert run("watch", "run").exit_code == 0
    (here / "seeds" / "again.txt").write_text(f"{story} Tören sürdü.", encoding="utf-8")
    run("sync", "seeds", "--quiet")
    assert run("watch", "run").exit_code == 3


def test_news_that_reached_nobody_stay_new(run: Run, here: Path) -> None:
    """Where the file cannot be written the news are told at the next run."""
    run("watch", "add", "pact", "mutabakat")
    (here / "seeds" / "new.txt").write_text(NEW, encoding="utf-8")
    run("sync", "seeds", "--quiet")
    failed = run("watch", "run", "--output", "no/such/folder/news.txt")
    assert failed.exit_code not in (0, 3)
    assert "internal error" not in failed.stderr
    assert run("watch", "run").exit_code == 0


def test_mistakes(run: Run) -> None:
    """What is wrong is said in a line."""
    assert "there are no watches" in run("watch", "run").stderr
    assert "no watch 'nope'" in run("watch", "remove", "nope").stderr
    assert "has no query" in run("watch", "add", "x", "()").stderr
    for query in ("date:2025-02-30", "lang:xx mutabakat"):
        refused = run("watch", "add", "x", query)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert "cannot be kept" in refused.stderr
    assert "is no date" in run("watch", "add", "x", "y", "--since", "2025-02-30").stderr
    recent = run("watch", "add", "recent", "mutabakat", "--since", "last month")
    assert "since last month: from " in recent.stderr
    run("watch", "add", "x", "mutabakat")
    assert "already" in run("watch", "add", "x", "mutabakat").stderr
