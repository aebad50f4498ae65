"""The settings of a run, checked."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .errors import WrongSettings
from .systems.registry import SYSTEMS

ROOT = Path(__file__).resolve().parent.parent
"""The folder that holds ``benchmarks/``, ``diplosearch/`` and ``seeds/``."""

PARTS = ("building", "asking", "found", "startup")


def cache_folder() -> Path:
    """Return the folder that keeps grown corpora between runs."""
    return Path(tempfile.gettempdir()) / "diplosearch-benchmarks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What to measure; checked when constructed.

    ``documents`` holds sizes of grown corpora, ``characters`` the length of their
    documents (None: as in ``corpus``), ``queries`` how many questions of a kind a
    round asks, ``known_items`` how many are looked for by ``found``.

    Raises :class:`WrongSettings`, which says the option and what it may be.
    """

    corpus: Path
    documents: tuple[int, ...] = (1_000, 10_000)
    characters: int | None = None
    parts: tuple[str, ...] = PARTS
    systems: tuple[str, ...] = tuple(SYSTEMS)
    rounds: int = 3
    queries: int = 200
    warm_up: int = 20
    known_items: int = 200
    starts: int = 10
    seed: int = 1
    cache: Path = field(default_factory=cache_folder)

    def __post_init__(self) -> None:
        if not self.corpus.is_file():
            raise WrongSettings(
                f"--corpus {self.corpus}: no such file; give a .jsonl, .jsonl.gz or .csv "
                "file whose rows have a text and a language"
            )
        for size in self.documents:
            _check_count("--documents", size)
        if self.characters is not None:
            _check_count("--characters", self.characters)
        for name in ("rounds", "queries", "warm_up", "known_items", "starts"):
            _check_count("--" + name.replace("_", "-"), getattr(self, name))
        _check_names("--only", self.parts, PARTS)
        _check_names("--systems", self.systems, SYSTEMS)

    def to_dict(self) -> dict[str, Any]:
        """Return the settings as values that JSON can carry."""
        given = asdict(self)
        del given["cache"]
        return {
            **{name: list(v) if isinstance(v, tuple) else v for name, v in given.items()},
            "corpus": self.corpus.name,
        }


def _check_count(option: str, value: int) -> None:
    if value < 1:
        raise WrongSettings(f"{option} {value}: give a number, 1 or more")


def _check_names(option: str, given: Sequence[str], known: Sequence[str] | Any) -> None:
    if not given:
        raise WrongSettings(f"{option}: give at least one of {', '.join(known)}")
    for name in given:
        if name not in known:
            raise WrongSettings(f"{option} {name}: choose from {', '.join(known)}")
