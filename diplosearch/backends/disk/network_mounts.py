"""Detects network file systems, on which locks and syncs cannot be relied on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

MOUNT_TABLE = Path("/proc/self/mountinfo")

_NETWORK_TYPES = frozenset(
    (
        "9p",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "gfs2",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "ocfs2",
        "orangefs",
        "smb3",
        "smbfs",
        "virtiofs",
    )
)
_FUSE = "fuse"
_LOCAL_FUSE = frozenset(("fuseblk", "fuse.ntfs-3g", "fuse.exfat", "fuse.lxcfs"))


def find_network_file_system(path: Path, *, table: Path = MOUNT_TABLE) -> str | None:
    """Return the type of the file system that holds ``path`` if it is a network one.

    Another machine is then in charge of locks, renames and syncs; the type is such as
    ``nfs4``, ``cifs`` or ``fuse.sshfs``. None for a local file system, and where it is
    unknown: only Linux has the mount table ``table``.
    """
    try:
        lines = table.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        resolved = Path(os.path.realpath(path))
    except (OSError, ValueError):
        return _network_drive(path)
    longest, found = -1, None
    for line in lines:
        before, separator, behind = line.partition(" - ")
        fields, kinds = before.split(), behind.split()
        if not separator or len(fields) < 5 or not kinds:
            continue
        mounted = Path(_unescaped(fields[4]))
        # Of two mounts at one path the later one hides the other.
        if resolved.is_relative_to(mounted) and len(mounted.parts) >= longest:
            longest, found = len(mounted.parts), kinds[0]
    return found if found is not None and _is_network(found) else None


def warning(kind: str) -> str:
    """Return the warning for an index on a network file system of type ``kind``."""
    return (
        f"the index lies on a network file system ({kind}), whose locks and writes "
        "another machine answers for; keep it on a disk of this one"
    )


def _is_network(kind: str) -> bool:
    is_fuse = kind.startswith(_FUSE) and kind not in _LOCAL_FUSE
    return kind in _NETWORK_TYPES or is_fuse


def _network_drive(path: Path) -> str | None:
    """Tell a network share of Windows by the two backslashes that its path begins with."""
    is_unc = sys.platform == "win32" and str(path.absolute()).startswith("\\\\")
    return "a network share" if is_unc else None


def _unescaped(name: str) -> str:
    """Decode a path of the mount table, which writes blanks in octal."""
    for code in ("040", "011", "012", "134"):
        name = name.replace(f"\\{code}", chr(int(code, 8)))
    return name
