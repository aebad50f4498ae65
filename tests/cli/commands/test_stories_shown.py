"""``--group story``, ``show --story``, ``:group`` and ``:story``: who else has a story."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import diplosearch
from diplosearch import Document
from diplosearch.cli import cli

TEXT = (
    "Bakanlar Varnoza kentinde buluştu ve tahıl koridoru için bir anlaşma imzaladı. "
    "Anlaşma 14 limanı kapsıyor ve haziran ayında yürürlüğe girecek."
)
DOCUMENTS = (
    Document(
        id="a",
        title="Koridor açılıyor",
        text=TEXT,
        source="Ulak",
        date=datetime.date(2025, 3, 1),
    ),
    Document(
        id="b",
        title="Tahıl anlaşması",
        text=f"{TEXT} Görüşmeler Lestara kentinde sürecek.",
        source="Vakit",
        date=datetime.date(2025, 3, 2),
    ),
    Document(id="c", text="Tahıl fiyatları bu yıl kuraklık yüzünden arttı.", language="tr"),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index with one story of two papers."""
    folder = tmp_path_factory.mktemp("stories") / "index"
    diplosearch.rebuild(DOCUMENTS, folder, jobs=1).close()
    return folder


def run(place: Path, *arguments: str, typed: str | None = None) -> Result:
    """Run a command on the index."""
    return CliRunner().invoke(cli, [*arguments, "--index", str(place)], input=typed)


def test_search_shows_one_of_each_story(place: Path) -> None:
    """A hit names who else has the story, and the summary says what is left out."""
    shown = run(place, "search", "tahıl", "--group", "story", "--facets", "source").stdout
    assert "Koridor açılıyor" not in shown
    assert "1 more of this story: " in shown
    assert "1 more in the same stories" in shown
    answer = json.loads(run(place, "search", "tahıl", "--group", "story", "--json").stdout)
    assert sorted(len(one["others"]) for one in answer["hits"]) == [0, 1]


def test_show_lists_a_story(place: Path) -> None:
    """All documents of the story stand in the order of their dates."""
    shown = run(place, "show", "b", "--story").stdout
    assert shown.index("Koridor açılıyor") < shown.index("Tahıl anlaşması")
    assert "2 documents of one story" in shown
    story = json.loads(run(place, "show", "b", "--story", "--json").stdout)["story"]
    assert [one["id"] for one in story] == ["a", "b"]
    assert "1 document of one story" in run(place, "show", "c", "--story").stdout


def test_timeline_and_stats_count_stories(place: Path) -> None:
    """A timeline counts the first document of a story, and stats both numbers."""
    shown = run(place, "timeline", "--group", "story").stdout
    assert "2 stories, 1 without a date; 3 passages" in shown
    assert "the highest mark stands for 1 story" in shown
    assert "3 documents, 1 without a date" in run(place, "timeline").stdout
    with diplosearch.open(place) as index:
        assert "2 stories" in index.timeline(group="story")._repr_html_()
    counted = json.loads(run(place, "timeline", "--group", "story", "--json").stdout)
    assert counted["documents"] == 2
    stats = json.loads(run(place, "stats", "--json").stdout)
    assert (stats["stories"], stats["duplicates"]) == (2, 1)
    assert "told once more by 1" in run(place, "stats").stdout


def test_the_prompt_groups_until_it_is_told_not_to(place: Path) -> None:
    """:group story holds for the next queries, :story lists, :group off ends it."""
    lines = "tahıl\n:group story\n:story 1\n:timeline\n:group off\n:group paper\n:story 9\n"
    shown = run(place, "repl", typed=lines)
    assert "one passage of each story" in shown.stdout
    assert "; :story N for who else has it" in shown.stdout
    assert ":story N" not in run(place, "repl", typed="fiyatları\n:group story\n").stdout
    assert "1 more of this story: " in shown.stdout
    assert "2 documents of one story" in shown.stdout
    told = shown.stdout + shown.stderr
    assert "group 'paper': use story or off" in told
    assert "there is no passage '9'" in told


def test_a_wrong_group_is_usage(place: Path) -> None:
    """A group that there is not is answered with those that there are."""
    answer = run(place, "search", "x", "--group", "source")
    assert answer.exit_code == 2
    assert "story" in answer.stderr


def test_the_prompt_opens_stories_of_several(place: Path, tmp_path: Path) -> None:
    """Where two indexes have a document of one id, :story and show list both by index."""
    other = tmp_path / "other"
    diplosearch.rebuild(
        [Document(id="a", text=f"{TEXT} Tören yarın.", source="Telgraf")], other, jobs=1
    ).close()
    both = ("--index", str(place), "--index", str(other))
    lines = ":group story\ntahıl\n:story 1\n"
    shown = CliRunner().invoke(cli, ["repl", *both], input=lines).stdout
    assert "2 more of this story: " in shown
    assert "3 documents of one story" in shown
    assert "other:a" in shown
    shown = CliRunner().invoke(cli, ["show", "other:a", "--story", *both]).stdout
    assert "3 documents of one story" in shown
    found = CliRunner().invoke(cli, ["search", "tahıl", "--group", "story", *both])
    assert "2 more of this story: " in found.stdout
