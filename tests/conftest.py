"""What all tests share: the sample corpus and small indexes of every engine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

import diplosearch
from diplosearch import Index
from diplosearch.engines.registry import DISK_ENGINES

REPOSITORY = Path(__file__).resolve().parent.parent
ENGINES = ("memory", *(name for name in DISK_ENGINES if find_spec(name)))


# In CI the examples are the same each time; on a desk they are new ones. How long
# one takes says more of the machine than of the code.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder of the repository."""
    return REPOSITORY


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The sample corpus."""
    return REPOSITORY / "seeds"


@pytest.fixture(scope="session", params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """The name of each embedded engine in turn."""
    return str(request.param)


@pytest.fixture(scope="session")
def seeds_index(
    engine_name: str, seeds: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Index]:
    """The sample corpus on each engine; not to be changed."""
    if engine_name == "memory":
        index = diplosearch.rebuild(seeds)
    else:
        folder = tmp_path_factory.mktemp("seeds") / "index"
        index = diplosearch.rebuild(seeds, folder, engine=engine_name)
    with index:
        yield index


@pytest.fixture
def location(engine_name: str, tmp_path: Path) -> str:
    """A place for an index of each engine in turn."""
    return ":memory:" if engine_name == "memory" else str(tmp_path / "index")
