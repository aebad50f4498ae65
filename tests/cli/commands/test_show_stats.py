"""``diplosearch show`` and ``diplosearch stats``."""

from __future__ import annotations

import json
from collections.abc import Callable

from click.testing import Result

import diplosearch

Run = Callable[..., Result]

COOKIE_NOTICE = "000_5ae7ee6c3a254e72"


def test_show_prints_the_whole_document(run: Run) -> None:
    """The metadata and every line of the text are there."""
    shown = run("show", COOKIE_NOTICE).stdout
    with diplosearch.open("index") as index:
        document = index.get(COOKIE_NOTICE)
    assert all(line in shown for line in document.text.splitlines())
    assert f"id        {COOKIE_NOTICE}" in shown


def test_show_sets_lines_of_the_page_apart(run: Run) -> None:
    """Boilerplate has a bar in front, and is dimmed where there are styles."""
    assert "| Sitelerimizde reklam" in run("show", COOKIE_NOTICE).stdout
    styled = run("show", COOKIE_NOTICE, "--color", "always").stdout
    assert "| \x1b[2mSitelerimizde reklam" in styled


def test_show_offers_the_nearest_ids(run: Run) -> None:
    """An id typed wrong is answered with those that look like it."""
    answer = run("show", "003_cd0db7fd55b1c7")
    assert answer.exit_code == 1
    assert answer.stderr.startswith(
        "diplosearch: no document is called '003_cd0db7fd55b1c7'"
    )
    assert "'002_cd0db7fd55b1c7af'" in answer.stderr


def test_show_takes_the_beginning_of_an_id(run: Run) -> None:
    """A beginning that one id has is enough; of several, some are named."""
    assert run("show", "002").stdout == run("show", "002_cd0db7fd55b1c7af").stdout
    answer = run("show", "00")
    assert answer.exit_code == 1
    assert "several documents begin '00': '000_" in answer.stderr
    assert "and 2 more" in answer.stderr


def test_show_as_json(run: Run) -> None:
    """The JSON holds the text and the spans into it."""
    shown = json.loads(run("show", COOKIE_NOTICE, "--json").stdout)
    with diplosearch.open("index") as index:
        document = index.get(COOKIE_NOTICE)
    assert shown["text"] == document.text
    spans = [(span["start"], span["end"]) for span in shown["boilerplate"]]
    assert spans == list(document.boilerplate)
    assert len(shown["passages"]) == len(document.passages)


def test_stats(run: Run) -> None:
    """Documents, languages, dates and sources are told."""
    told = run("stats").stdout
    assert "documents  5 (English 3, Turkish 2)" in told
    assert "2022-09-14 to 2026-01-29" in told
    assert "Xinhua 2" in told


def test_stats_as_json(run: Run) -> None:
    """An unknown source is null, and dates are ISO dates."""
    stats = json.loads(run("stats", "--json").stdout)
    assert stats["first_date"] == "2022-09-14"
    assert {"source": None, "documents": 2} in stats["sources"]
