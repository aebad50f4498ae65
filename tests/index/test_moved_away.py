"""Changes of an index whose folder was moved or removed while it was open."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import diplosearch
from diplosearch import Document, Index
from diplosearch.errors import IndexMissingError

STORY = Document(id="a", text="The ministers signed an agreement in Ankara on Monday.")


@pytest.mark.parametrize("is_folder_left", [False, True], ids=["moved", "emptied"])
@pytest.mark.parametrize(
    "change",
    [
        lambda index, _: index.add(STORY),
        lambda index, _: index.delete("a"),
        lambda index, source: index.sync(source),
        lambda index, _: index.refresh(),
    ],
    ids=["add", "delete", "sync", "refresh"],
)
def test_nothing_is_left_where_an_index_was(
    tmp_path: Path, change: Callable[[Index, Path], Any], is_folder_left: bool
) -> None:
    """A change names that the index is gone, and makes no folder, lock or note there."""
    source, place = tmp_path / "source", tmp_path / "index"
    source.mkdir()
    (source / "b.txt").write_text(STORY.text, encoding="utf-8")
    with diplosearch.rebuild([STORY], place, entities=False) as index:
        shutil.move(place, tmp_path / "moved")
        if is_folder_left:
            place.mkdir()
        with pytest.raises(IndexMissingError, match="no index in"):
            change(index, source)
        assert place.exists() == is_folder_left
        assert not is_folder_left or list(place.iterdir()) == []
        assert index.search("agreement").total == 1
    with diplosearch.open(tmp_path / "moved") as index:
        assert index.search("agreement").total == 1
