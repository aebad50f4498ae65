"""Word lists that lie beside the code: one entry a line, ``#`` begins a comment."""

from __future__ import annotations

from importlib.resources import files


def read_list(package: str | None, name: str) -> list[str]:
    """Return the entries of the file ``name`` in ``package``, in their order."""
    text = files(package or "").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
