"""Word lists in the ``data/`` folder of a package: an entry a line, ``#`` for comments."""

from __future__ import annotations

from importlib.resources import files


def read_list(package: str | None, name: str) -> list[str]:
    """Return the entries of ``data/<name>`` in ``package``, in their order."""
    text = files(package or "").joinpath("data", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def split_column(column: str) -> tuple[str, ...]:
    """Return the entries of a column, which semicolons part, each once."""
    entries = (" ".join(entry.split()) for entry in column.split(";"))
    return tuple(dict.fromkeys(entry for entry in entries if entry))
