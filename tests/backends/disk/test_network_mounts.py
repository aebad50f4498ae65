"""Network file systems are found in the mount table, and warned of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import diplosearch
from diplosearch import Document
from diplosearch.backends.disk import backend, network_mounts
from diplosearch.backends.disk.network_mounts import find_network_file_system
from diplosearch.integrity import check

TABLE = r"""
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
23 22 0:5 / /proc rw - proc proc rw
40 22 0:40 / /net rw shared:7 master:2 - nfs4 server:/export rw
41 40 0:41 / /net/local rw - xfs /dev/sdb1 rw
42 22 0:42 / /my\040shares/çay rw - cifs //server/share rw
43 22 0:43 / /ssh rw - fuse.sshfs me@host: rw
44 22 0:44 / /stick rw - fuseblk /dev/sdc1 rw
45 22 0:45 / /twice rw - nfs server:/x rw
46 22 0:46 / /twice rw - tmpfs tmpfs rw
47 22 0:47 / /mnt/plan rw - 9p host rw
not a line of it
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A mount table."""
    path = tmp_path / "mountinfo"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", None),
        ("/home/x/index", None),
        ("/net", "nfs4"),
        ("/net/a/b", "nfs4"),
        ("/net/../net/a", "nfs4"),
        ("/network", None),
        ("/net/local/index", None),
        ("/my shares/çay/index", "cifs"),
        ("/my shares", None),
        ("/ssh/index", "fuse.sshfs"),
        ("/stick/index", None),
        ("/twice/index", None),
        ("/mnt/plan", "9p"),
    ],
)
def test_the_longest_mount_decides(table: Path, path: str, expected: str | None) -> None:
    """The longest mount point above a path counts, of equal ones the last."""
    assert find_network_file_system(Path(path), table=table) == expected


def test_without_a_table(tmp_path: Path) -> None:
    """Without a mount table no file system is reported."""
    assert find_network_file_system(tmp_path, table=tmp_path / "none") is None


def test_an_index_on_a_network_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Changes and check warn of a network file system, and work all the same."""

    def on_a_network(path: Path, **_: Any) -> str:
        return "nfs4"

    assert (
        network_mounts.find_network_file_system(tmp_path, table=tmp_path / "none") is None
    )
    for module in (check, backend):
        monkeypatch.setattr(module, "find_network_file_system", on_a_network)
    documents = [Document(id="a", text="Talks were held in Ankara.")]
    with diplosearch.rebuild(documents, tmp_path / "index", jobs=1) as index:
        (remark,) = index.report.remarks
        assert "nfs4" in remark
        assert index.add(Document(id="b", text="Talks were held.")).remarks == [remark]
    report = diplosearch.check(tmp_path / "index", full=True)
    assert report.ok
    assert [(one.kind, "nfs4" in one.what) for one in report.findings] == [
        ("network", True)
    ]
