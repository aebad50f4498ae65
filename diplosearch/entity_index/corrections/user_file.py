"""Read a user's file of corrections."""

from __future__ import annotations

from pathlib import Path

from ...errors import UsageError
from ...paths import read_path
from ...resources import read_user_text
from .corrections import Corrections

MOST_BYTES = 4 << 20
"""Bytes of a file, comments included: four times what an index keeps."""


def read_corrections(path: str | Path) -> Corrections:
    """Return the corrections in a user's file.

    Raises :class:`UsageError` when the file cannot be read or a line of it is unsound;
    the message has the number of the line.
    """
    path = read_path("corrections", path)
    try:
        text = read_user_text(path, most=MOST_BYTES)
    except UnicodeDecodeError as error:
        number = bytes(error.object).count(b"\n", 0, error.start) + 1
        raise UsageError(
            f"{path}, line {number}: it is not UTF-8; save the file as UTF-8 text"
        ) from error
    except (OSError, ValueError) as error:
        raise UsageError(
            f"corrections {str(path)!r} cannot be read "
            f"({getattr(error, 'strerror', None) or error}); give a UTF-8 text file"
        ) from error
    # Not splitlines, which counts lines at signs that an editor shows within one.
    lines = text.replace("\r\n", "\n").split("\n")
    return Corrections.parse(lines, origin=f"{path}, line")
