"""``python -m diplosearch`` is the command ``diplosearch``."""

from __future__ import annotations

from .cli import main

if __name__ == "__main__":
    main()
