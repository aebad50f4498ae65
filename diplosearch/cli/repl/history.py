"""The lines typed so far, kept between runs for their user alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from prompt_toolkit.history import FileHistory, InMemoryHistory

_ONLY_MINE = 0o600
_FOLDER_ONLY_MINE = 0o700


class PassingHistory(InMemoryHistory):
    """Lines that are remembered until the end."""

    def recall(self) -> list[str]:
        """Return the lines, the latest last."""
        return list(self.get_strings())

    def forget(self) -> None:
        """Drop all of them."""
        self._loaded_strings.clear()
        self._storage.clear()


class KeptHistory(FileHistory):
    """Lines in a file. Where it fails, they are remembered until the end."""

    def recall(self) -> list[str]:
        """Return the lines, the latest last."""
        return list(self.load_history_strings())[::-1] or list(self.get_strings())

    def forget(self) -> None:
        """Drop all of them, in the file as well."""
        self._loaded_strings.clear()
        with suppress(OSError):
            Path(os.fsdecode(self.filename)).write_bytes(b"")

    def load_history_strings(self) -> Iterable[str]:
        """Return the lines of earlier times, the newest first."""
        try:
            return list(super().load_history_strings())
        except OSError:
            return []

    def store_string(self, string: str) -> None:
        """Keep a line for later times."""
        with suppress(OSError, UnicodeEncodeError):
            super().store_string(string)


def open_history(*, is_kept: bool = True) -> PassingHistory | KeptHistory:
    """Return the history of this user, in memory alone where no file can be."""
    path = find_history() if is_kept else None
    if path is None:
        return PassingHistory()
    try:
        path.parent.mkdir(mode=_FOLDER_ONLY_MINE, parents=True, exist_ok=True)
        path.touch(mode=_ONLY_MINE)
        # A file that was there before may be open to others.
        path.chmod(_ONLY_MINE)
    except OSError:
        return PassingHistory()
    return KeptHistory(str(path))


def find_history() -> Path | None:
    """Return the file of the history; None where the user has no folder for it."""
    name = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_STATE_HOME"
    folder = os.environ.get(name, "")
    if os.path.isabs(folder):
        return Path(folder, "diplosearch", "history")
    try:
        return Path.home() / ".local" / "state" / "diplosearch" / "history"
    except RuntimeError:
        return None
