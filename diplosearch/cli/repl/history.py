"""The history of lines, kept between runs in a file that only its user can read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from prompt_toolkit.history import FileHistory, InMemoryHistory

_FILE_MODE = 0o600
_FOLDER_MODE = 0o700


class MemoryHistory(InMemoryHistory):
    """A history in memory, for this run."""

    def recall(self) -> list[str]:
        """Return the lines, the latest last."""
        return list(self.get_strings())

    def forget(self) -> None:
        """Clear the history."""
        self._loaded_strings.clear()
        self._storage.clear()


class StoredHistory(FileHistory):
    """A history in a file; where writing fails, in memory for this run."""

    def recall(self) -> list[str]:
        """Return the lines, the latest last."""
        return list(self.load_history_strings())[::-1] or list(self.get_strings())

    def forget(self) -> None:
        """Clear the history, and empty the file."""
        self._loaded_strings.clear()
        with suppress(OSError):
            Path(os.fsdecode(self.filename)).write_bytes(b"")

    def load_history_strings(self) -> Iterable[str]:
        """Return the lines of earlier runs, the newest first."""
        try:
            return list(super().load_history_strings())
        except OSError:
            return []

    def store_string(self, string: str) -> None:
        """Append a line to the file."""
        with suppress(OSError, UnicodeEncodeError):
            super().store_string(string)


def open_history(*, is_kept: bool = True) -> MemoryHistory | StoredHistory:
    """Return the history of this user: in a file, or in memory if there can be none."""
    path = find_history() if is_kept else None
    if path is None:
        return MemoryHistory()
    try:
        path.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        path.touch(mode=_FILE_MODE)
        # A file that was there before may be open to others.
        path.chmod(_FILE_MODE)
    except OSError:
        return MemoryHistory()
    return StoredHistory(str(path))


def find_history() -> Path | None:
    """Return the path of the history file (XDG state folder, or LOCALAPPDATA).

    None where the user has no home folder.
    """
    name = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_STATE_HOME"
    folder = os.environ.get(name, "")
    if os.path.isabs(folder):
        return Path(folder, "diplosearch", "history")
    try:
        return Path.home() / ".local" / "state" / "diplosearch" / "history"
    except RuntimeError:
        return None
