"""A rebuild without a source takes the one that the index was built from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from paths import SEEDS

import diplosearch
from diplosearch import Document
from diplosearch.cli import cli
from diplosearch.errors import UsageError

STORY = "The ministers signed an agreement in {}."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a corpus of one story, and no ``seeds``."""
    monkeypatch.chdir(tmp_path)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text(STORY.format("Baku"), encoding="utf-8")
    return tmp_path


def test_the_source_of_the_index_is_taken(folder: Path) -> None:
    """Neither the sample corpus nor an empty index takes the place of another corpus."""
    diplosearch.rebuild("corpus", "index").close()
    shutil.copytree(SEEDS, folder / "seeds")
    (folder / "corpus" / "b.txt").write_text(STORY.format("Ankara"), encoding="utf-8")
    with diplosearch.rebuild(location="index") as index:
        assert index.ids() == ["a", "b"]


def test_seeds_are_taken_where_there_is_no_index(folder: Path) -> None:
    """The first rebuild in a folder with the sample corpus builds that."""
    shutil.copytree(SEEDS, folder / "seeds")
    with diplosearch.rebuild(location="index") as index:
        assert len(index.ids()) == len(list(SEEDS.iterdir()))


def test_without_either_the_error_says_so(folder: Path) -> None:
    """Where there is nothing to build from, one line says what to name."""
    with pytest.raises(UsageError, match="no index 'index' yet and no folder 'seeds'"):
        diplosearch.rebuild(location="index")
    with pytest.raises(UsageError, match="no folder 'seeds'"):
        diplosearch.rebuild()


def test_a_source_that_is_gone_is_named(folder: Path) -> None:
    """A folder that was moved away is named, and the index stays."""
    diplosearch.rebuild("corpus", "index").close()
    (folder / "corpus").rename(folder / "elsewhere")
    with pytest.raises(UsageError, match=r"corpus'.*gone"):
        diplosearch.rebuild(location="index")
    with diplosearch.open("index") as index:
        assert index.ids() == ["a"]


def test_documents_of_a_program_are_not_lost(folder: Path) -> None:
    """An index that holds documents of no folder is not rebuilt without them."""
    with diplosearch.rebuild("corpus", "index") as index:
        index.add(Document(id="own", text=STORY.format("Astana")))
    with pytest.raises(UsageError, match="--from"):
        diplosearch.rebuild(location="index")


@pytest.mark.parametrize("command", ["rebuild", "sync"])
def test_commands_take_the_source_of_the_index(folder: Path, command: str) -> None:
    """``rebuild`` and ``sync`` without a folder read the one of the index."""
    diplosearch.rebuild("corpus", "index").close()
    shutil.copytree(SEEDS, folder / "seeds")
    (folder / "corpus" / "b.txt").write_text(STORY.format("Ankara"), encoding="utf-8")
    done = CliRunner().invoke(cli, [command, "--quiet"])
    assert done.exit_code == 0, done.output
    with diplosearch.open("index") as index:
        assert index.ids() == ["a", "b"]


def test_a_command_without_a_source_fails_in_one_line(folder: Path) -> None:
    """Without index, folder and ``seeds`` the command says what to name."""
    done = CliRunner().invoke(cli, ["rebuild"])
    assert done.exit_code == 2
    assert "name a folder or file" in done.output
    assert "Traceback" not in done.output
